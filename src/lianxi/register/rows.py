"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import datetime
from typing import Protocol


class EmployerNameRow(Protocol):
    """Another name met under an employer's code: a former name, or two employers with one code."""

    pk: int
    state: str


class IdentityOpeningRow(Protocol):
    """Leave to read one person's identity from one seat, for a purpose, until a moment; and how often it was read."""

    pk: int
    expires_at: datetime
    opened_at: datetime
    person: str
    purpose: str
    reads: int


class AreaRow(Protocol):
    """An area by which the conference counts: a division with its code, or a zone's committee without one."""

    pk: int
    kind: str
    origin: str
    state: str
