"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Any, Protocol

from lianxi.bodies.rows import UnitRow


class ProjectRow(Protocol):
    """A project of the register; see models.Project."""

    pk: int
    key: str
    code: str
    name: str
    builder: str
    builder_code: str
    employer_code: str
    area: str
    place: str
    industries: Any
    kind: str
    approver: str
    level: str
    paper: str
    listed_on: date
    hazard: str
    hazard_on: date | None
    condition_clear: bool | None
    medical_radiation: str
    status: str
    approved_on: date | None
    version: int


class FactRow(Protocol):
    """One thing told of a project."""

    fact: str
    day: date | None
    value: str
    former: str
    paper: str
    reason: str
    source: str
    at: datetime
    by: str


class GapRow(Protocol):
    """A record that was not seen, and where it went."""

    gap: str
    unit_words: str
    clause: str
    since: date
    executes: str
    text: str
    is_old: bool
    closed_on: date | None
    closed_by: str
    sending_id: int | None


class ListRow(Protocol):
    """A list that came in."""

    pk: int
    kind: str
    name: str
    state: str
    counts: Any
    refused: Any
    notes: Any
    sent_at: datetime
    sent_by: str

    @property
    def unit(self) -> UnitRow: ...
