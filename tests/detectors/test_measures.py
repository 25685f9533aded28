"""The table of docs/detectors.md is what the detectors do on the outbreaks that come with the data."""

import re
from pathlib import Path

import duckdb
import numpy as np
import pytest

from detectors.references import DATA
from lianxi.detectors.batches import batch_of_table
from lianxi.detectors.evaluating import measure
from lianxi.detectors.methods import METHODS, detect

SERIES, LENGTH, WEEKS = 100, 520, 250
PAGE = Path(__file__).parents[2] / "docs" / "detectors.md"


def _shown() -> dict[str, list[float]]:
    """The figures of each row that stands for one method: shares, weeks, false alarms."""
    rows = re.findall(r"^\| ([a-z0-9-]+) \|(.+)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        name: [float(cell.strip(" %")) for cell in cells.split("|")]
        for name, cells in rows
        if name in METHODS and "%" in cells
    }


@pytest.mark.parametrize(
    "method", ["farrington", "farrington-delta", "farrington-muan", "farrington-original", "glrnb"]
)
def test_the_figures_shown_are_those_measured(method: str) -> None:
    found = duckdb.execute(f"SELECT n FROM '{DATA / 'counts.parquet'}' ORDER BY series, week").fetchnumpy()[
        "n"
    ]
    counts = found.reshape(SERIES, LENGTH).astype(float)
    sizes = np.zeros((SERIES, LENGTH))
    for series, week, cases in duckdb.execute(
        f"SELECT series, week, outbreak_n FROM '{DATA / 'outbreaks.parquet'}'"
    ).fetchall():
        sizes[int(series[1:]), week - 1] = cases
    batch = batch_of_table([str(place) for place in range(SERIES)], np.arange(1, LENGTH + 1), counts)
    one = measure(detect(batch, method, WEEKS).alarm, sizes[:, -WEEKS:])
    assert one.outbreaks == 91
    measured = [
        100 * one.detected, 100 * one.detected_large, 100 * one.first_week, one.delay, 100 * one.false_share, one.false_a_year,
    ]  # fmt: skip
    steps = [
        1,
        1,
        1,
        0.1 if method == "glrnb" else 0.01,
        0.1 if method in ("glrnb", "farrington-original") else 0.01,
        0.01,
    ]
    for shown, real, step in zip(_shown()[method], measured, steps, strict=True):
        assert shown == pytest.approx(real, abs=0.51 * step), method
