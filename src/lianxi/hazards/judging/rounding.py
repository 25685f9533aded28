"""Rounding of results: GB/T 8170 (to the nearest, a half to the even digit) and the places of GBZ 331 G.1.2."""

from decimal import Decimal
from fractions import Fraction

from lianxi.hazards.limits import Limit

Exact = Fraction


def exact(value: Decimal | int | str) -> Fraction:
    """Return a decimal number without any loss. Raises ValueError for what is not a finite number."""
    return Fraction(Decimal(value)) if not isinstance(value, str) else Fraction(value)


def half_even(value: Fraction | Decimal, places: int) -> Decimal:
    """Round to `places` decimals, a half to the even digit, and keep the trailing zeros."""
    whole = round(Fraction(value) * 10**places)
    return Decimal(whole).scaleb(-places)


def places_for(limit: Limit) -> int:
    """Return the decimals of a result: one more than its limit prints (GBZ 331-2024 G.1.2)."""
    return limit.decimals + 1


def shown(value: Fraction | Decimal, digits: int = 6) -> str:
    """Write a number for an explanation: exact where that is short, else `digits` significant."""
    fraction = Fraction(value)
    if fraction == 0:
        return "0"
    for places in range(10):
        if (fraction * 10**places).denominator == 1:
            return plain_number(half_even(fraction, places))
    number = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return plain_number(half_even(fraction, max(0, digits - 1 - number.adjusted())))


def plain_number(number: Decimal) -> str:
    """Write a decimal without an exponent."""
    return format(number, "f")
