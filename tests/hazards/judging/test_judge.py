"""One measurement, one verdict: values reckoned by hand from the tables and rules of the standards."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.hazards.judging.judge import Measurement, judge
from lianxi.hazards.judging.verdicts import Outcome, Verdict
from lianxi.hazards.limits import METRICS, find_limits, hazards

D = Decimal
DAY = date(2026, 3, 18)


def _judge(hazard: str, metric: str, value: str | None, unit: str = "mg/m3", **more: object) -> Verdict:
    number = None if value is None else D(value)
    return judge(Measurement(hazard, metric, number, unit, more.pop("day", DAY), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "reported", "outcome"),
    [
        # ethyl acetate, PC-TWA 200, a whole number: results to one decimal, half to even
        ("210", "210.0", Outcome.EXCEEDS),
        ("170", "170.0", Outcome.OK),
        ("200.05", "200.0", Outcome.OK),
        ("200.0500001", "200.1", Outcome.EXCEEDS),
        ("200.15", "200.2", Outcome.EXCEEDS),
    ],
)
def test_a_whole_limit_is_compared_to_one_decimal(value: str, reported: str, outcome: Outcome) -> None:
    verdict = _judge("c333", "twa", value)
    assert (str(verdict.reported), verdict.outcome) == (reported, outcome)


def test_a_limit_with_decimals_keeps_one_more() -> None:
    assert str(_judge("c222", "twa", "0.00055").reported) == "0.00055"
    assert _judge("c222", "twa", "0.000505").outcome is Outcome.OK
    assert _judge("c222", "twa", "0.000515").outcome is Outcome.EXCEEDS


def test_the_verdict_explains_itself() -> None:
    told = _judge("c333", "twa", "210").explain()
    for words in (
        "超过限值",
        "200 mg/m3",
        "GBZ 2.1-2019 表1 序号333",
        "修约到 1 位小数",
        "210.0 ＞ 200",
        "105.0%",
        "Ⅳ",
    ):
        assert words in told


def test_benzene_is_judged_by_the_limit_of_its_day() -> None:
    before, after = _judge("c12", "twa", "4", day=date(2022, 10, 31)), _judge("c12", "twa", "4")
    assert (before.outcome, before.confirmed) == (Outcome.OK, True)
    assert (after.outcome, after.confirmed) == (Outcome.EXCEEDS, False)
    assert "限值待确认" in after.sentence


def test_without_a_verified_limit_nothing_is_guessed() -> None:
    diesel = _judge("k2141", "twa", "1")
    assert (diesel.outcome, diesel.reported) == (Outcome.NO_LIMIT, None)
    assert diesel.explain().startswith("没有收录限值")
    assert _judge("c21", "twa", "1", day=date(2019, 1, 1)).code == "not_held_then"
    assert _judge("c21", "mac", "1").outcome is Outcome.NO_LIMIT


@pytest.mark.parametrize(
    ("unit", "words"),
    [("", "缺少计量单位"), ("mg/m3或ppm", "不止一个单位"), ("dB(A)", "不能换算"), ("furlong", "不能识别")],
)
def test_a_missing_or_mixed_unit_is_refused_with_a_sentence(unit: str, words: str) -> None:
    verdict = _judge("c21", "twa", "1", unit)
    assert verdict.outcome is Outcome.REFUSED
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("value", "unit", "milligrams"),
    [
        ("1", "ppm", "3.2"),  # benzene: 78.114/24.05 = 3.24798
        ("0.92", "ppm", "3.0"),  # 2.98814
        ("3000", "µg/m³", "3.0"),
        ("0.003", "mg/L", "3.0"),
        ("920", "ppb", "3.0"),
    ],
)
def test_units_are_converted(value: str, unit: str, milligrams: str) -> None:
    assert str(_judge("c12", "twa", value, unit).reported) == milligrams


def test_parts_per_million_of_a_group_of_compounds_are_refused() -> None:
    assert _judge("c110", "mac", "1", "ppm").code == "molar_mass"


@pytest.mark.parametrize("value", ["-1", "1e8", "NaN", "Infinity"])
def test_an_impossible_value_is_refused(value: str) -> None:
    assert _judge("c21", "twa", value).code == "value"


def test_a_missing_value_or_day_is_refused() -> None:
    assert _judge("c21", "twa", None).code == "value"
    assert _judge("c21", "twa", "1", day=None).code == "date"
    assert _judge("c21", "twa", None, below_loq=True).code == "loq"


def test_below_quantification_enters_at_the_limit_of_quantification() -> None:
    verdict = _judge("c21", "twa", None, below_loq=True, loq=D("200"))
    assert (verdict.outcome, verdict.band, verdict.at_action) == (Outcome.OK, 3, False)
    assert "＜200.0 mg/m3" in verdict.sentence
    blind = _judge("c21", "twa", None, below_loq=True, loq=D("301"))
    assert (blind.outcome, blind.code) == (Outcome.UNDETERMINED, "loq_above_limit")


@pytest.mark.parametrize(
    "case",
    [
        ("d23", "dust_respirable", "2.4", "9.9", "2.5"),
        ("d23", "dust_respirable", "0.8", "10", "0.7"),
        ("d23", "dust_total", "0.7", "50", "1"),
        ("d23", "dust_total", "0.8", "50.1", "0.7"),
        ("d40", "dust_respirable", "0.25", "80.5", "0.2"),
        ("d40", "dust_total", "0.51", "81", "0.5"),
        ("d34a", "dust_total", "0.9", "20", "0.8"),
    ],
)
def test_dust_with_free_silica_is_judged_as_silica(case: tuple[str, str, str, str, str]) -> None:
    hazard, metric, value, silica, limit = case
    verdict = _judge(hazard, metric, value, silica=D(silica))
    assert verdict.applied is not None
    assert verdict.applied.limit.printed == limit
    assert (verdict.outcome is Outcome.EXCEEDS) == (D(value) > D(limit))


def test_silica_dust_needs_its_free_silica() -> None:
    assert _judge("d40", "dust_total", "0.5").code == "silica"
    assert _judge("d40", "dust_total", "0.5", silica=D(9)).code == "silica"
    assert _judge("d23", "dust_total", "0.5", silica=D(101)).code == "silica"


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("15.05", Outcome.OK),
        ("15.06", Outcome.UNDETERMINED),
        ("25", Outcome.UNDETERMINED),
        ("25.1", Outcome.EXCEEDS),
    ],
)
def test_a_single_peak_is_held_against_three_and_five_times(value: str, outcome: Outcome) -> None:
    # activated carbon dust, PC-TWA 5
    assert _judge("d16", "peak", value).outcome is outcome


def test_a_peak_of_silica_dust_takes_its_band() -> None:
    assert _judge("d40", "peak", "3.6", silica=D(60)).outcome is Outcome.EXCEEDS
    assert _judge("d40", "peak", "3.6", silica=D(40)).outcome is Outcome.UNDETERMINED


def test_a_hazard_with_a_short_term_limit_has_no_peak_rule() -> None:
    assert _judge("c21", "peak", "1").code == "has_ste"


def test_long_shifts_reduce_the_average_limit_only() -> None:
    # toluene 50: 12 h: 8/12 × 12/16 = 0.5 → 25.0; 9 h on 6 days: 40/54 × 114/128 = 0.659722 → 33.0
    day = _judge("c136", "twa", "26", hours_per_day=D(12), days_per_week=D(5))
    week = _judge("c136", "twa", "26", hours_per_day=D(9), days_per_week=D(6))
    assert day.applied is not None
    assert week.applied is not None
    assert (str(day.applied.value), day.outcome) == ("25.0", Outcome.EXCEEDS)
    assert (str(week.applied.value), week.outcome) == ("33.0", Outcome.OK)
    short = _judge("c136", "ste", "90", hours_per_day=D(12), days_per_week=D(5))
    assert short.applied is not None
    assert short.applied.value == 100


def test_long_shifts_do_not_change_the_limit_of_an_irritant() -> None:
    verdict = _judge("c333", "twa", "190", hours_per_day=D(12))
    assert verdict.outcome is Outcome.OK
    assert "长时间工作不调整限值" in verdict.explain()


def test_an_hour_of_contact_is_not_judged_by_an_average() -> None:
    assert _judge("c21", "twa", "1", hours_per_day=D(1)).code == "short_contact"
    assert _judge("c21", "twa", "1", hours_per_day=D(25)).code == "hours"


@pytest.mark.parametrize(
    ("share", "band"),
    [("3", 0), ("3.01", 1), ("30", 1), ("30.1", 2), ("150", 2), ("150.1", 3), ("300", 3), ("300.1", 4)],
)
def test_levels_of_exposure(share: str, band: int) -> None:
    assert _judge("c21", "twa", share).band == band


def test_action_levels_half_and_a_tenth() -> None:
    assert not _judge("c21", "twa", "149").at_action
    assert _judge("c21", "twa", "150").at_action
    assert [_judge("c12", "twa", value).at_action for value in ("0.29", "0.3")] == [False, True]
    assert [_judge("noise", "lex8h", value, "dB(A)").at_action for value in ("79.9", "80")] == [False, True]


def test_physical_agents_with_a_limit() -> None:
    assert _judge("noise", "lex8h", "85.05", "dBA").outcome is Outcome.OK
    assert _judge("noise", "lex8h", "85.06", "dB(A)").outcome is Outcome.EXCEEDS
    assert _judge("vibration", "ahw4", "5.1", "m/s²").outcome is Outcome.EXCEEDS
    assert _judge("heat", "wbgt_75_3", "28.4", "℃").outcome is Outcome.EXCEEDS
    assert _judge("heat", "wbgt_75_3_hot", "28.4", "℃").outcome is Outcome.OK
    assert _judge("vhf", "vhf_cw_power_8h", "60", "μW/cm2").outcome is Outcome.EXCEEDS
    microwave = _judge("microwave", "mw_body_cw_other", "67", "μW/cm2", hours_per_day=D(6))
    assert microwave.applied is not None
    assert (str(microwave.applied.value), microwave.outcome) == ("66.7", Outcome.EXCEEDS)


VALUES = st.decimals("0.001", "900", places=3)
JUDGED = st.sampled_from(
    [
        (code, limit.metric, limit.unit)
        for code in hazards()
        for limit in find_limits(code)
        if limit.unit == "mg/m3" and code != "d40"
    ]
)


@given(JUDGED, VALUES, VALUES)
def test_more_is_never_better(case: tuple[str, str, str], first: D, second: D) -> None:
    hazard, metric, unit = case
    low, high = sorted((first, second))
    less, more = (_judge(hazard, metric, str(value), unit) for value in (low, high))
    assert less.outcome <= more.outcome
    assert (less.band or 0) <= (more.band or 0)
    assert less.at_action <= more.at_action


@given(JUDGED, VALUES)
def test_the_unit_does_not_change_the_verdict(case: tuple[str, str, str], value: D) -> None:
    hazard, metric, _ = case
    milli, micro = _judge(hazard, metric, str(value)), _judge(hazard, metric, str(value * 1000), "μg/m3")
    assert (milli.outcome, milli.reported, milli.band, milli.at_action) == (
        micro.outcome,
        micro.reported,
        micro.band,
        micro.at_action,
    )


@given(
    st.sampled_from(sorted(hazards())),
    st.sampled_from(sorted(METRICS)),
    st.text(max_size=8) | st.sampled_from(["mg/m3", "ppm", "dB(A)"]),
    st.none() | st.decimals(allow_nan=True, allow_infinity=True),
    st.none() | st.decimals(allow_nan=True, allow_infinity=True),
)
def test_any_input_gets_a_verdict(
    hazard: str, metric: str, unit: str, value: D | None, hours: D | None
) -> None:
    verdict = judge(Measurement(hazard, metric, value, unit, DAY, hours_per_day=hours))
    assert verdict.sentence
