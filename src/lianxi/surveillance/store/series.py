"""Weekly series for the detectors: counts of rows by county × hazard × industry × week, with the empty weeks.

A week begins on Monday; week 1 begins on Monday 2000-01-03, and weeks count on through the years, so that a
series needs no calendar. The output has the detectors' columns: series, week, n.
"""

from collections.abc import Sequence

from lianxi.surveillance.rules.weeks import FIRST_WEEK
from lianxi.tables.engine import Connection, Relation

KEY = ("division", "hazard", "industry")
# How many characters of an industry code (letter and digits) name the division of GB/T 4754.
INDUSTRY_WIDTH = 3


def week_sql(column: str) -> str:
    """Write the week number of a date column."""
    return f"CAST(floor(({column} - DATE '{FIRST_WEEK}') / 7) + 1 AS INTEGER)"


def counted_sql(rows: str, day: str, key: Sequence[str] = KEY, count: str = "count(*)") -> str:
    """Write the counts of rows by series and week: columns series, week, n; no empty weeks."""
    parts = [f"left({name}, {INDUSTRY_WIDTH})" if name == "industry" else name for name in key]
    grouped = ", ".join(f"coalesce({part}, '') AS k{place}" for place, part in enumerate(parts))
    keys = ", ".join(f"k{place}" for place in range(len(parts)))
    return (
        f"SELECT concat_ws('|', {keys}) AS series, week, n FROM (SELECT {grouped}, {week_sql(day)} AS week,"
        f" CAST({count} AS INTEGER) AS n FROM {rows} WHERE {day} IS NOT NULL GROUP BY ALL)"
    )


def weekly_counts(
    con: Connection,
    rows: str,
    day: str,
    *,
    key: Sequence[str] = KEY,
    count: str = "count(*)",
    since: int | None = None,
    through: int | None = None,
) -> Relation:
    """Count rows by series and week: columns series, week, n, ordered.

    `rows` is a view, or a SELECT in brackets, with the key's columns and the date column `day`; `count` is what
    is counted (`count(*) FILTER (WHERE exceeds)`). The series is the key's values joined by “|”, the industry
    cut to two digits. Each series has every week from `since` to `through`, by default the first and the last
    week of any series, with 0 where nothing happened: what never occurred before is a history of zeros, not
    a lack of history. Raises duckdb.Error for SQL that does not run.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE weekly_counted AS {counted_sql(rows, day, key, count)}")
    first = str(int(since)) if since is not None else "(SELECT min(week) FROM weekly_counted)"
    last = str(int(through)) if through is not None else "(SELECT max(week) FROM weekly_counted)"
    return con.sql(
        "WITH names AS (SELECT DISTINCT series FROM weekly_counted),"
        f" weeks AS (SELECT series, unnest(range({first}, {last} + 1)) AS week FROM names)"
        " SELECT w.series, CAST(w.week AS INTEGER) AS week, coalesce(c.n, 0) AS n FROM weeks w"
        " LEFT JOIN weekly_counted c ON c.series = w.series AND c.week = w.week ORDER BY 1, 2"
    )
