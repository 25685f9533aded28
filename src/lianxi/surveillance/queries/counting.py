"""Counts of a conference's data: series by county, hazard and industry, and their sums, by week or by month.

A county counts under its code of today; the rows keep the code they came with, and a series says which those are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from lianxi.detectors.batches import MOST_WEEKS
from lianxi.hazards.judging import bulk
from lianxi.hazards.judging.verdicts import Outcome
from lianxi.hazards.limits import GROUPS, hazards
from lianxi.register.rules.places import divisions, former_divisions
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.rules.weeks import week_number, week_start
from lianxi.surveillance.store.series import week_sql, weekly_counts

Counts = npt.NDArray[np.float64]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of count: its name in series, its words, its stream, the SQL of its rows."""

    code: str
    words: str
    unit: str
    day: str
    table: str
    rows: Callable[[Look], str]


@dataclass(frozen=True, slots=True)
class Series:
    """The series of one source on one axis of weeks, whole ones among them; (division, hazard group, industry) each.

    `plain` are the keys as counted, without the sums; `former` gives the codes out of use that a county's counts
    came with, by its code of today.
    """

    source: Source
    keys: tuple[Key, ...]
    weeks: npt.NDArray[np.int64]
    counts: Counts
    plain: frozenset[Key]
    former: dict[str, tuple[str, ...]]

    def until(self, week: int) -> "Series":
        """Return the series as they end with a week of the axis."""
        upto = int(week - self.weeks[0]) + 1
        return replace(self, weeks=self.weeks[:upto], counts=self.counts[:, :upto])

    def note(self, division: str) -> str:
        """Say which former codes a division's counts hold; empty where there are none."""
        old = self.former.get(division, ())
        named = "、".join(f"{code}（{former_divisions()[code][0]}）" for code in old)
        return f"含原区划代码{named}的数据。" if old else ""


def _exceeded(look: Look) -> str:
    bulk.load_contexts(look.con, "measurements")
    judged = bulk.judged("measurements", ("division", "industry", "sampled_on"))
    return (
        "(SELECT division, hazard_group AS hazard, industry, sampled_on FROM"
        f" ({judged}) WHERE outcome = {int(Outcome.EXCEEDS)})"
    )


def _cases(look: Look) -> str:
    groups = {code: one.group for code, one in hazards().items()}
    look.con.execute("CREATE OR REPLACE TEMP TABLE hazard_groups (hazard VARCHAR, grouped VARCHAR)")
    look.con.execute(
        "INSERT INTO hazard_groups SELECT unnest(?), unnest(?)", [list(groups), list(groups.values())]
    )
    return (
        "(SELECT division, coalesce(g.grouped, '') AS hazard, industry, noted_on FROM cases c"
        " LEFT JOIN hazard_groups g ON g.hazard = split_part(c.hazard, ';', 1))"
    )


SOURCES = (
    Source("exceedances", "超过限值的检测结果", "条", "sampled_on", "measurements", _exceeded),
    Source("cases", "疑似和确诊病例", "例", "noted_on", "cases", _cases),
)


def count_weeks(look: Look, source: Source) -> Series | None:
    """Count a source's rows by week up to the last whole week, with zeros from the first week of
    any data on; None where there is nothing to count."""
    last = week_number(look.day) - 1
    first = look.con.execute(f"SELECT min({week_sql(source.day)}) FROM {source.table}").fetchone()
    if not first or first[0] is None or first[0] >= last:
        return None
    since = max(int(first[0]), last - MOST_WEEKS + 1)
    _count(look, source, f"{week_sql(source.day)} BETWEEN {since} AND {last}")
    counted = weekly_counts(look.con, "counted_rows", source.day, since=since, through=last).fetchnumpy()
    names = list(dict.fromkeys(counted["series"].tolist()))
    if not names:
        return None
    table = np.asarray(counted["n"], dtype=np.float64).reshape(len(names), last - since + 1)
    plain = [_key(name) for name in names]
    keys, whole = with_wholes(plain, table)
    weeks = np.arange(since, last + 1, dtype=np.int64)
    return Series(source, keys, weeks, whole, frozenset(plain), _former(look))


def _count(look: Look, source: Source, wanted: str) -> None:
    """Set out a source's rows with the county's code of today beside the one they came with."""
    held = {old: now for old, (_, now, _) in former_divisions().items()}
    look.con.execute("CREATE OR REPLACE TEMP TABLE divisions_now (old VARCHAR, now VARCHAR)")
    look.con.execute(
        "INSERT INTO divisions_now SELECT unnest(?), unnest(?)", [list(held), list(held.values())]
    )
    look.con.execute(
        "CREATE OR REPLACE TEMP TABLE counted_rows AS SELECT r.* REPLACE (coalesce(d.now, r.division) AS division),"
        f" r.division AS division_then FROM {source.rows(look)} r LEFT JOIN divisions_now d ON d.old = r.division"
        f" WHERE {wanted}"
    )


def _former(look: Look) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    rows = look.con.execute(
        "SELECT DISTINCT division, division_then FROM counted_rows WHERE division <> division_then ORDER BY ALL"
    ).fetchall()
    for now, then in rows:
        found.setdefault(now, []).append(then)
    return {now: tuple(then) for now, then in found.items()}


def _key(name: str) -> Key:
    division, hazard, industry = ([*name.split("|"), "", ""])[:3]
    return division, hazard, industry


def _wholes(division: str, hazard: str) -> dict[Key, None]:
    # A city without counties stands for itself, once.
    return dict.fromkeys(((division, hazard, ""), (f"{division[:4]}00", hazard, "")))


def with_wholes(keys: Sequence[Key], table: Counts) -> tuple[tuple[Key, ...], Counts]:
    """Add the sums: county × hazard over all industries, and city × hazard."""
    sums: dict[Key, Counts] = dict(zip(keys, table, strict=True))
    for (division, hazard, industry), counts in zip(keys, table, strict=True):
        for whole in _wholes(division, hazard):
            if whole != (division, hazard, industry):
                sums[whole] = sums.get(whole, np.zeros(counts.size)) + counts
    return tuple(sums), np.stack(list(sums.values()))


def count_months(look: Look, series: Series, through: int, months: int) -> tuple[list[date], Counts] | None:
    """Count the rows behind weekly series by calendar month: at most so many whole months up
    to the end of a week, none before the first data; the months' first days, and series × months.

    Uses the rows that `count_weeks` has set out last. None where fewer than two whole months are held.
    """
    first, ends = week_start(int(series.weeks[0])), week_start(through + 1)
    axis = [month for month in _months_back(ends, months) if month >= first][::-1]
    if len(axis) < 2:
        return None
    place = {key: at for at, key in enumerate(series.keys)}
    table = np.zeros((len(series.keys), len(axis)))
    day = series.source.day
    rows = look.con.execute(
        "SELECT division, coalesce(hazard, ''), coalesce(left(industry, 3), ''), date_diff('month', ?, "
        f"{day}) AS at, count(*) FROM counted_rows WHERE {day} >= ? AND {day} < ? GROUP BY ALL",
        [axis[0], axis[0], ends.replace(day=1)],
    ).fetchall()
    for division, hazard, industry, at, n in rows:
        for key in {(division, hazard, industry), *_wholes(division, hazard)}:
            table[place[key], at] += n
    return axis, table


def _months_back(day: date, months: int) -> Iterator[date]:
    month = day.replace(day=1)
    for _ in range(months):
        month = (month - timedelta(days=1)).replace(day=1)
        yield month


def series_words(division: str, hazard: str, industry: str) -> str:
    """Name a series for people: place, hazards, industry."""
    place = divisions()[division][0] if division in divisions() else division
    group = GROUPS[hazard].name if hazard in GROUPS else hazard or "各类危害因素"
    return f"{place}{group}{f'（行业{industry}）' if industry else ''}"
