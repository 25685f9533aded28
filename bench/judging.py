"""How fast measurement rows are judged in bulk and counted into weekly series, beside DuckDB's bare scan.

    python bench/judging.py [rows …] [--keep FOLDER]

Writes made-up rows (every limit held, lognormal-like values, one in twenty long shifts, 300 counties, 4 years) to
Parquet, then prints for each size: the bare scan of the columns used, judging, judging with weekly series, and memory.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from lianxi.hazards.judging import bulk
from lianxi.hazards.limits import find_limits, hazards

SIZES = (1_000_000, 10_000_000)
THREADS = 2
MEMORY = "8GB"


def main() -> None:
    """Build each size and print its table."""
    options = argparse.ArgumentParser()
    options.add_argument("rows", nargs="*", type=float, default=SIZES)
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="lianxi-bench-") as folder:
        for rows in given.rows:
            measure(int(rows), given.keep or Path(folder))


def measure(rows: int, folder: Path) -> None:
    """Print the times of one size."""
    path = folder / f"measurements-{rows}.parquet"
    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"SET temp_directory = '{folder}'")
    if not path.exists():
        build(connection, rows, path)
    source = f"read_parquet('{path}')"
    scanned = (
        "count(hazard), count(metric), count(unit), count(division), count(industry), min(sampled_on), sum(value), sum(loq),"
        " sum(silica), sum(hours_per_day), sum(days_per_week), sum(below_loq::INT)"
    )
    print(f"{rows} rows, {path.stat().st_size / 1e6:.0f} MB, {THREADS} threads, memory limit {MEMORY}")
    scan = timed("bare scan", rows, lambda: connection.execute(f"SELECT {scanned} FROM {source}").fetchall())
    contexts = timed("contexts", rows, lambda: bulk.load_contexts(connection, source))
    judged = f"SELECT count(*), sum(outcome), sum(level), sum(at_action::INT), sum(ratio) FROM ({bulk.judged(source)})"
    judging = timed("judge every row", rows, lambda: connection.execute(judged).fetchall())
    weekly = f"CREATE OR REPLACE TEMP TABLE series AS {bulk.weekly(source)}"
    series = timed("judge and count weekly", rows, lambda: connection.execute(weekly))
    count = connection.execute("SELECT count(*), sum(n) FROM series").fetchone()
    both = contexts + series
    print(
        f"  contexts and weekly: {both:.1f} s, {both / rows * 1e6:.2f} µs a row, {both / scan:.0f} × the scan"
    )
    print(f"  judging alone {judging / scan:.0f} × the scan; series-weeks and rows judged: {count}")
    print(f"  peak memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


def timed(name: str, rows: int, run: Callable[[], object]) -> float:
    """Run once, print and give the seconds; the processor's own seconds tell more on a shared machine."""
    began, used = time.perf_counter(), time.process_time()
    run()
    took, worked = time.perf_counter() - began, time.process_time() - used
    print(f"  {name:<24} {took:8.2f} s {rows / took / 1e6:8.2f} M rows/s   processor {worked:7.2f} s")
    return took


def build(connection: duckdb.DuckDBPyConnection, rows: int, path: Path) -> None:
    """Write the made-up rows."""
    kinds = hazards()
    cases = dict.fromkeys(
        (limit.hazard, kinds[limit.hazard].kind, limit.metric, limit.unit, float(limit.value))
        for code in kinds
        for limit in find_limits(code)
    )
    connection.execute(
        "CREATE OR REPLACE TABLE cases (i INT, hazard TEXT, kind TEXT, metric TEXT, unit TEXT, limited DOUBLE)"
    )
    lists = [list(column) for column in zip(*((i, *case) for i, case in enumerate(cases)), strict=True)]
    connection.execute(f"INSERT INTO cases SELECT {', '.join('unnest(?)' for _ in lists)}", lists)
    connection.execute(f"""COPY (SELECT 'b' || (g // 1000000) AS batch, g AS "row", 'r' || (g // 50) AS report_no,
            'e' || ((g // 200) % 200000) AS employer, (350000 + hash(g // 200) % 300)::VARCHAR AS division,
            (10 + hash(g // 200) % 80)::VARCHAR || '10' AS industry, 'w' || (g % 20) AS workplace,
            DATE '2022-01-01' + ((g * 1460) // {rows})::INT + (hash(g // 50) % 30)::INT AS sampled_on,
            hazard, kind, metric, round(-ln((hash(g) % 999999 + 1) / 1000001.0) * 0.4 * limited, 3) AS value, unit,
            hash(g, 1) % 10 = 0 AS below_loq, round(limited * 0.01, 4) AS loq,
            (CASE WHEN hash(g, 2) % 20 = 0 THEN 12 ELSE 8 END)::DOUBLE AS hours_per_day,
            (CASE WHEN hash(g, 3) % 10 = 0 THEN 6 ELSE 5 END)::DOUBLE AS days_per_week,
            CASE WHEN kind = 'dust' THEN (hash(g, 4) % 90)::DOUBLE END AS silica, 5 AS workers
        FROM range({rows}) t(g) JOIN cases ON i = hash(g, 9) % {len(cases)})
        TO '{path}' (FORMAT parquet, COMPRESSION zstd)""")


if __name__ == "__main__":
    main()
