"""Measures data in and at rest: import of a CSV in rows a second; judging and weekly series of many stored rows.

Usage: python bench/intake.py [--import-rows 1000000] [--store-rows 1000000,10000000] [--threads 2]

Everything is made in a folder of its own and removed in the end. The stored rows are written as intake writes them
(by year and division, the same columns); judging and counting is timed beside DuckDB's bare scan of the same columns
in the same run: that is the limit. Memory is the most this process held.
"""

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="lianxi-bench-", dir=os.environ.get("LIANXI_BENCH")))
os.environ |= {
    "LIANXI_DATA": str(FOLDER),
    "DATABASE_URL": f"sqlite:///{FOLDER}/bench.sqlite3",
    "DJANGO_SETTINGS_MODULE": "lianxi.config.settings",
}
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import django

django.setup()

import random

from django.core.management import call_command

from cast import AT, found_cast
from lianxi.core.words import day_of
from lianxi.hazards.judging import bulk
from lianxi.register.rules.places import divisions
from lianxi.surveillance import example
from lianxi.surveillance.actions import apply_batch, check_batch, receive_batch
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.store.files import incoming_dir
from lianxi.surveillance.store.reading import files_sql
from lianxi.tables.engine import connect
from lianxi.tables.staging import stage_file

YEARS = range(2016, 2026)
# Counties of a province; each row of the generator lies in one of them.
COUNTIES = sorted(
    code for code, (_, level, _) in divisions().items() if code[:2] == "35" and level == "county"
)
HAZARDS = (
    ("c133", "chemical", "twa", "mg/m3", 18.0),
    ("c12", "chemical", "twa", "mg/m3", 1.2),
    ("d9", "dust", "dust_total", "mg/m3", 2.2),
    ("d40", "dust", "dust_respirable", "mg/m3", 0.4),
    ("noise", "noise", "lex8h", "dB(A)", 84.0),
    ("c224a", "chemical", "twa", "mg/m3", 0.012),
)


def peak() -> float:
    """GiB this process held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def bench_import(rows: int) -> None:
    call_command("migrate", verbosity=0)
    cast = found_cast()
    draw = random.Random(1)
    employers = example._employers(random.Random(1), max(5, rows // 200))
    path = FOLDER / "measurements.csv"
    with path.open("w", encoding="utf-8") as file:
        for line in example.measurements(draw, employers, rows, day_of(AT)):
            file.write(",".join(f'"{cell}"' if "," in cell else cell for cell in line) + "\n")
    size = path.stat().st_size / 1024**2
    started, used = time.perf_counter(), time.process_time()
    upload, _ = stage_file(incoming_dir(cast.conference.pk), path)
    batch = receive_batch(cast.staff, AT, stream="measurements", upload=upload, name=path.name)
    staged = time.perf_counter()
    run_check(batch, day_of(AT))
    checked = time.perf_counter()
    batch = check_batch(cast.staff, AT, batch_id=batch.pk)
    batch = apply_batch(cast.staff, AT, batch_id=batch.pk)
    done = time.perf_counter()
    print(
        f"import: {rows:,} rows, {size:,.0f} MB, {len(batch.files)} files: {done - started:.1f} s"
        f" = {rows / (done - started):,.0f} rows/s"
        f" (staged {staged - started:.1f}, checked {checked - staged:.1f}, applied {done - checked:.1f} s)"
        f" processor time {time.process_time() - used:.1f} s; counts { ({k: v for k, v in batch.counts.items() if v}) }, peak {peak():.2f} GiB",
        flush=True,
    )


def write_rows(folder: Path, rows: int) -> None:
    """Write rows as intake does: stream/year=/division=/batch=."""
    con = connect(memory="4GiB")
    hazards = ", ".join(f"('{h}', '{k}', '{m}', '{u}', {v})" for h, k, m, u, v in HAZARDS)
    counties = ", ".join(f"('{code}')" for code in COUNTIES)
    con.execute(
        f"CREATE TABLE hazards AS SELECT row_number() OVER () - 1 AS id, * FROM (VALUES {hazards}) t(hazard, kind, metric, unit, usual)"
    )
    con.execute(
        f"CREATE TABLE counties AS SELECT row_number() OVER () - 1 AS id, * FROM (VALUES {counties}) t(division)"
    )
    con.execute("SET preserve_insertion_order = false")
    for year in YEARS:
        part = rows // len(YEARS)
        con.execute(
            f"COPY (SELECT r AS row, 'R' || (r // 30) AS report_no, '91' || division || 'MA' || lpad(CAST(hash(r // 90) % 20000 AS VARCHAR), 8, '0') AS employer,"
            " ['C1952', 'C3032', 'C2110', 'C3130', 'C2641', 'B0610'][CAST(hash(r // 90, 1) % 6 AS INTEGER) + 1] AS industry,"
            " (hash(r, 9) % 5 + 1) || '号车间' AS workplace, '岗位' || hash(r, 8) % 40 AS point,"
            f" DATE '{year}-01-01' + CAST(hash(r, 2) % 365 AS INTEGER) AS sampled_on, hazard, kind, metric,"
            " CASE WHEN unit = 'dB(A)' THEN usual + round((hash(r, 3) % 1200) / 100.0 - 6, 1) ELSE usual * (0.05 + (hash(r, 4) % 30011) / 10000.0) END AS value,"
            " unit, hash(r, 5) % 50 = 0 AS below_loq, CASE WHEN hash(r, 5) % 50 = 0 THEN 0.005 END AS loq,"
            " [8.0, 8.0, 10.0, 12.0][CAST(hash(r, 6) % 4 AS INTEGER) + 1] AS hours_per_day, [5.0, 6.0][CAST(hash(r, 7) % 2 AS INTEGER) + 1] AS days_per_week,"
            " CASE WHEN kind = 'dust' THEN 12.0 END AS silica, CAST(hash(r, 10) % 60 AS INTEGER) AS workers,"
            f" {year} AS year, division, 1 AS batch FROM (SELECT range AS r FROM range({part})) x"
            " JOIN hazards h ON h.id = hash(r, 11) % 6"
            f" JOIN counties c ON c.id = r * {len(COUNTIES)} // {part} % {len(COUNTIES)})"
            f" TO '{folder}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, division, batch), OVERWRITE_OR_IGNORE true)"
        )
    con.close()


def bench_store(rows: int, threads: int) -> None:
    folder = FOLDER / f"rows{rows}" / "measurements"
    folder.mkdir(parents=True)
    write_rows(folder, rows)
    paths = sorted(str(path) for path in folder.rglob("*.parquet"))
    size = sum(Path(path).stat().st_size for path in paths) / 1024**3
    con = connect(memory="6GiB", threads=threads, spill=FOLDER / "spill")
    con.execute(f"CREATE VIEW measurements AS SELECT * FROM {files_sql(paths)}")
    started = time.perf_counter()
    counted = con.execute(
        "SELECT count(*), sum(value), sum(loq), count(below_loq), min(sampled_on), sum(hours_per_day), sum(days_per_week),"
        " sum(silica), max(hazard), max(metric), max(unit), max(industry), max(division) FROM measurements"
    ).fetchall()[0][0]
    scanned = time.perf_counter()
    contexts = bulk.load_contexts(con, "measurements")
    loaded = time.perf_counter()
    con.execute(f"CREATE TABLE weekly AS {bulk.weekly('measurements')}")
    done = time.perf_counter()
    series, cells, exceeded = con.execute(
        "SELECT count(DISTINCT (division, hazard_group, section)), count(*), sum(exceeded) FROM weekly"
    ).fetchall()[0]
    print(
        f"store: {counted:,} rows, {len(paths)} files, {size:.2f} GiB, {threads} threads: scan {scanned - started:.1f} s;"
        f" judged and counted {done - scanned:.1f} s (contexts {contexts} in {loaded - scanned:.1f} s),"
        f" {(done - scanned) / (scanned - started):.1f} × the scan; {series:,} series, {cells:,} weeks, {exceeded:,} exceeded;"
        f" peak {peak():.2f} GiB",
        flush=True,
    )
    con.close()
    shutil.rmtree(folder.parent)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--import-rows", type=int, default=1_000_000)
    parser.add_argument("--store-rows", default="1000000,10000000")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    try:
        if options.import_rows:
            bench_import(options.import_rows)
        for rows in options.store_rows.split(",") if options.store_rows else []:
            bench_store(int(rows), options.threads)
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()
