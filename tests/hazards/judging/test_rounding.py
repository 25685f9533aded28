"""GB/T 8170 on decimal strings, against Python's own decimal rounding."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.hazards.judging.rounding import exact, half_even, shown
from lianxi.hazards.judging.units import mass_of, unit_named


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("12.1498", 1, "12.1"),
        ("0.25", 1, "0.2"),
        ("0.35", 1, "0.4"),
        ("0.250001", 1, "0.3"),
        ("1.05", 1, "1.0"),
        ("5", 2, "5.00"),
    ],
)
def test_a_half_goes_to_the_even_digit(value: str, places: int, rounded: str) -> None:
    assert str(half_even(exact(value), places)) == rounded


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 5))
def test_rounding_equals_the_decimal_module(value: Decimal, places: int) -> None:
    assert half_even(value, places) == value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)


def test_numbers_are_shown_exactly_or_to_six_digits() -> None:
    assert [shown(exact(text)) for text in ("0", "0.00055", "210", "1/3", "1000/3", "1/300000")] == [
        "0",
        "0.00055",
        "210",
        "0.333333",
        "333.333",
        "0.00000333333",
    ]


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("mg/m³", "mg/m3"),
        ("MG/M3", "mg/m3"),
        ("ug/m3", "μg/m3"),
        ("毫克/立方米", "mg/m3"),
        ("ｄＢ（Ａ）", "dB(A)"),
        ("°C", "℃"),
        ("m/s^2", "m/s2"),
    ],
)
def test_units_as_reports_write_them(written: str, symbol: str) -> None:
    unit = unit_named(written)
    assert unit is not None
    assert unit.symbol == symbol


@pytest.mark.parametrize("written", ["", "mg", "mg/m3 ppm", "dB", "mg/m3;ppm"])
def test_what_is_not_one_unit_is_none(written: str) -> None:
    assert unit_named(written) is None


def test_molar_masses() -> None:
    assert float(mass_of("C6H6")) == pytest.approx(78.114)
    assert float(mass_of("C2H4Cl2")) == pytest.approx(98.954)
    assert float(mass_of("CO")) == pytest.approx(28.010)
