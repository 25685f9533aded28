"""From samples to what is judged: time-weighted averages, mixtures, and episodes above a concentration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from lianxi.core.refusals import BadInput
from lianxi.hazards.judging.rounding import half_even, shown
from lianxi.hazards.judging.verdicts import Outcome
from lianxi.hazards.limits import get_hazard, limit_for

SHIFT = Fraction(8)
LONGEST, MOST, APART = 15, 4, 60


@dataclass(frozen=True, slots=True)
class Sample:
    """A concentration over some hours; below quantification it is the limit of quantification; no exposure is 0."""

    concentration: Decimal
    hours: Decimal
    below_loq: bool = False


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A reckoned quantity, exact, with its reckoning; `below_loq` where no sample was quantified."""

    value: Fraction
    lines: tuple[str, ...]
    below_loq: bool = False


def average(samples: Sequence[Sample]) -> Reckoned:
    """Return CTWA = Σ(C·T)/8 in the unit of the samples (GBZ 2.1-2019; GBZ 331-2024 G.1).

    Contact shorter than 8 h still divides by 8; a longer shift by its own hours, as its limit is reduced for it.
    Raises BadInput for no sample, a negative concentration, hours not above 0 or more than 24 together.
    """
    if not samples:
        raise BadInput("没有样品，不能计算时间加权平均浓度")
    if any(one.concentration < 0 or one.hours <= 0 for one in samples):
        raise BadInput("浓度不能为负，接触时间应大于 0")
    hours = sum((Fraction(one.hours) for one in samples), Fraction(0))
    if hours > 24:
        raise BadInput(f"一个工作班的接触时间共 {shown(hours)} h，超过 24 h")
    over = max(hours, SHIFT)
    total = sum((Fraction(one.concentration) * Fraction(one.hours) for one in samples), Fraction(0))
    terms = " + ".join(f"{one.concentration}×{one.hours}" for one in samples)
    line = f"CTWA = Σ(C·T)/{shown(over)} = ({terms})/{shown(over)} = {shown(total / over)}"
    exposed = [one for one in samples if one.concentration > 0]
    return Reckoned(total / over, (line,), bool(exposed) and all(one.below_loq for one in exposed))


@dataclass(frozen=True, slots=True)
class Mixture:
    """The index of additive exposure I, exact; judged unrounded against 1, shown to two decimals."""

    outcome: Outcome
    index: Fraction
    lines: tuple[str, ...]

    @property
    def reported(self) -> Decimal:
        """Return the index as reports print it."""
        return half_even(self.index, 2)


def mix(parts: Iterable[tuple[str, Decimal]], metric: str, day: date) -> Mixture:
    """Judge substances with added effects: I = Σ Ci/Li ≤ 1, concentrations in mg/m3.

    `metric` is twa or ste; a substance without a limit of that metric is left out and named. Where none has one, or
    one has no limit at all, the index says nothing: UNDETERMINED.
    """
    index, terms, notes, blind = Fraction(0), [], [], False
    for hazard, concentration in parts:
        name, limit = get_hazard(hazard).name, limit_for(hazard, metric, day)
        if limit is None:
            notes.append(f"{name}没有收录这一限值，未计入")
            blind |= limit_for(hazard, "twa", day) is None
            continue
        index += Fraction(concentration) / Fraction(limit.value)
        terms.append(f"{concentration}/{limit.printed}")
        if not limit.confirmed:
            notes.append(f"{name}的限值待确认：{limit.doubt}")
    line = f"I = Σ(Ci/Li) = {' + '.join(terms) or '0'} = {half_even(index, 2)}"
    if index > 1:
        return Mixture(Outcome.EXCEEDS, index, (line, "I ＞ 1，超过限值", *notes))
    if blind or not terms:
        return Mixture(Outcome.UNDETERMINED, index, (line, "有物质没有收录限值，不能判定", *notes))
    return Mixture(Outcome.OK, index, (line, "I ≤ 1，符合", *notes))


@dataclass(frozen=True, slots=True)
class Reading:
    """A concentration that held from minute `start` (included) to minute `end` (excluded) of the shift."""

    start: Fraction
    end: Fraction
    concentration: Decimal


@dataclass(frozen=True, slots=True)
class Episode:
    """An unbroken time above a concentration, in minutes of the shift."""

    start: Fraction
    end: Fraction
    highest: Decimal

    @property
    def minutes(self) -> Fraction:
        """Return how long it lasted."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Episodes:
    """The verdict on the episodes of a shift: every rule that was broken, each with its arithmetic."""

    outcome: Outcome
    found: tuple[Episode, ...]
    lines: tuple[str, ...]


def find_episodes(readings: Sequence[Reading], above: Decimal) -> tuple[Episode, ...]:
    """Join readings above a concentration that follow each other without a gap.

    Raises BadInput where readings overlap or end before they start.
    """
    ordered = sorted(readings, key=lambda one: (one.start, one.end))
    if any(one.end <= one.start for one in ordered):
        raise BadInput("读数的结束时间应晚于开始时间")
    if any(later.start < earlier.end for earlier, later in pairwise(ordered)):
        raise BadInput("读数的时间互相重叠，请核对")
    found: list[Episode] = []
    for one in ordered:
        if one.concentration <= above:
            continue
        if found and found[-1].end == one.start:
            last = found.pop()
            found.append(Episode(last.start, one.end, max(last.highest, one.concentration)))
        else:
            found.append(Episode(one.start, one.end, one.concentration))
    return tuple(found)


def check_episodes(readings: Sequence[Reading], above: Decimal, never: Decimal) -> Episodes:
    """Check a shift: above `above` ≤ 15 min, ≤ 4 times, ≥ 60 min apart; never above `never`.

    For peaks `above` is 3 × and `never` 5 × PC-TWA (GBZ 2.1-2019 6.3.3); with a PC-STEL they are PC-TWA and PC-STEL.
    """
    found = find_episodes(readings, above)
    broken = [
        f"{shown(one.start)}～{shown(one.end)} min：最高 {one.highest} ＞ {never}，任何时间不得超过"
        for one in found
        if one.highest > never
    ]
    broken += [
        f"{shown(one.start)}～{shown(one.end)} min：持续 {shown(one.minutes)} min ＞ {LONGEST} min"
        for one in found
        if one.minutes > LONGEST
    ]
    if len(found) > MOST:
        broken.append(f"一个工作班 {len(found)} 次 ＞ {MOST} 次")
    for earlier, later in pairwise(found):
        if later.start - earlier.end < APART:
            gap = shown(later.start - earlier.end)
            broken.append(f"{shown(earlier.end)}～{shown(later.start)} min：间隔 {gap} min ＜ {APART} min")
    head = f"超过 {above} 的有 {len(found)} 次"
    outcome = Outcome.EXCEEDS if broken else Outcome.OK
    return Episodes(outcome, found, (head, *(broken or ["时长、次数、间隔和上限都符合"])))


def check_peaks(readings: Sequence[Reading], hazard: str, day: date) -> Episodes:
    """Check the peaks of a shift of a hazard without PC-STEL, concentrations in its limit's unit.

    Raises BadInput where the hazard has a PC-STEL or no PC-TWA on that day.
    """
    name = get_hazard(hazard).name
    if limit_for(hazard, "ste", day) is not None:
        raise BadInput(f"{name}有 PC-STEL，短时间接触按 PC-STEL 判定", rule="GBZ 2.1-2019 6.3.3")
    limit = limit_for(hazard, "twa", day) or limit_for(hazard, "dust_total", day)
    if limit is None:
        raise BadInput(f"没有收录{name}的 PC-TWA，不能检查峰接触浓度", rule="GBZ 2.1-2019 6.3.3")
    checked = check_episodes(readings, 3 * limit.value, 5 * limit.value)
    basis = f"PC-TWA {limit.printed} {limit.unit}（{limit.reference}），3 倍 {3 * limit.value}，5 倍 {5 * limit.value}"
    return Episodes(checked.outcome, checked.found, (basis, *checked.lines))
