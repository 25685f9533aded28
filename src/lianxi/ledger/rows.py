"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Any, Protocol

from lianxi.bodies.rows import UnitRow
from lianxi.core.basis import Basis
from lianxi.core.related import Related
from lianxi.papers.rows import PaperRow, StoredFileRow


class CircularRow(Protocol):
    """A circular drafted from the ledger as of a moment; `figures` hold the records each was counted from."""

    pk: int
    as_of: datetime
    contest_until: date | None
    drafted_at: datetime
    drafted_by: str
    figures: Any
    state: str
    title: str

    @property
    def paper(self) -> PaperRow | None: ...


class ObligationRow(Protocol):
    """Something a unit owes the conference. `source` names the record that created it, as the journal does."""

    pk: int
    agreed_on: date | None
    answer_upward: bool
    conference_id: int
    due_derivation: Any
    due_on: date | None
    evidence_kinds: Any
    evidence_wanted: str
    lead_unit_id: int
    number: str
    serious_on: date | None
    state: str
    upward_body: str

    @property
    def answer_paper(self) -> PaperRow | None: ...


class CoUnitRow(Protocol):
    """A unit that takes part beside the lead, and where it stands with its own part (see CO_PART)."""

    pk: int
    finished_at: datetime | None
    obligation_id: int
    state: str
    unit_id: int
    waiver: str


class DueDateRow(Protocol):
    """A due date the obligation had from a moment, with how it came out; the last one holds."""

    pk: int
    at: datetime
    cause: str
    derivation: Any
    due_on: date | None


class ProgressRow(Protocol):
    """A unit's report; `done` asks for closing, `part_done` says that a co-unit's own part is finished."""

    pk: int
    at: datetime
    by: str
    done: bool
    part_done: bool
    text: str
    unit_leader: str
    without_files: str

    @property
    def files(self) -> "Related[ProgressFileRow]": ...


class ProgressFileRow(Protocol):
    """A file attached to a report."""

    pk: int
    file_id: int

    @property
    def file(self) -> StoredFileRow: ...


class VerificationRow(Protocol):
    """The office's answer to a request for closing: passed, or returned with the reason."""

    pk: int
    at: datetime
    by: str
    reason: str
    result: str


class ExtensionRow(Protocol):
    """The lead unit's request for a later due date, with how far it has come, and its answer."""

    pk: int
    answer: str
    answered_at: datetime | None
    answered_by: str
    asked_on: date
    at: datetime
    by: str
    due_on: date
    granted_on: date | None
    late: bool
    progress: str
    reason: str
    state: str


class HandbackRow(Protocol):
    """A unit's word that a matter is another unit's by a clause, and what became of it."""

    pk: int


class EvidenceRow(Protocol):
    """A piece of evidence of one type; `details` are the fields of its type (`rules.evidence.typed_details`)."""

    pk: int
    details: Any
    kind: str


class SamplingRow(Protocol):
    """A draw among what was closed on the days from `closed_from` until before `closed_before`."""

    pk: int
    seed: str


class RecheckRow(Protocol):
    """The re-check of one sampled obligation; failing opens `followed_by`, the closed one stays as it was."""

    pk: int
    at: datetime | None
    by: str
    obligation_id: int
    place: int
    state: str
    text: str

    @property
    def followed_by(self) -> "ObligationRow | None": ...

    @property
    def obligation(self) -> "ObligationRow": ...

    @property
    def sampling(self) -> "SamplingRow": ...


class SlipRow(Protocol):
    """One slip, never issued twice: for a due date of an obligation there is one of each rung at most."""

    pk: int
    due_on: date
    issued_at: datetime
    issued_by: str
    issued_on: date
    label: str
    next_on: date | None
    number: str
    obligation_id: int
    reason: str
    received_at: datetime | None
    received_by: str
    sequence: int
    state: str
    text: str
    unit_id: int
    year: int

    @property
    def basis(self) -> Basis: ...

    @property
    def obligation(self) -> "ObligationRow": ...

    @property
    def unit(self) -> UnitRow: ...
