"""Counts by area: every area of the conference's own list, those without a count among them."""

from dataclasses import dataclass

from lianxi.register.models import Area
from lianxi.register.queries import list_areas
from lianxi.register.rules.areas import lies_within
from lianxi.surveillance.queries.areas import outside_of, place_name
from lianxi.surveillance.queries.counting import Series

SILENT, UNCODED, OUTSIDE = (
    "没有数据（未报还是确无，数据分不出）",
    "没有区划代码，数据计在所在县（市、区）",
    "清单以外",
)


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area with its count over some weeks, None where it has none of its own; `note` says what is to be known."""

    code: str
    name: str
    count: float | None
    note: str


def list_by_area(conference_id: int, series: Series, weeks: int) -> list[AreaLine]:
    """Sum the newest weeks of a source by area: those of the list in its order, then what lies outside of it."""
    sums: dict[str, float] = {}
    for key, counts in zip(series.keys, series.counts, strict=True):
        if key in series.plain:
            sums[key[0]] = sums.get(key[0], 0.0) + float(counts[-weeks:].sum())
    rows = list_areas(conference_id, on=True)
    lines = [_line(one, sums) for one in rows]
    outside = sorted(sums) if not rows else outside_of(rows, set(sums))
    note = OUTSIDE if rows else ""
    return [*lines, *(AreaLine(one, place_name(one), sums[one], note) for one in outside)]


def _line(area: Area, sums: dict[str, float]) -> AreaLine:
    if not area.code:
        return AreaLine("", area.name, None, UNCODED)
    own = [n for code, n in sums.items() if lies_within(code, {area.code})]
    return AreaLine(area.code, area.name, sum(own) if own else None, "" if own else SILENT)
