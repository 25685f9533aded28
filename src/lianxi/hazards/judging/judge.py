"""Judging one measurement: value, unit, limit, rounding, comparison, level of exposure, action level, explanation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lianxi.hazards.judging.applying import Context, apply_limit
from lianxi.hazards.judging.rounding import half_even, plain_number, shown
from lianxi.hazards.judging.units import unit_named
from lianxi.hazards.judging.verdicts import BANDS, Applied, Outcome, Unjudged, Verdict, unjudged
from lianxi.hazards.limits import METRICS, action_for, get_hazard

# What a sound instrument can show, in the first unit of each kind: beyond it, a row is a slip of the pen.
_POSSIBLE: dict[str, tuple[int, int]] = {
    "mass": (0, 10**7),
    "parts": (0, 10**6),
    "sound": (0, 200),
    "temperature": (-60, 100),
    "acceleration": (0, 10**4),
    "fibres": (0, 10**6),
}
_LEVELLED = frozenset({"chemical", "dust", "bio"})


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement as reported. `value` and `loq` in `unit`; below quantification `value` may be None."""

    hazard: str
    metric: str
    value: Decimal | None
    unit: str
    sampled_on: date | None
    below_loq: bool = False
    loq: Decimal | None = None
    hours_per_day: Decimal | None = None
    days_per_week: Decimal | None = None
    silica: Decimal | None = None
    note: str = ""


def judge(measurement: Measurement) -> Verdict:
    """Judge a measurement; it never raises for bad input, it says what is wrong with it."""
    context = context_of(measurement)
    applied = context if isinstance(context, Unjudged) else apply_limit(context)
    if isinstance(applied, Unjudged):
        return unjudged(applied, _named(measurement.note))
    value = _value(measurement)
    if isinstance(value, Unjudged):
        return unjudged(value)
    if not possible(value, measurement.unit):
        impossible = f"数值 {shown(value)} {measurement.unit} 不可能，请核对"
        return unjudged(Unjudged(Outcome.REFUSED, "value", impossible))
    return _compare(measurement, value, applied)


def possible(value: Fraction, unit: str) -> bool:
    """Tell whether a value in a unit can have been measured at all."""
    known = unit_named(unit)
    lowest, highest = bounds(known.measures) if known else (0, None)
    scaled = value * (known.factor if known else 1)
    return scaled >= lowest and (highest is None or scaled <= highest)


def bounds(measures: str) -> tuple[int, int | None]:
    """Return the lowest and highest possible value of a kind of unit; None: no upper bound."""
    return _POSSIBLE.get(measures, (0, None))


def _value(measurement: Measurement) -> Fraction | Unjudged:
    """Return the value that is compared: a result below quantification enters at the limit of quantification."""
    given = measurement.loq if measurement.below_loq else measurement.value
    what = "定量下限" if measurement.below_loq else "检测结果"
    if given is None:
        return Unjudged(Outcome.REFUSED, "loq" if measurement.below_loq else "value", f"缺少{what}")
    if not is_number(given):
        return Unjudged(Outcome.REFUSED, "value", f"{what}不是一个数")
    return Fraction(given)


def context_of(measurement: Measurement) -> Context | Unjudged:
    """Return what besides its value decides how a measurement is judged, or what is wrong with it."""
    if measurement.sampled_on is None:
        return Unjudged(Outcome.REFUSED, "date", "缺少采样日期，不能确定适用的限值")
    parts: dict[str, Fraction | None] = {}
    for name in ("silica", "hours_per_day", "days_per_week"):
        given: Decimal | None = getattr(measurement, name)
        if given is not None and not is_number(given):
            return Unjudged(Outcome.REFUSED, "value", "工时或游离二氧化硅含量不是一个数")
        parts[name] = None if given is None else Fraction(given)
    return Context(
        hazard=measurement.hazard,
        metric=measurement.metric,
        unit=measurement.unit,
        day=measurement.sampled_on,
        silica=parts["silica"],
        hours=parts["hours_per_day"],
        days=parts["days_per_week"],
    )


def is_number(given: Decimal) -> bool:
    """Tell whether a decimal is finite and within what a double can hold."""
    return given.is_finite() and abs(given.adjusted()) <= 400 and int(given.as_tuple().exponent) >= -1200


def _named(note: str) -> tuple[str, ...]:
    return (note,) if note else ()


def compared(value: Fraction, applied: Applied) -> Outcome:
    """Compare a value in the given unit, rounded as results are, with the limit."""
    reported = half_even(value * applied.factor, applied.places)
    if reported > applied.value:
        return Outcome.EXCEEDS
    if applied.undetermined_above is not None and reported > applied.undetermined_above:
        return Outcome.UNDETERMINED
    return Outcome.OK


def level_of(value: Fraction, applied: Applied) -> int | None:
    """Return the level of exposure 0–4 (GBZ 2.1-2019 table 5, recommended), None where it has none.

    Level 4 is what exceeds after rounding; the borders 1 %, 10 % and 50 % are compared without rounding.
    """
    if get_hazard(applied.limit.hazard).kind not in _LEVELLED or applied.undetermined_above is not None:
        return None
    if compared(value, applied) is Outcome.EXCEEDS:
        return 4
    share = value * applied.factor / Fraction(applied.value)
    return (
        0
        if share <= Fraction(1, 100)
        else 1
        if share <= Fraction(1, 10)
        else 2
        if share <= Fraction(1, 2)
        else 3
    )


def reaches_action(value: Fraction, applied: Applied, hazard: str) -> bool:
    """Tell whether the action level configured for `hazard` is reached, without rounding."""
    action = action_for(hazard)
    if action is None or applied.undetermined_above is not None:
        return False
    if action.value is not None:
        return value * applied.factor >= Fraction(action.value)
    return value * applied.factor >= Fraction(action.share or 1) * Fraction(applied.value)


def _compare(measurement: Measurement, value: Fraction, applied: Applied) -> Verdict:
    outcome, code = compared(value, applied), ""
    if measurement.below_loq and outcome is not Outcome.OK:
        outcome, code = Outcome.UNDETERMINED, "loq_above_limit"
    elif outcome is Outcome.UNDETERMINED:
        code = applied.why
    reported = half_even(value * applied.factor, applied.places)
    level = level_of(value, applied) if outcome in (Outcome.OK, Outcome.EXCEEDS) else None
    at_action = not measurement.below_loq and reaches_action(value, applied, measurement.hazard)
    return Verdict(
        outcome=outcome,
        code=code,
        sentence=_sentence(measurement, reported, applied, outcome, code),
        trace=(
            *_reckoning(measurement, value, reported, applied),
            *_standing(measurement, value, applied, level, at_action),
        ),
        applied=applied,
        reported=reported,
        below_loq=measurement.below_loq,
        ratio=value * applied.factor / Fraction(applied.value),
        band=level,
        at_action=at_action,
    )


def _sentence(
    measurement: Measurement, reported: Decimal, applied: Applied, outcome: Outcome, code: str
) -> str:
    name, metric = get_hazard(measurement.hazard).name, METRICS[measurement.metric].name
    result = f"{'＜' if measurement.below_loq else ''}{plain_number(reported)} {applied.limit.unit}"
    limit = f"{plain_number(applied.value)} {applied.limit.unit}"
    endings = {
        "loq_above_limit": f"定量下限高于限值 {limit}，须换用更灵敏的方法",
        "needs_episodes": "超过 3×PC-TWA 而未超过 5×PC-TWA，须核对每次时长、次数和间隔",
        "which_one": f"可能是几种物质之一，限值不同，最高的是 {limit}：不能判定，请写明是哪一种",
        "silica": f"没有游离二氧化硅含量，不知道适用哪一档限值，最高的是 {limit}：不能判定，请补填",
    }
    ending = endings.get(code) or f"{'超过' if outcome is Outcome.EXCEEDS else '不超过'}限值 {limit}"
    doubt = "" if applied.limit.confirmed else "（限值待确认）"
    return f"{name}{metric} {result}，{ending}{doubt}"


def _reckoning(
    measurement: Measurement, value: Fraction, reported: Decimal, applied: Applied
) -> tuple[str, ...]:
    lines = [*_named(measurement.note)]
    if measurement.below_loq:
        lines.append(f"低于定量下限，按定量下限 {shown(value)} {measurement.unit} 计（GBZ 331-2024 G.1）")
    else:
        lines.append(f"结果：{shown(value)} {measurement.unit}")
    given, wanted = unit_named(measurement.unit), unit_named(applied.limit.unit)
    if applied.factor != 1:
        how = "C = ppm × M / 24.05，" if given and wanted and given.measures != wanted.measures else ""
        converted = shown(value * applied.factor)
        lines.append(
            f"换算：{how}{shown(value)} × {shown(applied.factor)} = {converted} {applied.limit.unit}"
        )
    lines.extend(applied.lines)
    lines.append(
        f"修约到 {applied.places} 位小数（GBZ 331-2024 G.1.2，GB/T 8170）：{plain_number(reported)} {applied.limit.unit}"
    )
    sign = "＞" if reported > applied.value else "≤"
    lines.append(f"比较：{plain_number(reported)} {sign} {plain_number(applied.value)}")
    return tuple(lines)


def _standing(
    measurement: Measurement, value: Fraction, applied: Applied, level: int | None, at_action: bool
) -> tuple[str, ...]:
    lines = []
    percent = half_even(value * applied.factor / Fraction(applied.value) * 100, 1)
    if level is not None:
        lines.append(f"为限值的 {percent}%，接触等级 {BANDS[level]}（GBZ 2.1-2019 表5，推荐性）")
    action = action_for(measurement.hazard)
    if at_action and action is not None:
        words = (
            f"限值的 {shown(action.share * 100)}%" if action.share else f"{action.value} {applied.limit.unit}"
        )
        lines.append(f"达到行动水平（{words}；设定：{action.source}）")
    if get_hazard(measurement.hazard).kind == "dust" and measurement.silica is None:
        lines.append("未报告游离二氧化硅含量，按所填粉尘的限值判定")
    return tuple(lines)
