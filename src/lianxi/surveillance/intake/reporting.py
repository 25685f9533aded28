"""What people get of a check: the counts, some rows of each state, and the row-level report as CSV."""

from pathlib import Path
from typing import Any

from lianxi.surveillance.intake.faults import FAULTS
from lianxi.surveillance.intake.loading import SHEET_STEP
from lianxi.surveillance.rules.streams import FIELD_NAMES, Stream
from lianxi.surveillance.words import STATE_WORDS
from lianxi.tables.engine import Connection, quoted

REPORTED = 200_000
SHOWN = 20
# Texts that a spreadsheet would run are told apart by a leading apostrophe, as in every export.
_SAFE = "CASE WHEN regexp_matches({0}, '^[=+@\\-\\t\\r]') THEN '''' || {0} ELSE {0} END"


def count_states(con: Connection) -> dict[str, int]:
    """Count the entries by state, those with warnings, the lines read and those unreadable."""
    found = con.execute(
        "SELECT state, count(*), count(*) FILTER (WHERE len(all_faults) > 0) FROM checked GROUP BY state"
    ).fetchall()
    counts = dict.fromkeys(STATE_WORDS, 0)
    counts |= {str(state): int(count) for state, count, _ in found}
    unreadable = int(con.execute("SELECT count(*) FROM bad").fetchall()[0][0])
    counts["lines"] = int(con.execute("SELECT count(*) FROM raw").fetchall()[0][0]) + unreadable
    counts["error"] += unreadable
    counts["warning"] = sum(int(faulty) for state, _, faulty in found if state in ("new", "changed", "same"))
    return counts


def write_report(con: Connection, stream: Stream, path: Path) -> None:
    """Write the row-level report: line, state, column, what is wrong; at most REPORTED lines.

    It never repeats a name or an identity number of a person: only columns that hold none are quoted.
    """
    place = f"(row // {SHEET_STEP}) + 1 AS sheet, row % {SHEET_STEP} AS line"
    lines = (
        f"SELECT {place}, row, '错误' AS state, '' AS label, sentence, '' AS given FROM bad, fault_words"
        " WHERE code = 'line_bad'"
        f" UNION ALL SELECT {place}, row, CASE f.grade WHEN 'error' THEN '错误' ELSE '提示' END, f.label,"
        f" f.sentence, {_SAFE.format(_given(stream))}"
        " FROM (SELECT row, unnest(all_faults) AS code FROM checked WHERE len(all_faults) > 0)"
        " JOIN fault_words f USING (code) JOIN raw r USING (row)"
        f" UNION ALL SELECT {place}, row, '变更', '', said, '' FROM checked WHERE state = 'changed'"
    )
    con.execute(
        "COPY (SELECT sheet AS 工作表, line AS 行, state AS 状态, label AS 栏目, sentence AS 说明, given AS 原值"
        f" FROM (SELECT DISTINCT * FROM ({lines}) ORDER BY row, state, label, sentence LIMIT {REPORTED}))"
        f" TO {quoted(str(path))} (FORMAT csv, HEADER true)"
    )
    _mark(path)


def _given(stream: Stream) -> str:
    """Write what stood in the column a fault names, from those that can be quoted."""
    day = f"r.{stream.day}" if stream.day in stream.fields else "''"
    fields = [(label, field) for field, label in FIELD_NAMES.items() if field in stream.fields]
    listed = " ".join(f"WHEN {quoted(label)} THEN left(r.{field}, 60)" for label, field in fields)
    return f"(CASE f.label WHEN '日期' THEN left({day}, 60) {listed} ELSE '' END)"


def _mark(path: Path) -> None:
    """Put the byte-order mark first, by which spreadsheets know UTF-8."""
    fresh = path.with_suffix(".marked")
    with path.open("rb") as source, fresh.open("wb") as target:
        target.write("\ufeff".encode())
        while block := source.read(1 << 20):
            target.write(block)
    fresh.replace(path)


def sample_rows(con: Connection, stream: Stream) -> list[dict[str, Any]]:
    """Return up to SHOWN rows of each state, errors first, with their faults as sentences."""
    order = " ".join(f"WHEN '{state}' THEN {place}" for place, state in enumerate(STATE_WORDS))
    names = [name for name in stream.columns if name != "person"]
    cursor = con.execute(
        f"SELECT state, {', '.join(names)}, division, said, all_faults FROM (SELECT *, row_number() OVER"
        f" (PARTITION BY state ORDER BY row) AS n FROM checked) WHERE n <= {SHOWN}"
        f" ORDER BY CASE state {order} END, row"
    )
    keys = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(keys, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row["sentences"] = [FAULTS[code].sentence for code in row.pop("all_faults")]
    return rows
