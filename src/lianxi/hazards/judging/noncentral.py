"""The non-central t distribution, for whole arrays, by quadrature.

P(T ≤ t) = ∫ Φ(t·u − δ) f(u) du over u = √(χ²/ν). The step of Φ at u = δ/t gets panels of its own, so that large t keep
their precision. `scipy.stats.nct.cdf` gives NaN in part of the range that tolerance limits need.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import scipy
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.int64]
Function = Callable[[Array, Rows], tuple[Array, Array]]
_NODES, _PANELS = 24, 6
# Panels of the integral, as quantiles of χ² from either end.
_TAIL = 1e-18
_SPAN = 9.0
_STEPS = 60
_CLOSE = 1e-12
_BLOCK = 512
# Below this density a step of Newton is meaningless: halve the bracket.
_FLAT = 1e-30


@cache
def _legendre() -> tuple[Array, Array]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return nodes, weights


@cache
def _ends(nu: float) -> tuple[float, float, float, float]:
    """Return the range of u that matters, its median, and the logarithm of the density's constant."""
    low, middle, high = (
        float(np.sqrt(value / nu))
        for value in (
            scipy.stats.chi2.ppf(_TAIL, nu),
            scipy.stats.chi2.ppf(0.5, nu),
            scipy.stats.chi2.isf(_TAIL, nu),
        )
    )
    constant = float(np.log(2.0) + 0.5 * nu * np.log(0.5 * nu) - scipy.special.gammaln(0.5 * nu))
    return low, middle, high, constant


def _panels(t: Array, delta: Array, nu: Array) -> tuple[Array, Array]:
    """Nodes u and weights·f(u), shape (groups, panels × nodes)."""
    degrees, which = np.unique(nu, return_inverse=True)
    ends = np.array([_ends(float(one)) for one in degrees]).reshape(-1, 4)[which]
    low, middle, high, constant = ends.T
    slope = np.maximum(np.abs(t), 1e-12)
    step, width = delta / np.where(np.abs(t) < 1e-12, 1e-12, t), _SPAN / slope
    borders = np.stack(
        [low, *(np.clip(step + k * width, low, high) for k in (-1, -0.3, 0.3, 1)), middle, high], axis=1
    )
    borders.sort(axis=1)
    starts, stops = borders[:, :-1, None], borders[:, 1:, None]
    nodes, weights = _legendre()
    half = (stops - starts) / 2
    u = (starts + half) + half * nodes
    log_density = (
        constant[:, None, None] + (nu[:, None, None] - 1) * np.log(u) - nu[:, None, None] * u * u / 2
    )
    mass = half * weights * np.exp(log_density)
    count = len(t)
    return u.reshape(count, _PANELS * _NODES), mass.reshape(count, _PANELS * _NODES)


def cdf(t: Array, nu: Array, delta: Array) -> Array:
    """Return P(T ≤ t) for arrays of one length; `nu` ≥ 1."""
    u, mass = _panels(t, delta, nu)
    total: Array = np.sum(mass * scipy.special.ndtr(t[:, None] * u - delta[:, None]), axis=1)
    return np.clip(total, 0.0, 1.0)


def delta_at(t: Array, nu: Array, probability: float) -> Array:
    """Return the δ with P(T ≤ t) = `probability`, for arrays of one length."""
    # t·u − δ around u = 1: a start, and a bracket by its spread.
    spread = 10.0 * (1.0 + np.abs(t) / np.sqrt(nu)) + 2.0 * np.abs(t)
    start = t - scipy.special.ndtri(probability) * np.sqrt(1.0 + t * t / (2.0 * nu))

    def function(delta: Array, rows: Rows) -> tuple[Array, Array]:
        return _value_and_slope(t[rows], nu[rows], delta)

    return _solve(function, probability, (start, t - spread, t + spread), falling=True)


def quantile(probability: float, nu: Array, delta: Array) -> Array:
    """Return the t with P(T ≤ t) = `probability`, for arrays of one length."""
    low, high = delta - 10.0 * (1.0 + np.abs(delta)), (np.abs(delta) + 10.0) * 1000.0
    start = delta + scipy.special.ndtri(probability) * np.sqrt(1.0 + delta * delta / (2.0 * nu))

    def function(t: Array, rows: Rows) -> tuple[Array, Array]:
        return _value_and_slope(t, nu[rows], delta[rows], by_t=True)

    return _solve(function, probability, (start, low, high), falling=False)


def _value_and_slope(t: Array, nu: Array, delta: Array, *, by_t: bool = False) -> tuple[Array, Array]:
    u, mass = _panels(t, delta, nu)
    z = t[:, None] * u - delta[:, None]
    density = mass * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    slope = np.sum(density * u, axis=1) if by_t else np.sum(density, axis=1)
    return np.sum(mass * scipy.special.ndtr(z), axis=1), slope


def _solve(function: Function, wanted: float, start: tuple[Array, Array, Array], *, falling: bool) -> Array:
    """Newton's steps inside a bracket that shrinks, halved where a step leaves it; block by block for the cache."""
    found: Array = np.clip(*start)
    low, high = start[1].copy(), start[2].copy()
    sign = -1.0 if falling else 1.0
    for first in range(0, len(found), _BLOCK):
        rows = np.arange(first, min(first + _BLOCK, len(found)))
        for _ in range(_STEPS):
            before = found[rows]
            value, slope = function(before, rows)
            above = (value > wanted) != falling
            high[rows[above]], low[rows[~above]] = before[above], before[~above]
            following = before - sign * (value - wanted) / np.where(slope > _FLAT, slope, np.inf)
            inside = (following > low[rows]) & (following < high[rows]) & (slope > _FLAT)
            following = np.where(inside, following, (low[rows] + high[rows]) / 2)
            found[rows] = following
            rows = rows[np.abs(following - before) > _CLOSE * (1.0 + np.abs(before))]
            if not len(rows):
                break
    return found
