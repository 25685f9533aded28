"""Owns the compiled prediction of one week from its baseline: fit, weigh down past rises, fit again, drop the trend
where it may not stay."""

import math
from typing import NamedTuple

from lianxi.detectors.compiling import compiled
from lianxi.detectors.fitting import (
    ALL_CASES,
    CAREFUL,
    CHI,
    CHI_PRIOR,
    CONVERGED,
    FAILED,
    GAMMA,
    LEVEL,
    MANY_CASES,
    MEAN,
    MOST,
    MOST_FLAGGED,
    OLD0,
    OLD1,
    OMEGA,
    SCORE,
    SLOPE,
    SPREAD,
    UNSETTLED,
    USED,
    Y,
    fit,
    judge_fit,
    reweigh,
    spread_means,
    sum_counts,
)  # fmt: skip
from lianxi.detectors.windows import Floats, Ints


class Rules(NamedTuple):
    """Settings as numbers for the compiled code; `critical` is the t quantile by degrees of freedom."""

    threshold: int
    alpha: float
    z: float
    weights_from: float
    critical: Floats
    years: int
    target: int
    now: float
    limit: float
    period: int
    documented: bool
    skip: bool
    tails: bool


@compiled
def prepare(y: Floats, table: Floats, made: Floats) -> None:
    """Fill the rows of `made` for one series: count, start, unit deviance, y·log y, y^(2/3);
    a gap counts as 0 here."""
    for i in range(y.size):
        count = y[i] if y[i] >= 0.0 else 0.0
        made[0, i] = count
        if count < table.shape[1]:
            k = int(count)
            for row in range(4):
                made[row + 1, i] = table[row, k]
        else:
            m = count + 0.1
            made[1, i] = m * math.log(m) - 0.1
            made[2, i] = 2.0 * (count * math.log(count / m) + 0.1)
            made[3, i] = count * math.log(count)
            made[4, i] = count ** (2.0 / 3.0)


@compiled
def fill(made: Floats, at: int, offset: Ints, bw: Floats) -> None:
    """Copy a baseline's counts beside its memory; a week before the series is skipped (R: missing)."""
    for row in range(5):
        for i in range(offset.size):
            j = at + offset[i]
            bw[Y + row, i] = made[row, j] if j >= 0 else 0.0


@compiled
def sum_with_gaps(y: Floats, at: int, offset: Ints, season: Ints, target: int, bs: Floats, bw: Floats,
                   sc: Floats) -> int:  # fmt: skip
    """Set weights 0 at gaps and sum the rest; gives the levels that can be fitted, −1 where the
    judged week's own season has no report."""
    bs[SCORE, :] = 0.0
    total = most = n = 0.0
    for i in range(offset.size):
        j = at + offset[i]
        seen = j >= 0 and not math.isnan(y[j])
        bw[OMEGA, i] = 1.0 if seen else 0.0
        bw[MEAN, i] = 1.0
        if seen:
            bs[SCORE, season[i]] = 1.0
            total += y[j]
            most = max(most, y[j])
            n += 1.0
    sc[ALL_CASES], sc[MOST], sc[USED] = total, most, n
    return int(bs[SCORE].sum()) if bs[SCORE, target] > 0.0 else -1


@compiled
def _fit_once(season: Ints, runs: Ints, starts: Floats, bs: Floats, bw: Floats, powers: Floats, sc: Floats,
              flagged: int, trend: bool, careful: bool) -> int:  # fmt: skip
    """Return a fit and its means by week, the careful way where the quick one gives up."""
    status, slow = CAREFUL, careful or flagged > MOST_FLAGGED
    for _ in range(2):
        status = fit(season, runs, starts, bs, bw, powers, sc, flagged, trend, slow)
        if status != CAREFUL:
            break
        slow = True
    if status != FAILED:
        spread_means(runs, starts, bs, bw, sc, slow)
    return status


@compiled
def _dispersion(season: Ints, bs: Floats, bw: Floats, sc: Floats, trend: bool, freedom: float) -> float:
    """Dispersion, at least 1; NaN where it has no finite value."""
    judge_fit(season, bs, bw, sc, trend)
    phi = sc[CHI] / freedom
    return max(phi, 1.0) if math.isfinite(phi) else math.nan


@compiled
def _fit_twice(season: Ints, runs: Ints, starts: Floats, bs: Floats, bw: Floats, powers: Floats, sc: Floats,
               threshold: float, trend: bool, careful: bool, levels: int) -> tuple[int, bool, float]:  # fmt: skip
    """Fit, weigh down what stands out, fit again: status, whether the trend is in, dispersion."""
    for i in range(bw.shape[1]):
        bw[OMEGA, i] = 1.0 if bw[OMEGA, i] > 0.0 else 0.0
    sc[GAMMA] = 1.0
    weighted, flagged, phi = False, 0, 1.0
    while True:
        status = _fit_once(season, runs, starts, bs, bw, powers, sc, flagged, trend, careful)
        if status == UNSETTLED and not weighted and trend:
            trend = False
            continue
        freedom = sc[USED] - levels - (1.0 if trend else 0.0)
        if status == UNSETTLED and not weighted:
            return UNSETTLED, trend, 1.0
        if status == FAILED or freedom <= 0.0:
            return FAILED, trend, 1.0
        phi = _dispersion(season, bs, bw, sc, trend, freedom)
        if weighted or math.isnan(phi):
            break
        flagged = reweigh(bw, sc, phi, threshold)
        if flagged < 0:
            return FAILED, trend, 1.0
        weighted = True
    return (FAILED if math.isnan(phi) else CONVERGED), trend, phi


@compiled
def _stays(sc: Floats, eta: float, spread: float, critical: float, years: int) -> bool:
    """Whether the trend is significant, rests on three years and does not extrapolate."""
    significant = abs(sc[SLOPE]) > critical * math.sqrt(spread / sc[SPREAD])
    return years >= 3 and significant and math.exp(eta) <= sc[MOST]


@compiled
def predict(season: Ints, runs: Ints, starts: Floats, bs: Floats, bw: Floats, powers: Floats, sc: Floats,
             rules: Rules, careful: bool, levels: int) -> tuple[int, float, float, float, bool]:  # fmt: skip
    """Return status, linear predictor, its variance, dispersion and whether the trend was kept, of
    the model with the trend if it may stay."""
    trend, g = True, rules.target
    while True:
        status, trend, phi = _fit_twice(
            season, runs, starts, bs, bw, powers, sc, rules.weights_from, trend, careful, levels
        )
        if status != CONVERGED:
            return status, 0.0, 0.0, 1.0, False
        freedom = int(sc[USED]) - levels - (1 if trend else 0)
        spread = phi if rules.documented else sc[CHI_PRIOR] / freedom
        eta = bs[LEVEL, g] + (sc[SLOPE] * rules.now if trend else 0.0)
        if not trend or _stays(sc, eta, spread, rules.critical[freedom], rules.years):
            break
        trend = False
    away = rules.now - bs[OLD1, g] / bs[OLD0, g]
    variance = 1.0 / bs[OLD0, g] + (away * away / sc[SPREAD] if trend else 0.0)
    return status, eta, variance * spread, phi, trend


@compiled
def lay_out(y: Floats, made: Floats, gaps: Ints, at: int, offset: Ints, season: Ints, runs: Ints, starts: Floats,
             bs: Floats, bw: Floats, sc: Floats, target: int) -> tuple[int, bool]:  # fmt: skip
    """Bring a week's baseline into memory: levels to fit (−1: none for this season), and whether
    with care."""
    first = at + offset[0]
    fill(made, at, offset, bw)
    if first < 0 or gaps[at + offset[-1] + 1] > gaps[first]:
        return sum_with_gaps(y, at, offset, season, target, bs, bw, sc), True
    sum_counts(runs, starts, bs, bw, sc)
    bw[OMEGA, :] = 1.0
    sc[USED] = float(offset.size)
    return bs.shape[1], sc[ALL_CASES] > MANY_CASES
