"""Reading tables into `raw`: the line of each row and the stream's fields as texts, never null.

Lines that are no rows of the table (a wrong number of cells, an open quote) go to `bad` with their line, so that
one bad line stops nothing; row numbers count the lines of the file as people see them.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lianxi.core.refusals import BadInput
from lianxi.surveillance.rules.streams import Stream
from lianxi.tables.engine import Connection, quoted
from lianxi.tables.headings import Headings, match_headings, require_needed
from lianxi.tables.lines import MAX_LINE
from lianxi.tables.numbers import INVISIBLE
from lianxi.tables.opening import Table

MAX_BAD_LINES = 1000
# Rows of the second and later sheets count on from here, so that a row's number is its own.
SHEET_STEP = 100_000_000
_BLANKS = " \t\n\r\u00a0\u3000\ufeff"
# Spreadsheets guard texts that look like numbers with ="…" or an apostrophe. Most cells need nothing, so their
# first and last characters are looked at before anything is matched. Every use of `t` is drawn anew for each column
# while the query is planned: a dozen of them cost more than reading a sheet of a thousand rows.
TIDY = (
    f"CREATE MACRO tidy(t) AS CASE WHEN t <> '' AND NOT contains('{_BLANKS}=\"''', left(t, 1))"
    f" AND NOT contains('{_BLANKS}', right(t, 1))"
    f" THEN t ELSE regexp_replace(trim(t, '{_BLANKS}'), '^(=\"|'')(.*?)\"?$', '\\2') END"
)

# Texts of Parquet files come here as they are; those of other files have been rid of such marks.
SEEN = f"CREATE MACRO seen(t) AS regexp_replace(t, '[{INVISIBLE}]', '', 'g')"


def load_raw(
    con: Connection,
    stream: Stream,
    tables: Sequence[Table],
    defaults: Mapping[str, str],
    target: Path,
) -> tuple[str, ...]:
    """Write the rows of tables to the Parquet file `target`, the view `raw`, and fill `bad`.

    Gives what is to be said of its columns. Raises BadInput where needed fields are missing or the file is no table.
    """
    con.execute(TIDY)
    con.execute(SEEN)
    con.execute("CREATE TABLE bad (row BIGINT, said VARCHAR)")
    matched = [match_headings(stream, _headings(con, table)) for table in tables]
    present = frozenset(field for one in matched for field in one.columns) | frozenset(defaults)
    require_needed(stream, present)
    for place, (table, headings) in enumerate(zip(tables, matched, strict=True)):
        path = target.with_name(f"raw{place}.parquet")
        _write(con, _select(con, stream, table, headings, place), path)
        if not table.is_parquet:
            _keep_bad_lines(con, path, place)
            _require_whole(con, path, table, place)
        con.execute(f"CREATE VIEW raw{place} AS SELECT * FROM read_parquet({quoted(str(path))})")
    _join(con, stream, matched, defaults, target)
    view_raw(con, target)
    return tuple(dict.fromkeys(note for one in matched for note in _notes(one)))


def _notes(headings: Headings) -> Iterator[str]:
    if headings.unknown:
        yield f"没有识别、也没有保存的列（{len(headings.unknown)} 列）：{'、'.join(headings.unknown)}。"
    if headings.dropped:
        yield f"认得而不保存的列（{len(headings.dropped)} 列）：{'、'.join(headings.dropped)}。"
    yield from headings.doubled


def view_raw(con: Connection, path: Path) -> None:
    """Make the view `raw` of what an earlier or this load wrote."""
    con.execute(f"CREATE OR REPLACE VIEW raw AS SELECT * FROM read_parquet({quoted(str(path))})")


def _write(con: Connection, select: str, path: Path) -> None:
    import duckdb

    try:
        con.execute(f"COPY ({select}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION snappy)")
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise BadInput(
            "这份文件读到中途读不下去：内容已损坏，没有保存任何数据。", next_step="请重新导出后再上传。"
        ) from error


def _headings(con: Connection, table: Table) -> tuple[str, ...]:
    if not table.is_parquet:
        return table.headings
    import duckdb

    try:
        found = con.execute(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(table.path))})").fetchall()
    except duckdb.Error as error:
        raise BadInput("这份 Parquet 文件已损坏，读不出来。", next_step="请重新导出后再上传。") from error
    return tuple(str(row[0]) for row in found)


def _select(con: Connection, stream: Stream, table: Table, headings: Headings, place: int) -> str:
    """Write the read of one table: its line and every field of the stream."""
    names = _headings(con, table)
    cells = [
        f'seen(CAST("{name.replace(chr(34), chr(34) * 2)}" AS VARCHAR))' if table.is_parquet else f"c{at}"
        for at, name in enumerate(names)
    ]
    fields = {
        field: ", ".join(f"nullif(tidy({cells[at]}), '')" for at in places)
        for field, places in headings.columns.items()
    }
    listed = ", ".join(f"coalesce({texts}, '') AS {field}" for field, texts in fields.items())
    filled = " OR ".join(f"{field} <> ''" for field in fields)
    source = f"read_parquet({quoted(str(table.path))})" if table.is_parquet else _csv(table, len(names))
    first = table.skip + place * SHEET_STEP
    missing = "".join(f", '' AS {field}" for field in stream.fields if field not in fields)
    return (
        f"SELECT *{missing} FROM (SELECT row_number() OVER () + {first} AS row, {listed} FROM {source})"
        f" WHERE {filled}"
    )


def _csv(table: Table, width: int) -> str:
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(width))
    return (
        f"read_csv({quoted(str(table.path))}, auto_detect = false, header = false, skip = {table.skip},"
        f" delim = {quoted(table.delimiter)}, quote = '\"', escape = '\"', new_line = {_new_line(table.path)},"
        f" columns = {{{columns}}}, store_rejects = true, rejects_limit = {MAX_BAD_LINES + 1},"
        f" max_line_size = {MAX_LINE}, null_padding = false)"
    )


def _new_line(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(1 << 16)
    return "'\\r\\n'" if b"\r\n" in head else "'\\n'"


def _keep_bad_lines(con: Connection, path: Path, place: int) -> None:
    """Note the lines that were no rows, and move the rows below each by one."""
    lines = con.execute("SELECT DISTINCT line FROM reject_errors ORDER BY 1").fetchall()
    con.execute("DELETE FROM reject_errors")
    if len(lines) > MAX_BAD_LINES:
        raise BadInput(
            f"超过 {MAX_BAD_LINES} 行读不成表格，最先的在第 {lines[0][0]} 行。",
            rule="表格的列数和引号须前后一致",
            next_step="请核对分隔符和引号，重新导出后再上传。",
        )
    if not lines:
        return
    offset = place * SHEET_STEP
    con.executemany("INSERT INTO bad VALUES (?, '')", [(line + offset,) for (line,) in lines])
    # The n-th bad line (n from 0) stood before the rows that were numbered from its line less n on.
    borders = ", ".join(str(line + offset - before) for before, (line,) in enumerate(lines))
    moved = path.with_name("moved.parquet")
    _write(
        con,
        f"SELECT * REPLACE (row + len(list_filter([{borders}], lambda b: b <= row)) AS row)"
        f" FROM read_parquet({quoted(str(path))})",
        moved,
    )
    moved.replace(path)


def _require_whole(con: Connection, path: Path, table: Table, place: int) -> None:
    """Refuse a file of which not every line was read: what follows would be lost without a word."""
    offset = place * SHEET_STEP
    found = con.execute(
        f"SELECT max(row) FROM (SELECT row FROM read_parquet({quoted(str(path))})"
        f" UNION ALL SELECT row FROM bad WHERE row > {offset})"
    ).fetchall()[0][0]
    read = found - offset if found else table.skip
    if read < table.last:
        raise BadInput(
            f"只读到第 {read} 行，文件有 {table.last} 行：后面的行读不出来，没有保存任何数据。",
            rule="一份文件须完整读出",
            next_step="请核对这一行之后的引号和分隔符，重新导出后再上传。",
        )


def _join(
    con: Connection,
    stream: Stream,
    matched: Sequence[Headings],
    defaults: Mapping[str, str],
    target: Path,
) -> None:
    """Write one file of the tables: a sheet of reports completes the sheet of results; others stand below each other."""
    if len(matched) == 1 and not defaults:
        target.with_name("raw0.parquet").replace(target)
        return
    results = [
        place for place, one in enumerate(matched) if "result" in one.columns or stream.name != "measurements"
    ]
    reports = [place for place in range(len(matched)) if place not in results]
    listed = []
    for place in results:
        source, fields = f"raw{place} a", {field: f"a.{field}" for field in stream.fields}
        if reports:
            by_number = "report_no" in matched[place].columns
            source += f" LEFT JOIN raw{reports[0]} b ON " + (
                "a.report_no = b.report_no" if by_number else "true"
            )
            if not by_number:
                _require_one(con, reports[0])
            fields = {f: f"coalesce(nullif(a.{f}, ''), b.{f}, '')" for f in stream.fields}
        given = {
            f: f"coalesce(nullif({sql}, ''), {quoted(defaults.get(f, ''))})" for f, sql in fields.items()
        }
        listed.append(
            "SELECT a.row, " + ", ".join(f"{sql} AS {f}" for f, sql in given.items()) + f" FROM {source}"
        )
    _write(con, " UNION ALL ".join(listed), target)


def _require_one(con: Connection, place: int) -> None:
    count = con.execute(f"SELECT count(*) FROM raw{place}").fetchall()[0][0]
    if count != 1:
        raise BadInput(
            f"结果表没有编号，项目表却有 {count} 行，不知道结果属于哪一份报告。",
            next_step="请在结果表中加上“项目编号”一列。",
        )


def as_csv(con: Connection, table: Table, work: Path) -> Table:
    """Write a Parquet table as CSV, for the person pass."""
    names = _headings(con, table)
    cells = ", ".join(f'CAST("{name.replace(chr(34), chr(34) * 2)}" AS VARCHAR)' for name in names)
    path = work / "parquet.csv"
    con.execute(
        f"COPY (SELECT {cells} FROM read_parquet({quoted(str(table.path))})) TO {quoted(str(path))}"
        " (FORMAT csv, HEADER true)"
    )
    return Table(path, False, names, ",", 1)
