"""Owns EARS C1, C2 and C3: a week against the mean and spread of seven recent weeks.

`compat="R"` is surveillance's earsC, whose C3 bound starts from the observed count; `"documented"` starts from
the mean, as its manual says, and calls a count equal to the bound an alarm.
"""

from dataclasses import dataclass

import numpy as np
import scipy

from lianxi.detectors.outcomes import Outcome
from lianxi.detectors.reasons import BASE_GAP, OK, SHORT, UNREPORTED
from lianxi.detectors.windows import Floats, Ints

BASELINE = 7


@dataclass(frozen=True)
class Ears:
    """One of the three: weeks between baseline and judged week, whether two earlier weeks add up, alpha."""

    lag: int = 0
    adds_up: bool = False
    alpha: float = 0.001
    least_spread: float = 0.5
    documented: bool = False


C1, C2, C3 = Ears(), Ears(lag=2), Ears(lag=2, adds_up=True, alpha=0.025)


def judge(counts: Floats, begins: Ints, weeks: int, settings: Ears) -> Outcome:
    """Judge the last `weeks` weeks of every row (series × weeks; NaN: no report)."""
    earlier = 2 if settings.adds_up else 0
    reach = BASELINE + settings.lag + earlier
    z = float(scipy.stats.norm.ppf(1.0 - settings.alpha))
    padded = np.pad(counts, ((0, 0), (reach, 0)), constant_values=np.nan)
    last = padded.shape[1]
    span = weeks + earlier
    view = np.lib.stride_tricks.sliding_window_view(padded, BASELINE, axis=1)
    first = last - span - BASELINE - settings.lag
    base = view[:, first : first + span]
    mean = base.mean(axis=2)
    spread = np.maximum(base.std(axis=2, ddof=1), settings.least_spread)
    observed = padded[:, last - weeks :]
    if settings.adds_up:
        recent = padded[:, last - span :]
        above = np.maximum(0.0, (recent - mean) / spread - 1.0)
        start = mean[:, 2:] if settings.documented else observed
        upper = np.maximum(0.0, start + spread[:, 2:] * (z - above[:, :-2] - above[:, 1:-1]))
    else:
        upper = mean + z * spread
    return _outcome(counts, begins, observed, upper, reach, documented=settings.documented)


def _outcome(
    counts: Floats, begins: Ints, observed: Floats, upper: Floats, reach: int, *, documented: bool
) -> Outcome:
    weeks = observed.shape[1]
    at = np.arange(counts.shape[1] - weeks, counts.shape[1])
    reason = np.full(upper.shape, OK)
    reason[np.isnan(upper)] = BASE_GAP
    reason[np.isnan(observed)] = UNREPORTED
    reason[at[None, :] - begins[:, None] < reach] = SHORT
    upper = np.where(reason == SHORT, np.nan, upper)
    broken = observed >= upper if documented else observed > upper
    alarm = np.where(np.isnan(upper) | np.isnan(observed), -1, broken).astype(np.int64)
    return Outcome(alarm, np.full(upper.shape, np.nan), upper, reason)
