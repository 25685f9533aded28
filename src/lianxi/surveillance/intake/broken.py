"""Cells that cannot be taken as they stand: error values, formulas without a result, numbers that lost digits."""

from lianxi.surveillance.rules.streams import Stream
from lianxi.tables.cells import ERROR_TEXT, SCIENTIFIC, TOO_LONG, UNRECKONED
from lianxi.tables.engine import Connection, quoted

# Fields that name something: a number like 2.02E+16 in them has lost what tells it from others.
_NAMING = ("report_no", "exam_no", "sample_no", "employer_code", "division_code", "industry", "industry_wide")


def broken_cells(con: Connection, stream: Stream) -> tuple[str, str]:
    """Fill `broken` (row, codes) from `raw`; gives the SQL of a row's faults with them, and the join it needs."""
    found = " UNION ALL ".join(_of(field) for field in stream.fields if not field.startswith("person"))
    con.execute(
        "CREATE TABLE broken AS SELECT row, list(code) || ['cell_broken'] AS codes FROM"
        f" ({found}) WHERE code IS NOT NULL GROUP BY row"
    )
    if not con.execute("SELECT count(*) FROM broken").fetchall()[0][0]:
        return "faults", ""
    return "CASE WHEN codes IS NULL THEN faults ELSE faults || codes END", " LEFT JOIN broken USING (row)"


def _of(field: str) -> str:
    long = f"{field} = {quoted(TOO_LONG)}"
    if field in _NAMING:
        long += f" OR regexp_full_match({field}, {quoted(SCIENTIFIC.pattern)})"
    return (
        f"SELECT row, CASE WHEN {long} THEN 'cell_long_{field}' WHEN {field} = {quoted(UNRECKONED)}"
        f" THEN 'cell_unreckoned_{field}' WHEN regexp_full_match({field}, {quoted(ERROR_TEXT.pattern)})"
        f" THEN 'cell_error_{field}' END AS code FROM raw WHERE contains({field}, '#') OR contains({field}, 'Err:')"
        f" OR contains(upper({field}), 'E+')"
    )
