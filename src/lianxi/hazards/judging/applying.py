"""Which limit holds for a measurement: table, free silica, long shift, unit. What a value is compared with.

`Context` is everything that decides it besides the value itself; bulk judging applies each context once.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lianxi.hazards.judging.rounding import half_even, places_for, plain_number, shown
from lianxi.hazards.judging.shifts import USUAL_DAYS, USUAL_HOURS, reduce_for_shift
from lianxi.hazards.judging.units import factor_between, molar_mass, unit_named
from lianxi.hazards.judging.verdicts import Applied, Outcome, Unjudged
from lianxi.hazards.limits import (
    METRICS,
    Hazard,
    Limit,
    candidates_of,
    find_limits,
    get_hazard,
    hazards,
    limit_for,
)
from lianxi.hazards.limits.model import CONFIGURED

AVERAGES = frozenset({"twa", "dust_total", "dust_respirable"})
SILICA = "d40"
_FIBRES = frozenset({"d34a", "d34b"})
_BANDS = {1: "10%≤游离SiO2≤50%", 2: "50%＜游离SiO2≤80%", 3: "游离SiO2＞80%"}
_OFTEN = {"peak": 3, "never": 5}


@dataclass(frozen=True, slots=True)
class Context:
    """What besides the value decides the limit. `silica` in percent, `hours` a day, `days` a week; None: not reported."""

    hazard: str
    metric: str
    unit: str
    day: date
    silica: Fraction | None = None
    hours: Fraction | None = None
    days: Fraction | None = None


def apply_limit(context: Context) -> Applied | Unjudged:
    """Return the limit a measurement is compared with, or why there is none."""
    if (wrong := _wrong_input(context)) is not None:
        return wrong
    hazard = get_hazard(context.hazard)
    found = _find(context, hazard)
    if isinstance(found, Unjudged):
        return found
    limit, lines, several = found
    factor = _factor(context, hazard, limit)
    if isinstance(factor, Unjudged):
        return factor
    applied = Applied(limit, limit.value, places_for(limit), factor, (*lines, *_limit_line(limit)))
    if several:
        # Above the highest of all it exceeds whatever it is; below, the name alone decides nothing.
        applied = replace(applied, undetermined_above=Decimal(0), why=several)
    elif context.metric == "peak":
        return _for_peaks(applied)
    if limit.per_hour:
        return _per_hour(applied, context)
    return _for_shift(applied, context, hazard)


def silica_band(silica: Fraction | None) -> int:
    """Return the band of free silica: 0 below 10 % or not reported, then 1, 2, 3."""
    if silica is None or silica < 10:
        return 0
    return 1 if silica <= 50 else 2 if silica <= 80 else 3


def _wrong_input(context: Context) -> Unjudged | None:
    if context.hazard not in hazards():
        return _refuse("hazard", f"没有危害因素代码 {context.hazard or '（空）'}")
    if context.metric not in METRICS:
        return _refuse("metric", f"没有检测指标 {context.metric or '（空）'}")
    hazard, metric = get_hazard(context.hazard), METRICS[context.metric]
    if hazard.kind not in metric.kinds and not hazard.code.startswith("k"):
        return _refuse("metric", f"{hazard.name}没有“{metric.name}”这一指标")
    if not context.unit.strip():
        return _refuse("unit", "缺少计量单位，请补填（如 mg/m3、ppm、dB(A)）")
    if unit_named(context.unit) is None:
        return _refuse("unit", f"计量单位“{context.unit}”不能识别，或写了不止一个单位")
    return _wrong_number(context)


def _wrong_number(context: Context) -> Unjudged | None:
    if context.silica is not None and not 0 <= context.silica <= 100:
        return _refuse("silica", f"游离二氧化硅含量 {shown(context.silica)}% 不在 0～100 之间")
    if context.hours is not None and not 0 < context.hours < 24:
        return _refuse("hours", f"日接触时间 {shown(context.hours)} h 应大于 0、小于 24")
    if context.days is not None and not 0 < context.days <= 7:
        return _refuse("days", f"周接触天数 {shown(context.days)} 应大于 0、不超过 7")
    return None


def _refuse(code: str, sentence: str) -> Unjudged:
    return Unjudged(Outcome.REFUSED, code, sentence)


# A limit, its lines, and why it is only the highest of several; empty where it is the one.
Held = tuple[Limit, tuple[str, ...], str]


def _find(context: Context, hazard: Hazard) -> Held | Unjudged:
    metric = _measured_against(context.metric, hazard)
    if isinstance(metric, Unjudged):
        return metric
    band = silica_band(context.silica)
    if hazard.code == SILICA and band == 0:
        if context.silica is None:
            return _highest(
                [one for band in _BANDS if (one := limit_for(SILICA, metric, context.day, band))],
                "没有游离二氧化硅含量",
                "silica",
            ) or _not_held(context, hazard)
        return _refuse(
            "silica", f"游离二氧化硅含量 {shown(context.silica)}% 不足 10%，不是矽尘，请按所属粉尘填报"
        )
    if hazard.kind == "dust" and band and hazard.code not in _FIBRES and _by_mass(hazard):
        return _as_silica(context, hazard, metric, band)
    limit = limit_for(hazard.code, metric, context.day)
    return _from_candidates(context, hazard, metric) if limit is None else (limit, (), "")


def _from_candidates(context: Context, hazard: Hazard, metric: str) -> Held | Unjudged:
    """Take the limit of what a name without one may stand for: the one, or the highest of several."""
    codes = candidates_of(hazard.code) if context.metric != "peak" else ()
    held = [one for code in codes if (one := limit_for(code, metric, context.day))]
    if len(codes) == 1 and held:
        named = get_hazard(codes[0]).name
        line = f"{hazard.name}没有自己的限值，按{named}判定（设定，待确认）"
        return replace(held[0], confidence=CONFIGURED), (line,), ""
    listed = "、".join(get_hazard(code).name for code in codes)
    return _highest(held, f"{hazard.name}可能是：{listed}", "which_one") or _not_held(context, hazard)


def _highest(held: list[Limit], line: str, why: str) -> Held | None:
    if not held:
        return None
    limit = max(held, key=lambda one: one.value)
    return replace(limit, confidence=CONFIGURED), (f"{line}：只有超过其中最高的限值才能判定",), why


def _by_mass(hazard: Hazard) -> bool:
    return all(limit.unit == "mg/m3" for limit in find_limits(hazard.code))


def _as_silica(context: Context, hazard: Hazard, metric: str, band: int) -> Held | Unjudged:
    limit = limit_for(SILICA, metric, context.day, band)
    if limit is None:
        return _not_held(context, hazard)
    silica = shown(context.silica or Fraction(0))
    if hazard.code == SILICA:
        return limit, (f"游离SiO2 {silica}%，在 {_BANDS[band]} 一档",), ""
    line = f"{hazard.name}的游离SiO2 {silica}% ≥ 10%，按矽尘限值对待（GBZ 2.1-2019 表2，石棉除外），{_BANDS[band]}"
    return limit, (line,), ""


def _measured_against(metric: str, hazard: Hazard) -> str | Unjudged:
    """Return the metric whose limit a value is compared with: for peaks the PC-TWA, where there is no PC-STEL."""
    if metric != "peak":
        return metric
    if find_limits(hazard.code, "ste"):
        sentence = f"{hazard.name}有 PC-STEL，短时间接触按 CSTE 判定，不用峰接触浓度（GBZ 2.1-2019 6.3.3）"
        return Unjudged(Outcome.NO_LIMIT, "has_ste", sentence)
    if hazard.kind != "dust":
        return "twa"
    return "dust_total" if find_limits(hazard.code, "dust_total") else "dust_respirable"


def _not_held(context: Context, hazard: Hazard) -> Unjudged:
    metric = METRICS[context.metric].name
    others = find_limits(hazard.code, None if context.metric == "peak" else context.metric)
    if others:
        since = min(limit.period.starts_on for limit in others)
        if context.day < since:
            return Unjudged(
                Outcome.NO_LIMIT, "not_held_then", f"没有收录 {since} 以前{hazard.name}的限值（{metric}）"
            )
    return Unjudged(Outcome.NO_LIMIT, "not_held", f"{hazard.name}（{metric}），不作判定")


def _factor(context: Context, hazard: Hazard, limit: Limit) -> Fraction | Unjudged:
    given, wanted = unit_named(context.unit), unit_named(limit.unit)
    if given is None or wanted is None:
        return _refuse("unit", f"计量单位“{context.unit}”不能识别")
    factor = factor_between(given, wanted, molar_mass(hazard))
    if factor is None and given.measures == "parts" and wanted.measures == "mass":
        return _refuse(
            "molar_mass",
            f"没有收录{hazard.name}的摩尔质量，{given.symbol} 不能换算为 {limit.unit}，请改用 {limit.unit}",
        )
    if factor is None:
        return _refuse("unit", f"单位 {given.symbol} 不能换算为限值的单位 {limit.unit}，请核对")
    return factor


def _limit_line(limit: Limit) -> tuple[str, ...]:
    per_hour = "/t" if limit.per_hour else ""
    where = "，".join(filter(None, (limit.reference, limit.condition)))
    lines = [f"限值：{limit.printed}{per_hour} {limit.unit}（{where}）"]
    if not limit.confirmed:
        lines.append(f"此限值待确认：{limit.doubt}")
    if not limit.mandatory:
        lines.append("此限值为推荐性")
    return tuple(lines)


def _for_peaks(applied: Applied) -> Applied:
    three, five = (applied.limit.value * _OFTEN[word] for word in ("peak", "never"))
    line = (
        f"峰接触浓度：任何时间不得超过 5×PC-TWA = {plain_number(five)}；超过 3×PC-TWA = {plain_number(three)} 的"
        "每次不超过 15 min，一个工作班不超过 4 次，间隔不少于 1 h（GBZ 2.1-2019 6.3.3）"
    )
    return replace(applied, value=five, undetermined_above=three, lines=(*applied.lines, line))


def _per_hour(applied: Applied, context: Context) -> Applied | Unjudged:
    if context.hours is None:
        return _refuse("hours", "此限值由受辐射时间决定，请补填日接触时间")
    value = half_even(Fraction(applied.limit.value) / context.hours, applied.places)
    dose = applied.limit.printed
    line = f"限值 = {dose}/t = {dose}/{shown(context.hours)} = {value} {applied.limit.unit}"
    return replace(applied, value=value, lines=(*applied.lines, line))


def _for_shift(applied: Applied, context: Context, hazard: Hazard) -> Applied | Unjudged:
    hours, days = context.hours or USUAL_HOURS, context.days or USUAL_DAYS
    if context.metric not in AVERAGES:
        return applied
    if hours <= 1:
        sentence = f"日接触 {shown(hours)} h，不超过 1 h：按 PC-STEL、MAC 或峰接触浓度评价，不用 PC-TWA"
        return Unjudged(Outcome.UNDETERMINED, "short_contact", sentence)
    reduction = reduce_for_shift(hours, days)
    if not reduction.lines:
        return applied
    if hazard.unadjusted:
        line = f"长时间工作不调整限值：{hazard.unadjusted}（设定，按临界不良健康效应判断）"
        return replace(applied, lines=(*applied.lines, line))
    value = half_even(Fraction(applied.limit.value) * reduction.factor, applied.limit.decimals + 1)
    if value == 0:
        return Unjudged(Outcome.UNDETERMINED, "shift", "按工时调整后的限值修约为 0，不能判定，请核对工时")
    product = f"{applied.limit.printed} × {shown(reduction.factor)} = {value} {applied.limit.unit}"
    adjusted = f"调整后限值 = {product}（多保留一位小数）"
    note = "半衰期不足 4 h 的物质不作调整；半衰期没有收录"
    return replace(applied, value=value, lines=(*applied.lines, *reduction.lines, adjusted, note))
