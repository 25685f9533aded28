"""Owns Farrington's detectors: flexible (Noufaily) with three thresholds, and the original.

`compat="R"` does what R's package surveillance 1.20.3 does: standard errors and the trend's test take a
dispersion from the prior weights alone, and the exceedance score subtracts the linear predictor where it
predicts on the link scale. `compat="documented"` follows the papers: dispersion max(phi, 1) and the expected
count itself.
"""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import scipy

from lianxi.detectors.compiling import compiled, compiled_parallel, prange
from lianxi.detectors.fitting import (
    ALL_CASES,
    CONVERGED,
    EPSILON,
    OMEGA,
    SCALARS,
    SEASON_ROWS,
    SLOPE,
    UNSETTLED,
    WEEK_ROWS,
    T,
)  # fmt: skip
from lianxi.detectors.predicting import Rules, lay_out, predict, prepare
from lianxi.detectors.quantiles import upper_quantile, upper_tail
from lianxi.detectors.reasons import (
    FEW_CASES,
    NO_BOUND,
    NO_FIT,
    OK,
    SHORT,
    UNFITTABLE,
    UNREPORTED,
    WINDOW_GAP,
)  # fmt: skip
from lianxi.detectors.windows import Baseline, Floats, Ints, Window, window_of

NB_PLUGIN, DELTA, MUAN = 0, 1, 2
THRESHOLDS = {"nbPlugin": NB_PLUGIN, "delta": DELTA, "muan": MUAN}
# A baseline with fewer cases may fail to converge, which R reports differently from a silent week.
SURE_TO_CONVERGE = 12.0


@dataclass(frozen=True)
class Settings:
    """A Farrington detector's parameters, named in words; `limit54` = (cases, weeks)."""

    threshold: str = "nbPlugin"
    alpha: float = 0.01
    baseline: Baseline = field(default_factory=Baseline)
    weights_from: float = 2.58
    trend_below: float = 1.0
    limit54: tuple[int, int] = (5, 4)
    documented: bool = False
    skip_silent: bool = True


FLEXIBLE = Settings()
ORIGINAL = Settings(threshold="delta", alpha=0.05, baseline=Baseline(seasons=1, left_out=3), trend_below=0.05)


class Verdicts(NamedTuple):
    """By series and week: alarm (−1 where R gives NA), expected, upper bound, tail probability, mean, dispersion,
    slope (NaN: none), reason."""

    alarm: Ints
    expected: Floats
    upper: Floats
    tail: Floats
    mean: Floats
    dispersion: Floats
    slope: Floats
    reason: Ints


def rules_of(settings: Settings, window: Window, *, tails: bool) -> Rules:
    """Turn settings into numbers."""
    freedom = np.arange(window.offset.size + 1)
    with np.errstate(all="ignore"):
        critical = scipy.stats.t.ppf(1.0 - settings.trend_below / 2.0, freedom)
    return Rules(
        threshold=THRESHOLDS[settings.threshold],
        alpha=settings.alpha,
        z=float(scipy.stats.norm.ppf(1.0 - settings.alpha)),
        weights_from=settings.weights_from,
        critical=np.asarray(critical, dtype=np.float64),
        years=settings.baseline.years,
        target=window.target,
        now=window.now,
        limit=float(settings.limit54[0]),
        period=settings.limit54[1],
        documented=settings.documented,
        skip=settings.skip_silent,
        tails=tails,
    )


def _table() -> Floats:
    """Return what the fit needs of a count, for counts below 1024: the logarithms cost more than the rest."""
    y = np.arange(1024.0)
    logs = np.log(np.maximum(y, 1.0))
    return np.stack(_derived(y, logs))


def _derived(y: Floats, logs: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    m = y + 0.1
    dev0 = 2.0 * (np.where(y > 0, y * (logs - np.log(m)), 0.0) + 0.1)
    return m * np.log(m) - 0.1, dev0, y * logs, np.cbrt(y) ** 2


TABLE = _table()


@compiled
def _upper(eta: float, variance: float, phi: float, rules: Rules) -> float:
    """Return the bound of one of the three thresholds."""
    mean = math.exp(eta)
    if rules.threshold == DELTA:
        mean = max(mean, EPSILON)
        se = mean * math.sqrt(variance)
        tau = phi + se * se / mean
        wide = math.sqrt(4.0 / 9.0 * mean ** (1.0 / 3.0) * tau)
        return float((mean ** (2.0 / 3.0) + rules.z * wide) ** 1.5)
    if rules.threshold == MUAN:
        mean = math.exp(eta + rules.z * math.sqrt(variance))
    return float(upper_quantile(mean, phi, rules.alpha, rules.z))


@compiled
def _recent(y: Floats, at: int, period: int) -> float:
    """Cases of the last weeks, the judged one included; NaN where one is missing."""
    total = 0.0
    for i in range(max(0, at - period + 1), at + 1):
        total += y[i]
    return total


@compiled
def _say(s: int, w: int, reason: int, alarm: int, out: Verdicts) -> None:
    out.reason[s, w] = reason
    out.alarm[s, w] = alarm
    out.expected[s, w] = out.upper[s, w] = out.tail[s, w] = out.slope[s, w] = math.nan
    out.mean[s, w] = out.dispersion[s, w] = math.nan


@compiled
def _record(y: float, enough: bool, eta: float, found: tuple[float, float, bool, float], s: int, w: int,
            rules: Rules, out: Verdicts) -> None:  # fmt: skip
    """Write one fitted week: the bound, and whether the count breaks it."""
    variance, phi, trend, slope = found
    mean = math.exp(eta)
    upper = _upper(eta, variance, phi, rules)
    out.mean[s, w], out.dispersion[s, w] = mean, phi
    out.slope[s, w] = slope if trend else math.nan
    out.tail[s, w] = upper_tail(y - 1.0, mean, phi) if rules.tails and not math.isnan(y) else math.nan
    if not enough:
        return
    out.reason[s, w] = NO_BOUND if math.isnan(upper) else OK
    out.alarm[s, w] = 0
    out.upper[s, w] = upper
    # R predicts on the response scale for delta, where a mean is at least epsilon.
    shown = max(mean, EPSILON) if rules.threshold == DELTA else mean
    out.expected[s, w] = shown if not math.isnan(upper) else math.nan
    centre = mean if rules.documented or rules.threshold == DELTA else eta
    score = (y - centre) / (upper - centre)
    if score > 1.0 and y != 0.0:
        out.alarm[s, w] = 1


@compiled
def _judge_week(y: Floats, made: Floats, gaps: Ints, at: int, offset: Ints, season: Ints, runs: Ints, starts: Floats,
                bs: Floats, bw: Floats, powers: Floats, sc: Floats, rules: Rules, s: int, w: int,
                out: Verdicts) -> None:  # fmt: skip
    """Judge one week of one series."""
    first = at + offset[0]
    if first < -1:
        _say(s, w, SHORT, -1, out)
        return
    recent = _recent(y, at, rules.period)
    enough = recent >= rules.limit
    _say(
        s, w, FEW_CASES if not math.isnan(recent) else UNREPORTED if math.isnan(y[at]) else WINDOW_GAP, 0, out
    )
    levels, careful = lay_out(y, made, gaps, at, offset, season, runs, starts, bs, bw, sc, rules.target)
    if levels < 0:
        _say(s, w, UNFITTABLE, -1, out)
        return
    if rules.skip and not enough and sc[ALL_CASES] >= SURE_TO_CONVERGE:
        return
    status, eta, variance, phi, trend = predict(
        season, runs, starts, bs, bw, powers, sc, rules, careful, levels
    )
    if status != CONVERGED:
        _say(s, w, NO_FIT if status == UNSETTLED else UNFITTABLE, -1, out)
        if status == UNSETTLED and not rules.documented:
            out.expected[s, w] = 0.0
        return
    _record(y[at], enough, eta, (variance, phi, trend, sc[SLOPE]), s, w, rules, out)


@compiled
def _judge_series(y: Floats, weeks: int, offset: Ints, t: Floats, season: Ints, runs: Ints, starts: Floats,
                  longest: int, table: Floats, rules: Rules, s: int, out: Verdicts) -> None:  # fmt: skip
    """Judge the last weeks of one series, which begins at its first reported week."""
    made = np.empty((5, y.size))
    prepare(y, table, made)
    gaps = np.zeros(y.size + 1, np.int64)
    for i in range(y.size):
        gaps[i + 1] = gaps[i] + (1 if math.isnan(y[i]) else 0)
    bs, bw = np.zeros((SEASON_ROWS, rules.target + 1)), np.ones((WEEK_ROWS, offset.size))
    powers, sc = np.zeros((4, longest + 1)), np.zeros(SCALARS)
    bw[T, :] = t
    for w in range(weeks):
        at = y.size - weeks + w
        if at < 0:
            _say(s, w, SHORT, -1, out)
        else:
            _judge_week(y, made, gaps, at, offset, season, runs, starts, bs, bw, powers, sc, rules, s, w, out)


@compiled_parallel
def _judge_all(counts: Floats, begins: Ints, weeks: int, offset: Ints, t: Floats, season: Ints, runs: Ints,
               starts: Floats, longest: int, table: Floats, rules: Rules, out: Verdicts) -> None:  # fmt: skip
    for s in prange(counts.shape[0]):
        _judge_series(
            counts[s, begins[s] :], weeks, offset, t, season, runs, starts, longest, table, rules, s, out
        )


def _blank(shape: tuple[int, int]) -> Verdicts:
    return Verdicts(
        alarm=np.empty(shape, np.int64), expected=np.empty(shape), upper=np.empty(shape), tail=np.empty(shape),
        mean=np.empty(shape), dispersion=np.empty(shape), slope=np.empty(shape), reason=np.empty(shape, np.int64),
    )  # fmt: skip


def judge(counts: Floats, begins: Ints, weeks: int, settings: Settings, *, tails: bool = False) -> Verdicts:
    """Judge the last `weeks` weeks of every row of `counts` (series × weeks; NaN: no report).

    `begins` is the first week of each series. `tails` asks for the probability of as many cases or more.
    """
    window = window_of(settings.baseline)
    shape = (counts.shape[0], weeks)
    out = _blank(shape)
    _judge_all(
        np.ascontiguousarray(counts, dtype=np.float64),
        np.ascontiguousarray(begins, dtype=np.int64),
        weeks, window.offset, window.t, window.season, window.runs, window.starts, window.longest, TABLE,
        rules_of(settings, window, tails=tails), out,
    )  # fmt: skip
    return out


@compiled
def _weigh(y: Floats, at: int, offset: Ints, t: Floats, season: Ints, runs: Ints, starts: Floats, longest: int,
           table: Floats, rules: Rules) -> Floats:  # fmt: skip
    """Fit one week as `_judge_week` does and give the weights it ended with."""
    made = np.empty((5, y.size))
    prepare(y, table, made)
    gaps = np.zeros(y.size + 1, np.int64)
    for i in range(y.size):
        gaps[i + 1] = gaps[i] + (1 if math.isnan(y[i]) else 0)
    bs, bw = np.zeros((SEASON_ROWS, rules.target + 1)), np.ones((WEEK_ROWS, offset.size))
    powers, sc = np.zeros((4, longest + 1)), np.zeros(SCALARS)
    bw[T, :] = t
    levels, careful = lay_out(y, made, gaps, at, offset, season, runs, starts, bs, bw, sc, rules.target)
    if levels >= 0:
        predict(season, runs, starts, bs, bw, powers, sc, rules, careful, levels)
    return bw[OMEGA, :].copy()


def weights_at(counts: Floats, at: int, settings: Settings) -> Floats:
    """Return the weight of each baseline week of position `at`, in the window's order, as a share
    of the usual one (0: no report)."""
    window = window_of(settings.baseline)
    found = _weigh(
        np.ascontiguousarray(counts), at, window.offset, window.t, window.season, window.runs, window.starts,
        window.longest, TABLE, rules_of(settings, window, tails=False),
    )  # fmt: skip
    return np.asarray(found / max(float(found.max()), 1e-300), dtype=np.float64)
