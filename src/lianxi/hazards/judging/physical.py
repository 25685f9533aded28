"""Physical agents: from readings to the quantity that has a limit (GBZ 331-2024 table G.2, GBZ 2.2-2007)."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from lianxi.core.refusals import BadInput
from lianxi.hazards.judging.exposure import Reckoned
from lianxi.hazards.judging.rounding import shown

Timed = tuple[Decimal, Decimal]
_DIGITS = 30
_RATES = (25, 50, 75, 100)


def _checked(readings: Sequence[Timed], *, may_be_negative: bool = False) -> None:
    if not readings:
        raise BadInput("没有读数")
    if any(time <= 0 for _, time in readings):
        raise BadInput("接触时间应大于 0")
    if not may_be_negative and any(value < 0 for value, _ in readings):
        raise BadInput("读数不能为负")


def _energy(level: Decimal) -> Decimal:
    return Decimal(10) ** (level / 10)


def equivalent_level(readings: Sequence[Timed]) -> Reckoned:
    """Return LAeq,T = 10 lg( Σ(Ti·10^(0.1·Li)) / T ) of (dB(A), h) pairs. Raises BadInput."""
    _checked(readings)
    with localcontext() as context:
        context.prec = _DIGITS
        hours = sum((time for _, time in readings), Decimal(0))
        energy = sum((time * _energy(level) for level, time in readings), Decimal(0))
        value = 10 * (energy / hours).log10()
    terms = " + ".join(f"{time}×10^(0.1×{level})" for level, time in readings)
    line = f"LAeq,T = 10 lg[({terms})/{hours}] = {shown(Fraction(value), 4)} dB(A)"
    return Reckoned(Fraction(value), (line,))


def daily_level(readings: Sequence[Timed]) -> Reckoned:
    """Return LEX,8h = LAeq,Te + 10 lg(Te/8) of the (dB(A), h) pairs of a day. Raises BadInput."""
    equivalent = equivalent_level(readings)
    hours = sum((time for _, time in readings), Decimal(0))
    with localcontext() as context:
        context.prec = _DIGITS
        added = 10 * (hours / 8).log10()
    value = equivalent.value + Fraction(added)
    line = f"LEX,8h = LAeq,Te + 10 lg(Te/8) = {shown(equivalent.value, 4)} + 10 lg({hours}/8) = {shown(value, 4)} dB(A)"
    return Reckoned(value, (*equivalent.lines, line))


def weekly_level(daily: Sequence[Decimal]) -> Reckoned:
    """Return LEX,w = 10 lg( Σ 10^(0.1·LEX,8h,i) / 5 ) of the days of a week. Raises BadInput."""
    if not 1 <= len(daily) <= 7:
        raise BadInput("一周的日接触声级应为 1 至 7 个")
    with localcontext() as context:
        context.prec = _DIGITS
        value = 10 * (sum((_energy(level) for level in daily), Decimal(0)) / 5).log10()
    terms = " + ".join(f"10^(0.1×{level})" for level in daily)
    return Reckoned(Fraction(value), (f"LEX,w = 10 lg[({terms})/5] = {shown(Fraction(value), 4)} dB(A)",))


def hand_arm(acceleration: Decimal, hours: Decimal) -> Reckoned:
    """Return ahw(4) = √(T/4)·ahw(T), in m/s2. Raises BadInput."""
    _checked([(acceleration, hours)])
    with localcontext() as context:
        context.prec = _DIGITS
        value = (hours / 4).sqrt() * acceleration
    line = f"ahw(4) = √(T/4)·ahw(T) = √({hours}/4) × {acceleration} = {shown(Fraction(value), 4)} m/s2"
    return Reckoned(Fraction(value), (line,))


def mean_wbgt(readings: Sequence[Timed]) -> Reckoned:
    """Return the time-weighted mean of (WBGT ℃, time) pairs. Raises BadInput."""
    _checked(readings, may_be_negative=True)
    time = sum((Fraction(one) for _, one in readings), Fraction(0))
    value = sum((Fraction(level) * Fraction(one) for level, one in readings), Fraction(0)) / time
    terms = " + ".join(f"{level}×{one}" for level, one in readings)
    return Reckoned(value, (f"WBGT = Σ(WBGTi·ti)/Σti = ({terms})/{shown(time)} = {shown(value, 4)} ℃",))


def heat_metric(contact_percent: Decimal, labour: int, *, hot_region: bool) -> str:
    """Name the metric of a WBGT result: contact-time rate in percent, labour class 1–4, region.

    The standard prints 100, 75, 50 and 25 %; a rate between two of them is judged by the higher, which is stricter
    (configured). `hot_region`: outdoor ventilation design temperature ≥ 30 ℃, the limit is 1 ℃ higher. Raises BadInput.
    """
    if not 0 < contact_percent <= 100 or labour not in (1, 2, 3, 4):
        raise BadInput("接触时间率应在 0～100% 之间，体力劳动强度应为 1～4 级")
    rate = next(one for one in _RATES if contact_percent <= one)
    return f"wbgt_{rate}_{labour}{'_hot' if hot_region else ''}"


def labour_class(index: Decimal) -> int:
    """Return the class 1–4 of a labour intensity index: ≤ 15, ≤ 20, ≤ 25, above. Raises BadInput."""
    if index < 0:
        raise BadInput("劳动强度指数不能为负")
    return 1 if index <= 15 else 2 if index <= 20 else 3 if index <= 25 else 4


def power_density(field: Decimal) -> Reckoned:
    """Return P = E²/3770 in mW/cm2 of a field in V/m. Raises BadInput."""
    _checked([(field, Decimal(1))])
    value = Fraction(field) ** 2 / 3770
    return Reckoned(value, (f"P = E²/3770 = {field}²/3770 = {shown(value, 4)} mW/cm2",))


def power_field(readings: Sequence[Timed]) -> Reckoned:
    """Return E8 = √(ΣEi²·Ti/8) of (kV/m, h) pairs; its print was partly lost. Raises BadInput."""
    _checked(readings)
    with localcontext() as context:
        context.prec = _DIGITS
        value = (sum((field**2 * hours for field, hours in readings), Decimal(0)) / 8).sqrt()
    terms = " + ".join(f"{field}²×{hours}" for field, hours in readings)
    line = f"E8 = √[({terms})/8] = {shown(Fraction(value), 4)} kV/m（公式待确认：原文字形部分缺失）"
    return Reckoned(Fraction(value), (line,))


def welding_arc(uva: Decimal, uvb: Decimal, uvc: Decimal) -> Reckoned:
    """Return Eeff = 0.00011·EA + 0.64·EB + 0.5·EC in μW/cm2. Raises BadInput."""
    _checked([(one, Decimal(1)) for one in (uva, uvb, uvc)])
    value = (
        Fraction("0.00011") * Fraction(uva)
        + Fraction("0.64") * Fraction(uvb)
        + Fraction("0.5") * Fraction(uvc)
    )
    line = f"Eeff = 0.00011×{uva} + 0.64×{uvb} + 0.5×{uvc} = {shown(value, 4)} μW/cm2"
    return Reckoned(value, (line,))
