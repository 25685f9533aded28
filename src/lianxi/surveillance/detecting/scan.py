"""Owns the space-time scan (Kulldorff): circles around centroids, the last weeks, Poisson likelihood ratio, and
p-values from seeded simulations. Without centroids it is silent and says so."""

from dataclasses import dataclass

import numpy as np

from lianxi.surveillance.detecting.compiling import compiled, compiled_parallel, prange
from lianxi.surveillance.detecting.windows import Floats, Ints

NO_CENTROIDS = "没有各地的中心点坐标，不做时空扫描"
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
    """The largest ratio over circles and lengths; `cases`, `expected`: areas × sums over the last 1, 2 … weeks."""
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
    """This function will find rises in space over the last weeks.

    `cases` and `expected` are areas × weeks, expected scaled to the cases' sum; `places` are centroids (areas ×
    2, projected, any unit); a circle holds at most the share `most` of the population (default: of the expected).
    """
    if places is None or np.isnan(places).any():
        return Scan([], NO_CENTROIDS)
    total = float(cases.sum())
    if total <= 0.0:
        return Scan([], NO_CASES)
    chance = expected / expected.sum()
    near, sizes = _circles(places, chance.sum(axis=1) if population is None else population, most)
    longest = min(longest, cases.shape[1])
    last_cases, last_expected = _last(cases, longest), _last(chance * total, longest)
    ratios = np.zeros((near.shape[0], longest, near.shape[1]))
    _best(near, sizes, last_cases, last_expected, total, ratios)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(int(total), chance.ravel(), size=simulations).reshape(simulations, *cases.shape)
    best = np.zeros(simulations)
    _simulate(
        near,
        sizes,
        np.stack([_last(one.astype(float), longest) for one in drawn]),
        last_expected,
        total,
        best,
    )
    return Scan(_clusters(ratios, near, last_cases, last_expected, best))


def _last(table: Floats, longest: int) -> Floats:
    """Sums over the last 1, 2 … weeks."""
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
