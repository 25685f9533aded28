"""Puts a reading together: units named, records cut, fields taken, every value with its source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from lianxi.law.reading import findings as report
from lianxi.law.reading.build import Subjects, make_clause
from lianxi.law.reading.coverage import heading_spans, leftover_spans, number_spans
from lianxi.law.reading.drafts import Plan
from lianxi.law.reading.fields import Fields, find_fields
from lianxi.law.reading.found import Found
from lianxi.law.reading.membership import Membership
from lianxi.law.reading.model import (
    ClauseText,
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
from lianxi.law.reading.page import Page
from lianxi.law.reading.persons import roster_lines
from lianxi.law.reading.rosters import Roster
from lianxi.law.reading.units import Names, Unit, heading_names, name_units


def assemble(
    page: Page, plan: Plan, roster: Roster, membership: Membership | None, *, code: str, founds: bool
) -> Reading:
    """Build the reading from the plan of a document and the lists found in it."""
    units = name_units(page, membership, plan, roster)
    names = Names(units)
    rules_page = replace(page, flat=_without_duties(page, plan))
    fields = find_fields(page, rules_page, plan, roster, names, founds=founds)
    subjects = Subjects(names, membership, fields.convener, fields.host)
    pairs = [
        (draft, make_clause(page, draft, subjects.unit(draft, page.flat[draft.start : draft.end])))
        for draft in plan.drafts
    ]
    clauses = tuple(clause for _, clause in sorted(pairs, key=lambda pair: pair[1].start))
    lines = tuple(roster_lines(page, roster, [c for d, c in pairs if d.kind == "roster"], subjects))
    clauses = _with_persons(clauses, lines)
    locate = Locator(clauses)
    names.people = {line.person: line.unit for line in lines}
    seats = find_seats(rules_page.flat, names) if founds else []
    reading = Reading(
        code=code,
        text=page.source,
        issuer=_value(fields.issuer),
        doc_number=_value(fields.doc_number),
        date=_value(fields.date),
        region=_value(fields.region),
        title=_value(fields.title),
        founds_conference=founds,
        units=tuple(_unit(page, unit, locate) for unit in units),
        duties=_duties(plan, names),
        functions=tuple(clause for clause in clauses if clause.kind in {"function", "mechanism"}),
        mechanisms=tuple(one.value for one in fields.mechanisms),
        convener=_value(fields.convener),
        office_host_unit=_value(fields.host),
        meeting_frequency=_value(fields.frequency),
        minutes_rule=_value(fields.minutes),
        roster=lines,
        office=tuple(_seat(page, seat, locate) for seat in seats),
        rules=tuple(_rule(page, rule, locate) for rule in fields.rules),
        clauses=clauses,
        sources={},
        findings=(),
    )
    reading = replace(reading, sources=_sources(page, plan, roster, fields, reading))
    ambiguous = [
        page.span(start, end) for start, end in sorted({(s.start, s.end) for s in seats if s.ambiguous})
    ]
    return replace(reading, findings=tuple(_findings(reading, membership, fields, ambiguous)))


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
    """The flat view with duties and metadata blanked, so that rules are not read out of them."""
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
    """The duty numbers of each unit; 0 stands for unnumbered text, once."""
    found: dict[str, list[int]] = {}
    for draft in plan.drafts:
        if draft.kind != "duty" or draft.unit is None or draft.value < 0:
            continue
        for name in _holders(draft.unit, names):
            numbers = found.setdefault(name, [])
            if draft.value not in numbers:
                numbers.append(draft.value)
    return {name: tuple(numbers) for name, numbers in found.items()}


def _holders(printed: str, names: Names) -> list[str]:
    """The units a heading stands for: itself, or each of those it lists where one is a member unit."""
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
    """The stretch and the rule of every value, and of what is no value: headings, numbers, leftovers."""
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
    leftovers = leftover_spans(page.source, covered)
    sources["leftovers"] = tuple(Source(one.start, one.end, "leftover") for one in leftovers)
    return {name: found for name, found in sources.items() if found}


def _source(page: Page, found: Found) -> Source:
    span = page.span(found.start, found.end)
    return Source(span.start, span.end, found.rule)


def _findings(
    reading: Reading, membership: Membership | None, fields: Fields, ambiguous: list[Span]
) -> list[Finding]:
    found: list[Finding] = []
    if not reading.founds_conference:
        found.append(
            report.finding(
                "no_conference",
                "info",
                "这份文件可以读出文字，但没有建立联席会议，因此不生成联席会议的组成和规则。",
            )
        )
    stated = membership.stated if membership else None
    found += report.unit_findings(reading.units, stated, reading.duties, reading.roster)
    found += report.number_findings(reading.duties)
    found += report.seat_findings(ambiguous)
    found += report.clause_findings(reading.clauses)
    if fields.region and fields.region.rule == "region_by_branch":
        found.append(
            report.finding(
                "region_inferred",
                "warning",
                f"文中没有直接写明地区，“{fields.region.value}”由成员单位名称推得，请确认。",
            )
        )
    if reading.founds_conference:
        leftovers = [Span(one.start, one.end) for one in reading.sources.get("leftovers", ())]
        found += report.leftover_findings(reading.text, leftovers)
    return found
