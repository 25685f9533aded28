"""Groups with values below quantification: a lognormal fitted by maximum likelihood (left-censored at each limit).

An estimate for risk assessment only: it never enters the legal verdict, where such values count at the limit
of quantification.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
import scipy

from lianxi.core.refusals import BadInput

LEAST_QUANTIFIED = 2
# scipy.special.ndtri(0.95), written out: SciPy is loaded when somebody judges, not when the pages are.
_Z95 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Estimate:
    """Point estimates: geometric mean and deviation, share above the limit, 95th percentile; how many were censored."""

    n: int
    censored: int
    gm: float
    gsd: float
    exceeding: float
    x95: float


def estimate(values: Sequence[float], is_quantified: Sequence[bool], limit: float) -> Estimate:
    """Fit a lognormal; a value that is not quantified is the limit of quantification it was below.

    Raises BadInput for values or a limit not above 0, or fewer than two different quantified values.
    """
    x, quantified = np.asarray(values, dtype=float), np.asarray(is_quantified, dtype=bool)
    if (
        len(x) != len(quantified)
        or not np.all(np.isfinite(x))
        or np.any(x <= 0)
        or not 0 < limit < float("inf")
    ):
        raise BadInput("删失估计的结果、定量下限和限值都应大于 0")
    if len(np.unique(x[quantified])) < LEAST_QUANTIFIED:
        raise BadInput("不同的定量结果不足 2 个，不能估计分布")
    mean, deviation = _fit(np.log(x[quantified]), np.log(x[~quantified]))
    return Estimate(
        n=len(x),
        censored=int(np.sum(~quantified)),
        gm=exp(mean),
        gsd=exp(deviation),
        exceeding=float(scipy.special.ndtr((mean - log(limit)) / deviation)),
        x95=exp(mean + _Z95 * deviation),
    )


def _fit(seen: np.ndarray, below: np.ndarray) -> tuple[float, float]:
    def unlikely(parameters: np.ndarray) -> float:
        mean, deviation = parameters[0], np.exp(parameters[1])
        z = (seen - mean) / deviation
        return float(
            np.sum(z * z) / 2
            + len(seen) * parameters[1]
            - np.sum(scipy.special.log_ndtr((below - mean) / deviation))
        )

    start = np.array([float(np.mean(seen)), float(np.log(np.std(seen) + 1e-9))])
    found = scipy.optimize.minimize(
        unlikely, start, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000}
    )
    return float(found.x[0]), float(np.exp(found.x[1]))
