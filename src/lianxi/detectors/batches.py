"""Owns the batch: many weekly series on one axis of weeks, with what is wrong with each of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lianxi.core.refusals import BadInput
from lianxi.detectors.reasons import ABSENT, DUPLICATE, NEGATIVE, OK
from lianxi.detectors.windows import Floats, Ints

# A longer axis is a mistake in the week numbers (a date, a year and week), not a history.
MOST_WEEKS = 5200
# More cases than this in a week are no count; their squares would no longer be numbers, either.
MOST_COUNT = 1e15


@dataclass(frozen=True)
class Batch:
    """Series × weeks: `counts` (NaN: no report), `weeks` (consecutive), `begins` (position of each series' first
    report) and `flaw`, the reason why a series is not judged at all (OK: none)."""

    names: list[str]
    weeks: Ints
    counts: Floats
    begins: Ints
    flaw: Ints


def batch_of(
    series: npt.NDArray[np.int64],
    names: list[str],
    weeks: Ints,
    counts: Floats,
    *,
    axis: tuple[int, int] | None = None,
) -> Batch:
    """Lay rows (position of the series, week, count) on one axis, the union of their weeks.

    A series with a negative, fractional or impossibly large count or a repeated week is kept and marked as flawed.
    `axis` fixes first and last week. Raises BadInput where the weeks span more than a century.
    """
    first, last = axis or ((int(weeks.min()), int(weeks.max())) if weeks.size else (1, 1))
    if last - first + 1 > MOST_WEEKS:
        raise BadInput(
            f"周号跨度 {last - first + 1} 周，超过 {MOST_WEEKS} 周。",
            next_step="周号应为连续的整数，例如 1、2、3。",
        )
    flaw = np.full(len(names), OK, dtype=np.int64)
    table = np.full((len(names), last - first + 1), np.nan)
    seen = np.zeros(table.shape, dtype=np.int32)
    np.add.at(seen, (series, weeks - first), 1)
    table[series, weeks - first] = counts
    bad = _is_no_count(counts)
    flaw[(seen > 1).any(axis=1)] = DUPLICATE
    flaw[series[bad]] = NEGATIVE
    return _batch(names, np.arange(first, last + 1), table, flaw)


def batch_of_table(names: list[str], weeks: Ints, table: Floats) -> Batch:
    """Take series that already are rows of a table over consecutive weeks."""
    bad = _is_no_count(table)
    return _batch(names, weeks, table.copy(), np.where(bad.any(axis=1), NEGATIVE, OK))


def _is_no_count(counts: Floats) -> npt.NDArray[np.bool_]:
    """Tell what is neither a gap nor a whole number of cases, by place; comparisons with a gap are false."""
    found: npt.NDArray[np.bool_] = (counts < 0) | (counts > MOST_COUNT) | (np.floor(counts) < counts)
    return found


def _batch(names: list[str], weeks: Ints, table: Floats, flaw: Ints) -> Batch:
    table[flaw != OK] = np.nan
    reported = ~np.isnan(table)
    begins = np.where(reported.any(axis=1), reported.argmax(axis=1), table.shape[1])
    flaw = np.where((flaw == OK) & ~reported.any(axis=1), ABSENT, flaw)
    return Batch(names, weeks, table, begins.astype(np.int64), flaw.astype(np.int64))
