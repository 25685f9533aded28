"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias

from lianxi.bodies.rows import ConferenceRow, SeatRow, UnitRow


class StoredFileRow(Protocol):
    """A file kept under its SHA-256; the same content is kept once on disk."""

    pk: int
    name: str
    sha256: str
    size: int
    sm3: str


class PaperRow(Protocol):
    """An issued official document: its frozen model, its DOCX, PDF and OFD and what it was issued for."""

    pk: int
    issued_at: datetime
    issued_by: str
    kind: str
    number: str
    source: str
    subject: str
    title: str

    @property
    def corrects(self) -> "PaperRow | None": ...

    @property
    def file(self) -> "StoredFileRow": ...

    @property
    def pdf(self) -> "StoredFileRow | None": ...

    @property
    def ofd(self) -> "StoredFileRow | None": ...


class RecipientRow(Protocol):
    """Somebody a paper goes to: a unit, or an outside body by name; mode is main, up (抄报) or copy (抄送)."""

    pk: int
    mode: str
    received_at: datetime | None
    unit_id: int | None


class PaperDraftRow(Protocol):
    """A paper that no other act gives birth to, from its draft to the archive (see `papers.rules.DRAFT`)."""

    pk: int
    addressees: Any
    conference_id: int
    drafted_at: datetime
    drafted_by: str
    drafted_person_id: int | None
    drafted_seat_id: int
    kind: str
    note: str
    prefix: str
    retention: str
    reviewed_by: str
    reviewed_person_id: int | None
    sequence: int | None
    signed_by: str
    signed_on: date | None
    signer: str
    state: str
    upload_id: int | None
    text: str
    title: str
    unit_id: int | None
    year: int | None

    @property
    def conference(self) -> ConferenceRow: ...

    @property
    def unit(self) -> UnitRow | None: ...

    @property
    def paper(self) -> "PaperRow | None": ...

    @property
    def upload(self) -> "StoredFileRow | None": ...


class SignedActRow(Protocol):
    """An act of a leader entered from the paper that was signed (登记签批), until another seat confirms it."""

    pk: int
    about: str
    act: str
    answered_at: datetime | None
    answered_by: str
    entered_at: datetime
    entered_by: str
    given: Any
    post: str
    signed_on: date
    state: str

    @property
    def seat(self) -> SeatRow: ...


class AttachmentRow(Protocol):
    """A file put to a record: whose it is, and who may read it beside its owner."""

    pk: int
    title: str
    level: str
    at: datetime
    unit_id: int

    @property
    def file(self) -> StoredFileRow: ...
    @property
    def unit(self) -> UnitRow: ...


# Files by the record they were put to, as the journal names it.
Files: TypeAlias = Mapping[str, Sequence[AttachmentRow]]
