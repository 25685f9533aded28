"""What a context means for doubles: borders such that a plain `>` gives what the exact judge gives.

A double stands for the shortest decimal that reads back as it (what a CSV held). The exact judge is monotone in the
value, so every border is the last double before its answer changes; comparing with it needs no rounding.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import inf, nextafter

from lianxi.hazards.judging.applying import apply_limit
from lianxi.hazards.judging.judge import (
    Measurement,
    bounds,
    compared,
    context_of,
    level_of,
    reaches_action,
)
from lianxi.hazards.judging.units import unit_named
from lianxi.hazards.judging.verdicts import Applied, Outcome, Unjudged
from lianxi.hazards.limits import action_for

_SHARES = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The borders of one context, in its unit: a value above `exceeds` exceeds, and so on.

    `outcome` is set, and nothing else counts, where no value is compared. `levels` are the borders of levels 1, 2, 3,
    infinite where there are none (`levelled` False). `limit` is the limit in the unit of the context.
    """

    outcome: Outcome | None
    code: str
    lowest: float = 0.0
    highest: float = inf
    exceeds: float = inf
    undetermined: float = inf
    action: float = inf
    levels: tuple[float, float, float] = (inf, inf, inf)
    levelled: bool = False
    limit: float = inf
    confirmed: bool = False


def read_double(value: float) -> Fraction:
    """Return the decimal a double stands for, exactly."""
    return Fraction(Decimal(repr(value)))


def thresholds_of(measurement: Measurement) -> Thresholds:
    """Return the borders for every measurement that differs from this one by its value only."""
    context = context_of(measurement)
    applied = context if isinstance(context, Unjudged) else apply_limit(context)
    if isinstance(applied, Unjudged):
        return Thresholds(applied.outcome, applied.code)
    # The lines of the reckoning do not move a border: contexts that differ by them share it.
    return _borders(replace(applied, lines=()), measurement.hazard, measurement.unit)


@lru_cache(maxsize=100_000)
def _borders(applied: Applied, hazard: str, written: str) -> Thresholds:
    unit = unit_named(written)
    lowest, highest = bounds(unit.measures) if unit else (0, None)
    scale = unit.factor if unit else Fraction(1)
    return Thresholds(
        None,
        "",
        lowest=float(lowest / scale),
        highest=inf if highest is None else float(highest / scale),
        exceeds=_exceeds(applied),
        undetermined=_undetermined(applied),
        action=_action(applied, hazard),
        levels=_levels(applied),
        levelled=level_of(Fraction(0), applied) is not None,
        limit=float(Fraction(applied.value) / applied.factor),
        confirmed=applied.limit.confirmed,
    )


def _last_before(changed: Callable[[Fraction], bool], near: Fraction) -> float:
    """Return the largest double for which `changed` is False, sought from `near` on."""
    border = float(near)
    while changed(read_double(border)):
        border = nextafter(border, -inf)
    while not changed(read_double(following := nextafter(border, inf))):
        border = following
    return border


def _exceeds(applied: Applied) -> float:
    half = Fraction(1, 2 * 10**applied.places)
    near = (Fraction(applied.value) + half) / applied.factor
    return _last_before(lambda value: compared(value, applied) is Outcome.EXCEEDS, near)


def _undetermined(applied: Applied) -> float:
    if applied.undetermined_above is None:
        return inf
    half = Fraction(1, 2 * 10**applied.places)
    near = (Fraction(applied.undetermined_above) + half) / applied.factor
    return _last_before(lambda value: compared(value, applied) is not Outcome.OK, near)


def _action(applied: Applied, hazard: str) -> float:
    action = action_for(hazard)
    if action is None or applied.undetermined_above is not None:
        return inf
    share = Fraction(applied.value) * Fraction(action.share or 1)
    near = (share if action.value is None else Fraction(action.value)) / applied.factor
    return _last_before(lambda value: reaches_action(value, applied, hazard), near)


def _levels(applied: Applied) -> tuple[float, float, float]:
    if level_of(Fraction(0), applied) is None:
        return (inf, inf, inf)
    first, second, third = (_level(applied, number, share) for number, share in enumerate(_SHARES, start=1))
    return first, second, third


def _level(applied: Applied, number: int, share: Fraction) -> float:
    near = share * Fraction(applied.value) / applied.factor
    return _last_before(lambda value: (level_of(value, applied) or 0) >= number, near)
