"""Reads the tables of counts and what R gives for them (data/README.md)."""

import csv
import gzip
from pathlib import Path

import duckdb
import numpy as np

from lianxi.detectors.batches import Batch, batch_of_table

DATA = Path(__file__).parent / "data"


def given_batch() -> Batch:
    found = duckdb.execute(f"select n from '{DATA / 'counts.parquet'}' order by series, week").fetchnumpy()[
        "n"
    ]
    return batch_of_table(
        [f"s{i:05d}" for i in range(100)], np.arange(1, 521), found.reshape(100, 520).astype(float)
    )


def other_batch() -> Batch:
    with gzip.open(DATA / "other" / "counts.csv.gz", "rt") as lines:
        names, *rows = csv.reader(lines)
    table = np.array([[_number(value) for value in row] for row in rows]).T
    return batch_of_table(names, np.arange(1, table.shape[1] + 1), table)


def reference(path: str, weeks: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Alarm, upper, expected of R by series and week."""
    with gzip.open(DATA / f"{path}.csv.gz", "rt") as lines:
        rows = [[_number(value) for value in row[2:]] for row in list(csv.reader(lines))[1:]]
    table = np.array(rows).reshape(-1, weeks, 3)
    return table[:, :, 0], table[:, :, 1], table[:, :, 2]


def _number(text: str) -> float:
    return np.nan if text in {"NA", ""} else float(text)
