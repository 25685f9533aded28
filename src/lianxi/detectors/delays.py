"""Owns late reports: how complete a recent week is, by how complete past weeks were as long after."""

from dataclasses import dataclass

import numpy as np

from lianxi.detectors.windows import Floats

# Weeks below this share are marked as incomplete.
COMPLETE = 0.9


@dataclass(frozen=True)
class Nowcast:
    """For the newest weeks, oldest first: share reported by now, estimated final count (NaN: no basis), mark."""

    share: Floats
    estimate: Floats
    incomplete: list[bool]


def completeness(triangle: Floats) -> Floats:
    """Return the share of a week's cases reported by d weeks after (d = 0 … D).

    `triangle` is weeks × delays (cases reported exactly d weeks late; NaN: not yet observable). Chain of ratios
    of cumulative sums over weeks where both delays are observed, so that recent weeks count too.
    """
    total = np.cumsum(triangle, axis=1)
    share = np.ones(triangle.shape[1])
    for delay in range(triangle.shape[1] - 1, 0, -1):
        both = ~np.isnan(total[:, delay])
        after, before = total[both, delay].sum(), total[both, delay - 1].sum()
        share[delay - 1] = share[delay] * (before / after if after > 0 else 1.0)
    return share


def nowcast(triangle: Floats, *, complete: float = COMPLETE) -> Nowcast:
    """Estimate the newest weeks' final counts and mark those that are incomplete."""
    share = completeness(triangle)
    newest = min(triangle.shape)
    reported = np.nansum(triangle[-newest:], axis=1)
    now = share[:newest][::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = np.where(now > 0, reported / now, np.nan)
    return Nowcast(now, estimate, (now < complete).tolist())
