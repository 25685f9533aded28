"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date
from typing import Any, Protocol

from lianxi.bodies.rows import UnitRow
from lianxi.papers.rows import PaperRow


class PublicationRow(Protocol):
    """One piece of information on its way to the public."""

    pk: int
    title: str
    state: str
    by: str
    formed_on: date
    due_on: date
    due_derivation: Any
    reviewer: str
    cleared_on: date | None
    scan_reason: str
    ground: str
    reason: str
    site: str
    address: str
    published_on: date | None
    early_reason: str
    withdrawal: str
    withdraw_due_on: date | None
    withdraw_derivation: Any
    withdrawn_on: date | None
    paper_id: int | None

    @property
    def unit(self) -> UnitRow: ...
    @property
    def paper(self) -> PaperRow | None: ...


class PublicationOpinionRow(Protocol):
    """What a unit that made the information too says to its publication."""

    pk: int
    state: str
    stance: str
    said: str
    due_on: date
    due_derivation: Any
