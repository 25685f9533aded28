"""Owns the compiled regressions behind cusum-glm and glrnb: Poisson and negative binomial on time and season.

The steps are those of R's glm.fit and MASS::glm.nb, theta's own loose stop included, so that unfinished
iterations end where theirs do. A design has at most four columns.
"""

import math

import numpy as np

from lianxi.detectors.compiling import compiled_exactly
from lianxi.detectors.windows import Floats

MOST_STEPS = 25
TOLERANCE = 1e-8
EPSILON = 2.220446049250313e-16
THETA_TOLERANCE = EPSILON**0.25
POISSON = math.inf
# Counts so even that theta's score and information both vanish in rounding; R stops there.
UNRESOLVED = 1e15


@compiled_exactly
def design_row(t: float, trend: bool, row: Floats) -> None:
    """Write 1, (t,) cos and sin of the week `t` (from 1) of a 52-week year into `row`."""
    row[0] = 1.0
    at = 1
    if trend:
        row[1] = t
        at = 2
    row[at], row[at + 1] = math.cos(2.0 * math.pi / 52.0 * t), math.sin(2.0 * math.pi / 52.0 * t)


@compiled_exactly
def _least_squares(a: Floats, b: Floats, beta: Floats) -> bool:
    """Least squares by orthogonalising the columns one after the other (as sound as R's QR; normal equations
    lose half the digits); changes `a` (columns × weeks) and `b`. False where columns are not independent."""
    p = a.shape[0]
    upper, right = np.zeros((p, p)), np.zeros(p)
    for j in range(p):
        length = math.sqrt((a[j] * a[j]).sum())
        if not length > 0.0 or not math.isfinite(length):
            return False
        upper[j, j] = length
        a[j] /= length
        for k in range(j + 1, p):
            upper[j, k] = (a[j] * a[k]).sum()
            a[k] -= upper[j, k] * a[j]
        right[j] = (a[j] * b).sum()
        b -= right[j] * a[j]
    for j in range(p - 1, -1, -1):
        for k in range(j + 1, p):
            right[j] -= upper[j, k] * right[k]
        right[j] /= upper[j, j]
    beta[:] = right
    return True


@compiled_exactly
def _deviance(y: float, mean: float, theta: float) -> float:
    if theta == POISSON:
        return 2.0 * ((y * math.log(y / mean) if y > 0.0 else 0.0) - (y - mean))
    return 2.0 * (y * math.log(max(1.0, y) / mean) - (y + theta) * math.log((y + theta) / (mean + theta)))


@compiled_exactly
def _step(x: Floats, y: Floats, eta: Floats, mean: Floats, theta: float, beta: Floats) -> bool:
    """One weighted least-squares step from the current predictors and means into `beta`."""
    a, b = np.empty((x.shape[1], y.size)), np.empty(y.size)
    for i in range(y.size):
        root = math.sqrt(mean[i] if theta == POISSON else mean[i] / (1.0 + mean[i] / theta))
        b[i] = root * (eta[i] + (y[i] - mean[i]) / mean[i])
        for j in range(x.shape[1]):
            a[j, i] = root * x[i, j]
    return bool(_least_squares(a, b, beta))


@compiled_exactly
def _means(x: Floats, y: Floats, beta: Floats, theta: float, eta: Floats, mean: Floats) -> float:
    """Linear predictors and fitted means, these at least R's smallest; gives the deviance, infinite where a mean is."""
    deviance = 0.0
    for i in range(y.size):
        eta[i] = 0.0
        for j in range(beta.size):
            eta[i] += x[i, j] * beta[j]
        mean[i] = max(math.exp(eta[i]), EPSILON)
        deviance += _deviance(y[i], mean[i], theta) if math.isfinite(mean[i]) else math.inf
    return deviance


@compiled_exactly
def fit_harmonic(x: Floats, y: Floats, theta: float, mean: Floats, beta: Floats) -> bool:
    """Fit from the means given (changed in place), theta infinite for Poisson; False where R
    stops with an error. Not converging after 25 steps is not an error."""
    before = 0.0
    for i in range(y.size):
        before += _deviance(y[i], mean[i], theta)
    old, eta = beta.copy(), np.log(mean)
    for steps in range(MOST_STEPS):
        if not _step(x, y, eta, mean, theta, beta):
            return False
        deviance = _means(x, y, beta, theta, eta, mean)
        for _ in range(MOST_STEPS):
            if math.isfinite(deviance) or steps == 0:
                break
            beta[:] = 0.5 * (beta + old)
            deviance = _means(x, y, beta, theta, eta, mean)
        if not math.isfinite(deviance):
            return False
        if abs(deviance - before) < TOLERANCE * (abs(deviance) + 0.1):
            break
        before = deviance
        old[:] = beta
    return True


@compiled_exactly
def _digamma(x: float) -> float:
    shift = 0.0
    while x < 12.0:
        shift -= 1.0 / x
        x += 1.0
    u = 1.0 / (x * x)
    series = u * (1 / 12 - u * (1 / 120 - u * (1 / 252 - u * (1 / 240 - u * (1 / 132 - u * 691 / 32760)))))
    return shift + math.log(x) - 0.5 / x - series


@compiled_exactly
def _trigamma(x: float) -> float:
    shift = 0.0
    while x < 12.0:
        shift += 1.0 / (x * x)
        x += 1.0
    u = 1.0 / (x * x)
    series = u * (1 / 6 - u * (1 / 30 - u * (1 / 42 - u * (1 / 30 - u * (5 / 66 - u * 691 / 2730)))))
    return shift + 1.0 / x + 0.5 * u + series / x


@compiled_exactly
def _theta_step(y: Floats, mean: Floats, theta: float) -> float:
    score = info = 0.0
    d0, t0, logs = _digamma(theta), _trigamma(theta), math.log(theta)
    for i in range(y.size):
        both = mean[i] + theta
        score += _digamma(theta + y[i]) - d0 + logs + 1.0 - math.log(both) - (y[i] + theta) / both
        info += -_trigamma(theta + y[i]) + t0 - 1.0 / theta + 2.0 / both - (y[i] + theta) / (both * both)
    return score / info


@compiled_exactly
def _theta(y: Floats, mean: Floats) -> float:
    """MASS::theta.ml; NaN where R stops with an error."""
    square = 0.0
    for i in range(y.size):
        square += (y[i] / mean[i] - 1.0) ** 2
    theta, change = y.size / square, 1.0
    if theta > UNRESOLVED:
        return math.nan
    for _ in range(MOST_STEPS - 1):
        if not abs(change) > THETA_TOLERANCE:
            break
        theta = abs(theta)
        change = _theta_step(y, mean, theta)
        theta += change
    if math.isnan(theta):
        return math.nan
    return max(theta, 0.0)


@compiled_exactly
def _likelihood(y: Floats, mean: Floats, theta: float) -> float:
    total = y.size * (theta * math.log(theta) - math.lgamma(theta))
    for i in range(y.size):
        total += math.lgamma(theta + y[i]) - math.lgamma(y[i] + 1.0)
        total += y[i] * math.log(mean[i] + (1.0 if y[i] == 0.0 else 0.0))
        total -= (theta + y[i]) * math.log(theta + mean[i])
    return total


@compiled_exactly
def fit_negative_binomial(x: Floats, y: Floats, beta: Floats) -> float:
    """Fit levels into `beta` and give theta, NaN where MASS::glm.nb stops with an error."""
    mean = y + 0.1
    if not fit_harmonic(x, y, POISSON, mean, beta):
        return math.nan
    theta = _theta(y, mean)
    if not theta > 0.0:
        return math.nan
    scale = math.sqrt(2.0 * max(1.0, float(y.size - x.shape[1])))
    now = _likelihood(y, mean, theta)
    before, change = now + 2.0 * scale, 1.0
    for _ in range(MOST_STEPS):
        distance = abs(before - now) / scale + abs(change)
        if math.isnan(distance):
            return math.nan
        if distance <= TOLERANCE:
            break
        old_mean, old = mean.copy(), theta
        if not fit_harmonic(x, y, theta, mean, beta):
            return math.nan
        theta = _theta(y, old_mean)
        if not theta > 0.0:
            return math.nan
        change, before = old - theta, now
        now = _likelihood(y, mean, theta)
    return theta
