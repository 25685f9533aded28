"""Long shifts: Brief–Scala reduction of PC-TWA (GBZ 2.1-2019), by day and by week, and where it does not apply.

By day when a day has more than 8 h, by week when there are more than five days with more than 40 h together; where
both hold, the stricter. Not for MAC, PC-STEL and peaks, for irritants and simple asphyxiants; half-lives are not held.
"""

from dataclasses import dataclass
from fractions import Fraction

from lianxi.hazards.judging.rounding import shown

USUAL_HOURS, USUAL_DAYS = Fraction(8), Fraction(5)


@dataclass(frozen=True, slots=True)
class Reduction:
    """The factor a PC-TWA is multiplied by, and how it was reckoned; `lines` is empty where nothing changes."""

    factor: Fraction
    lines: tuple[str, ...] = ()


def reduce_for_shift(hours: Fraction, days: Fraction) -> Reduction:
    """Return the Brief–Scala factor for `hours` a day on `days` days a week.

    `hours` above 0 and below 24, `days` above 0 and at most 7.
    """
    found: list[tuple[Fraction, str]] = []
    week = hours * days
    if hours > USUAL_HOURS:
        factor = 8 / hours * (24 - hours) / 16
        found.append(
            (
                factor,
                f"日接触：RF = 8/h × (24−h)/16 = 8/{shown(hours)} × (24−{shown(hours)})/16 = {shown(factor)}",
            )
        )
    if days > USUAL_DAYS and week > 40:
        factor = 40 / week * (168 - week) / 128
        found.append(
            (
                factor,
                f"周接触：RF = 40/h × (168−h)/128 = 40/{shown(week)} × (168−{shown(week)})/128 = {shown(factor)}",
            )
        )
    if not found:
        return Reduction(Fraction(1))
    lines = tuple(line for _, line in found)
    if len(found) > 1:
        lines += ("两者都适用，取较严者",)
    return Reduction(min(factor for factor, _ in found), lines)
