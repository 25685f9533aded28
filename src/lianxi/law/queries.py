"""Reads of law: instruments, clauses by id, and the words of a basis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Prefetch, Q, QuerySet
from pydantic import TypeAdapter

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import SuccessionNote, list_succession_notes
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.basis import Basis
from lianxi.core.words import day_of, long_date
from lianxi.journal.models import Touch
from lianxi.journal.searching import holds_words
from lianxi.law.corrections import Draft, lay_over
from lianxi.law.models import Clause, ClauseAct, FurtherInstrument, InstrumentVersion
from lianxi.law.reading import Reading
from lianxi.law.rows import InstrumentVersionRow
from lianxi.law.rules import PARTS, FurtherState, VersionState
from lianxi.law.selectors import Adopted, choose, parse_selector
from lianxi.law.stable_ids import Earlier

# Built once: building it costs more than a page may take.
_READINGS = TypeAdapter(Reading)
HEAD = ("title", "issuer", "doc_number", "date", "region")


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
    """Find exactly that version of an instrument, never the nearest one."""
    rows = InstrumentVersion.objects.filter(instrument__code=code, number=number)
    return rows.select_related("instrument").first()


def find_words(basis: Basis) -> Words | None:
    """Re-read a basis from its clause; None where it names no clause or none exists."""
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
    """List a version's clauses with their acts, in the printed order."""
    return list(version.clauses.prefetch_related("acts"))


def basis_for(code: str, number: int, clause: str) -> Basis:
    """Return the basis of a whole clause; an empty basis where there is none."""
    row = Clause.objects.filter(
        instrument_version__instrument__code=code, instrument_version__number=number, code=clause
    ).first()
    return Basis(code, number, row.code, row.start, row.end) if row else Basis()


def list_further(conference_id: int, *, in_force: bool = False) -> list[FurtherInstrument]:
    """List the further instruments of a conference, the latest first; `in_force` leaves the others out."""
    rows = FurtherInstrument.objects.filter(conference_id=conference_id)
    rows = rows.filter(state=FurtherState.IN_FORCE) if in_force else rows
    return list(
        rows.select_related("instrument_version__instrument")
        .defer("instrument_version__text")
        .order_by("-pk")
    )


def find_further(conference_id: int, further_id: int) -> FurtherInstrument | None:
    """Find a further instrument of a conference with its version."""
    rows = FurtherInstrument.objects.filter(conference_id=conference_id, pk=further_id)
    return rows.select_related("instrument_version__instrument").first()


def citable_versions(conference: ConferenceRow) -> list[tuple[str, int]]:
    """List the versions whose clauses a conference cites: its founding document's, and the further ones in force."""
    further = list_further(conference.pk, in_force=True)
    found = [(one.instrument_version.instrument.code, one.instrument_version.number) for one in further]
    return [(conference.instrument, conference.instrument_version), *found]


def reading_of(version: InstrumentVersionRow) -> Reading:
    """Return a version's reading as it was stored for review, never a new one."""
    return _READINGS.validate_python({**version.reading, "text": version.text})


def find_words_of(bases: Iterable[Basis]) -> dict[Basis, Words]:
    """Re-read many bases at once, as `find_words` does; those without words are left out."""
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


def list_duties(code: str, number: int, names: Iterable[str]) -> list[Clause]:
    """List a unit's duty clauses with their acts, in the printed order."""
    rows = Clause.objects.filter(
        instrument_version__instrument__code=code,
        instrument_version__number=number,
        kind="duty",
        unit__in=tuple(names),
    )
    return list(rows.prefetch_related("acts"))


def find_clauses(code: str, number: int, text: str) -> list[Clause]:
    """List the clauses of a version that hold every word of a text, in the printed order."""
    rows = Clause.objects.filter(instrument_version__instrument__code=code, instrument_version__number=number)
    return list(rows.filter(holds_words(text, "text", "unit", "citation")))


def list_duty_clauses(code: str, number: int) -> list[Clause]:
    """List all duty clauses of a version, in the printed order."""
    rows = Clause.objects.filter(
        instrument_version__instrument__code=code, instrument_version__number=number, kind="duty"
    )
    return list(rows.order_by("ordinal"))


def list_versions(conference: ConferenceRow) -> list[InstrumentVersion]:
    """List the versions a conference may read, the undecided first, without their text."""
    return list(
        _versions_of(conference).defer("text", "reading").order_by("-state", "instrument__code", "-number")
    )


def find_own_version(conference: ConferenceRow, version_id: int) -> InstrumentVersion | None:
    """Find a version that the conference may read, with its clauses and acts."""
    clauses = Prefetch("clauses", Clause.objects.order_by("start"))
    acts = Prefetch("clauses__acts", ClauseAct.objects.order_by("start"))
    return _versions_of(conference).filter(pk=version_id).prefetch_related(clauses, acts).first()


def _versions_of(conference: ConferenceRow) -> QuerySet[InstrumentVersion]:
    """Give the versions of the founding instrument and those that an act of this conference touched."""
    label = InstrumentVersion._meta.label_lower
    touched = Touch.objects.filter(record__startswith=f"{label}:", entry__chain_id=conference.pk)
    ids = {int(record.rpartition(":")[2]) for record in touched.values_list("record", flat=True)}
    own = Q(instrument__code=conference.instrument, state="adopted") | Q(pk__in=ids)
    own |= Q(instrument__code=conference.instrument, number=conference.instrument_version)
    return InstrumentVersion.objects.filter(own).select_related("instrument")


@dataclass(frozen=True, slots=True)
class Head:
    """What a version says of itself, corrections included; empty where it is silent."""

    title: str
    issuer: str
    doc_number: str
    issued_on: date | None
    region: str


def draft_of(version: InstrumentVersionRow) -> Draft:
    """Return a version's stored reading with its corrections laid over it."""
    return lay_over(reading_of(version), version.corrections)


def head_of(version: InstrumentVersionRow) -> Head:
    """Return a version's own title, number and date; the instrument keeps the latest ones."""
    values = {name: version.reading.get(name) for name in ("title", "issuer", "doc_number", "date", "region")}
    for one in version.corrections:
        if one["op"] == "field" and one["place"] in values:
            values[one["place"]] = one["now"]["value"] if one["now"] else None
    issued_on = date.fromisoformat(values["date"]) if values["date"] else None
    words = {name: values[name] or "" for name in ("title", "issuer", "doc_number", "region")}
    return Head(issued_on=issued_on, **words)


def addressees_of(conference: ConferenceRow) -> str:
    """Return the line of addressees of the document in force; empty where it has none."""
    version = find_version(conference.instrument, conference.instrument_version)
    if version is None:
        return ""
    # Of the lines of the head only that of the addressees ends with a colon.
    rows = Clause.objects.filter(Q(text__endswith="：") | Q(text__endswith=":"), instrument_version=version)
    return rows.filter(kind="metadata").order_by("ordinal").values_list("text", flat=True).first() or ""


def _adopted(code: str) -> QuerySet[InstrumentVersion]:
    rows = InstrumentVersion.objects.filter(instrument__code=code, state=VersionState.ADOPTED)
    return rows.select_related("instrument")


def find_latest(code: str) -> InstrumentVersion | None:
    """Find the version of an instrument that was adopted last, or None."""
    return _adopted(code).order_by("-number").first()


def find_version_by(selector: str) -> InstrumentVersion:
    """Find the adopted version that QZ@first, QZ@latest, QZ@2 or QZ:2021-06-01 means.

    Raises NoSuchVersion with a sentence where there is none: never the nearest.
    """
    wanted = parse_selector(selector)
    rows = _adopted(wanted.code)
    days = rows.values_list("number", "holds_from")
    number = choose(wanted, [Adopted(number, day) for number, day in days if day is not None])
    return rows.get(number=number)


def earlier_clauses(version: InstrumentVersion) -> list[Earlier]:
    """Return a version's clauses as those of a further one are told against."""
    rows = version.clauses.values_list("code", "kind", "unit", "number", "text")
    return [Earlier(*row) for row in rows]


def used_clause_ids(code: str) -> frozenset[str]:
    """Return the clause ids of all adopted versions: none of them may mean anything else."""
    rows = Clause.objects.filter(
        instrument_version__instrument__code=code, instrument_version__state=VersionState.ADOPTED
    )
    return frozenset(rows.order_by().values_list("code", flat=True))


def owns_version(conference_id: int, version: InstrumentVersionRow) -> bool:
    """Tell whether a version is a conference's to work on: its own document, or drafted there."""
    conference = Conference.objects.get(pk=conference_id)
    own = version.instrument.code == conference.instrument
    return own or _versions_of(conference).filter(pk=version.pk).exists()


def open_parts(version: InstrumentVersionRow) -> list[str]:
    """Name the parts that adoption left open, such as 成员名单."""
    return [PARTS[part] for part in version.open_parts if part in PARTS]


@dataclass(frozen=True, slots=True)
class Banner:
    """A reform later than a document, of a unit that the document cites: the sentence, and what it says."""

    text: str
    note: SuccessionNote


def succession_banners(version: InstrumentVersionRow, units: Iterable[str] = ()) -> list[Banner]:
    """Return the recorded reforms of cited units that are later than the document.

    `units` narrows them to reforms of units of these names, for a unit's own page.
    """
    notes = list_succession_notes(version.instrument.code)
    if not notes:
        return []
    dated = head_of(version).issued_on or version.holds_from
    dated = dated or (day_of(version.adopted_at) if version.adopted_at else None)
    wanted, cited = set(units), _cited_units(version)
    banners = []
    for note in notes:
        named = bool(note.forms & cited) and (not wanted or bool(note.forms & wanted))
        if named and (dated is None or note.effective_on > dated):
            said = f"本文件印发于{long_date(dated)}" if dated else "本文件没有写明日期"
            sentence = f"{said}，其后{note.sentence}（依据{note.basis_text}），请确认职责归属。"
            banners.append(Banner(sentence, note))
    return banners


def _cited_units(version: InstrumentVersionRow) -> set[str]:
    """Give every form of every unit that the document names as a member or as the holder of a clause."""
    named = {
        form for unit in draft_of(version).reading.units for form in (unit.name, unit.printed, *unit.aliases)
    }
    rows = Clause.objects.filter(instrument_version_id=version.pk).exclude(unit="").order_by()
    return named | set(rows.values_list("unit", flat=True))


@lru_cache(maxsize=256)
def citations_of(code: str, number: int) -> Mapping[str, str]:
    """Return clause id → citation of a version; kept in memory, since a version never changes.

    Raises LookupError where the version is not stored (yet), so that nothing is kept for it.
    """
    rows = Clause.objects.filter(instrument_version__instrument__code=code, instrument_version__number=number)
    found = dict(rows.values_list("code", "citation"))
    if not found:
        raise LookupError(f"{code} has no version {number}")
    return found


def citation_of(basis: Basis) -> str:
    """Return a basis's citation in words, or its clause id where the words are not here."""
    try:
        return citations_of(basis.instrument, basis.version).get(basis.clause) or basis.clause
    except LookupError:
        return basis.clause


def heads_of(versions: Iterable[InstrumentVersion]) -> dict[int, Head]:
    """Return each version's own head; of the stored readings only these words are fetched."""
    rows = InstrumentVersion.objects.filter(pk__in=[version.pk for version in versions])
    fetched = rows.values_list("pk", *(f"reading__{name}" for name in HEAD))
    said = {pk: dict(zip(HEAD, values, strict=True)) for pk, *values in fetched}
    return {
        version.pk: head_of(InstrumentVersion(reading=said[version.pk], corrections=version.corrections))
        for version in versions
    }


def versions_by_id(ids: Iterable[int]) -> dict[int, InstrumentVersion]:
    """Return versions by their number."""
    return InstrumentVersion.objects.in_bulk(list(ids))


def find_clause(version_id: int, code: str) -> Clause | None:
    """Find a clause of a version by its code."""
    return Clause.objects.filter(instrument_version_id=version_id, code=code).first()
