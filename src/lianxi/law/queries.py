"""Reads of law: instruments, clauses by id, and the words of a basis."""

from dataclasses import dataclass

from lianxi.core.basis import Basis
from lianxi.law.models import Clause, InstrumentVersion


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a basis: before, cited, after, within their clause, and where they stand."""

    citation: str
    before: str
    cited: str
    after: str
    clause: str
    version_id: int
    start: int
    end: int


def find_version(code: str, number: int) -> InstrumentVersion | None:
    """This function will find exactly that version of an instrument, never the nearest one."""
    rows = InstrumentVersion.objects.filter(instrument__code=code, number=number)
    return rows.select_related("instrument").first()


def find_words(basis: Basis) -> Words | None:
    """This function will re-read a basis from its clause; None where it names no clause or none exists."""
    if not basis.clause:
        return None
    row = (
        Clause.objects.filter(
            instrument_version__instrument__code=basis.instrument,
            instrument_version__number=basis.version,
            code=basis.clause,
        )
        .only("code", "text", "start", "end", "citation", "instrument_version_id")
        .first()
    )
    if row is None:
        return None
    start = row.start if basis.start is None else max(basis.start, row.start)
    end = row.end if basis.end is None else min(basis.end, row.end)
    if start >= end:
        start, end = row.start, row.end
    inner = slice(start - row.start, end - row.start)
    return Words(
        citation=row.citation or row.code,
        before=row.text[: inner.start],
        cited=row.text[inner],
        after=row.text[inner.stop :],
        clause=row.code,
        version_id=row.instrument_version_id,
        start=start,
        end=end,
    )


def list_clauses(version: InstrumentVersion) -> list[Clause]:
    """This function will list a version's clauses with their acts, in the printed order."""
    return list(version.clauses.prefetch_related("acts"))


def basis_for(code: str, number: int, clause: str) -> Basis:
    """This function will give the basis of a whole clause; an empty basis where there is none."""
    row = Clause.objects.filter(
        instrument_version__instrument__code=code, instrument_version__number=number, code=clause
    ).first()
    return Basis(code, number, row.code, row.start, row.end) if row else Basis()
