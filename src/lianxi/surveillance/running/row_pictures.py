"""Pictures of the rules on single rows and on days passed: what went before at the same employer, and the line it crossed.

Each reads what it draws in one query for a whole rule, not one a finding.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from lianxi.surveillance.queries.looking import Look

MONTHS, MOST_POINTS = 24, 60
Picture = dict[str, Any]
# Whom a case is drawn with: its employer, or where it names none its county.
Whose = tuple[str, str]


def whose(employer: str | None, division: str | None) -> Whose:
    """Say whom a row belongs to for its picture."""
    return (employer, "") if employer else ("", division or "")


def cases_by_month(look: Look, rows: str) -> dict[Whose, dict[str, int]]:
    """Count rows (a SELECT of employer, division, day) by employer, or county, and month."""
    found: dict[Whose, dict[str, int]] = {}
    listed = look.con.execute(
        "SELECT coalesce(employer, ''), CASE WHEN coalesce(employer, '') = '' THEN coalesce(division, '') ELSE '' END,"
        f" strftime(day, '%Y-%m'), count(*) FROM ({rows}) WHERE day <= ? GROUP BY ALL",
        [look.day],
    ).fetchall()
    for employer, division, month, n in listed:
        found.setdefault((employer, division), {})[month] = n
    return found


def draw_months(counts: Mapping[str, int], day: date, until: date, words: str) -> Picture:
    """Draw cases by month up to a day, the month of one case marked; one case is the line."""
    months = _months(until)
    return {
        "title": f"同一用人单位（未写明的按地区）每月{words}",
        "unit": "例",
        "bound_label": "一例即提示",
        "points": [
            {"label": month, "value": counts.get(month, 0), "upper": 1,
             "mark": "broke" if month == day.strftime("%Y-%m") else ""}
            for month in months
        ],
    }  # fmt: skip


def _months(until: date) -> list[str]:
    at = until.year * 12 + until.month - 1
    return [f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(at - MONTHS + 1, at + 1)]


def draw_window(days: Sequence[date], day: date, months: int, least: int) -> Picture:
    """Draw, for each person's day of diagnosis in order, how many persons the window up to it holds."""
    points: list[dict[str, Any]] = []
    for at in sorted(set(days)):
        first = _months_before(at, months)
        n = sum(first < one <= at for one in days)
        points.append(
            {"label": at.isoformat(), "value": n, "upper": least, "mark": "broke" if at == day else ""}
        )
    return {
        "title": f"每次确诊时，此前{months}个月内该单位确诊的人数",
        "unit": "人",
        "bound_label": f"{least}人起预警",
        "points": points[-MOST_POINTS:],
    }


def _months_before(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 - months
    year, month = at // 12, at % 12 + 1
    ends = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, ends))


def draw_years(cases: Iterable[tuple[date, float]], day: date, years: float, own: float) -> Picture:
    """Draw the years of exposure of each case of an employer, in order; below the line is too short."""
    listed = sorted(cases)
    points = [
        {"label": at.isoformat(), "value": value, "upper": years,
         "mark": "broke" if (at, value) == (day, own) else ""}
        for at, value in listed[-MOST_POINTS:]
    ]  # fmt: skip
    return {
        "title": "同一用人单位尘肺病确诊时的接尘工龄",
        "unit": "年",
        "bound_label": f"{years:g}年（不满即预警）",
        "points": points,
    }


def draw_since(done: Sequence[date], declared: date | None, until: date, months: int, words: str) -> Picture:
    """Draw how many months lay between each month's end and the last test or examination before it;
    before the first one, since the declaration."""
    points: list[dict[str, Any]] = []
    ordered = sorted(done)
    for month in _months(until):
        year, number = int(month[:4]), int(month[5:])
        ends = min(until, date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1))
        at = bisect_right(ordered, ends)
        since = ordered[at - 1] if at else declared
        known = since is not None and since <= ends
        value = round((ends - since).days / 30.44, 1) if known and since else None
        points.append({"label": ends.isoformat(), "value": value, "upper": months, "mark": ""})
    points[-1]["mark"] = "broke"
    return {
        "title": f"距最近一次{words}的时间（月末）",
        "unit": "月",
        "bound_label": f"每{months}个月一次",
        "points": points,
    }
