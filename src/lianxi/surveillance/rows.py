"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Any, Protocol

from lianxi.bodies.rows import UnitRow
from lianxi.core.basis import Basis
from lianxi.core.related import Related
from lianxi.ledger.rows import ObligationRow
from lianxi.papers.rows import PaperRow


class BatchRow(Protocol):
    """One file of one stream. Its Parquet files are data only while `state` is applied."""

    pk: int
    counts: Any
    received_at: datetime
    state: str
    stream: str


class SignalRow(Protocol):
    """What a rule found about a subject in a period, once: with the rule's version, the data and the figures."""

    pk: int
    bound: float | None
    conference_id: int
    count: int
    data_sha256: str
    detected_at: datetime
    employer: str
    expected: float | None
    facts: Any
    happened_on: date
    investigation: str
    management: str
    nature: str
    observed: float | None
    parameters: Any
    repeats_id: int | None
    risk: str
    rows: Any
    rule: str
    rule_revision: int
    rule_title: str
    score: float | None
    sentence: str
    state: str
    unit: str
    warned_at: datetime | None

    @property
    def steps(self) -> "Related[SignalStepRow]": ...


class SignalStepRow(Protocol):
    """A stage of a signal: who did what when, with words, reason codes and what it rested on."""

    pk: int
    at: datetime
    by: str
    details: Any
    kind: str
    reasons: Any
    text: str


class HazardWarningRow(Protocol):
    """A warning issued on a signal: its level and words, its paper, and the answer of routing it rested on."""

    pk: int
    level: str

    @property
    def paper(self) -> PaperRow | None: ...


class WarnedUnitRow(Protocol):
    """A unit a warning went to, the clause that names it, and the obligation it owes by it."""

    pk: int

    @property
    def basis(self) -> Basis: ...

    @property
    def obligation(self) -> ObligationRow: ...

    @property
    def unit(self) -> UnitRow: ...

    @property
    def warning(self) -> "HazardWarningRow": ...
