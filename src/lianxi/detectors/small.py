"""Owns the rules for few cases: so many within so many days, and exact excess over a short history."""

import numpy as np
import scipy

from lianxi.detectors.windows import Floats, Ints


def rolling_cases(days: Ints, at_least: int, within: int) -> list[tuple[int, int]]:
    """Return (day on which the rule is met, cases in the window) for each day that meets it.

    `days` are ordinal days of cases in any order; a window is `within` days long, its last day included.
    """
    found = []
    ordered = np.sort(days)
    for day in np.unique(ordered).tolist():
        n = int(np.searchsorted(ordered, day, "right") - np.searchsorted(ordered, day - within, "right"))
        if n >= at_least:
            found.append((int(day), n))
    return found


def excess_over_expected(observed: Floats, expected: Floats) -> Floats:
    """Return the exact Poisson probability of as many cases or more; NaN where expected is not > 0
    and finite."""
    with np.errstate(invalid="ignore"):
        found: Floats = np.where(expected > 0, scipy.stats.poisson.sf(observed - 1, expected), np.nan)
    return found


def excess_over_history(observed: Floats, history: Floats, weeks: Floats) -> Floats:
    """Return the exact probability of so many cases in the newest of `weeks` + 1 equal weeks, given
    their sum (`history` before): the conditional test of two Poisson counts. NaN without history weeks."""
    total = observed + history
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(
            weeks > 0, scipy.stats.binom.sf(observed - 1, total, 1.0 / (weeks + 1.0)), np.nan
        )
    return found
