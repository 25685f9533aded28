"""Owns the test for a monotone trend: Mann–Kendall, with the slope of Theil and Sen."""

from dataclasses import dataclass

import numpy as np
import scipy

from lianxi.detectors.windows import Floats

FEWEST = 4


@dataclass(frozen=True)
class Trend:
    """Mann–Kendall's S, its z with ties and continuity corrected, two-sided p; slope per step with its 95 % limits.

    Silent (`reason`) where there are too few values or all are equal; the numbers are then NaN.
    """

    s: float
    z: float
    p: float
    slope: float
    low: float
    high: float
    reason: str = ""


def _silent(reason: str) -> Trend:
    return Trend(*(float("nan"),) * 6, reason=reason)


def trend_of(values: Floats, times: Floats | None = None) -> Trend:
    """Test values at rising times (default: steps of one); NaN values are left out."""
    when = np.arange(values.size, dtype=np.float64) if times is None else times
    seen = ~np.isnan(values)
    y, t = values[seen], when[seen]
    if y.size < FEWEST:
        return _silent(f"有效数值不足 {FEWEST} 个")
    if (y == y[0]).all():
        return _silent("所有数值相同")
    above = np.triu(np.sign(y[None, :] - y[:, None]), 1)
    s, n = float(above.sum()), y.size
    ties = np.unique(y, return_counts=True)[1]
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18.0
    z = (s - np.sign(s)) / np.sqrt(variance)
    slope, _middle, low, high = scipy.stats.theilslopes(y, t, alpha=0.95)
    return Trend(s, float(z), float(2.0 * scipy.stats.norm.sf(abs(z))), float(slope), float(low), float(high))
