"""Puts a reading together: units named, records cut, fields taken, every value with its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lianxi.law.reading import findings as report
from lianxi.law.reading.bodies import is_group
from lianxi.law.reading.build import Subjects, make_clause
from lianxi.law.reading.changes import find_changes
from lianxi.law.reading.coverage import heading_spans, leftover_spans, number_spans
from lianxi.law.reading.drafts import Plan
from lianxi.law.reading.fields import Fields, find_fields
from lianxi.law.reading.fold import fold
from lianxi.law.reading.found import Found
from lianxi.law.reading.instrument import bad_dates, page_dates
from lianxi.law.reading.kinds import Kind
from lianxi.law.reading.membership import Membership, chosen, find_lists, other_lists
from lianxi.law.reading.model import (
    Change,
    ClauseText,
    ConferenceText,
    Finding,
    OfficeSeat,
    Reading,
    RosterLine,
    RuleText,
    Source,
    Span,
    UnitText,
)
from lianxi.law.reading.office import Seat, find_seats
from lianxi.law.reading.page import MAX_READ, Page
from lianxi.law.reading.persons import deputy_lines, roster_lines
from lianxi.law.reading.rosters import Roster
from lianxi.law.reading.scopes import Scope, masked
from lianxi.law.reading.units import Names, Unit, heading_names, name_units
from lianxi.law.reading.walk import flat_range


@dataclass(frozen=True, slots=True)
class Material:
    """What a reading is put together from: page and plan, the kind, and the lists found on the page."""

    page: Page
    plan: Plan
    kind: Kind
    roster: Roster
    membership: Membership | None
    lists: list[Membership]
    scopes: tuple[Scope, ...] = ()

    @property
    def founds(self) -> bool:
        """Tell whether the text founds a conference."""
        return self.kind.kind == "founding"


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was read out of the material, before it becomes one reading."""

    roster: Roster
    units: list[Unit]
    names: Names
    own_page: Page
    fields: Fields
    clauses: tuple[ClauseText, ...]
    every: tuple[RosterLine, ...]
    lines: tuple[RosterLine, ...]
    locate: Locator
    seats: list[Seat]


def assemble(given: Material, *, code: str) -> Reading:
    """Build the reading from the plan of a document and the lists found in it."""
    parts = _parts(given)
    reading = _reading(given, parts, code)
    sources = _sources(given.page, given.plan, given.roster, parts.fields, reading)
    why = _why(given)
    if why:
        sources["document_kind"] = (Source(why.start, why.end, given.kind.kind),)
    reading = replace(reading, sources=sources)
    unsure = sorted({(seat.start, seat.end) for seat in parts.seats if seat.ambiguous})
    ambiguous = [given.page.span(start, end) for start, end in unsure]
    return replace(reading, findings=tuple(_findings(reading, given, parts.fields, ambiguous)))


def _parts(given: Material) -> _Parts:
    page, plan, scopes = given.page, given.plan, given.scopes
    kept = tuple(one for one in given.roster.people if not _foreign(page, one.start, scopes))
    roster = replace(given.roster, people=kept)
    units = name_units(page, given.membership, plan, roster)
    names = Names(units)
    own_page = replace(page, flat=_without_duties(page, plan))
    if scopes:
        own_page = replace(own_page, flat=masked(own_page.flat, scopes, scopes[0]))
    fields = find_fields(page, own_page, plan, roster, names, founds=given.founds)
    subjects = Subjects(names, given.membership, fields.convener, fields.host)
    pairs = [
        (draft, make_clause(page, draft, subjects.unit(draft, page.flat[draft.start : draft.end])))
        for draft in plan.drafts
    ]
    seated = [clause for draft, clause in pairs if draft.kind == "roster"]
    every = tuple(roster_lines(page, given.roster, seated, subjects))
    clauses = tuple(clause for _, clause in sorted(pairs, key=lambda pair: pair[1].start))
    clauses = _with_persons(clauses, every)
    own = {person.start for person in kept}
    lines = tuple(line for line in every if line.start in own)
    names.people = {line.person: line.unit for line in lines}
    seats = find_seats(own_page.flat, names) if given.founds else []
    return _Parts(roster, units, names, own_page, fields, clauses, every, lines, Locator(clauses), seats)


def _why(given: Material) -> Span | None:
    if not given.page.flat:
        return None
    return given.page.span(given.kind.start, max(given.kind.end, given.kind.start + 1))


def _reading(given: Material, parts: _Parts, code: str) -> Reading:
    page, plan, fields, locate, why = given.page, given.plan, parts.fields, parts.locate, _why(given)
    changes = find_changes(page) if given.kind.kind == "amendment" else ()
    groups = (unit.name for unit in parts.units if is_group(fold(unit.printed)))
    return Reading(
        code=code,
        text=page.source,
        issuer=_value(fields.issuer),
        doc_number=_value(fields.doc_number),
        date=_value(fields.date),
        region=_value(fields.region),
        title=_value(fields.title),
        founds_conference=given.founds,
        units=tuple(_unit(page, unit, locate) for unit in parts.units) if given.founds else (),
        duties=_duties(plan, parts.names) if given.founds else {},
        functions=tuple(one for one in parts.clauses if one.kind in {"function", "mechanism"}),
        mechanisms=tuple(one.value for one in fields.mechanisms),
        convener=_value(fields.convener),
        office_host_unit=_value(fields.host),
        meeting_frequency=_value(fields.frequency),
        minutes_rule=_value(fields.minutes),
        roster=_entering(changes, locate) if changes else parts.lines,
        office=tuple(_seat(page, seat, locate) for seat in parts.seats),
        rules=tuple(_rule(page, rule, locate) for rule in fields.rules),
        clauses=parts.clauses,
        sources={},
        findings=(),
        document_kind=given.kind.kind,
        kind_why=page.source[why.start : why.end].replace("\n", "") if why else None,
        groups=tuple(groups) if given.founds else (),
        deputies=tuple(deputy_lines(parts.own_page, parts.lines, parts.names, locate.at))
        if given.founds
        else (),
        functions_count=_counted(plan),
        changes=changes,
        conferences=tuple(_conferences(given, parts.every, plan, locate)),
    )


def _foreign(page: Page, start: int, scopes: tuple[Scope, ...]) -> bool:
    place = flat_range(page, start, start + 1)[0]
    return any(scope.start <= place < scope.end for scope in scopes[1:])


def _counted(plan: Plan) -> int | None:
    """How many functions are numbered; None where they stand in one paragraph or nowhere."""
    values = [
        draft.value for draft in plan.drafts if draft.kind in {"function", "mechanism"} and draft.value > 0
    ]
    return len(values) or None


def _entering(changes: tuple[Change, ...], locate: Locator) -> tuple[RosterLine, ...]:
    """Return the people whom an amendment seats, as lines of a roster."""
    return tuple(
        RosterLine(
            one.role or "",
            one.name,
            one.name,
            None,
            one.title or "",
            one.title or "",
            one.start,
            one.end,
            locate.at(one.start) or "",
        )
        for one in changes
        if one.kind == "person" and not one.leaves
    )


def _conferences(
    given: Material, lines: tuple[RosterLine, ...], plan: Plan, locate: Locator
) -> Iterator[ConferenceText]:
    """Each of several conferences, read from its own part alone."""
    page = given.page
    for scope in given.scopes:
        flat = masked(_without_duties(page, plan), given.scopes, scope)
        membership = chosen(find_lists(flat))
        people = tuple(
            p
            for p in given.roster.people
            if scope.start <= flat_range(page, p.start, p.start + 1)[0] < scope.end
        )
        units = name_units(page, membership, Plan(), Roster(people, ()))
        fields = find_fields(
            page, replace(page, flat=flat), plan, Roster(people, ()), Names(units), founds=True
        )
        span = page.span(scope.start, scope.end)
        own = {person.start for person in people}
        yield ConferenceText(
            scope.name, span.start, span.end, tuple(_unit(page, unit, locate) for unit in units),
            tuple(line for line in lines if line.start in own), _value(fields.convener), _value(fields.host),
            _value(fields.frequency), _value(fields.minutes),
        )  # fmt: skip


class Locator:
    """Finds the record in which a source offset stands."""

    def __init__(self, clauses: tuple[ClauseText, ...]) -> None:
        self.clauses = clauses
        self.starts = [clause.start for clause in clauses]

    def at(self, start: int) -> str | None:
        """Give the id of the record that holds an offset, or None."""
        place = bisect_right(self.starts, start) - 1
        if place < 0 or start >= self.clauses[place].end:
            return None
        return self.clauses[place].id


def _value(found: Found | None) -> str | None:
    return found.value if found else None


def _without_duties(page: Page, plan: Plan) -> str:
    """Return the flat view with duties and metadata blanked, so that rules are not read out of them."""
    flat = list(page.flat)
    for draft in plan.drafts:
        if draft.kind in {"duty", "metadata", "roster", "function", "mechanism"}:
            flat[draft.start : draft.end] = "\n" * (draft.end - draft.start)
    for start, end in plan.headings + plan.numbers:
        flat[start:end] = "\n" * (end - start)
    return "".join(flat)


def _with_persons(clauses: tuple[ClauseText, ...], lines: tuple[RosterLine, ...]) -> tuple[ClauseText, ...]:
    units = {line.clause_id: line.unit for line in lines}
    return tuple(
        replace(clause, unit=units[clause.id]) if clause.id in units else clause for clause in clauses
    )


def _unit(page: Page, unit: Unit, locate: Locator) -> UnitText:
    span = page.span(unit.start, unit.end)
    return UnitText(unit.name, unit.printed, unit.aliases, span.start, span.end, locate.at(span.start))


def _duties(plan: Plan, names: Names) -> dict[str, tuple[int, ...]]:
    """Return the duty numbers of each unit."""
    found: dict[str, list[int]] = {}
    for draft in plan.drafts:
        if draft.kind != "duty" or draft.unit is None or draft.value < 0:
            continue
        for name in _holders(draft.unit, names):
            found.setdefault(name, []).append(draft.value)
    return {name: _numbered(numbers) for name, numbers in found.items()}


def _numbered(values: list[int]) -> tuple[int, ...]:
    """Return the duty numbers of one unit; several paragraphs without any number are counted, one alone is 0."""
    if len(values) > 1 and not any(values):
        return tuple(range(1, len(values) + 1))
    return tuple(dict.fromkeys(values))


def _holders(printed: str, names: Names) -> list[str]:
    """Return the units a heading stands for: itself, or each of those it lists where one is a member unit."""
    whole = names.resolve(printed)
    if whole is not None:
        return [whole]
    parts = [printed[start:end] for start, end in heading_names(printed, 0, len(printed))]
    resolved = [names.resolve(part) for part in parts]
    return [name or part for name, part in zip(resolved, parts, strict=True)] if any(resolved) else [printed]


def _seat(page: Page, seat: Seat, locate: Locator) -> OfficeSeat:
    span = page.span(seat.start, seat.end)
    return OfficeSeat(
        seat.kind, seat.unit, seat.count, seat.rank, span.start, span.end, locate.at(span.start) or ""
    )


def _rule(page: Page, rule: Found, locate: Locator) -> RuleText:
    span = page.span(rule.start, rule.end)
    return RuleText(rule.rule, rule.value, span.start, span.end, locate.at(span.start) or "")


def _sources(
    page: Page, plan: Plan, roster: Roster, fields: Fields, reading: Reading
) -> dict[str, tuple[Source, ...]]:
    """Return the stretch and the rule of every value, and of what is no value: headings, numbers, leftovers."""
    sources = {name: tuple(_source(page, one) for one in found) for name, found in fields.named().items()}
    in_heading = {page.span(one.start, one.end).start for one in plan.units}
    unit_rule = "unit_heading" if reading.units and reading.units[0].start in in_heading else "unit_list"
    sources["units"] = tuple(Source(one.start, one.end, unit_rule) for one in reading.units)
    sources["duties"] = tuple(
        Source(c.start, c.end, "duty_block") for c in reading.clauses if c.kind == "duty"
    )
    sources["functions"] = tuple(Source(c.start, c.end, "function_item") for c in reading.functions)
    sources["roster"] = tuple(Source(line.start, line.end, "roster_line") for line in reading.roster)
    headings, numbers = heading_spans(page, plan, roster), number_spans(page, plan)
    covered = [Span(c.start, c.end) for c in reading.clauses] + headings + numbers
    sources["headings"] = tuple(Source(one.start, one.end, "heading") for one in headings)
    sources["numbers"] = tuple(Source(one.start, one.end, "number") for one in numbers)
    leftovers = leftover_spans(page.source[:MAX_READ], covered)
    if len(page.source) > MAX_READ:
        leftovers.append(Span(MAX_READ, len(page.source)))
    sources["leftovers"] = tuple(Source(one.start, one.end, "leftover") for one in leftovers)
    return {name: found for name, found in sources.items() if found}


def _source(page: Page, found: Found) -> Source:
    span = page.span(found.start, found.end)
    return Source(span.start, span.end, found.rule)


def _findings(reading: Reading, given: Material, fields: Fields, ambiguous: list[Span]) -> list[Finding]:
    page, found = given.page, []
    if not reading.founds_conference:
        told = reading.sources.get("document_kind", ())
        span = Span(told[0].start, told[0].end) if told else None
        said = f"{given.kind.said}不生成联席会议的组成和规则。"
        found.append(report.finding("no_conference", "info", said, span))
    stated = given.membership.stated if given.membership else None
    found += report.unit_findings(reading.units, stated, reading.duties, reading.roster)
    found += report.number_findings(reading.duties)
    found += report.seat_findings(ambiguous)
    found += report.clause_findings(reading.clauses)
    found += report.list_findings(
        [
            (page.span(one.names[0][0], one.names[-1][1]), one.owner, len(one.names))
            for one in other_lists(given.lists, given.membership)
        ]
        if reading.founds_conference and not given.scopes
        else []
    )
    found += report.roster_findings(given.roster)
    found += report.conference_findings(reading.conferences)
    found += report.length_findings(len(page.source), MAX_READ)
    found += report.date_findings(
        [page.span(start, end) for start, end in bad_dates(page, given.plan)], reading
    )
    found += report.page_date_findings(
        [page.span(start, end) for start, end in page_dates(page, given.plan)], reading
    )
    if fields.region and fields.region.rule == "region_by_branch":
        found.append(
            report.finding(
                "region_inferred",
                "warning",
                f"文中没有直接写明地区，“{fields.region.value}”由成员单位名称推得，请确认。",
                page.span(fields.region.start, fields.region.end),
            )
        )
    if reading.founds_conference:
        leftovers = [Span(one.start, one.end) for one in reading.sources.get("leftovers", ())]
        found += report.leftover_findings(reading.text, leftovers)
    return found
