"""Reads of law: instruments, clauses by id, and the words of a basis."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from pydantic import TypeAdapter

from lianxi.bodies.models import Conference
from lianxi.core.basis import Basis
from lianxi.journal.models import Touch
from lianxi.law.models import Clause, ClauseAct, InstrumentVersion
from lianxi.law.reading import Reading


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
    return _words(row, basis) if row is not None else None


def _words(row: Clause, basis: Basis) -> Words:
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


def reading_of(version: InstrumentVersion) -> Reading:
    """This function will give a version's reading as it was stored for review, never a new one."""
    return TypeAdapter(Reading).validate_python({**version.reading, "text": version.text})


def find_words_of(bases: Iterable[Basis]) -> dict[Basis, Words]:
    """This function will re-read many bases at once, as `find_words` does; those without words are left out."""
    wanted = {basis for basis in bases if basis.clause}
    if not wanted:
        return {}
    rows = Clause.objects.filter(
        instrument_version__instrument__code__in={basis.instrument for basis in wanted},
        code__in={basis.clause for basis in wanted},
    ).select_related("instrument_version__instrument")
    rows = rows.defer("instrument_version__text", "instrument_version__reading")
    found = {
        (row.instrument_version.instrument.code, row.instrument_version.number, row.code): row for row in rows
    }
    keys = {basis: (basis.instrument, basis.version, basis.clause) for basis in wanted}
    return {basis: _words(found[key], basis) for basis, key in keys.items() if key in found}


def count_duties(code: str, number: int) -> dict[str, int]:
    """This function will count the duty clauses of each unit, by the unit's name in the instrument."""
    rows = Clause.objects.filter(
        instrument_version__instrument__code=code, instrument_version__number=number, kind="duty"
    ).exclude(unit="")
    counted = rows.order_by().values_list("unit").annotate(total=Count("pk"))
    return dict(counted.values_list("unit", "total"))


def list_duties(code: str, number: int, names: Iterable[str]) -> list[Clause]:
    """This function will list a unit's duty clauses with their acts, in the printed order."""
    rows = Clause.objects.filter(
        instrument_version__instrument__code=code,
        instrument_version__number=number,
        kind="duty",
        unit__in=tuple(names),
    )
    return list(rows.prefetch_related("acts"))


def list_versions(conference: Conference) -> list[InstrumentVersion]:
    """This function will list the versions a conference may read, the undecided first, without their text."""
    return list(
        _versions_of(conference).defer("text", "reading").order_by("-state", "instrument__code", "-number")
    )


def find_own_version(conference: Conference, version_id: int) -> InstrumentVersion | None:
    """This function will find a version that the conference may read, with its clauses and acts."""
    clauses = Prefetch("clauses", Clause.objects.order_by("start"))
    acts = Prefetch("clauses__acts", ClauseAct.objects.order_by("start"))
    return _versions_of(conference).filter(pk=version_id).prefetch_related(clauses, acts).first()


def _versions_of(conference: Conference) -> QuerySet[InstrumentVersion]:
    """Give the versions of the founding instrument and those that an act of this conference touched."""
    label = InstrumentVersion._meta.label_lower
    touched = Touch.objects.filter(record__startswith=f"{label}:", entry__chain_id=conference.pk)
    ids = {int(record.rpartition(":")[2]) for record in touched.values_list("record", flat=True)}
    own = Q(instrument__code=conference.instrument, state="adopted") | Q(pk__in=ids)
    own |= Q(instrument__code=conference.instrument, number=conference.instrument_version)
    return InstrumentVersion.objects.filter(own).select_related("instrument")
