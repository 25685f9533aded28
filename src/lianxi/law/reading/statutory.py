"""Departments and duties that a regulation lists (下列部门…：（一）教育部门负责…), without a conference."""

from __future__ import annotations

import re

from lianxi.law.reading.drafts import Draft, Plan, UnitHeading
from lianxi.law.reading.numbers import Marker
from lianxi.law.reading.outline import Segment, level_of
from lianxi.law.reading.page import Page

_LEAD = re.compile(
    r"(?:部门|单位|机关)[^。]*(?:下列|以下|职责|分工)[^。]*：$|(?:下列|以下)(?:部门|单位|机关)[^。]*：$"
)
_ITEM = re.compile(
    r"(?P<unit>[\u4e00-\u9fff、（）]{2,40}?(?:部门|机关|机构|委员会|局|委|办))(?:按照?[^，]{2,10}|依法)?(?=(?:主要|具体|牵头)?负责)"
)


def statutory_duties(page: Page, segments: list[Segment], code: str) -> Plan:
    """Lay down the departments' duties of every list of the kind; a list counts if most items name one."""
    plan = Plan()
    place = 0
    while place < len(segments):
        items = _items(segments, place) if _is_lead(page, segments[place]) else []
        matches = [(segment, _ITEM.match(page.flat, segment.start, segment.end)) for segment in items]
        good = [(segment, match) for segment, match in matches if match]
        if len(good) >= 3 and len(good) >= 0.7 * len(items):
            for segment, match in good:
                _lay(plan, page, (segment, match), article=_article(segments, place), code=code)
        place += 1 + len(items)
    return plan


def _is_lead(page: Page, segment: Segment) -> bool:
    # The announcement stands at the segment's end; a bound keeps the search linear.
    return page.flat[segment.end - 1 : segment.end] == "：" and (
        _LEAD.search(page.flat, max(segment.start, segment.end - 200), segment.end) is not None
    )


def _items(segments: list[Segment], place: int) -> list[Segment]:
    """Return the numbered segments that follow a lead sentence, up to the next plain paragraph."""
    items: list[Segment] = []
    for segment in segments[place + 1 :]:
        if segment.marker is None or level_of(segment.marker) not in {"paren", "arabic"}:
            break
        items.append(segment)
    return items


def _article(segments: list[Segment], place: int) -> Marker | None:
    markers = (segment.marker for segment in reversed(segments[: place + 1]))
    return next((marker for marker in markers if marker and marker.level == "article"), None)


def _lay(
    plan: Plan, page: Page, item: tuple[Segment, re.Match[str]], *, article: Marker | None, code: str
) -> None:
    segment, match = item
    number = segment.marker
    path = tuple(page.cut(one.start, one.end) for one in (article, number) if one)
    plan.units.append(UnitHeading(*match.span("unit")))
    plan.headings.append(match.span("unit"))
    if number:
        plan.numbers.append((number.start, number.end))
    section = article.value if article else 0
    ident = f"{code}-{section}-{number.value if number else len(plan.drafts) + 1:02d}-1"
    name = page.cut(*match.span("unit"))
    plan.add(Draft(ident, match.end("unit"), segment.end, "duty", path, None, name))
