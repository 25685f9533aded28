"""Averages, mixtures and episodes: the vectors of the standards and hand-reckoned shifts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.core.refusals import BadInput
from lianxi.hazards.judging.exposure import (
    Reading,
    Sample,
    average,
    check_episodes,
    check_peaks,
    find_episodes,
    mix,
)
from lianxi.hazards.judging.verdicts import Outcome

D = Decimal

DAY = date(2026, 3, 18)


def _samples(*pairs: tuple[str, str]) -> list[Sample]:
    return [Sample(D(concentration), D(hours)) for concentration, hours in pairs]


def test_the_averages_of_the_standard() -> None:
    assert average(_samples(("400", "3"), ("60", "2"), ("120", "3"))).value == 210
    assert average(_samples(("300", "2"), ("200", "2"), ("180", "2"), ("0", "2"))).value == 170


def test_a_short_contact_still_divides_by_eight_and_a_long_shift_by_itself() -> None:
    assert average(_samples(("100", "4"))).value == 50
    assert average(_samples(("100", "12"))).value == 100


def test_only_unquantified_samples_give_an_unquantified_average() -> None:
    unquantified = [Sample(D("0.5"), D(4), below_loq=True), Sample(D(0), D(4))]
    assert average(unquantified).below_loq
    assert average(unquantified).value == Fraction(1, 4)
    assert not average([*unquantified, Sample(D(2), D(1))]).below_loq


@pytest.mark.parametrize("pairs", [(), (("-1", "8"),), (("1", "0"),), (("1", "20"), ("1", "5"))])
def test_an_average_of_impossible_samples_is_refused(pairs: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(BadInput):
        average(_samples(*pairs))


def test_the_mixture_of_the_standard() -> None:
    # acetone c21, cyclohexanone, methyl ethyl ketone c151: 120/300 + 10/50 + 100/300; 225/450 + 400/600
    cyclohexanone = "c122"
    by_average = mix([("c21", D(120)), (cyclohexanone, D(10)), ("c151", D(100))], "twa", DAY)
    assert (str(by_average.reported), by_average.outcome) == ("0.93", Outcome.OK)
    by_peak = mix([("c21", D(225)), (cyclohexanone, D(10)), ("c151", D(400))], "ste", DAY)
    assert (str(by_peak.reported), by_peak.outcome) == ("1.17", Outcome.EXCEEDS)


def test_a_mixture_with_an_unlimited_substance_is_not_called_safe() -> None:
    assert mix([("c21", D(1)), ("k2141", D(1))], "twa", DAY).outcome is Outcome.UNDETERMINED
    assert mix([("c21", D(301)), ("k2141", D(1))], "twa", DAY).outcome is Outcome.EXCEEDS


def _shift(*spans: tuple[int, int, str]) -> list[Reading]:
    return [Reading(Fraction(start), Fraction(end), D(value)) for start, end, value in spans]


# Above 24 is an episode, above 40 never.
@pytest.mark.parametrize(
    ("readings", "broken"),
    [
        (_shift((0, 15, "30"), (75, 90, "40"), (150, 165, "30"), (225, 240, "30")), ()),
        (_shift((0, 16, "30")), ("持续 16 min",)),
        (_shift((0, 8, "30"), (8, 16, "25")), ("持续 16 min",)),
        (_shift((0, 15, "30"), (74, 80, "30")), ("间隔 59 min",)),
        (_shift((0, 1, "40.1")), ("任何时间不得超过",)),
        (
            _shift((0, 1, "30"), (61, 62, "30"), (122, 123, "30"), (183, 184, "30"), (244, 245, "30")),
            ("5 次",),
        ),
        (_shift((0, 480, "24")), ()),
        (_shift((0, 20, "50"), (30, 40, "30")), ("任何时间不得超过", "持续 20 min", "间隔 10 min")),
    ],
)
def test_episodes_of_a_shift(readings: list[Reading], broken: tuple[str, ...]) -> None:
    checked = check_episodes(readings, D(24), D(40))
    assert checked.outcome is (Outcome.EXCEEDS if broken else Outcome.OK)
    told = "\n".join(checked.lines)
    assert all(words in told for words in broken)
    assert told.count("\n") == max(1, len(broken))


def test_peaks_take_three_and_five_times_the_average_limit() -> None:
    # activated carbon dust, PC-TWA 5: above 15 an episode, above 25 never
    assert check_peaks(_shift((0, 10, "25")), "d16", DAY).outcome is Outcome.OK
    assert check_peaks(_shift((0, 10, "25.1")), "d16", DAY).outcome is Outcome.EXCEEDS
    with pytest.raises(BadInput, match="PC-STEL"):
        check_peaks([], "c21", DAY)
    with pytest.raises(BadInput, match="没有收录"):
        check_peaks([], "k2141", DAY)


def test_overlapping_or_backward_readings_are_refused() -> None:
    for readings in (_shift((0, 10, "1"), (5, 15, "1")), _shift((10, 10, "1"))):
        with pytest.raises(BadInput):
            find_episodes(readings, D(1))


SPANS = st.lists(st.tuples(st.integers(1, 90), st.sampled_from(["10", "30", "50"])), min_size=1, max_size=9)


@given(SPANS)
def test_scaling_concentrations_and_limits_changes_nothing(spans: list[tuple[int, str]]) -> None:
    start, readings = 0, []
    for minutes, value in spans:
        readings.append((start, start + minutes, value))
        start += minutes
    scaled = [(first, last, str(D(value) / 1000)) for first, last, value in readings]
    plain, small = (
        check_episodes(_shift(*readings), D(24), D(40)),
        check_episodes(_shift(*scaled), D("0.024"), D("0.04")),
    )
    assert plain.outcome is small.outcome
    assert len(plain.found) == len(small.found)
