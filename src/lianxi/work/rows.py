"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Any, Protocol

from lianxi.bodies.rows import UnitRow
from lianxi.core.basis import Basis


class ArrangementRow(Protocol):
    """How one act is carried out; see models.Arrangement."""

    pk: int
    act: str
    answer: Any
    basis_clause: str
    conference_id: int
    cycle: str
    cycle_basis: str
    entered_by_id: int | None
    figures: Any
    form: Any
    form_version: int
    level: str
    limits: Any
    nil_allowed: bool
    nil_words: str
    note: str
    origin: str
    pattern: str
    plain: bool
    returns: int
    share: str
    share_ground: str
    via: str
    starts: bool
    starts_on: date | None
    state: str
    suggested: Any
    title: str
    trigger: str
    unit_id: int | None
    words: str

    @property
    def basis(self) -> Basis: ...
    @property
    def entered_by(self) -> UnitRow | None: ...
    @property
    def line_id(self) -> int: ...
    @property
    def unit(self) -> UnitRow | None: ...


class PartyRow(Protocol):
    """Somebody named in an arrangement."""

    part: str
    printed: bool
    role: str
    unit_id: int | None
    words: str

    @property
    def unit(self) -> UnitRow | None: ...


class EntryRow(Protocol):
    """One version of a row that was entered."""

    pk: int
    about: date
    at: datetime
    by: str
    edition: int
    key: str
    line_id: int
    period: str
    removed: bool
    unit_id: int
    until: datetime | None
    values: Any
    version: int


class ReturnRow(Protocol):
    """What a unit owes of an arrangement for a period."""

    pk: int
    agreed_by: str
    checked_at: datetime | None
    checked_by: str
    due_on: date
    handed_at: datetime | None
    handed_by: str
    nil: bool
    note: str
    obligation_id: int | None
    period: str
    reason: str
    received_at: datetime | None
    returned_at: datetime | None
    rows: int
    state: str

    @property
    def arrangement(self) -> ArrangementRow: ...
    @property
    def obligation(self) -> Any: ...
    @property
    def unit(self) -> UnitRow: ...


class PartRow(Protocol):
    """What a unit that takes part says of its own part."""

    by: str
    period: str
    text: str

    @property
    def unit(self) -> UnitRow: ...
