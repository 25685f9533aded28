"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Any, Protocol

from lianxi.core.basis import Basis
from lianxi.core.related import Related


class InstrumentRow(Protocol):
    """A document that founds or orders a conference; `code` is its stable short name (QZ, GD, …)."""

    pk: int
    code: str


class InstrumentVersionRow(Protocol):
    """One version of the text with its reading; never changed once adopted."""

    pk: int
    adopted_at: datetime | None
    adopted_by: str
    corrections: Any
    drafted_by: str
    drafted_person_id: int | None
    follows: int | None
    holds_from: date | None
    kind: str
    number: int
    open_parts: Any
    reading: Any
    sha256: str
    text: str

    @property
    def clauses(self) -> "Related[ClauseRow]": ...

    @property
    def instrument(self) -> "InstrumentRow": ...


class ClauseRow(Protocol):
    """A record of the text: `text == version.text[start:end]`, in code points."""

    pk: int
    citation: str
    code: str
    end: int
    instrument_version_id: int
    kind: str
    start: int
    text: str

    @property
    def acts(self) -> "Related[ClauseActRow]": ...


class ClauseActRow(Protocol):
    """One act within a clause: the unit of law, with its roles as printed words give them."""

    pk: int
    code: str
    end: int
    roles: Any
    start: int
    text: str


class FurtherInstrumentRow(Protocol):
    """A document on which a conference rests beside its founding one, with its approval."""

    pk: int
    adopted_by: str
    approval_number: str
    approved_by: str
    approved_on: date | None
    ended_on: date | None
    reason: str
    state: str
    subject: str
    taken: Any

    @property
    def instrument_version(self) -> InstrumentVersionRow: ...


class RulingRow(Protocol):
    """A worked boundary case: who answers where competence was disputed, and why. It changes no answer."""

    pk: int
    answering: Any
    considered: Any
    decided_at: datetime
    decided_by: str
    facts: Any
    reason: str
    text: str

    @property
    def basis(self) -> Basis: ...
