"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Protocol

from lianxi.bodies.rows import TenureRow, UnitRow


class ChannelRow(Protocol):
    """An address of a unit or (without one) of the office; with a tenure, its holder's own for as long as it lasts."""

    pk: int
    added_at: datetime
    added_by: str
    kind: str
    note: str
    shown: str

    @property
    def tenure(self) -> TenureRow | None: ...

    @property
    def unit(self) -> UnitRow | None: ...


class DigestRow(Protocol):
    """What one unit, or the office, is told on one working day; there is never a second one."""

    pk: int
    day: date

    @property
    def unit(self) -> UnitRow | None: ...


class DeliveryRow(Protocol):
    """One digest on its way to one address; `begun_at` is stored before anything leaves the house."""

    pk: int
    attempts: int
    error: str
    next_at: datetime | None
    state: str

    @property
    def channel(self) -> "ChannelRow": ...

    @property
    def digest(self) -> "DigestRow": ...


class TodoRow(Protocol):
    """One row of a holder's desk as 统一待办 over there holds it."""

    pk: int
    attempts: int
    error: str
    next_at: datetime | None
    state: str

    @property
    def channel(self) -> "ChannelRow": ...
