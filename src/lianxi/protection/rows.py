"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date
from typing import Protocol


class NamedUnit(Protocol):
    """A unit by its name."""

    pk: int
    name: str


class PersonListRow(Protocol):
    """A list that goes from one unit to one unit; of the named file its count and check sum alone."""

    pk: int
    number: str
    kind: str
    month: str
    state: str
    way: str
    count: int
    sha256: str
    claimed: int | None
    sent_on: date | None
    received_on: date | None
    due_on: date | None
    is_stock: bool

    @property
    def sender(self) -> NamedUnit: ...

    @property
    def receiver(self) -> NamedUnit: ...


class StateOfList(Protocol):
    """Where a list stands."""

    state: str


class RowOfList(Protocol):
    """A person of a list under a token."""

    pk: int
    token: str
    area: str
    word: str
    word_on: date
    due_on: date | None
    due_rule: str
    last_day: date | None
    remedy_until: date | None
    remedy_rolls_to: date | None
    ended_on: date | None

    @property
    def list(self) -> StateOfList: ...
