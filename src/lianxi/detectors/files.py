"""Owns reading counts from Parquet or CSV and writing verdicts, through DuckDB: in batches of series, bounded
in memory, and never a half-written file."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from lianxi.core.refusals import BadInput
from lianxi.detectors.batches import MOST_COUNT, MOST_WEEKS, Batch, batch_of
from lianxi.detectors.outcomes import Outcome
from lianxi.detectors.reasons import WORDS

COLUMNS = ("series", "week", "n")
# Series judged at once: some hundred megabytes for ten years.
SERIES_AT_ONCE = 20_000
MEMORY = "4GB"
# What is a number in a text file, for both engines: their own casts also take 1_000, or 1d.
NUMBER = r"^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)? *$"


@dataclass(frozen=True)
class Source:
    """A checked table of counts: its SQL, the weeks it spans and its number of series."""

    relation: str
    first: int
    last: int
    series: int


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
        return _checked(base, path)
    except duckdb.Error as error:
        raise unreadable(path.name, error) from error


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
    if last - first + 1 > MOST_WEEKS:
        raise BadInput(f"“{name}”的周号跨 {last - first + 1:.0f} 周，应为连续的整数周号。")
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


def write(base: duckdb.DuckDBPyConnection, path: Path, parts: Iterator[tuple[Batch, Outcome]]) -> int:
    """Write verdicts to Parquet or CSV, by a temporary file beside it; gives the alarms."""
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
