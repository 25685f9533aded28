"""Measures the detectors: Farrington (nbPlugin, 52 weeks, ten years) on one and two cores, R beside it, and the
newest week of 100,000 series.

Usage: python bench/surveillance.py [--no-r]. R is timed in the same run where Rscript has the package surveillance.
Limits: at least 700 times R per series-week on one core; the newest week of 100,000 series within 2 s on two.
"""

import csv
import gzip
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np

from lianxi.detectors.compiling import use_cores
from lianxi.detectors.farrington import FLEXIBLE, judge

DATA = Path(__file__).parent.parent / "tests" / "surveillance" / "detecting" / "data"
WEEKS, YEARS = 52, 10
# R on one core of the machine on which the limit was set.
R_MS, RATIO, NEWEST_S = 8.6, 700, 2.0


def sparse() -> np.ndarray:
    """The reference data, ten times over."""
    found = duckdb.execute(f"select n from '{DATA / 'counts.parquet'}' order by series, week").fetchnumpy()[
        "n"
    ]
    return np.tile(found.reshape(100, 52 * YEARS).astype(float), (10, 1))


def dense(series: int = 1000) -> np.ndarray:
    """Series without gaps or silent weeks: 8 to 150 cases a week, trend, season, overdispersion."""
    rng = np.random.default_rng(7)
    level = np.log(rng.choice([8.0, 20.0, 60.0, 150.0], (series, 1)))
    week = np.arange(52 * YEARS)
    mean = np.exp(level + rng.normal(0, 0.0007, (series, 1)) * week + 0.4 * np.cos(2 * np.pi * week / 52))
    phi = rng.choice([1.001, 1.5, 3.0], (series, 1))
    return rng.negative_binomial(mean / (phi - 1), 1 / phi).astype(float)


def seconds(counts: np.ndarray, weeks: int, *, skip: bool, times: int = 3) -> float:
    """The best of some runs."""
    begins, best = np.zeros(len(counts), dtype=np.int64), float("inf")
    for _ in range(times):
        start = time.perf_counter()
        judge(counts, begins, weeks, replace(FLEXIBLE, skip_silent=skip))
        best = min(best, time.perf_counter() - start)
    return best


def r_milliseconds(counts: np.ndarray, series: int = 20) -> float | None:
    """R's milliseconds per series-week on the first series, one core; None without R."""
    if "--no-r" in sys.argv or shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "counts.csv.gz"
        with gzip.open(table, "wt", newline="") as file:
            out = csv.writer(file)
            out.writerow([f"s{i}" for i in range(series)])
            out.writerows(counts[:series].T.astype(int).tolist())
        command = ["Rscript", str(DATA / "reference.R"), "farrington", str(table), "-", str(WEEKS)]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    print("  ", said.stdout.strip() or "R 没有 surveillance 包")
    return float(said.stdout.split(": ")[1].split(" ms")[0]) if said.returncode == 0 else None


def main() -> None:
    """Print microseconds per series-week, the ratio to R and the limits."""
    use_cores(2)
    start = time.perf_counter()
    seconds(dense(2), 1, skip=True, times=1)
    print(f"装入编译好的代码 {time.perf_counter() - start:.1f} 秒（首次含编译）")
    for name, counts in (("参照数据", sparse()), ("稠密序列", dense())):
        print(name)
        peer = r_milliseconds(counts)
        for cores in (1, 2):
            for skip in (False, True):
                spent = (
                    1e6 * seconds(counts, WEEKS, skip=skip) / len(counts) / WEEKS if use_cores(cores) else 0.0
                )
                print(
                    f"  {cores} 核，{'跳过' if skip else '不跳过'}无界限的周：{spent:.2f} 微秒/序列周，"
                    f"是 R 的 {1000 * (peer or R_MS) / spent:.0f} 倍"
                    f"（限 {RATIO}；R {'同次实测' if peer else '取'} {peer or R_MS} 毫秒）"
                )
    many = np.tile(dense(), (100, 1))
    print(f"最新一周，{len(many)} 条序列，两核：{seconds(many, 1, skip=True):.2f} 秒（限 {NEWEST_S}）")


if __name__ == "__main__":
    main()
