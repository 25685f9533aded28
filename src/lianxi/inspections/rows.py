"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from typing import Protocol


class SupervisionRow(Protocol):
    """A request for supervision and what became of it."""

    pk: int
    plan: str
    report: str
    conclusion: str
    state: str
