"""Owns the statistics that add up over weeks: CUSUM (Rossi, and Anscombe around a seasonal Poisson fit) and the
generalised likelihood ratio of a negative binomial (glrnb).

What precedes the judged range is the training period; the statistics start at the range's first week.
`compat="R"` gives what surveillance 1.20.3 gives, a bound of 0 where its formula has no value; `"documented"`
leaves gaps out of the mean, carries the statistic over an unreported week and has no bound instead of 0.
"""

import math

import numpy as np

from lianxi.detectors.compiling import compiled_exactly, compiled_parallel, prange
from lianxi.detectors.harmonic import (
    EPSILON,
    POISSON,
    design_row,
    fit_harmonic,
    fit_negative_binomial,
)  # fmt: skip
from lianxi.detectors.outcomes import Outcome
from lianxi.detectors.reasons import ALL_ZERO, BASE_GAP, OK, SHORT, UNFITTABLE, UNREPORTED
from lianxi.detectors.windows import YEAR, Floats, Ints

K, H = 1.04, 2.26
# glrnb: alarm from this likelihood ratio on; a change at most this many weeks back.
THRESHOLD, BACK = 5.0, 52
SMALLEST, MOST_NEWTON = -18.0, 1000

CUSUM, CUSUM_GLM, GLRNB = 0, 1, 2


@compiled_exactly
def _rossi(x: float, m: float, before: float) -> tuple[float, float]:
    """Standardised count, and the count that would break the bound."""
    root = math.sqrt(m)
    value = (x - 3.0 * m + 2.0 * math.sqrt(x * m)) / (2.0 * root)
    room = H + K - before
    return value, 2.0 * root * room + 5.0 * m - 2.0 * math.sqrt(4.0 * m * m + 2.0 * m**1.5 * room)


@compiled_exactly
def _anscombe(x: float, m: float, before: float) -> tuple[float, float]:
    """Return the same with the Anscombe transformation."""
    sixth, third = m ** (1.0 / 6.0), m ** (2.0 / 3.0)
    value = 1.5 * (x ** (2.0 / 3.0) - third) / sixth
    inner = 2.0 / 3.0 * sixth * (H + K - before) + third
    return value, inner**1.5 if inner >= 0.0 else (0.0 if inner < 0.0 else math.nan)


@compiled_exactly
def _add_up(
    x: Floats, m: Floats, kind: int, documented: bool, alarm: Ints, upper: Floats, reason: Ints
) -> None:
    total = 0.0
    for i in range(x.size):
        value, bound = _rossi(x[i], m[i], total) if kind == CUSUM else _anscombe(x[i], m[i], total)
        if math.isnan(bound) or bound < 0.0:
            bound = math.nan if documented and math.isnan(bound) else 0.0
        upper[i] = bound
        if documented and math.isnan(x[i]):
            reason[i], alarm[i] = UNREPORTED, -1
            continue
        total = max(0.0, total + value - K) if not math.isnan(total + value) else math.nan
        alarm[i] = -1 if math.isnan(total) else (1 if total >= H else 0)
        if math.isnan(total):
            reason[i] = UNREPORTED if math.isnan(x[i]) else BASE_GAP if m[i] != 0.0 else ALL_ZERO


@compiled_exactly
def _train(y: Floats, trend: bool) -> tuple[Floats, Floats]:
    """Design and counts of the reported weeks."""
    n = 0
    for i in range(y.size):
        n += 0 if math.isnan(y[i]) else 1
    x, seen = np.empty((n, 4 if trend else 3)), np.empty(n)
    at = 0
    for i in range(y.size):
        if not math.isnan(y[i]):
            design_row(i + 1.0, trend, x[at])
            seen[at] = y[i]
            at += 1
    return x, seen


@compiled_exactly
def _predict(first: int, trend: bool, beta: Floats, m: Floats) -> None:
    row = np.empty(beta.size)
    for i in range(m.size):
        design_row(first + i + 1.0, trend, row)
        # R's inverse link gives at least epsilon.
        m[i] = max(math.exp((row * beta).sum()), EPSILON)


@compiled_exactly
def _expect_constant(y: Floats, documented: bool, m: Floats) -> None:
    total, n = 0.0, 0
    for i in range(y.size):
        if not (documented and math.isnan(y[i])):
            total += y[i]
            n += 1
    m[:] = total / n if n > 0 else math.nan


@compiled_exactly
def _newton(x: Floats, mean: Floats, alpha: float, k: int, n: int, kappa: float) -> float:
    """Return the most likely log increase since week k, from the last one found."""
    old = 0.4
    for _ in range(MOST_NEWTON):
        if not (kappa > SMALLEST and abs(kappa - old) > 1e-6):
            break
        old = kappa
        rise, score, fisher = math.exp(kappa), 0.0, 0.0
        for i in range(k, n + 1):
            below = 1.0 + alpha * rise * mean[i]
            score += (x[i] - rise * mean[i]) / below
            fisher += mean[i] * (alpha * x[i] + 1.0) / (below * below)
        kappa = old + score / (rise * fisher)
    return 0.0 if math.isnan(kappa) else max(0.0, kappa)


@compiled_exactly
def _ratio(x: Floats, mean: Floats, alpha: float, first: int, n: int) -> float:
    """Return the largest likelihood ratio over the weeks a change may have begun."""
    best, kappa = -1e99, 0.5
    for k in range(max(first, n - BACK), n + 1):
        kappa = _newton(x, mean, alpha, k, n, kappa)
        rise, value = math.exp(kappa), 0.0
        for i in range(k, n + 1):
            value += kappa * x[i]
            value += (x[i] + 1.0 / alpha) * math.log((1.0 + alpha * mean[i]) / (1.0 + alpha * mean[i] * rise))
        best = max(best, value)
    return best


@compiled_exactly
def _compare(x: Floats, mean: Floats, alpha: float, alarm: Ints, upper: Floats) -> None:
    """Return the chart of likelihood ratios, begun anew after each alarm."""
    first = 0
    for n in range(x.size):
        value = _ratio(x, mean, alpha, first, n)
        upper[n] = value if value > 0.0 else 0.0
        alarm[n] = 1 if value >= THRESHOLD else 0
        if value >= THRESHOLD:
            first = n + 1


@compiled_exactly
def _silence(reason: Ints, alarm: Ints, upper: Floats, why: int) -> None:
    reason[:] = why
    alarm[:] = -1
    upper[:] = math.nan


@compiled_exactly
def _judge_series(
    y: Floats, weeks: int, kind: int, documented: bool, alarm: Ints, upper: Floats, reason: Ints
) -> None:
    """Train before the range, then judge it."""
    first = y.size - weeks
    reason[:] = OK
    trend = kind == GLRNB
    need = 1 if kind == CUSUM else YEAR
    if first < need:
        _silence(reason, alarm, upper, SHORT)
        return
    m, now = np.empty(weeks), y[first:]
    if kind == CUSUM:
        _expect_constant(y[:first], documented, m)
        _add_up(now, m, kind, documented, alarm, upper, reason)
        return
    x, seen = _train(y[:first], trend)
    if seen.size <= x.shape[1]:
        _silence(reason, alarm, upper, SHORT)
        return
    beta = np.zeros(x.shape[1])
    if kind == CUSUM_GLM:
        fitted = fit_harmonic(x, seen, POISSON, seen + 0.1, beta)
        _predict(first, trend, beta, m)
        if fitted:
            _add_up(now, m, kind, documented, alarm, upper, reason)
        else:
            _silence(reason, alarm, upper, UNFITTABLE)
        return
    theta = fit_negative_binomial(x, seen, beta)
    if math.isnan(theta):
        _silence(reason, alarm, upper, ALL_ZERO if seen.sum() == 0.0 else UNFITTABLE)
    elif np.isnan(now).any():
        _silence(reason, alarm, upper, UNREPORTED)
    else:
        _predict(first, trend, beta, m)
        _compare(now, m, 1.0 / theta, alarm, upper)


@compiled_parallel
def _judge_all(counts: Floats, begins: Ints, weeks: int, kind: int, documented: bool, alarm: Ints, upper: Floats,
               reason: Ints) -> None:  # fmt: skip
    for s in prange(counts.shape[0]):
        _judge_series(counts[s, begins[s] :], weeks, kind, documented, alarm[s], upper[s], reason[s])


def judge(counts: Floats, begins: Ints, weeks: int, kind: int, *, documented: bool) -> Outcome:
    """Judge the last `weeks` weeks of every row with one of CUSUM, CUSUM_GLM, GLRNB.

    For glrnb the bound is the statistic itself, as R's ret="value"; its alarm is from 5 on.
    """
    shape = (counts.shape[0], weeks)
    alarm, upper, reason = np.empty(shape, np.int64), np.empty(shape), np.empty(shape, np.int64)
    _judge_all(
        np.ascontiguousarray(counts, np.float64), np.ascontiguousarray(begins, np.int64), weeks, kind, documented,
        alarm, upper, reason,
    )  # fmt: skip
    return Outcome(alarm, np.full(shape, np.nan), upper, reason)
