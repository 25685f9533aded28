"""Owns reading counts from Parquet or CSV and writing verdicts, through DuckDB: in batches of series, bounded
in memory, and never a half-written file."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from lianxi.core.refusals import BadInput
from lianxi.detectors.batches import MOST_COUNT, MOST_WEEKS, Batch, batch_of
from lianxi.detectors.outcomes import Outcome
from lianxi.detectors.reasons import WORDS
from lianxi.detectors.windows import Ints

COLUMNS = ("series", "week", "n")
# The Monday from which weeks written as year and week are counted, and the years they may name.
_WEEK_ZERO, _YEARS = date(1989, 12, 25), (1990, 2100)
# Series judged at once: some hundred megabytes for ten years.
SERIES_AT_ONCE = 20_000
MEMORY = "4GB"
# What is a number in a text file, for both engines: their own casts also take 1_000, or 1d.
NUMBER = r"^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)? *$"


@dataclass(frozen=True)
class Source:
    """A checked table of counts: its SQL, the weeks it spans and its number of series; what is to be said of it.

    `is_coded` where the file wrote weeks as year and week (202601): they were made consecutive, and are written back.
    """

    relation: str
    first: int
    last: int
    series: int
    is_coded: bool = False
    notes: tuple[str, ...] = ()

    def week(self, given: int | None) -> int | None:
        """Return a week as the file writes it by its consecutive number."""
        return week_of_code(given) if given is not None and self.is_coded else given


def connect() -> duckdb.DuckDBPyConnection:
    """Open a DuckDB of its own with bounded memory."""
    return duckdb.connect(config={"memory_limit": MEMORY, "threads": os.cpu_count() or 1})


def relation_of(path: Path) -> str:
    """Return the SQL that reads a file by its ending; raises BadInput for another kind."""
    quoted = str(path).replace("'", "''")
    if path.suffix == ".parquet":
        return f"read_parquet('{quoted}')"
    if path.suffix in {".csv", ".txt"} or path.name.endswith(".csv.gz"):
        return f"read_csv('{quoted}', header = true, all_varchar = true, nullstr = ['', 'NA'])"
    raise BadInput(f"不认识的文件“{path.name}”。", next_step="请用 .parquet 或 .csv。")


def open_source(base: duckdb.DuckDBPyConnection, path: Path) -> Source:
    """Check a file and describe it; raises BadInput with one sentence for what is wrong."""
    if not path.is_file():
        raise BadInput(f"找不到文件“{path}”。", next_step="请检查 --input。")
    relation = relation_of(path)
    try:
        names = [row[0] for row in base.execute(f"describe select * from {relation}").fetchall()]
        require_columns(path.name, names)
        _load(base, relation)
        is_coded = _make_consecutive(base)
        unused = [name for name in names if name not in COLUMNS]
        notes = (
            [f"没有用到的列：{'、'.join(unused)}（只用 series、week、n，不按人口折算）。"] if unused else []
        )
        if is_coded:
            notes.append("周号按年和周（如 202601，ISO 周）读，已换成连续的周。")
        return replace(_checked(base, path), is_coded=is_coded, notes=tuple(notes))
    except duckdb.Error as error:
        raise unreadable(path.name, error) from error


def week_of_code(code: int) -> int:
    """Return the consecutive number of an ISO week written as year and week. Raises BadInput for no such week."""
    try:
        return (date.fromisocalendar(code // 100, code % 100, 1) - _WEEK_ZERO).days // 7
    except ValueError:
        raise BadInput(
            f"没有 {code} 这一周：{code // 100} 年没有第 {code % 100} 周（ISO 周）。",
            next_step="请核对周号，或改用连续的整数周号。",
        ) from None


def code_of_week(week: int) -> int:
    """Return an ISO week as year and week by its consecutive number."""
    year, number, _ = (_WEEK_ZERO + timedelta(weeks=week)).isocalendar()
    return year * 100 + number


def codes_of_weeks(weeks: Ints) -> Ints:
    """Return ISO weeks as year and week by their consecutive numbers."""
    return np.array([code_of_week(int(one)) for one in weeks], dtype=np.int64)


def looks_coded(weeks: Sequence[float]) -> bool:
    """Tell weeks that are written as year and week: all of them can be, and none is far from its year."""
    return bool(weeks) and all(
        one == int(one) and _YEARS[0] <= int(one) // 100 <= _YEARS[1] and 1 <= int(one) % 100 <= 53
        for one in weeks
    )


def _make_consecutive(base: duckdb.DuckDBPyConnection) -> bool:
    """Write weeks given as year and week as consecutive numbers; tells whether they were."""
    found = base.execute(
        "select distinct week from counts where week is not null and isfinite(week)"
    ).fetchall()
    weeks = [row[0] for row in found]
    if not looks_coded(weeks):
        return False
    base.execute("create or replace temp table week_codes (code double, number double)")
    base.execute(
        "insert into week_codes select unnest(?), unnest(?)",
        [weeks, [week_of_code(int(one)) for one in weeks]],
    )
    base.execute(
        "create or replace temp table counts as select series, coalesce(number, week) as week, n, unread"
        " from counts left join week_codes on code = week"
    )
    return True


def unreadable(name: str, error: Exception) -> BadInput:
    """Return the refusal of a file that the engine could not read."""
    return BadInput(
        f"“{name}”读不出来：{_first_line(error)}。", next_step="列应为 series（文字）、week 与 n（整数）。"
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:160].rstrip("。.")


def _load(base: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Bring the columns into DuckDB (on disk beyond its memory), typed; text that is no number stays visible."""
    week, n = "try_cast(week as double)", "try_cast(n as double)"
    if relation.startswith("read_csv"):
        week, n = (
            f"case when regexp_matches({one}, '{NUMBER}') then try_cast(trim({one}) as double) end"
            for one in ("week", "n")
        )
    base.execute(
        f"create temp table counts as select cast(series as varchar) as series, {week} as week, {n} as n,"
        f" n is not null and {n} is null as unread from {relation}"
    )


def _checked(base: duckdb.DuckDBPyConnection, path: Path) -> Source:
    found = base.execute(
        "select count(*), count(distinct series), min(week), max(week), "
        "count(*) filter (where series is null or week is null or not isfinite(week) or week <> floor(week)), "
        f"count(*) filter (where unread or n < 0 or n <> floor(n) or n > {MOST_COUNT} or isnan(n)) from counts"
    ).fetchone()
    first, last, series = require_sound(path.name, found or (0, 0, None, None, 0, 0))
    twice = base.execute(
        "select series, week from counts group by series, week having count(*) > 1 order by 1, 2 limit 1"
    ).fetchone()
    if twice:
        raise repeated(path.name, *twice)
    return Source("counts", first, last, series)


def require_sound(name: str, found: Sequence[Any]) -> tuple[int, int, int]:
    """Return first week, last week and number of series, or raise BadInput for unsound rows.

    `found` are rows, series, first and last week, rows without series or week, rows without a count.
    """
    rows, series, first, last, weekless, wrong = found
    if not rows:
        raise BadInput(f"“{name}”里没有一行数据。")
    if weekless:
        raise BadInput(f"“{name}”有 {weekless} 行没有序列名或周号不是整数。")
    if wrong:
        raise BadInput(f"“{name}”有 {wrong} 行的 n 是负数、不是整数或大得不可能。")
    if looks_coded([first, last]):
        raise BadInput(
            f"“{name}”的周号像是年和周（如 {int(first)}），不是连续的整数。",
            next_step="请改用连续的整数周号，或用本机引擎（--engine local），由程序换算。",
        )
    if last - first + 1 > MOST_WEEKS:
        raise BadInput(
            f"“{name}”的周号跨 {last - first + 1:.0f} 周，应为连续的整数周号。",
            next_step="请用连续的整数周号，或一律写成年和周，如 202601。",
        )
    return int(first), int(last), int(series)


def repeated(name: str, series: str, week: float) -> BadInput:
    """Return the refusal of a file that has a week of a series twice."""
    return BadInput(f"“{name}”里序列“{series}”的第 {week:.0f} 周出现多次。")


def require_columns(name: str, columns: Sequence[str]) -> None:
    """Raise BadInput where a column of counts is missing."""
    if missing := [one for one in COLUMNS if one not in columns]:
        raise BadInput(f"“{name}”缺少列 {'、'.join(missing)}。", next_step="列应为 series、week、n。")


def batches(base: duckdb.DuckDBPyConnection, source: Source) -> Iterator[Batch]:
    """Return the series in batches, ordered by name, all on the file's own axis of weeks."""
    base.execute(
        "create temp table names as select series, row_number() over (order by series) - 1 as place "
        "from (select distinct series from counts)"
    )
    for start in range(0, source.series, SERIES_AT_ONCE):
        within = [start, start + SERIES_AT_ONCE]
        names = [
            row[0]
            for row in base.execute(
                "select series from names where place >= ? and place < ? order by place", within
            ).fetchall()
        ]
        rows = base.execute(
            "select place - ? as place, cast(week as bigint) as week, n from counts join names using (series) "
            "where place >= ? and place < ?", [start, *within],
        ).fetchnumpy()  # fmt: skip
        counts = np.ma.filled(np.ma.asarray(rows["n"], dtype=np.float64), np.nan)
        yield batch_of(
            np.asarray(rows["place"], np.int64), names, np.asarray(rows["week"], np.int64), counts,
            axis=(source.first, source.last),
        )  # fmt: skip


def rows_of(batch: Batch, found: Outcome) -> dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]]:
    """Lay verdicts out as columns, series by series and week by week (absent: −1, NaN)."""
    weeks = found.alarm.shape[1]
    words = np.array([WORDS[code] for code in range(len(WORDS))], dtype=object)
    counts = batch.counts[:, -weeks:].ravel()
    return {
        "series": np.repeat(np.array(batch.names, dtype=object), weeks),
        "week": np.tile(batch.weeks[-weeks:], len(batch.names)),
        "n": np.nan_to_num(counts, nan=-1).astype(np.int64),
        "expected": found.expected.ravel(),
        "upper": found.upper.ravel(),
        "alarm": found.alarm.ravel(),
        "reason": words[found.reason.ravel()],
    }


def write(
    base: duckdb.DuckDBPyConnection,
    path: Path,
    parts: Iterator[tuple[Batch, Outcome]],
    *,
    is_coded: bool = False,
) -> int:
    """Write verdicts to Parquet or CSV, by a temporary file beside it; gives the alarms.

    With `is_coded` weeks are written as year and week.
    """
    base.execute(
        "create temp table verdicts (series varchar, week integer, n bigint, expected double, upper double, "
        "alarm boolean, reason varchar)"
    )
    alarms = 0
    for batch, found in parts:
        base.register("part", rows_of(batch, found))
        base.execute(
            "insert into verdicts select series, week, nullif(n, -1), nullif(expected, 'nan'), nullif(upper, 'nan'), "
            "case alarm when 1 then true when 0 then false end, reason from part"
        )
        base.unregister("part")
        alarms += int((found.alarm == 1).sum())
    if is_coded:
        weeks = [row[0] for row in base.execute("select distinct week from verdicts").fetchall()]
        base.execute("create or replace temp table coded (week integer, code integer)")
        base.execute(
            "insert into coded select unnest(?), unnest(?)", [weeks, [code_of_week(one) for one in weeks]]
        )
        base.execute("update verdicts set week = code from coded where coded.week = verdicts.week")
    save(path, lambda to: _copy(base, to, path.suffix))
    return alarms


def _copy(base: duckdb.DuckDBPyConnection, to: Path, suffix: str) -> None:
    form = "format parquet" if suffix == ".parquet" else "format csv, header true"
    quoted = str(to).replace("'", "''")
    base.execute(f"copy (select * from verdicts order by series, week) to '{quoted}' ({form})")


def save(path: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a file beside `path` and put it in its place when it is whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fill(beside)
        beside.replace(path)
    except OSError as error:
        raise BadInput(f"写不了“{path}”：{error.strerror}。", next_step="请检查 --out。") from error
    except duckdb.Error as error:
        raise BadInput(f"写不了“{path}”：{_first_line(error)}。", next_step="请检查 --out。") from error
    finally:
        beside.unlink(missing_ok=True)
