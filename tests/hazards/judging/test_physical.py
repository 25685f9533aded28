"""Physical agents: formulas of GBZ 331-2024 table G.2, reckoned by hand."""

from decimal import Decimal
from math import log10, sqrt

import pytest

from lianxi.core.refusals import BadInput
from lianxi.hazards.judging import physical

D = Decimal


def test_equal_levels_have_that_level() -> None:
    assert float(physical.equivalent_level([(D(85), D(3)), (D(85), D(5))]).value) == pytest.approx(
        85, abs=1e-12
    )


def test_half_the_time_is_three_decibels() -> None:
    # 88 dB for 4 h: 88 + 10 lg(0.5) = 84.9897
    assert float(physical.daily_level([(D(88), D(4))]).value) == pytest.approx(84.98970004, abs=1e-8)
    # 90 dB 2 h and 80 dB 6 h: 10 lg((2·10^9 + 6·10^8)/8) = 10 lg(3.25·10^8)
    assert float(physical.daily_level([(D(90), D(2)), (D(80), D(6))]).value) == pytest.approx(
        10 * log10(3.25e8)
    )


def test_a_week_of_five_equal_days_has_their_level_and_six_have_more() -> None:
    assert float(physical.weekly_level([D(85)] * 5).value) == pytest.approx(85, abs=1e-12)
    assert float(physical.weekly_level([D(85)] * 6).value) == pytest.approx(85.79181246, abs=1e-8)


def test_vibration_heat_fields_and_arcs() -> None:
    assert float(physical.hand_arm(D(5), D(1)).value) == pytest.approx(2.5)
    assert float(physical.hand_arm(D(5), D(8)).value) == pytest.approx(5 * sqrt(2))
    assert physical.mean_wbgt([(D(30), D(60)), (D(24), D(180))]).value == D("25.5")
    assert float(physical.power_density(D("61.4")).value) == pytest.approx(61.4**2 / 3770)
    assert float(physical.power_field([(D(5), D(8))]).value) == pytest.approx(5)
    assert float(physical.power_field([(D(10), D(2)), (D(0), D(6))]).value) == pytest.approx(5)
    assert physical.welding_arc(D(1000), D("0.1"), D("0.1")).value == D("0.224")


@pytest.mark.parametrize(
    ("rate", "labour", "hot", "metric"),
    [
        ("100", 1, False, "wbgt_100_1"),
        ("76", 2, False, "wbgt_100_2"),
        ("75", 3, True, "wbgt_75_3_hot"),
        ("10", 4, False, "wbgt_25_4"),
    ],
)
def test_a_contact_rate_between_two_rows_takes_the_stricter(
    rate: str, labour: int, hot: bool, metric: str
) -> None:
    assert physical.heat_metric(D(rate), labour, hot_region=hot) == metric


def test_labour_classes() -> None:
    assert [physical.labour_class(D(index)) for index in ("15", "15.1", "20", "25", "25.1")] == [
        1,
        2,
        2,
        3,
        4,
    ]


def test_impossible_readings_are_refused() -> None:
    for call in (
        lambda: physical.equivalent_level([]),
        lambda: physical.equivalent_level([(D(-1), D(1))]),
        lambda: physical.hand_arm(D(5), D(0)),
        lambda: physical.weekly_level([D(80)] * 8),
        lambda: physical.heat_metric(D(101), 1, hot_region=False),
    ):
        with pytest.raises(BadInput):
            call()
