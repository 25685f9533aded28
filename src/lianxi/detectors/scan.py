"""Owns the space-time scan (Kulldorff): circles around centroids, the last weeks, Poisson likelihood ratio, and
p-values from seeded simulations. Without centroids it is silent and says so.

Two models: against a population (or any expected), and by permutation (Kulldorff and others 2005), where cases alone
are known: an area's share and a week's sum are as they are, only whether they meet is chance."""

from dataclasses import dataclass

import numpy as np

from lianxi.detectors.compiling import compiled, compiled_parallel, prange
from lianxi.detectors.reasons import NO_CENTROIDS
from lianxi.detectors.windows import Floats, Ints

NO_CASES = "没有病例，不做时空扫描"


@dataclass(frozen=True)
class Cluster:
    """Areas (positions), how many of the last weeks, cases, expected, log likelihood ratio, p."""

    areas: list[int]
    weeks: int
    cases: float
    expected: float
    ratio: float
    p: float


@dataclass(frozen=True)
class Scan:
    """Clusters that do not overlap, most likely first; or the reason for silence."""

    clusters: list[Cluster]
    reason: str = ""


@compiled
def _ratio(cases: float, expected: float, total: float) -> float:
    if cases <= expected or expected <= 0.0:
        return 0.0
    rest = total - cases
    return float(
        cases * np.log(cases / expected) + (rest * np.log(rest / (total - expected)) if rest > 0 else 0.0)
    )


@compiled
def _best(near: Ints, sizes: Ints, cases: Floats, expected: Floats, total: float, by_center: Floats) -> float:
    """Return the largest ratio over circles and lengths; `cases`, `expected`: areas × sums over the last 1, 2 … weeks."""
    best = 0.0
    for center in range(near.shape[0]):
        for length in range(cases.shape[1]):
            inside = wanted = 0.0
            for k in range(sizes[center]):
                inside += cases[near[center, k], length]
                wanted += expected[near[center, k], length]
                found = _ratio(inside, wanted, total)
                best = max(best, found)
                by_center[center, length, k] = found
    return best


@compiled_parallel
def _simulate(near: Ints, sizes: Ints, draws: Floats, expected: Floats, total: float, best: Floats) -> None:
    for i in prange(draws.shape[0]):
        spare = np.empty((near.shape[0], expected.shape[1], near.shape[1]))
        best[i] = _best(near, sizes, draws[i], expected, total, spare)


def _circles(places: Floats, population: Floats, most: float) -> tuple[Ints, Ints]:
    """Neighbors by distance, and how many fit below the share of the population."""
    apart = ((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    near = np.argsort(apart, axis=1, kind="stable").astype(np.int64)
    within = np.cumsum(population[near], axis=1) <= most * population.sum()
    sizes = within.sum(axis=1).astype(np.int64)
    return np.ascontiguousarray(near[:, : max(1, int(sizes.max()))]), sizes


def scan(
    cases: Floats, expected: Floats, places: Floats | None, *, population: Floats | None = None, longest: int = 1,
    seed: int = 1, simulations: int = 999, most: float = 0.5,
) -> Scan:  # fmt: skip
    """Find rises in space over the last weeks.

    `cases` and `expected` are areas × weeks, expected scaled to the cases' sum; `places` are centroids (areas ×
    2, projected, any unit); a circle holds at most the share `most` of the population (default: of the expected).
    """
    if places is None or np.isnan(places).any():
        return Scan([], NO_CENTROIDS)
    total = float(cases.sum())
    if total <= 0.0:
        return Scan([], NO_CASES)
    chance = expected / expected.sum()
    circles = _circles(places, chance.sum(axis=1) if population is None else population, most)
    longest = min(longest, cases.shape[1])
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(int(total), chance.ravel(), size=simulations).reshape(simulations, *cases.shape)
    draws = np.stack([_last(one.astype(float), longest) for one in drawn])
    return _scanned(circles, _last(cases, longest), _last(chance * total, longest), total, draws)


def scan_permuted(
    cases: Floats, places: Floats | None, *, longest: int = 1, seed: int = 1, simulations: int = 999, most: float = 0.5
) -> Scan:  # fmt: skip
    """Find rises in space over the last weeks where only cases are known (areas × weeks).

    Expected is the area's sum times the week's sum, by all cases; a simulation deals the weeks out to the cases
    anew. A circle holds at most the share `most` of all cases. Places as for `scan`; `on_sphere` makes them.
    """
    if places is None or np.isnan(places).any():
        return Scan([], NO_CENTROIDS)
    total = float(cases.sum())
    if total <= 0.0:
        return Scan([], NO_CASES)
    by_area, by_week = cases.sum(axis=1), cases.sum(axis=0)
    longest = min(longest, cases.shape[1])
    expected = _last(np.outer(by_area, by_week) / total, longest)
    rng = np.random.default_rng(seed)
    newest = by_week[::-1][:longest].astype(np.int64)
    draws = np.stack([_dealt(rng, by_area.astype(np.int64), newest) for _ in range(simulations)])
    return _scanned(_circles(places, by_area, most), _last(cases, longest), expected, total, draws)


def _dealt(rng: np.random.Generator, by_area: Ints, newest: Ints) -> Floats:
    """Deal the newest weeks' cases out of all cases: areas × sums over the last 1, 2 … weeks."""
    left, found = by_area.copy(), np.empty((by_area.size, newest.size))
    for place, n in enumerate(newest):
        left -= rng.multivariate_hypergeometric(left, int(n), method="marginals")
        found[:, place] = by_area - left
    return found


def on_sphere(longitude: Floats, latitude: Floats) -> Floats:
    """Return points in space (n × 3, kilometers) of degrees: near on the globe is near in space."""
    east, north = np.radians(longitude), np.radians(latitude)
    return 6371.0 * np.stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1
    )


def _scanned(
    circles: tuple[Ints, Ints], cases: Floats, expected: Floats, total: float, draws: Floats
) -> Scan:
    near, sizes = circles
    ratios = np.zeros((near.shape[0], cases.shape[1], near.shape[1]))
    _best(near, sizes, cases, expected, total, ratios)
    best = np.zeros(draws.shape[0])
    _simulate(near, sizes, draws, expected, total, best)
    return Scan(_clusters(ratios, near, cases, expected, best))


def _last(table: Floats, longest: int) -> Floats:
    """Return sums over the last 1, 2 … weeks."""
    return np.ascontiguousarray(np.cumsum(table[:, ::-1], axis=1)[:, :longest], dtype=np.float64)


def _clusters(ratios: Floats, near: Ints, cases: Floats, expected: Floats, best: Floats) -> list[Cluster]:
    found: list[Cluster] = []
    taken: set[int] = set()
    for at in np.argsort(ratios, axis=None, kind="stable")[::-1]:
        center, length, k = (int(i) for i in np.unravel_index(at, ratios.shape))
        ratio = float(ratios[center, length, k])
        areas = near[center, : k + 1].tolist()
        if ratio <= 0.0 or len(found) >= 10:
            break
        if taken.isdisjoint(areas):
            taken.update(areas)
            p = (1.0 + float((best >= ratio - 1e-9).sum())) / (best.size + 1.0)
            inside = float(cases[areas, length].sum()), float(expected[areas, length].sum())
            found.append(Cluster(areas, length + 1, *inside, ratio, p))
    return found
