"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Any, Protocol


class ReplyRow(Protocol):
    """What one unit gave to a collection; `is_nil` is its word that it has nothing (无意见)."""

    pk: int
    given_at: datetime | None
    given_by: str
    is_nil: bool
    state: str
    unit_leader: str


class RequestRow(Protocol):
    """A unit asks another one: for help, an opinion or material, by a day."""

    pk: int
    due_on: date
    kind: str
    state: str


class SendingRow(Protocol):
    """Something a unit sent to others: rows, a paper, a matter, or a word in passing."""

    pk: int
    asks: Any
    sent_at: datetime


class ReceiptRow(Protocol):
    """What one receiver got of a sending, and what it said to it."""

    pk: int
    answered_at: datetime | None
    outcome: str
    results: Any
    answers: Any
    signed_at: datetime | None
    state: str

    @property
    def sending(self) -> "SendingRow": ...


class ListedSendingRow(SendingRow, Protocol):
    """A sending with what its list counts: receivers, answers, and the state of the own receipt."""

    own: str | None
    answered: int
    receivers: int
    kind: str
    state: str
    respond_by: date | None
    due_derivation: Any
