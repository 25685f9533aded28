"""Measures how good the detectors are on the injected outbreaks: sensitivity, weeks to detection, false alarms, R's
own alarms beside ours, and combinations.

Usage: python bench/detecting.py. R's alarms are the reference outputs in tests/detectors/data.
"""

import csv
import gzip
from dataclasses import astuple, replace
from pathlib import Path

import duckdb
import numpy as np

from lianxi.detectors.batches import Batch, batch_of_table
from lianxi.detectors.evaluating import Measure, measure
from lianxi.detectors.farrington import FLEXIBLE, judge
from lianxi.detectors.many import adjusted
from lianxi.detectors.methods import METHODS, detect

DATA = Path(__file__).parent.parent / "tests" / "surveillance" / "detecting" / "data"
SERIES, LENGTH = 100, 520
HEAD = "| 方法 | 爆发 | 发现 | ≥5 例发现 | 首周发现 | 平均几周 | 误报率 | 每序列年误报 | 每千序列周报警 |"


def batch() -> Batch:
    """The series with outbreaks."""
    found = duckdb.execute(f"select n from '{DATA / 'counts.parquet'}' order by series, week").fetchnumpy()[
        "n"
    ]
    names = [f"s{i:05d}" for i in range(SERIES)]
    return batch_of_table(names, np.arange(1, LENGTH + 1), found.reshape(SERIES, LENGTH).astype(float))


def sizes() -> np.ndarray:
    """Injected cases by series and week."""
    table = np.zeros((SERIES, LENGTH))
    rows = duckdb.execute(f"select series, week, outbreak_n from '{DATA / 'outbreaks.parquet'}'").fetchall()
    for series, week, cases in rows:
        table[int(series[1:]), week - 1] = cases
    return table


def alarms_of_r(method: str) -> np.ndarray:
    """R's alarms of the last 52 weeks."""
    with gzip.open(DATA / "given" / f"{method}.csv.gz", "rt") as lines:
        return (
            np.array([row[2] == "1" for row in list(csv.reader(lines))[1:]]).reshape(SERIES, 52).astype(int)
        )


def show(name: str, found: Measure) -> None:
    """Print a row of the table."""
    n, *shares = astuple(found)
    detected, large, first, delay, false, year, alarms = shares
    print(
        f"| {name} | {n} | {detected:.0%} | {large:.0%} | {first:.0%} | {delay:.2f} | {false:.2%} | {year:.2f} | {alarms:.1f} |"
    )


def combinations(data: Batch, weeks: int) -> dict[str, np.ndarray]:
    """Alarms of combined detectors and of false discovery control, week by week over all series."""
    near = replace(FLEXIBLE, limit54=(2, 4), skip_silent=False)
    found = judge(data.counts, np.zeros(SERIES, np.int64), weeks, near, tails=True)
    strict = judge(data.counts, np.zeros(SERIES, np.int64), weeks, replace(near, alpha=0.001))
    c2 = detect(data, "ears-c2", weeks).alarm == 1
    rising = found.alarm == 1
    tails = np.where(np.isnan(found.upper), np.nan, found.tail)
    kept = np.stack([adjusted(tails[:, week]) for week in range(weeks)], axis=1)
    return {
        "Farrington (2,4)": rising,
        "Farrington (2,4)，α .001": strict.alarm == 1,
        "Farrington (2,4) 且 C2": rising & c2,
        "Farrington (2,4) α .001，或与 C2 同报": (strict.alarm == 1) | (rising & c2),
        "Farrington (2,4)，FDR 10 %": kept <= 0.1,
        "Farrington (2,4)，FDR 20 %": kept <= 0.2,
    }


def main() -> None:
    """Print the tables: the last 52 weeks beside R, and the last 250 weeks for more outbreaks."""
    data, injected = batch(), sizes()
    for weeks in (52, 250):
        print(f"\n最近 {weeks} 周，{SERIES} 条序列\n\n{HEAD}\n|{'---|' * 9}")
        for method in METHODS:
            show(method, measure(detect(data, method, weeks).alarm, injected[:, -weeks:]))
            if weeks == 52:
                show("　R " + method, measure(alarms_of_r(method), injected[:, -weeks:]))
        for name, alarm in combinations(data, weeks).items():
            show(name, measure(alarm.astype(np.int64), injected[:, -weeks:]))


if __name__ == "__main__":
    main()
