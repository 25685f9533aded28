"""Owns the compiled fit behind Farrington: a quasi-Poisson log-linear model, one level per season and a trend.

Iteratively reweighted least squares exactly as R's glm takes its steps: the same start (count + 0.1), the same
stop (deviance, 1e-8, 25 steps), the same last weights for variances. The design is an arrow (one column per
season plus time), so a step needs three sums per season; and since the fitted mean is geometric in time inside
a season, those sums follow from one exponential per season. A baseline with gaps, huge counts or vanishing
means goes the careful way, week by week.

The memory of a fit is a few plain arrays with named rows: compiled code counts references of anything richer.
"""

import math

import numpy as np

from lianxi.detectors.compiling import compiled
from lianxi.detectors.windows import Floats, Ints

MOST_STEPS = 25
TOLERANCE = 1e-8
# R keeps a fitted mean above the machine's epsilon; log of it.
EPSILON = 2.220446049250313e-16
LOWEST = -36.04
# Beyond this sum of counts the deviance from sums loses digits that the stop needs.
MANY_CASES = 2e6
MOST_FLAGGED = 48

CONVERGED, UNSETTLED, FAILED, CAREFUL = 0, 1, 2, 3

# Rows by season: level now and before the last step; sums of the weights times 1, t, t² now and before; cases,
# score, step; plain sums of what a first step needs.
(
    LEVEL, LEVEL_OLD, S0, S1, S2, OLD0, OLD1, OLD2, CASES, SCORE, STEP, PLAIN0, PLAIN1, PLAIN2, PLAIN_U, PLAIN_Y,
) = range(16)  # fmt: skip
SEASON_ROWS = 16
# Rows by week: time; count y; with m = y + 0.1 the start m·log m − 0.1 and the unit deviance there; y·log y;
# y^(2/3); prior weight; fitted mean, its sixth root; weight of the last step; residual; 1 − leverage; flagged.
T, Y, START, DEV0, YLOGY, Y23, OMEGA, MEAN, ROOT, LAST, RESIDUAL, SPARE, FLAGGED = range(13)
WEEK_ROWS = 13
# Scalars; the four from SCORE_T on are weighted from the four from PLAIN on.
(
    SLOPE, SLOPE_OLD, SPREAD, SCORE_T, CASES_T, DEV_START, CONSTANT, PLAIN, _P1, _P2, _P3, ALL_CASES, MOST, GAMMA, USED,
    CHI, CHI_PRIOR,
) = range(17)  # fmt: skip
SCALARS = 17


@compiled
def sum_counts(runs: Ints, starts: Floats, bs: Floats, bw: Floats, sc: Floats) -> None:
    """Take the plain sums of a gapless baseline: what every first step starts from."""
    bs[PLAIN0:, :] = 0.0
    score_t = cases_t = dev = ylogy = most = cases = 0.0
    for r in range(starts.size):
        first, g, at = runs[0, r], runs[2, r], starts[r]
        s0 = s1 = s2 = u0 = u1 = y0 = y1 = 0.0
        for d in range(runs[1, r]):
            y, u = bw[Y, first + d], bw[START, first + d]
            m = y + 0.1
            s0 += m
            s1 += d * m
            s2 += d * d * m
            u0 += u
            u1 += d * u
            y0 += y
            y1 += d * y
            dev += bw[DEV0, first + d]
            ylogy += bw[YLOGY, first + d]
            most = max(most, y)
        bs[PLAIN0, g] += s0
        bs[PLAIN1, g] += at * s0 + s1
        bs[PLAIN2, g] += at * (at * s0 + 2.0 * s1) + s2
        bs[PLAIN_U, g] += u0
        bs[PLAIN_Y, g] += y0
        score_t += at * u0 + u1
        cases_t += at * y0 + y1
        cases += y0
    sc[PLAIN], sc[PLAIN + 1], sc[PLAIN + 2], sc[PLAIN + 3] = score_t, cases_t, dev, ylogy
    sc[MOST], sc[ALL_CASES] = most, cases


@compiled
def _start(season: Ints, bs: Floats, bw: Floats, sc: Floats, flagged: int) -> None:
    """Weights and scores of the first step: plain sums times gamma, corrected at the flagged weeks."""
    gamma = sc[GAMMA]
    for g in range(bs.shape[1]):
        bs[S0, g] = gamma * bs[PLAIN0, g]
        bs[S1, g] = gamma * bs[PLAIN1, g]
        bs[S2, g] = gamma * bs[PLAIN2, g]
        bs[SCORE, g] = gamma * bs[PLAIN_U, g]
        bs[CASES, g] = gamma * bs[PLAIN_Y, g]
    for row in range(4):
        sc[SCORE_T + row] = gamma * sc[PLAIN + row]
    for j in range(flagged):
        i = int(bw[FLAGGED, j])
        g, t, y, extra = season[i], bw[T, i], bw[Y, i], bw[OMEGA, i] - gamma
        m = extra * (y + 0.1)
        bs[S0, g] += m
        bs[S1, g] += m * t
        bs[S2, g] += m * t * t
        bs[SCORE, g] += extra * bw[START, i]
        bs[CASES, g] += extra * y
        sc[SCORE_T] += extra * bw[START, i] * t
        sc[CASES_T] += extra * y * t
        sc[DEV_START] += extra * bw[DEV0, i]
        sc[CONSTANT] += extra * bw[YLOGY, i]


@compiled
def _start_carefully(season: Ints, bs: Floats, bw: Floats, sc: Floats) -> None:
    """Return the same week by week, with every weight (0 where a week is missing)."""
    bs[S0 : S2 + 1, :] = 0.0
    bs[CASES : SCORE + 1, :] = 0.0
    sc[SCORE_T] = sc[CASES_T] = sc[DEV_START] = 0.0
    for i in range(season.size):
        weight = bw[OMEGA, i]
        g, t, y = season[i], bw[T, i], bw[Y, i]
        m = weight * (y + 0.1)
        bw[LAST, i] = y + 0.1
        bs[S0, g] += m
        bs[S1, g] += m * t
        bs[S2, g] += m * t * t
        bs[SCORE, g] += weight * bw[START, i]
        bs[CASES, g] += weight * y
        sc[SCORE_T] += weight * bw[START, i] * t
        sc[CASES_T] += weight * y * t
        sc[DEV_START] += weight * bw[DEV0, i]


@compiled
def _solve(bs: Floats, sc: Floats, score_t: float, trend: bool) -> None:
    """One step of the arrow system: row STEP by season, and the slope moves."""
    spread, right = 0.0, score_t
    for g in range(bs.shape[1]):
        bs[OLD0, g], bs[OLD1, g], bs[OLD2, g] = bs[S0, g], bs[S1, g], bs[S2, g]
        if bs[S0, g] > 0.0:
            center = bs[S1, g] / bs[S0, g]
            spread += bs[S2, g] - bs[S1, g] * center
            right -= center * bs[SCORE, g]
    slope = right / spread if trend else 0.0
    for g in range(bs.shape[1]):
        bs[STEP, g] = (bs[SCORE, g] - bs[S1, g] * slope) / bs[S0, g] if bs[S0, g] > 0.0 else 0.0
    sc[SPREAD] = spread
    sc[SLOPE_OLD] = sc[SLOPE]
    sc[SLOPE] += slope


@compiled
def _sum_runs(runs: Ints, starts: Floats, bs: Floats, powers: Floats, slope: float) -> None:
    """Return sums of a unit geometric curve with this slope, run by run, into S0, S1, S2."""
    ratio = np.exp(slope)
    p0 = p1 = p2 = 0.0
    power = 1.0
    for d in range(powers.shape[1]):
        powers[0, d], powers[1, d], powers[2, d], powers[3, d] = power, p0, p1, p2
        p0 += power
        p1 += d * power
        p2 += d * d * power
        power *= ratio
    bs[S0 : S2 + 1, :] = 0.0
    here = 1.0
    for r in range(starts.size):
        n, g, step, at = runs[1, r], runs[2, r], runs[3, r], starts[r]
        here = here * powers[0, step] if step > 0 else np.exp(slope * at)
        s0, s1, s2 = powers[1, n], powers[2, n], powers[3, n]
        bs[S0, g] += here * s0
        bs[S1, g] += here * (at * s0 + s1)
        bs[S2, g] += here * (at * (at * s0 + 2.0 * s1) + s2)


@compiled
def _sums(season: Ints, runs: Ints, starts: Floats, bs: Floats, bw: Floats, powers: Floats, sc: Floats,
          flagged: int) -> float:  # fmt: skip
    """Return sums of the weights at the fitted means, and the deviance there."""
    slope, gamma = sc[SLOPE], sc[GAMMA]
    _sum_runs(runs, starts, bs, powers, slope)
    for g in range(bs.shape[1]):
        height = gamma * np.exp(bs[LEVEL, g])
        bs[S0, g] *= height
        bs[S1, g] *= height
        bs[S2, g] *= height
    for j in range(flagged):
        i = int(bw[FLAGGED, j])
        g, t = season[i], bw[T, i]
        m = (bw[OMEGA, i] - gamma) * np.exp(bs[LEVEL, g] + slope * t)
        bs[S0, g] += m
        bs[S1, g] += m * t
        bs[S2, g] += m * t * t
    total = linear = 0.0
    for g in range(bs.shape[1]):
        total += bs[S0, g] - bs[CASES, g]
        linear += bs[LEVEL, g] * bs[CASES, g]
    return float(2.0 * (sc[CONSTANT] - linear - slope * sc[CASES_T] + total))


@compiled
def _sums_carefully(season: Ints, bs: Floats, bw: Floats, slope: float) -> float:
    """Return the same week by week; a mean never falls below R's smallest."""
    deviance = 0.0
    bs[S0 : S2 + 1, :] = 0.0
    for i in range(season.size):
        weight = bw[OMEGA, i]
        if weight == 0.0:
            continue
        g, t, y = season[i], bw[T, i], bw[Y, i]
        mean = max(np.exp(bs[LEVEL, g] + slope * t), EPSILON)
        bw[MEAN, i] = mean
        m = weight * mean
        bs[S0, g] += m
        bs[S1, g] += m * t
        bs[S2, g] += m * t * t
        deviance += weight * ((y * np.log(y / mean) if y > 0.0 else 0.0) - (y - mean))
    return float(2.0 * deviance)


@compiled
def _score(bs: Floats, bw: Floats, sc: Floats, careful: bool) -> float:
    """Scores of a later step (observed less fitted), and the score of the slope."""
    score_t = sc[CASES_T]
    for g in range(bs.shape[1]):
        bs[SCORE, g] = bs[CASES, g] - bs[S0, g]
        score_t -= bs[S1, g]
    if careful:
        bw[LAST, :] = bw[MEAN, :]
    return float(score_t)


@compiled
def _vanishes(bs: Floats, bw: Floats, slope: float) -> bool:
    """Whether a fitted mean comes near R's smallest, where the sums by season no longer hold."""
    edge = min(slope * bw[T, 0], slope * bw[T, -1])
    lowest = bs[LEVEL, 0]
    for g in range(bs.shape[1]):
        lowest = min(lowest, bs[LEVEL, g])
    return bool(lowest + edge < LOWEST)


@compiled
def _halve(season: Ints, bs: Floats, bw: Floats, sc: Floats, deviance: float) -> float:
    """R's way back from a step that went to infinity: half of it, until the deviance is finite."""
    for _ in range(MOST_STEPS):
        if np.isfinite(deviance):
            break
        for g in range(bs.shape[1]):
            bs[LEVEL, g] = 0.5 * (bs[LEVEL, g] + bs[LEVEL_OLD, g])
        sc[SLOPE] = 0.5 * (sc[SLOPE] + sc[SLOPE_OLD])
        deviance = _sums_carefully(season, bs, bw, sc[SLOPE])
    return deviance


@compiled
def _begin(season: Ints, bs: Floats, bw: Floats, sc: Floats, flagged: int, careful: bool) -> float:
    """Lay out the first step; gives the score of the slope."""
    if careful:
        _start_carefully(season, bs, bw, sc)
    else:
        _start(season, bs, bw, sc, flagged)
    sc[SLOPE] = 0.0
    bs[LEVEL, :] = 0.0
    return float(sc[SCORE_T])


@compiled
def _advance(season: Ints, runs: Ints, starts: Floats, bs: Floats, bw: Floats, powers: Floats, sc: Floats, flagged: int,
             careful: bool, first: bool) -> float:  # fmt: skip
    """Take the step that was solved; gives the deviance there, NaN where the quick way does not hold."""
    for g in range(bs.shape[1]):
        bs[LEVEL_OLD, g] = bs[LEVEL, g]
        bs[LEVEL, g] += bs[STEP, g]
    if not careful:
        deviance = _sums(season, runs, starts, bs, bw, powers, sc, flagged)
        return math.nan if _vanishes(bs, bw, sc[SLOPE]) else deviance
    deviance = _sums_carefully(season, bs, bw, sc[SLOPE])
    return deviance if first else _halve(season, bs, bw, sc, deviance)


@compiled
def fit(season: Ints, runs: Ints, starts: Floats, bs: Floats, bw: Floats, powers: Floats, sc: Floats, flagged: int,
        trend: bool, careful: bool) -> int:  # fmt: skip
    """Fit levels and slope with the weights at hand: CONVERGED, UNSETTLED or FAILED; CAREFUL
    where it has to be asked again with `careful`. Weights not flagged are `sc[GAMMA]`."""
    score_t = _begin(season, bs, bw, sc, flagged, careful)
    before = sc[DEV_START]
    for steps in range(1, MOST_STEPS + 1):
        if steps > 1:
            score_t = _score(bs, bw, sc, careful)
        _solve(bs, sc, score_t, trend)
        deviance = _advance(season, runs, starts, bs, bw, powers, sc, flagged, careful, steps == 1)
        if not math.isfinite(deviance):
            return FAILED if careful else CAREFUL
        if abs(deviance - before) < TOLERANCE * (abs(deviance) + 0.1):
            # The quick way lays out weights from levels, and there are none before the first step.
            return CAREFUL if steps == 1 and not careful else CONVERGED
        before = deviance
    return UNSETTLED


@compiled
def spread_means(runs: Ints, starts: Floats, bs: Floats, bw: Floats, sc: Floats, careful: bool) -> None:
    """Lay the fitted mean's sixth root, and the last step's weight, on every week."""
    if careful:
        for i in range(bw.shape[1]):
            bw[ROOT, i] = bw[MEAN, i] ** (1.0 / 6.0)
        return
    slope, old = sc[SLOPE] / 6.0, sc[SLOPE_OLD]
    ratio, ratio_old = np.exp(slope), np.exp(old)
    for g in range(bs.shape[1]):
        bs[SCORE, g] = np.exp(bs[LEVEL, g] / 6.0)
        bs[STEP, g] = np.exp(bs[LEVEL_OLD, g])
    here = here_old = 1.0
    last = 0
    for r in range(starts.size):
        first, n, g, at = runs[0, r], runs[1, r], runs[2, r], starts[r]
        if runs[3, r] == 0 or runs[3, r] != last:
            here, here_old = np.exp(slope * at), np.exp(old * at)
        high, high_old = bs[SCORE, g], bs[STEP, g]
        for d in range(n):
            bw[ROOT, first + d] = here * high
            bw[LAST, first + d] = here_old * high_old
            here *= ratio
            here_old *= ratio_old
        last = n


@compiled
def judge_fit(season: Ints, bs: Floats, bw: Floats, sc: Floats, trend: bool) -> None:
    """Take Anscombe residuals and leverages by week and, into `sc`, the sums behind the
    dispersion: CHI with the last weights, CHI_PRIOR with the prior weights (what R's predict ends up using)."""
    for g in range(bs.shape[1]):
        bs[SCORE, g] = 1.0 / bs[OLD0, g] if bs[OLD0, g] > 0.0 else 0.0
        bs[STEP, g] = bs[OLD1, g] * bs[SCORE, g]
    inverse = 1.0 / sc[SPREAD] if trend else 0.0
    chi = prior = 0.0
    for i in range(season.size):
        g, weight = season[i], bw[OMEGA, i]
        root = bw[ROOT, i]
        up, half = 1.0 / root, root * root * root
        cube = up * up * up
        raw = (bw[Y, i] - half * half) * cube * cube
        away = bw[T, i] - bs[STEP, g]
        square = weight * raw * raw
        chi += square * bw[LAST, i]
        prior += square
        bw[RESIDUAL, i] = 1.5 * (bw[Y23, i] * up - half)
        bw[SPARE, i] = 1.0 - weight * bw[LAST, i] * (bs[SCORE, g] + away * away * inverse)
    sc[CHI], sc[CHI_PRIOR] = chi, prior


@compiled
def reweigh(bw: Floats, sc: Floats, dispersion: float, threshold: float) -> int:
    """Weigh down weeks whose residual is above the threshold; gives how many, −1 if undefined.

    The weights sum to the number of weeks: gamma for the others, gamma / residual² for these.
    """
    flagged, total = 0, sc[USED]
    limit = threshold * threshold * dispersion
    for i in range(bw.shape[1]):
        r = bw[RESIDUAL, i]
        if r > 0.0 and r * r > limit * bw[SPARE, i] and bw[OMEGA, i] > 0.0:
            square = dispersion * bw[SPARE, i] / (r * r)
            if square <= 0.0:
                return -1
            bw[FLAGGED, flagged] = i
            bw[ROOT, flagged] = square
            total += square - 1.0
            flagged += 1
    gamma = sc[USED] / total
    sc[GAMMA] = gamma
    for i in range(bw.shape[1]):
        bw[OMEGA, i] *= gamma
    for j in range(flagged):
        bw[OMEGA, int(bw[FLAGGED, j])] *= bw[ROOT, j]
    return flagged
