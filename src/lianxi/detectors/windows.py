"""Owns which past weeks a Farrington detector compares a week with, and in which season each of them lies."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from lianxi.core.refusals import BadInput

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

YEAR = 52


@dataclass(frozen=True)
class Baseline:
    """Years back, half-width in weeks, number of seasons, and newest weeks left out (R: b, w, noPeriods,
    pastWeeksNotIncluded)."""

    years: int = 5
    half_width: int = 3
    seasons: int = 10
    left_out: int = 26


@dataclass(frozen=True)
class Window:
    """The weeks of a baseline relative to the judged week.

    `offset`, `t` (weeks from the middle of the baseline) and `season` have one entry per week, oldest first;
    `runs` and `starts` one column per unbroken run of weeks of one season: first week, length, season, distance
    to the run before (0 where above `longest`); and the time of its first week. `now` is the judged week's time,
    `target` its season.
    """

    offset: Ints
    t: Floats
    season: Ints
    runs: Ints
    starts: Floats
    target: int
    now: float
    longest: int


def _seasons_of(base: Baseline) -> dict[int, int]:
    """Season (from 0; the last is the judged week's own) of each week before the judged one."""
    last, blocks = base.seasons - 1, base.seasons - 1
    seasons = dict.fromkeys(range(-base.half_width, 1), last)
    for year in range(1, base.years + 1):
        middle = -YEAR * year
        seasons |= dict.fromkeys(range(middle - base.half_width, middle + base.half_width + 1), last)
        if blocks:
            start, period = middle + base.half_width + 1, YEAR - 2 * base.half_width - 1
            lengths = [period // blocks + (block < period % blocks) for block in range(blocks)]
            for block, length in enumerate(lengths):
                seasons |= dict.fromkeys(range(start, start + length), block)
                start += length
    return {week: season for week, season in seasons.items() if week < -base.left_out}


@lru_cache(maxsize=32)
def window_of(base: Baseline) -> Window:
    """Lay out a baseline; R's blocks for a series of 52 weeks a year.

    Raises BadInput where the seasons do not fit between the reference weeks or nothing is left to compare with.
    """
    if base.years < 1 or base.half_width < 0 or base.left_out < 0:
        raise BadInput("回看年数、半窗宽与排除周数不能为负，回看年数至少为 1。")
    if base.seasons < 1 or base.seasons - 1 > YEAR - 2 * base.half_width - 1:
        raise BadInput(f"季节分段数 {base.seasons} 在半窗宽 {base.half_width} 下放不进一年。")
    seasons = _seasons_of(base)
    if not seasons:
        raise BadInput("排除的近期周数覆盖了全部基线。")
    offset = np.array(sorted(seasons), dtype=np.int64)
    season = np.array([seasons[int(week)] for week in offset], dtype=np.int64)
    middle = float(offset.mean().round())
    first = np.flatnonzero(np.r_[True, (np.diff(offset) != 1) | (np.diff(season) != 0)])
    length = np.diff(np.r_[first, offset.size])
    start = offset[first] - middle
    longest = int(length.max())
    step = np.r_[0, np.diff(start)]
    return Window(
        offset=offset,
        t=(offset - middle).astype(np.float64),
        season=season,
        runs=np.ascontiguousarray(
            [first, length, season[first], np.where(step <= longest, step, 0)], dtype=np.int64
        ),
        starts=start.astype(np.float64),
        target=base.seasons - 1,
        now=-middle,
        longest=longest,
    )


def reach_of(window: Window) -> int:
    """Return how many weeks before the judged one the baseline begins."""
    return int(-window.offset[0])


def describe(window: Window) -> dict[str, Any]:
    """Return the layout in words for a picture: first week, last week, weeks compared."""
    return {"from": int(window.offset[0]), "to": int(window.offset[-1]), "weeks": int(window.offset.size)}
