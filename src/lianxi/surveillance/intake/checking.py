"""The check of one batch: from the staged file to Parquet that only waits for its manifest row, and a report.

Everything heavy happens here, outside any transaction. Applying the batch afterwards is one short act.
"""

import csv
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from lianxi.core.canonical import digest
from lianxi.core.refusals import Conflict
from lianxi.register.queries import list_employers, list_names
from lianxi.register.rules import name_key
from lianxi.register.vault import write_part
from lianxi.surveillance.intake import cases, declarations, exams, loading, measurements, reporting
from lianxi.surveillance.intake.broken import broken_cells
from lianxi.surveillance.intake.comparing import (
    fault_table,
    find_elsewhere,
    find_met,
    find_twins,
    give_states,
)
from lianxi.surveillance.intake.persons import Sealing, take_persons_out
from lianxi.surveillance.intake.words import Register
from lianxi.surveillance.intake.writing import write_batch
from lianxi.surveillance.models import Batch
from lianxi.surveillance.queries.areas import file_words
from lianxi.surveillance.rules.machines import BATCH
from lianxi.surveillance.rules.streams import STREAMS, Stream
from lianxi.surveillance.store.files import check_dir, incoming_path
from lianxi.tables.engine import Connection, connect, quoted
from lianxi.tables.opening import Table, open_tables
from lianxi.tables.progress import Progress, bounds_as_refusals
from lianxi.tables.staging import alone
from lianxi.tables.typing import macros

MEMORY = "2GiB"
TYPING = {"measurements": measurements, "exams": exams, "cases": cases, "declarations": declarations}
# What the person pass leaves, kept until the batch is applied, so that a check can be repeated.
KEPT = "raw.parquet"


@dataclass
class Check:
    """One check under way: the batch, its stream, folder and connection, and what it found so far."""

    batch: Batch
    today: date
    progress: Progress
    work: Path
    con: Connection
    notes: list[str] = field(default_factory=list)
    vault: dict[str, Any] | None = None
    is_odd: bool = True

    @property
    def stream(self) -> Stream:
        return STREAMS[self.batch.stream]


def base_of(batch: Batch) -> str:
    """Return the hash of the batches in force that a check of this batch compares with."""
    rows = Batch.objects.filter(conference_id=batch.conference_id, stream=batch.stream, state="applied")
    return digest(
        ",".join(
            str(pk) for pk in rows.exclude(pk=batch.replaces_id).order_by("pk").values_list("pk", flat=True)
        )
    )


def run_check(
    batch: Batch,
    today: date,
    *,
    memory: str = MEMORY,
    report: Callable[[str, float], None] | None = None,
) -> dict[str, Any]:
    """Check a batch and give the result that `surveillance.batch.check` then records.

    Leaves in the batch's folder the result, a sample of rows and the row-level report; the data files lie in
    their place but are nothing until applied. Raises Refusal for a file that cannot be read, Conflict where the
    batch is being checked already or no longer waits, Cancelled when somebody stopped it; then nothing is left.
    """
    folder = check_dir(batch.conference_id, batch.pk)
    work = folder / "work"
    with alone(check_dir(batch.conference_id, batch.pk)):
        _require_waiting(batch)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True, mode=0o700)
        for name in ("cancel", "result.json"):
            (folder / name).unlink(missing_ok=True)
        con = connect(memory=memory, spill=work / "spill")
        check = Check(batch, today, Progress(folder, report), work, con)
        try:
            with bounds_as_refusals(memory):
                result = _run(check, folder)
        finally:
            con.close()
            shutil.rmtree(work, ignore_errors=True)
        _write_json(folder / "result.json", result)
        check.progress.enter(5)
    return result


def _run(check: Check, folder: Path) -> dict[str, Any]:
    base = base_of(check.batch)
    _load(check, folder)
    _type(check)
    _compare(check)
    return _finish(check, folder, base)


def _require_waiting(batch: Batch) -> None:
    """Refuse a batch that was applied or discarded meanwhile; an act under way is waited for."""
    with transaction.atomic():
        row = Batch.objects.select_for_update().filter(pk=batch.pk).first()
    if row is None or row.state not in ("received", "checked"):
        raise Conflict(
            f"这一批次{BATCH.labels[row.state] if row else '已不存在'}，不能再核对。",
            rule="只有未入库的批次可以核对",
            next_step="请重新打开这一批次。",
        )


def _load(check: Check, folder: Path) -> None:
    """Fill `raw` and `bad`, from the staged file or from what an earlier check of this batch kept of it."""
    kept = folder / KEPT
    con, stream, batch = check.con, check.stream, check.batch
    check.progress.enter(0)
    if kept.exists() and (earlier := _loaded(folder))["source"] == batch.source_sha256:
        loading.view_raw(con, kept)
        con.execute(f"CREATE TABLE bad AS SELECT * FROM read_parquet({quoted(str(folder / 'bad.parquet'))})")
        check.notes, check.vault = earlier["notes"], earlier["vault"]
        check.is_odd = earlier.get("is_odd", True)
        _make_macros(con, epoch_1904=earlier.get("epoch_1904", False))
        return
    source = incoming_path(batch.conference_id, batch.source_sha256)
    tables, told = open_tables(stream, source, batch.source_name, check.work)
    check.notes += told
    check.is_odd = any(table.is_odd for table in tables)
    epoch_1904 = any(table.epoch_1904 for table in tables)
    _make_macros(con, epoch_1904=epoch_1904)
    if stream.persons:
        tables = _without_persons(check, tables)
    check.progress.enter(1)
    with check.progress.watching(con):
        fresh = check.work / KEPT
        check.notes += loading.load_raw(con, stream, tables, batch.defaults, fresh)
    con.execute(f"COPY bad TO {quoted(str(folder / 'bad.parquet'))} (FORMAT parquet)")
    loaded: dict[str, object] = {"source": batch.source_sha256, "notes": check.notes, "vault": check.vault}
    loaded |= {"is_odd": check.is_odd, "epoch_1904": epoch_1904}
    _write_json(folder / "loaded.json", loaded)
    fresh.replace(kept)
    loading.view_raw(con, kept)
    _forget_source(batch, source)


def _make_macros(con: Connection, *, epoch_1904: bool) -> None:
    for macro in macros(epoch_1904=epoch_1904):
        con.execute(macro)


def _loaded(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "loaded.json").read_text(encoding="utf-8")))


def _forget_source(batch: Batch, source: Path) -> None:
    """Remove the upload once it is read: it may hold names, and the hash tells it again."""
    others = Batch.objects.filter(source_sha256=batch.source_sha256, state="received").exclude(pk=batch.pk)
    if not others.filter(conference_id=batch.conference_id).exists():
        source.unlink(missing_ok=True)


def _without_persons(check: Check, tables: list[Table]) -> list[Table]:
    sealing = Sealing()
    plain = []
    for table in tables:
        given = loading.as_csv(check.con, table, check.work) if table.is_parquet else table
        plain.append(take_persons_out(check.stream, given, check.work, check.today, sealing))
    if sealing.identities:
        part = write_part(f"{check.batch.conference_id}-{check.batch.pk}.sealed", sealing.identities)
        check.vault = {"path": part.path, "sha256": part.sha256, "persons": part.persons}
    return plain


def _type(check: Check) -> None:
    """Resolve the distinct values of each look-up and make `typed`."""
    con, room = check.con, TYPING[check.stream.name]
    rows = con.execute("SELECT count(*) FROM raw").fetchall()[0][0]
    check.progress.enter(2, int(rows))
    register = _register(check.batch.conference_id)
    if check.stream.name == "exams":
        con.execute(exams.PARTS_SQL)
    with check.progress.watching(con):
        for lookup in room.LOOKUPS:
            source = "parts" if lookup.given == ("part",) else "raw"
            texts = con.execute(f"SELECT DISTINCT {', '.join(lookup.given)} FROM {source}").fetchall()
            _fill(check, lookup.name, (*lookup.given, *lookup.gives), lookup.resolve(texts, register))
        columns = ", ".join(
            f"CAST({name} AS {kind}) AS {name}" for name, kind in check.stream.columns.items()
        )
        path = quoted(str(check.work / "typed.parquet"))
        faults, joined = broken_cells(con, check.stream) if check.is_odd else ("faults", "")
        con.execute(
            f"COPY (SELECT {columns}, division, year({check.stream.day}) AS year, {faults} AS faults"
            f" FROM ({room.typed_sql(check.today)}){joined}) TO {path} (FORMAT parquet, COMPRESSION snappy)"
        )
        con.execute(
            f"CREATE VIEW typed AS SELECT * RENAME (file_row_number AS id)"
            f" FROM read_parquet({path}, file_row_number = true)"
        )


def _register(conference_id: int) -> Register:
    names = [(code, name_key(text), state) for code, text, state in list_names(conference_id)]
    return Register(
        known={code: (name, place, trade) for code, name, place, trade in list_employers(conference_id)},
        aliases=frozenset((code, key) for code, key, state in names if state == "alias"),
        foreign=frozenset((code, key) for code, key, state in names if state == "foreign"),
    )


def _fill(check: Check, name: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Make a look-up table of rows, through a file: inserting one by one is slow."""
    path = check.work / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    kinds = ", ".join(f"'{one}': '{'DOUBLE' if one == 'factor' else 'VARCHAR'}'" for one in columns)
    check.con.execute(
        f"CREATE TABLE {name} AS SELECT * FROM read_csv({quoted(str(path))}, auto_detect = false, header = true,"
        f" delim = ',', quote = '\"', escape = '\"', nullstr = '\\N', columns = {{{kinds}}},"
        f" max_line_size = {1 << 22})"
    )


def _compare(check: Check) -> None:
    check.progress.enter(3)
    with check.progress.watching(check.con):
        find_twins(check.con, check.stream)
        find_met(check.con, check.stream, check.batch.conference_id, check.batch.replaces_id)
        is_cases = check.stream.name == "cases"
        if is_cases:
            find_elsewhere(check.con, check.batch.conference_id, check.batch.replaces_id)
        give_states(check.con, again=is_cases)
        fault_table(check.con)
    if check.stream.name == "measurements":
        mixed = check.con.execute(
            "SELECT hazard, string_agg(DISTINCT unit, '、' ORDER BY unit) FROM typed WHERE unit <> ''"
            " GROUP BY hazard, metric HAVING count(DISTINCT unit) > 1 ORDER BY hazard LIMIT 20"
        ).fetchall()
        check.notes += [
            f"“{hazard}”在这份文件中用了几种计量单位：{units}，请核对。" for hazard, units in mixed
        ]


def _finish(check: Check, folder: Path, base: str) -> dict[str, Any]:
    check.progress.enter(4)
    counts = reporting.count_states(check.con)
    with check.progress.watching(check.con):
        reporting.write_report(check.con, check.stream, folder / "report.csv")
        sample = reporting.sample_rows(check.con, check.stream)
        files, content = write_batch(check.con, check.stream, check.batch)
        met = _met_employers(check)
    places = check.con.execute("SELECT DISTINCT division FROM checked WHERE division <> ''").fetchall()
    check.notes += file_words(check.batch.conference_id, [str(row[0]) for row in places])
    _write_json(folder / "sample.json", json.loads(json.dumps(sample, default=str)))
    _write_json(folder / "employers.json", met)
    return {
        "source": check.batch.source_sha256,
        "counts": counts,
        "notes": list(dict.fromkeys(check.notes)),
        "files": files,
        "content_sha256": content,
        "base": base,
        "vault": check.vault,
    }


def _met_employers(check: Check) -> dict[str, Any]:
    """Give what the stored rows say of employers and institutions, for the register."""
    con = check.con
    rows = con.execute(
        "SELECT c.employer, n.name, c.division, c.industry FROM (SELECT employer, mode(division) AS division,"
        " mode(nullif(industry, '')) AS industry FROM checked WHERE state IN ('new', 'changed')"
        " AND employer <> '' GROUP BY employer) c JOIN (SELECT code, min(employer_name) AS name FROM employers"
        " WHERE employer_name <> '' OR true GROUP BY code) n ON n.code = c.employer ORDER BY 1"
    ).fetchall()
    kind = {"exams": "examination", "cases": "diagnosis"}.get(check.stream.name, "")
    names: list[str] = []
    if kind:
        found = con.execute(
            "SELECT DISTINCT institution FROM checked WHERE state IN ('new', 'changed') AND institution <> ''"
        ).fetchall()
        names = sorted(str(row[0]) for row in found)
    return {
        "source": check.batch.source_sha256,
        "employers": [[value or "" for value in row] for row in rows],
        "kind": kind,
        "institutions": names,
    }


def _write_json(path: Path, value: object) -> None:
    fresh = path.with_name(f".{path.name}")
    fresh.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)
