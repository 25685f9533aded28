"""From a page to its plan: rosters set aside, the outline walked, pieces handed to the walker in order."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice

from lianxi.law.reading.drafts import Draft, Plan
from lianxi.law.reading.openers import opener_runs
from lianxi.law.reading.outline import Segment, outline
from lianxi.law.reading.page import Page
from lianxi.law.reading.rosters import Roster
from lianxi.law.reading.sections import Walker
from lianxi.law.reading.statutory import statutory_duties


def walk(page: Page, roster: Roster, known: frozenset[str], code: str) -> Plan:
    """Lay down every record of a page except the roster's lines, which are drafted last."""
    blocked = _blocked(page, roster)
    printed = [page.source[place] for place in page.at]
    segments = outline(page.flat)
    walker = Walker(page.flat, printed, known, code, opener_runs(page.flat, segments, known))
    for segment in segments:
        for start, end in _pieces(page.flat, segment, blocked):
            walker.take(segment, start, end)
    for step, person in enumerate(roster.people, start=1):
        start, end = flat_range(page, person.start, person.end)
        walker.plan.add(Draft(f"{code}-A-{step:02d}", start, end, "roster", ("附件",)))
    return walker.plan


def walk_other(page: Page, known: frozenset[str], code: str) -> Plan:
    """Lay down a text that founds nothing: all its clauses, and the duties that it lists by department as duties."""
    plan = walk(page, Roster((), ()), known, code)
    listed = statutory_duties(page, outline(page.flat), code)
    if not listed.units:
        return plan
    spans = sorted([(draft.start, draft.end) for draft in listed.drafts] + listed.headings)
    mixed = Plan(headings=[one for one in plan.headings if not _touches(*one, spans)] + listed.headings)
    mixed.units = [one for one in plan.units if not _touches(one.start, one.end, spans)] + listed.units
    mixed.numbers = sorted({*(one for one in plan.numbers if not _touches(*one, spans)), *listed.numbers})
    kept = [draft for draft in plan.drafts if not _touches(draft.start, draft.end, spans)]
    for draft in sorted((*kept, *listed.drafts), key=lambda one: one.start):
        mixed.add(draft)
    return mixed


def _touches(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a stretch overlaps one of the spans, which are in order and apart."""
    place = bisect_left(spans, (end, 0))
    return any(right > start and left < end for left, right in spans[max(0, place - 2) : place])


def flat_range(page: Page, start: int, end: int) -> tuple[int, int]:
    """Give the stretch of the flat view that lies in a source span."""
    return bisect_left(page.at, start), bisect_left(page.at, end)


def _blocked(page: Page, roster: Roster) -> list[tuple[int, int]]:
    spans = [(person.start, person.end) for person in roster.people] + list(roster.labels)
    return sorted(flat_range(page, start, end) for start, end in spans)


def _pieces(flat: str, segment: Segment, blocked: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of a segment that no roster line takes; marks left between persons are dropped."""
    start = segment.start
    if segment.start == segment.end:
        return [(segment.start, segment.end)] if segment.marker else []
    pieces: list[tuple[int, int]] = []
    first = max(0, bisect_left(blocked, (segment.start, 0)) - 1)
    for left, right in islice(blocked, first, None):
        if left >= segment.end:
            break
        if right <= segment.start:
            continue
        pieces.append((start, max(start, left)))
        start = max(start, right)
    pieces.append((start, segment.end))
    return [piece for piece in (_stripped(flat, *one) for one in pieces) if piece[0] < piece[1]]


def _stripped(flat: str, start: int, end: int) -> tuple[int, int]:
    while start < end and flat[start] in "，、；。）":
        start += 1
    return start, end
