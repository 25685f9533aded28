"""Statistics of similar exposure groups, lognormal: exceedance fraction with its confidence limits, 95th percentile,
tolerance limits, EN 689. They inform; the legal verdict on each measurement stands apart (`judge`).

Exact by the non-central t distribution, for many groups at once. Values below quantification: `censored`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from lianxi.core.refusals import BadInput
from lianxi.hazards.judging import noncentral

Array = NDArray[np.float64]
# scipy.special.ndtri(0.95), written out: SciPy is loaded when somebody judges, not when the pages are.
Z95 = 1.6448536269514722
# EN 689:2018, 5.5.2: every one of so few results below this share of the limit.
PRELIMINARY = {3: Fraction(1, 10), 4: Fraction(3, 20), 5: Fraction(1, 5)}
GROUP_TEST = 6
# So near a border a quotient of binary numbers may fall on its wrong side: there the decimals are compared.
_NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Groups:
    """One value per group, in the order of `ids`; fractions are shares (0–1); NaN where a group has
    too few values or no spread.

    `exceeding` is the share of the distribution above the limit with its upper limits at 70 and 95 % confidence and its
    lower at 95 %; `x95` the 95th percentile; `utl` its upper tolerance limits; `index` is EN 689's U_R; `verdict` one of
    compliant, non-compliant, no decision, by the preliminary test (3–5 values) or the group test (6 and more).
    """

    ids: NDArray[np.int64]
    n: NDArray[np.int64]
    gm: Array
    gsd: Array
    index: Array
    exceeding: Array
    exceeding_ucl70: Array
    exceeding_ucl95: Array
    exceeding_lcl95: Array
    x95: Array
    utl95_70: Array
    utl95_95: Array
    verdict: NDArray[np.str_]


@cache
def k_factor(n: int, confidence: float) -> float:
    """Return the one-sided tolerance factor for the 95th percentile of `n` ≥ 2 values."""
    nu, delta = np.array([n - 1.0]), np.array([Z95 * np.sqrt(n)])
    return float(noncentral.quantile(confidence, nu, delta)[0] / np.sqrt(n))


def describe_groups(group: ArrayLike, value: ArrayLike, limit: ArrayLike) -> Groups:
    """Describe every group of (`group` id, `value`, `limit` of its hazard) rows, in one unit.

    Arrays of one length; every value quantified and above 0, every limit above 0 and one per group. Raises BadInput.
    """
    ids, where = np.unique(np.asarray(group, dtype=np.int64), return_inverse=True)
    x, limits = np.asarray(value, dtype=float), np.asarray(limit, dtype=float)
    if not (x.shape == limits.shape == where.shape):
        raise BadInput("组别、结果和限值的个数不一致")
    if not (np.all(np.isfinite(x)) and np.all(x > 0) and np.all(np.isfinite(limits)) and np.all(limits > 0)):
        raise BadInput("组统计只用大于 0 的定量结果；低于定量下限的请用删失估计")
    n = np.bincount(where, minlength=len(ids))
    oel = np.zeros(len(ids))
    oel[where] = limits
    if np.any(oel[where] != limits):
        raise BadInput("同一相似接触组的限值应相同")
    logs = np.log(x)
    mean = np.bincount(where, logs) / n
    spread = np.bincount(where, (logs - mean[where]) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.where(n > 1, np.sqrt(spread / (n - 1)), np.nan)
        # Equal values differ in their logarithms by rounding only.
        deviation = np.where(deviation < 1e-12, 0.0, deviation)
        index = (np.log(oel) - mean) / deviation
    share = _exceeding(index, n)
    factor70, factor95 = (
        np.array([k_factor(int(one), c) if one > 1 else np.nan for one in n]) for c in (0.70, 0.95)
    )
    highest = np.full(len(ids), -np.inf)
    np.maximum.at(highest, where, x)
    return Groups(
        ids=ids,
        n=n,
        gm=np.exp(mean),
        gsd=np.exp(deviation),
        index=index,
        exceeding=scipy.special.ndtr(-index),
        exceeding_ucl70=share[0],
        exceeding_ucl95=share[1],
        exceeding_lcl95=share[2],
        x95=np.exp(mean + Z95 * deviation),
        utl95_70=np.exp(mean + factor70 * deviation),
        utl95_95=np.exp(mean + factor95 * deviation),
        verdict=_en689(n, (highest, oel), index, factor70),
    )


def _exceeding(index: Array, n: NDArray[np.int64]) -> tuple[Array, Array, Array]:
    """Confidence limits of the exceedance fraction: upper 70 %, upper 95 %, lower 95 %."""
    usable = (n > 1) & np.isfinite(index)
    count: Array = n[usable].astype(np.float64)
    root, nu = np.sqrt(count), count - 1.0
    limits = []
    for probability in (0.70, 0.95, 0.05):
        found = np.full(len(n), np.nan)
        found[usable] = scipy.special.ndtr(-noncentral.delta_at(root * index[usable], nu, probability) / root)
        limits.append(found)
    return limits[0], limits[1], limits[2]


def _decimal(number: float) -> Fraction:
    """Return the decimal that a binary number stands for; conversions leave noise beyond twelve digits."""
    return Fraction(f"{number:.12g}")


def _side(value: float, limit: float, share: Fraction) -> int:
    """Compare a value with a share of the limit: below −1, equal 0, above 1."""
    border = float(share) * limit
    if abs(value - border) > _NEAR * border:
        return -1 if value < border else 1
    exact = _decimal(value) - share * _decimal(limit)
    return (exact > 0) - (exact < 0)


def preliminary(values: Sequence[float], below: Sequence[bool], limit: float) -> str | None:
    """Return EN 689's preliminary verdict on 3–5 values of one limit; None for other numbers of values.

    A value below quantification counts at its limit of quantification, which cannot show that a limit is exceeded.
    """
    share = PRELIMINARY.get(len(values))
    if share is None:
        return None
    seen = [value for value, is_below in zip(values, below, strict=True) if not is_below]
    if any(_side(value, limit, Fraction(1)) > 0 for value in seen):
        return "non-compliant"
    return "compliant" if all(_side(value, limit, share) < 0 for value in values) else "no decision"


def _en689(
    n: NDArray[np.int64], highest: tuple[Array, Array], index: Array, factor: Array
) -> NDArray[np.str_]:
    """EN 689: the preliminary test for 3–5 results, the group test (U_R ≥ U_T, 70 % confidence) for 6 and more.

    `highest` are each group's highest value and its limit.
    """
    verdict = np.full(len(n), "no decision", dtype="<U13")
    for count, share in PRELIMINARY.items():
        for place in np.flatnonzero(n == count):
            value, limit = float(highest[0][place]), float(highest[1][place])
            if _side(value, limit, share) < 0:
                verdict[place] = "compliant"
            elif _side(value, limit, Fraction(1)) > 0:
                verdict[place] = "non-compliant"
    tested = n >= GROUP_TEST
    passes = (index >= factor) | (np.isinf(index) & (index > 0))
    verdict[tested] = np.where(passes[tested], "compliant", "non-compliant")
    return verdict
