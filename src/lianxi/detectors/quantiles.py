"""Owns compiled quantiles and tails of the Poisson and the negative binomial, as R's qnbinom and pnbinom give."""

import math

import numpy as np

from lianxi.detectors.compiling import compiled

# R gives up this much of the probability before it searches, against rounding.
FUZZ = 1.0 - 64 * 2.220446049250313e-16
# From here a sum from zero costs more than one from the quantile's neighborhood.
SMALL = 60.0
# From this dispersion on, tails are long and taken from the incomplete beta function.
HEAVY = 1e3
# From here the normal approximation with skewness is exact to 1e-9 relative.
LARGE_SPREAD = 2e5


@compiled
def log_mass(k: float, mean: float, phi: float) -> float:
    """Return the log probability of k cases; variance is phi × mean, Poisson at phi ≤ 1."""
    if phi <= 1.0:
        return k * math.log(mean) - mean - math.lgamma(k + 1.0)
    size = mean / (phi - 1.0)
    return (
        math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1.0)
        - size * math.log1p(phi - 1.0) + k * math.log((phi - 1.0) / phi)
    )  # fmt: skip


@compiled
def _next_ratio(k: float, mean: float, phi: float) -> float:
    """Probability of k + 1 over probability of k."""
    if phi <= 1.0:
        return mean / (k + 1.0)
    return (k + mean / (phi - 1.0)) / (k + 1.0) * ((phi - 1.0) / phi)


@compiled
def upper_tail(k: float, mean: float, phi: float) -> float:
    """Return the probability of more than k cases."""
    if k < 0.0:
        return 1.0
    if phi >= HEAVY:
        return float(_heavy_tail(k, mean, phi))
    if k < mean:
        return 1.0 - _lower_sum(k, mean, phi)
    term = math.exp(log_mass(k + 1.0, mean, phi))
    total, at = 0.0, k + 1.0
    while term > 0.0 and term > 1e-17 * total:
        total += term
        term *= _next_ratio(at, mean, phi)
        at += 1.0
    return total


@compiled
def _beta_fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function (modified Lentz)."""
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 20_000):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0)),
        ):
            d = 1.0 + term * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + term / c
            c = c if abs(c) > tiny else tiny
            value *= d * c
        if abs(d * c - 1.0) < 1e-15:
            break
    return value


@compiled
def _heavy_tail(k: float, mean: float, phi: float) -> float:
    """Probability of more than k where sums would have too many terms: I(1 − 1/phi; k + 1, size)."""
    a, b, q = k + 1.0, mean / (phi - 1.0), 1.0 / phi
    x = (phi - 1.0) / phi
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log1p(-q) - b * math.log(phi)
    )
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _beta_fraction(a, b, x) / a
    return 1.0 - front * _beta_fraction(b, a, q) / b


@compiled
def _lower_sum(k: float, mean: float, phi: float) -> float:
    """Probability of at most k, summed downward from k."""
    term, total, at = math.exp(log_mass(k, mean, phi)), 0.0, k
    while at >= 0.0 and term > 0.0 and term > 1e-17 * total:
        total += term
        if at == 0.0:
            break
        term /= _next_ratio(at - 1.0, mean, phi)
        at -= 1.0
    return min(total, 1.0)


@compiled
def _guess(mean: float, phi: float, z: float) -> float:
    """Return the Cornish–Fisher guess R starts from."""
    spread = math.sqrt(mean * phi)
    skew = (2.0 * phi - 1.0) / spread
    return float(max(0.0, np.floor(mean + spread * (z + skew * (z * z - 1.0) / 6.0) + 0.5)))


@compiled
def upper_quantile(mean: float, phi: float, alpha: float, z: float) -> float:
    """Return the smallest number of cases exceeded with probability at most alpha.

    `z` is the normal quantile of 1 − alpha. NaN where the mean is not finite.
    """
    if not math.isfinite(mean) or not math.isfinite(phi):
        return math.nan
    if mean <= 0.0 or _stays_at_zero(mean, phi, alpha):
        return 0.0
    if mean < SMALL and phi < HEAVY:
        return float(_from_zero(mean, phi, alpha))
    spread = math.sqrt(mean * max(phi, 1.0))
    if spread > LARGE_SPREAD and mean / phi > 1e3:
        return float(_guess(mean, max(phi, 1.0), z))
    return float(_by_search(mean, phi, alpha, z))


@compiled
def _stays_at_zero(mean: float, phi: float, alpha: float) -> bool:
    """Whether no case at all is already as likely as the bound asks."""
    none = mean if phi <= 1.0 else mean / (phi - 1.0) * math.log1p(phi - 1.0)
    return math.exp(-none) >= (1.0 - alpha) * FUZZ


@compiled
def _from_zero(mean: float, phi: float, alpha: float) -> float:
    wanted = (1.0 - alpha) * FUZZ
    growth = 0.0 if phi <= 1.0 else (phi - 1.0) / phi
    size = mean if phi <= 1.0 else mean / (phi - 1.0)
    # Poisson: ratio mean / (k + 1); negative binomial: (k + size) / (k + 1) × growth.
    term = math.exp(-mean) if phi <= 1.0 else math.exp(-size * math.log1p(phi - 1.0))
    total, k = term, 0.0
    base, rise = (mean, 0.0) if phi <= 1.0 else (size * growth, growth)
    while total < wanted and k < 1e7:
        term *= (base + k * rise) / (k + 1.0)
        k += 1.0
        total += term
    return k


@compiled
def _by_search(mean: float, phi: float, alpha: float, z: float) -> float:
    """Bisection on the tail between bounds found by doubling from the guess."""
    limit = 1.0 - (1.0 - alpha) * FUZZ
    low, high = -1.0, _guess(mean, max(phi, 1.0), z)
    step = 1.0
    if upper_tail(high, mean, phi) <= limit:
        while high - step >= 0.0 and upper_tail(high - step, mean, phi) <= limit:
            high, step = high - step, step * 2.0
        low = max(-1.0, high - step)
    else:
        low = high
        while high < 1e290 and upper_tail(high + step, mean, phi) > limit:
            low, step = high + step, step * 2.0
            high = low
        high = high + step
    while high - low > max(1.0, 1e-12 * high):
        middle = np.floor(0.5 * (low + high))
        if upper_tail(middle, mean, phi) <= limit:
            high = middle
        else:
            low = middle
    return high
