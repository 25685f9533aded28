"""Reading the store: a DuckDB connection in which each stream is a view of the rows in force."""

from collections.abc import Sequence
from typing import Any

from lianxi.surveillance.rules.streams import STREAMS, Stream
from lianxi.surveillance.store.files import batch_files
from lianxi.tables.engine import Connection, connect, quoted


def files_sql(paths: Sequence[str]) -> str:
    """Write a read of data files with their year, division and batch from the path."""
    listed = ", ".join(quoted(path) for path in paths)
    types = "{'year': INTEGER, 'division': VARCHAR, 'batch': BIGINT}"
    return f"read_parquet([{listed}], hive_partitioning = true, hive_types = {types})"


def part_of(stream: Stream) -> str:
    """Name the column that tells rows apart that one line of a file gave."""
    return stream.key[-1]


def current_sql(stream: Stream, data: Sequence[str], superseded: Sequence[str]) -> str:
    """Write the SELECT of the rows in force of a stream, given its files."""
    names = ", ".join(["batch", *stream.columns, "division", "year"])
    if not data:
        empty = [f"CAST(NULL AS {kind}) AS {name}" for name, kind in stream.columns.items()]
        around = ["CAST(NULL AS BIGINT) AS batch", "CAST(NULL AS VARCHAR) AS division", "0 AS year"]
        return f"SELECT {names} FROM (SELECT {', '.join(empty + around)}) WHERE false"
    plain = f"SELECT {names} FROM {files_sql(data)} d"
    if not superseded:
        return plain
    listed = ", ".join(quoted(path) for path in superseded)
    gone = f"(SELECT old_batch, old_row, part FROM read_parquet([{listed}], hive_partitioning = false))"
    same = f"d.batch = s.old_batch AND d.row = s.old_row AND d.{part_of(stream)} = s.part"
    return f"{plain} ANTI JOIN {gone} s ON {same}"


def open_store(conference_id: int, **bounds: Any) -> Connection:
    """Open DuckDB with a view per stream: measurements, exams, cases, declarations.

    Each has batch, the stream's columns (`surveillance.streams`), division (a county's code) and year. Bounds are
    those of `connect`.
    """
    con = connect(**bounds)
    for stream in STREAMS.values():
        data, superseded = batch_files(conference_id, stream.name)
        con.execute(f"CREATE VIEW {stream.name} AS {current_sql(stream, data, superseded)}")
    return con


def rows_of(con: Connection, stream: str, employer: str, *, limit: int = 500) -> list[dict[str, Any]]:
    """Return the newest rows of an employer in one stream, by column name."""
    found = STREAMS[stream]
    newest = f"ORDER BY {found.day} DESC, batch, row LIMIT {int(limit)}"
    cursor = con.execute(f"SELECT * FROM {found.name} WHERE employer = ? {newest}", [employer])
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
