"""Comparing typed rows with each other and with the data in force: new, changed, the same, or a twin in the file."""

import re

from lianxi.surveillance.intake.faults import ERRORS, FAULTS
from lianxi.surveillance.rules.streams import FIELD_NAMES, STREAMS, Stream
from lianxi.surveillance.store.files import batch_files
from lianxi.surveillance.store.reading import current_sql, files_sql, part_of
from lianxi.surveillance.words import COLUMN_LABELS
from lianxi.tables.engine import Connection, quoted

_YEAR = re.compile(r"/year=(\d+)/")


def sql_list(values: frozenset[str]) -> str:
    """Write texts as an SQL list, sorted."""
    return "[" + ", ".join(quoted(value) for value in sorted(values)) + "]"


def find_twins(con: Connection, stream: Stream) -> None:
    """Fill `twins`: rows of the file whose key another row has too, and whether they differ.

    Two passes: hashes of all keys first, then whole keys of the few that met, so that memory stays small.
    """
    key, compared = ", ".join(stream.key), ", ".join(stream.compared)
    sound = f"NOT list_has_any(faults, {sql_list(ERRORS)})"
    con.execute(
        f"CREATE TABLE met_hashes AS SELECT hash({key}) AS h FROM typed WHERE {sound}"
        " GROUP BY h HAVING count(*) > 1"
    )
    con.execute(
        "CREATE TABLE twins AS SELECT id, CASE WHEN differs THEN 'twin_differs' ELSE 'twin_same' END AS fault"
        f" FROM (SELECT id, row_number() OVER same AS n, count(*) OVER (PARTITION BY {key}) AS c,"
        f" min(hash({compared})) OVER (PARTITION BY {key}) <> max(hash({compared})) OVER (PARTITION BY {key})"
        f" AS differs FROM typed WHERE {sound} AND hash({key}) IN (SELECT h FROM met_hashes)"
        f" WINDOW same AS (PARTITION BY {key} ORDER BY row)) WHERE c > 1 AND (differs OR n > 1)"
    )


def find_met(con: Connection, stream: Stream, conference_id: int, replaces: int | None) -> None:
    """Fill `met`: each stored row, in view or not, whose key a row of the file has too.

    Rows out of view count, so that a correction outlives the withdrawal of the one before it.
    """
    data, superseded = batch_files(conference_id, stream.name, without=replaces)
    if stream.day in stream.key:
        years = {str(row[0]) for row in con.execute("SELECT DISTINCT year FROM typed").fetchall()}
        data = [path for path in data if (found := _YEAR.search(path)) and found[1] in years]
    if not data:
        con.execute(
            "CREATE TABLE met (id BIGINT, old_batch BIGINT, old_row BIGINT, part VARCHAR, in_view BOOLEAN,"
            " same BOOLEAN, said VARCHAR)"
        )
        return
    gone = "SELECT NULL::BIGINT AS old_batch, NULL::BIGINT AS old_row, NULL::VARCHAR AS part WHERE false"
    if superseded:
        listed = ", ".join(quoted(path) for path in superseded)
        gone = f"SELECT DISTINCT old_batch, old_row, part FROM read_parquet([{listed}], hive_partitioning = false)"
    part = part_of(stream)
    same = " AND ".join(f"t.{name} IS NOT DISTINCT FROM e.{name}" for name in (*stream.compared, "division"))
    con.execute(
        f"CREATE TABLE met AS SELECT t.id, e.batch AS old_batch, e.row AS old_row, e.{part} AS part,"
        f" g.old_batch IS NULL AS in_view, {same} AS same, {_said(stream)} AS said FROM typed t"
        f" JOIN {files_sql(data)} e ON {' AND '.join(f't.{name} = e.{name}' for name in stream.key)}"
        f" LEFT JOIN ({gone}) g ON g.old_batch = e.batch AND g.old_row = e.row AND g.part = e.{part}"
        f" WHERE NOT list_has_any(t.faults, {sql_list(ERRORS)})"
    )
    if stream.name == "cases":
        _find_corrected(con, data, gone)


# How long after it a second report of the same disease of a person is asked about.
_AGAIN_DAYS = 365


def _find_corrected(con: Connection, data: list[str], gone: str) -> None:
    """Add to `met` cards whose person or disease was corrected: the same card of the same institution.

    One of the two must have stayed. A card that the file itself has in its earlier form is not corrected.
    """
    card = "t.report_no = e.report_no AND t.status = e.status AND t.institution = e.institution"
    sound = f"NOT list_has_any(t.faults, {sql_list(ERRORS)})"
    con.execute(
        "INSERT INTO met SELECT t.id, e.batch, e.row, e.disease, g.old_batch IS NULL, false,"
        " concat_ws('；', CASE WHEN t.disease <> e.disease THEN '病名：' || e.disease || ' → ' || t.disease END,"
        f" CASE WHEN t.person <> e.person THEN '更正了人员或证件号' END, nullif({_said(STREAMS['cases'])}, ''))"
        f" FROM typed t JOIN {files_sql(data)} e ON {card} AND NOT starts_with(t.report_no, '@')"
        f" LEFT JOIN ({gone}) g ON g.old_batch = e.batch AND g.old_row = e.row AND g.part = e.disease"
        f" WHERE {sound} AND (t.person = e.person) <> (t.disease = e.disease)"
        " AND t.id NOT IN (SELECT id FROM met)"
        " AND NOT EXISTS (SELECT 1 FROM typed o WHERE o.report_no = e.report_no AND o.status = e.status"
        " AND o.institution = e.institution AND o.person = e.person AND o.disease = e.disease)"
    )


def find_elsewhere(con: Connection, conference_id: int, replaces: int | None) -> None:
    """Fill `elsewhere`: cases whose person has the same disease on another card within a year, here or in the store."""
    data, superseded = batch_files(conference_id, "cases", without=replaces)
    columns = "report_no, person, status, disease, noted_on"
    held = current_sql(STREAMS["cases"], data, superseded)
    con.execute(
        f"CREATE TABLE elsewhere AS SELECT DISTINCT t.id FROM typed t JOIN (SELECT {columns} FROM ({held})"
        f" UNION ALL SELECT {columns} FROM typed) o USING (person, disease, status) WHERE t.person <> ''"
        f" AND t.report_no <> o.report_no AND abs(t.noted_on - o.noted_on) <= {_AGAIN_DAYS}"
        " AND NOT starts_with(t.report_no, '@') AND NOT starts_with(o.report_no, '@')"
    )


def _said(stream: Stream) -> str:
    """Write what changed, as “column: earlier → now”, for people."""
    labels = COLUMN_LABELS
    parts = [
        f"CASE WHEN t.{name} IS DISTINCT FROM e.{name} THEN {quoted(labels.get(name, name) + '：')}"
        f" || coalesce(CAST(e.{name} AS VARCHAR), '空') || ' → ' || coalesce(CAST(t.{name} AS VARCHAR), '空') END"
        for name in stream.compared
        if name != "person"
    ]
    return f"concat_ws('；', {', '.join(parts)})"


def give_states(con: Connection, *, again: bool = False) -> None:
    """Make the view `checked`: typed rows with their state and all faults; `again` adds those of `elsewhere`."""
    con.execute(
        "CREATE TABLE met_states AS SELECT id, bool_or(in_view AND same) AS same,"
        " any_value(said) FILTER (WHERE in_view) AS said FROM met GROUP BY id"
    )
    con.execute(
        "CREATE VIEW checked AS SELECT t.*,"
        " t.faults || CASE WHEN w.fault IS NULL THEN [] ELSE [w.fault] END"
        f"{_again(again)} AS all_faults,"
        f" CASE WHEN list_has_any(t.faults, {sql_list(ERRORS)}) OR w.fault = 'twin_differs' THEN 'error'"
        " WHEN w.fault = 'twin_same' THEN 'twin' WHEN m.same THEN 'same' WHEN m.id IS NOT NULL THEN 'changed'"
        " ELSE 'new' END AS state, m.said"
        " FROM typed t LEFT JOIN twins w ON w.id = t.id LEFT JOIN met_states m ON m.id = t.id"
    )


def _again(again: bool) -> str:
    found = f"[{quoted('case_elsewhere')}]"
    return f" || CASE WHEN t.id IN (SELECT id FROM elsewhere) THEN {found} ELSE [] END" if again else ""


def fault_table(con: Connection) -> None:
    """Put the faults' words into the table `fault_words`: code, grade, field's name, sentence."""
    con.execute("CREATE TABLE fault_words (code VARCHAR, grade VARCHAR, label VARCHAR, sentence VARCHAR)")
    rows = [(code, one.grade, FIELD_NAMES.get(one.field, ""), one.sentence) for code, one in FAULTS.items()]
    con.executemany("INSERT INTO fault_words VALUES (?, ?, ?, ?)", rows)
