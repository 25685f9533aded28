"""Every character of the source in exactly one record, number, heading or listed leftover."""

from __future__ import annotations

from lianxi.law.reading.drafts import Plan
from lianxi.law.reading.model import Reading, Span
from lianxi.law.reading.page import Page
from lianxi.law.reading.rosters import Roster


def heading_spans(page: Page, plan: Plan, roster: Roster) -> list[Span]:
    """Give the source spans of all headings, the labels of the roster among them."""
    spans = [page.span(start, end) for start, end in plan.headings if start < end]
    spans += [Span(start, end) for start, end in roster.labels]
    return sorted(spans, key=lambda span: span.start)


def number_spans(page: Page, plan: Plan) -> list[Span]:
    """Give the source spans of the numbers that head items and sections."""
    return [page.span(start, end) for start, end in sorted(plan.numbers)]


def leftover_spans(source: str, covered: list[Span]) -> list[Span]:
    """Give the stretches of the source that no covered span holds, blanks at their edges left out."""
    gaps: list[Span] = []
    place = 0
    for span in [*sorted(covered, key=lambda one: one.start), Span(len(source), len(source))]:
        if span.start > place:
            gaps.extend(_lines(source, place, span.start))
        place = max(place, span.end)
    return gaps


def _lines(source: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    for line in source[start:end].split("\n"):
        text = line.strip("\ufeff \t\r\u3000\xa0")
        if text.strip():
            left = start + line.index(text)
            spans.append(Span(left, left + len(text)))
        start += len(line) + 1
    return spans


def uncovered(reading: Reading) -> list[int]:
    """Give the places of characters (blanks left out) that stand in no record, or in more than one."""
    counts = [0] * len(reading.text)
    spans = [(clause.start, clause.end) for clause in reading.clauses]
    for field in ("headings", "numbers", "leftovers"):
        spans += [(source.start, source.end) for source in reading.sources.get(field, ())]
    for start, end in spans:
        for place in range(start, end):
            counts[place] += 1
    blank = {place for place, char in enumerate(reading.text) if char.isspace() or char == "\ufeff"}
    return [place for place, count in enumerate(counts) if place not in blank and count != 1]
