"""Owns the measure of a detector: known outbreaks found, how soon, and alarms where there was none."""

from dataclasses import dataclass

import numpy as np

from lianxi.detectors.windows import YEAR, Floats, Ints


@dataclass(frozen=True)
class Measure:
    """Shares of outbreaks found (all, of at least five cases, in their first week), mean weeks to detection, share
    of quiet weeks with an alarm, false alarms per series and year, alarms per 1,000 series-weeks."""

    outbreaks: int
    detected: float
    detected_large: float
    first_week: float
    delay: float
    false_share: float
    false_a_year: float
    alarms: float


def _runs(sizes: Floats) -> list[tuple[int, int, int, float]]:
    """Outbreaks as series, first week, end, cases."""
    found = []
    for s, row in enumerate(sizes > 0):
        edges = np.flatnonzero(np.diff(np.r_[False, row, False].astype(np.int8)))
        found += [(s, int(a), int(b), float(sizes[s, a:b].sum())) for a, b in edges.reshape(-1, 2)]
    return found


def measure(alarm: Ints, sizes: Floats) -> Measure:
    """Compare alarms (series × weeks; 1 is one) with the injected cases of the same weeks."""
    rings = alarm == 1
    runs = _runs(sizes)
    first = [np.flatnonzero(rings[s, a:b]) for s, a, b, _cases in runs]
    hit = np.array([found.size > 0 for found in first])
    large = np.array([cases >= 5 for *_where, cases in runs])
    delay = np.array([int(found[0]) for found in first if found.size])
    false = rings & ~(sizes > 0)
    nothing = float("nan")
    return Measure(
        outbreaks=len(runs),
        detected=float(hit.mean()) if runs else nothing,
        detected_large=float(hit[large].mean()) if large.any() else nothing,
        first_week=float((delay == 0).sum() / len(runs)) if runs else nothing,
        delay=float(delay.mean()) if delay.size else nothing,
        false_share=float(false.sum() / max(1, (sizes == 0).sum())),
        false_a_year=float(false.sum() / alarm.size * YEAR),
        alarms=float(1000 * rings.mean()),
    )
