"""How complete the newest weeks of a stream are, by when the store received the rows of weeks before.

A row's delay is the weeks between its own week and the day its batch came in, counted on the weekday looked from, so
that a week is compared with what earlier weeks had at the same age. A store that has not received
for long has no such experience of its own; then the day written on the report is taken where rows have one.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from lianxi.core.words import long_date
from lianxi.detectors.delays import COMPLETE, completeness
from lianxi.surveillance.queries.counting import Source
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.rules.streams import STREAMS
from lianxi.surveillance.rules.weeks import week_number, week_start
from lianxi.surveillance.store.series import week_sql

# Weeks of experience looked at, the longest delay told apart, and the least of weeks and rows to learn from.
LOOKED, LONGEST, FEWEST_WEEKS, FEWEST_ROWS = 52, 12, 8, 20
# So many earlier weeks at most are judged again when late reports have come in.
MOST_AGAIN = 4


@dataclass(frozen=True, slots=True)
class Completeness:
    """The share of its rows each of the newest weeks has by now (weeks that are complete are left out).

    `again` is how many weeks before the last were incomplete when they were new; `sentence` says what the shares rest
    on, or why there are none.
    """

    last: int
    shares: dict[int, float] = field(default_factory=dict)
    again: int = 0
    sentence: str = ""

    def words(self, week: int) -> str:
        """Mark a week that is incomplete, with the estimated share; empty for any other."""
        share = self.shares.get(week)
        if share is None:
            return ""
        return f"尚不完整，估计已报到{share:.0%}" if share > 0 else "尚不完整，还没有收到这一周的数据"

    def weeks_to_judge(self) -> list[int]:
        """Return the last week and those before it that late reports still changed, newest first."""
        return [self.last - back for back in range(self.again + 1)]

    def complete_through(self) -> int:
        """Return the last week that is complete, with all weeks before it."""
        return min(self.shares, default=self.last + 1) - 1


def week_end(week: int) -> date:
    """Return the Sunday of a week by its number."""
    return week_start(week) + timedelta(days=6)


def completeness_of(look: Look, source: Source, last: int) -> Completeness:
    """Estimate how complete a source's weeks up to `last` are on the day looked from."""
    days = _received(look, source)
    if not days:
        return Completeness(last)
    latest, since = max(days.values()), max(week_number(min(days.values())), last - LOOKED + 1)
    if last - since + 1 >= FEWEST_WEEKS:
        own = _Table(source, "b.day", look.day, since, last)
        if np.nansum(held := own.triangle(look)) >= FEWEST_ROWS:
            return _estimate(own, held, "按各批数据入库的日期估计")
    if "reported_on" in STREAMS[source.table].columns:
        seen = min(look.day, latest)
        told = _Table(source, "r.reported_on", seen, last - LOOKED + 1, last)
        if np.nansum(held := told.triangle(look)) >= FEWEST_ROWS:
            return _estimate(told, held, f"按报告日期估计，数据收到{long_date(seen)}")
    return Completeness(
        last,
        {week: 0.0 for week in range(last - LONGEST, last + 1) if week_end(week) > latest},
        sentence=f"{source.words}：收数据的时间不长，没有依据估计最近几周是否报全。",
    )


def _received(look: Look, source: Source) -> dict[int, date]:
    """Give the days on which the source's batches came in, and set them out beside its rows."""
    if not look.received:
        return {}
    present = {row[0] for row in look.con.execute(f"SELECT DISTINCT batch FROM {source.table}").fetchall()}
    days = {batch: day for batch, day in look.received.items() if batch in present}
    look.con.execute("CREATE OR REPLACE TEMP TABLE batch_days (batch BIGINT, day DATE)")
    if days:
        look.con.execute(
            "INSERT INTO batch_days SELECT unnest(?), unnest(?)", [list(days), list(days.values())]
        )
    return days


@dataclass(frozen=True, slots=True)
class _Table:
    """Which rows are counted: of a source, in its weeks, by the day each was known, as it stood on the day `seen`."""

    source: Source
    known: str
    seen: date
    first: int
    last: int

    @property
    def offset(self) -> int:
        """Return the days from a Sunday to the weekday of the day `seen`."""
        return (self.seen - week_end(self.last)).days % 7

    def passed(self, week: int) -> int:
        """Return how many weeks have passed since a week was as old as the newest can be; −1: none."""
        return ((self.seen - week_end(week)).days - self.offset) // 7

    def triangle(self, look: Look) -> npt.NDArray[np.float64]:
        """Count rows by week and delay; NaN where the delay had not passed."""
        week = week_sql(f"r.{self.source.day}")
        rows = look.con.execute(
            "SELECT week, greatest(0, CAST(ceil((known - ends) / 7.0) AS INTEGER)) AS delay, count(*) FROM (SELECT"
            f" {week} AS week, DATE '{week_start(1)}' + ({week} * 7 - 1 + {self.offset}) AS ends, {self.known} AS known"
            f" FROM {self.source.table} r JOIN batch_days b ON b.batch = r.batch"
            f" WHERE {week} BETWEEN {self.first} AND {self.last}) WHERE known <= ? GROUP BY ALL",
            [self.seen],
        ).fetchall()
        found = np.zeros((self.last - self.first + 1, LONGEST + 1))
        for at, delay, n in rows:
            if delay <= LONGEST:
                found[at - self.first, delay] += n
        for at in range(found.shape[0]):
            found[at, max(0, self.passed(self.first + at) + 1) :] = np.nan
        return found


def _estimate(table: _Table, triangle: npt.NDArray[np.float64], basis: str) -> Completeness:
    share, last = completeness(triangle), table.last
    shares = {}
    for week in range(last - LONGEST, last + 1):
        passed = table.passed(week)
        now = float(share[min(passed, LONGEST)]) if passed >= 0 else 0.0
        if now < COMPLETE:
            shares[week] = now
    again = min(MOST_AGAIN, int((share < COMPLETE).sum()))
    named = "、".join(
        f"{long_date(week_start(week))}起一周{now:.0%}"
        for week, now in sorted(shares.items(), reverse=True)[:4]
    )
    told = f"最近几周尚不完整：{named}" if named else "最近一周已基本报全"
    return Completeness(last, shares, again, f"{table.source.words}：{basis}，{told}。")
