"""Owns the data of a signal's picture: the series, expected and bound, the point that broke it, the weeks compared
and how much each weighed. Drawing is the web's."""

from dataclasses import dataclass, replace

import numpy as np

from lianxi.detectors.batches import Batch
from lianxi.detectors.ears import BASELINE
from lianxi.detectors.farrington import FLEXIBLE, ORIGINAL, weights_at
from lianxi.detectors.methods import detect
from lianxi.detectors.outcomes import Outcome
from lianxi.detectors.reasons import WORDS
from lianxi.detectors.windows import Floats, Ints, reach_of, window_of


@dataclass(frozen=True)
class Picture:
    """`weeks`, `counts`, `expected`, `upper` run in step (NaN: none); the last is the judged week. `used` are the
    weeks compared with it and `weights` their weights (1 is usual; below, weighed down as a past rise)."""

    name: str
    weeks: Ints
    counts: Floats
    expected: Floats
    upper: Floats
    alarm: bool
    used: Ints
    weights: Floats
    reason: str


def picture_of(batch: Batch, series: int, method: str, *, shown: int = 52, compat: str = "R") -> Picture:
    """Gather the picture of one series' newest week, with `shown` judged weeks before it.

    Cumulative statistics are shown from the first of these weeks on.
    """
    one = Batch(
        [batch.names[series]], batch.weeks, batch.counts[series : series + 1], batch.begins[series : series + 1],
        batch.flaw[series : series + 1],
    )  # fmt: skip
    shown = min(shown, batch.weeks.size)
    found: Outcome = detect(one, method, shown, compat=compat)
    used, weights = _compared(one, method, shown, documented=compat == "documented")
    return Picture(
        name=batch.names[series],
        weeks=batch.weeks[-shown:],
        counts=one.counts[0, -shown:],
        expected=found.expected[0],
        upper=found.upper[0],
        alarm=bool(found.alarm[0, -1] == 1),
        used=used,
        weights=weights,
        reason=WORDS[int(found.reason[0, -1])],
    )


def _compared(one: Batch, method: str, shown: int, *, documented: bool) -> tuple[Ints, Floats]:
    """Weeks the newest one is compared with, and their weights."""
    last = one.weeks.size - 1
    if method.startswith("farrington"):
        settings = replace(ORIGINAL if method == "farrington-original" else FLEXIBLE, documented=documented)
        window = window_of(settings.baseline)
        if last - reach_of(window) < one.begins[0]:
            return np.empty(0, np.int64), np.empty(0)
        return one.weeks[last + window.offset], weights_at(one.counts[0], last, settings)
    if method.startswith("ears"):
        lag = 1 if method == "ears-c1" else 3
        at = np.arange(last - lag - BASELINE + 1, last - lag + 1)
    else:
        at = np.arange(int(one.begins[0]), one.weeks.size - shown)
    at = at[at >= 0]
    return one.weeks[at], np.where(np.isnan(one.counts[0, at]), 0.0, 1.0)
