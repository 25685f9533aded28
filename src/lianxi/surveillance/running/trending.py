"""Trends: series by month that rise steadily (Mann–Kendall), with the slope of Theil and Sen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from lianxi.core.words import chance_words, long_date
from lianxi.detectors.many import Rise, adjusted, merge
from lianxi.detectors.trends import Trend, trend_of
from lianxi.hazards.limits import GROUPS
from lianxi.surveillance.queries.counting import Counts, Key, Series, count_months, series_words
from lianxi.surveillance.queries.delaying import Completeness
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.running.found import Candidate, Found, Silent


@dataclass(frozen=True, slots=True)
class _Months:
    rule: Rule
    series: Series
    axis: list[date]
    table: Counts


def find_trends(
    look: Look, rule: Rule, series: Series, complete: Completeness
) -> tuple[list[Found], list[Silent]]:
    """Find series that rise month by month, under one false discovery rate; only whole months
    whose weeks are complete count. Too short a history says so."""
    counted = count_months(look, series, complete.complete_through(), int(rule.value("window_months")))
    least = int(rule.value("min_months"))
    if counted is None or len(counted[0]) < least:
        held = len(counted[0]) if counted else 0
        why = f"“{rule.title}”不判{series.source.words}：完整的月份有{held}个，须{least}个以上。"
        return [], [Silent(rule.code, why)]
    months = _Months(rule, series, *counted)
    # Series with fewer rows than months have no trend worth the name, and would only weigh on the others.
    tested = np.flatnonzero(months.table.sum(axis=1) >= len(months.axis))
    trends = [trend_of(months.table[at]) for at in tested]
    fdr = adjusted(np.array([one.p for one in trends]))
    hits = [
        _candidate(months, int(tested[place]), trends[place])
        for place in np.flatnonzero(fdr <= rule.value("false_discovery"))
        if trends[place].slope > 0
    ]
    made = {one.rise: one for one in hits}
    merged = merge(list(made))
    return [made[one.head].make(tuple(made[part].words for part in one.others)) for one in merged], []


def _candidate(months: _Months, at: int, trend: Trend) -> Candidate:
    key = months.series.keys[at]
    rise = Rise(*key, observed=trend.slope * len(months.axis), expected=0.0)
    return Candidate(rise, series_words(*key), _maker(months, at, key, trend))


def _maker(months: _Months, at: int, key: Key, trend: Trend) -> Callable[[tuple[str, ...]], Found]:
    def make(parts: tuple[str, ...]) -> Found:
        source, (division, hazard, industry) = months.series.source, key
        group = GROUPS.get(hazard)
        span = f"{_month(months.axis[0])}至{_month(months.axis[-1])}"
        told = (
            f"{series_words(*key)}{source.words}{span}逐月上升，"
            f"平均每月增加{trend.slope:.2g}{source.unit}，{chance_words(trend.p)}"
        )
        return Found(
            rule=months.rule.code,
            subject="|".join((source.code, division, hazard, industry, "trend")),
            period=months.axis[-1].strftime("%Y-%m"),
            happened_on=months.axis[-1],
            words=told,
            division=division,
            industry=industry,
            hazard=min(group.hazards, default="") if group else "",
            observed=float(months.table[at, -1]),
            score=round(trend.z, 4),
            unit=source.unit,
            count=int(months.table[at].sum()),
            reasons=("fdr",),
            picture=_picture(months, at, trend, parts),
            parts=parts,
        )

    return make


def _month(day: date) -> str:
    return long_date(day).partition("月")[0] + "月"


def _picture(months: _Months, at: int, trend: Trend, parts: tuple[str, ...]) -> dict[str, Any]:
    values, source = months.table[at], months.series.source
    steps = np.arange(values.size)
    # Sen's line goes through the medians.
    line = np.median(values - trend.slope * steps) + trend.slope * steps
    points = [
        {"label": month.strftime("%Y-%m"), "value": float(value), "expected": round(max(0.0, float(fit)), 4), "mark": ""}
        for month, value, fit in zip(months.axis, values, line, strict=True)
    ]  # fmt: skip
    same = f"同一上升还包括：{'、'.join(parts)}。" if parts else ""
    return {
        "title": f"{series_words(*months.series.keys[at])}每月{source.words}",
        "unit": source.unit,
        "expected_label": "趋势线（Sen斜率）",
        "points": points,
        "note": (
            f"Sen斜率每月{trend.slope:+.3g}{source.unit}（95%区间{trend.low:+.3g}至{trend.high:+.3g}），"
            f"Mann–Kendall检验 S={trend.s:g}，z={trend.z:.2f}，p={trend.p:.2g}。"
            f"{months.series.note(months.series.keys[at][0])}{same}"
        ),
    }
