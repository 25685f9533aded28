"""Owns what keeps many series from crying wolf: the false discovery rate, and one signal for one rise."""

from dataclasses import dataclass

import numpy as np

from lianxi.detectors.windows import Floats

# A part that holds so much of the whole's excess is the rise; below, the whole is.
SHARE = 0.8


def adjusted(p: Floats) -> Floats:
    """Return Benjamini–Hochberg's adjusted values (same shape); NaN is no test.

    Signals with an adjusted value ≤ q hold at most a share q of false ones on average.
    """
    flat = p.ravel()
    found = np.full(flat.size, np.nan)
    tested = np.flatnonzero(~np.isnan(flat))
    order = tested[np.argsort(flat[tested], kind="stable")]
    ranks = np.arange(1, order.size + 1)
    found[order] = np.minimum.accumulate((flat[order] * order.size / ranks)[::-1])[::-1].clip(max=1.0)
    return found.reshape(p.shape)


@dataclass(frozen=True)
class Rise:
    """An alarm: six digits of division (00 pads a whole), hazard and industry ("" is all), observed and expected.

    A rise of several divisions names them all in `areas`; `division` is then the one in their middle.
    """

    division: str
    hazard: str
    industry: str
    observed: float
    expected: float
    areas: tuple[str, ...] = ()

    @property
    def divisions(self) -> tuple[str, ...]:
        return self.areas or (self.division,)

    @property
    def excess(self) -> float:
        return self.observed - self.expected


@dataclass(frozen=True)
class Merged:
    """One signal: the rise that names it, and the others it explains or sums up."""

    head: Rise
    others: tuple[Rise, ...]


def _stem(division: str) -> str:
    while division.endswith("00"):
        division = division[:-2]
    return division


def _lies_in(division: str, wholes: tuple[str, ...]) -> bool:
    return any(_stem(division).startswith(_stem(one)) for one in wholes)


def contains(whole: Rise, part: Rise) -> bool:
    """Say whether every case of `part` is one of `whole`."""
    return (
        whole != part
        and all(_lies_in(one, whole.divisions) for one in part.divisions)
        and whole.hazard in {"", part.hazard}
        and whole.industry in {"", part.industry}
    )


def merge(rises: list[Rise]) -> list[Merged]:
    """Join rises of one week that contain one another; ordered by excess, largest first.

    The narrowest part that holds at least SHARE of the widest rise's excess names the signal, else the widest.
    """
    groups: list[list[Rise]] = []
    for rise in sorted(
        rises, key=lambda one: (len(_stem(one.division)), one.hazard, one.industry, one.division)
    ):
        touching = [
            group for group in groups if any(contains(one, rise) or contains(rise, one) for one in group)
        ]
        groups = [group for group in groups if group not in touching]
        groups.append([one for group in touching for one in group] + [rise])
    merged = [_merged(group) for group in groups]
    return sorted(merged, key=lambda one: (-one.head.excess, one.head.division, one.head.hazard))


def _merged(group: list[Rise]) -> Merged:
    widest = max(group, key=lambda one: (sum(contains(one, other) for other in group), one.excess))
    inner = [one for one in group if contains(widest, one) and one.excess >= SHARE * widest.excess]
    head = min(
        inner, key=lambda one: (sum(contains(one, other) for other in group), -one.excess), default=widest
    )
    return Merged(head, tuple(one for one in group if one != head))
