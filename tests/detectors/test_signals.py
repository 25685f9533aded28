"""Trends, scans, few cases, many series, late reports, measures and pictures, against references and hand reckoning."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from detectors.references import DATA, given_batch
from lianxi.detectors.batches import batch_of_table
from lianxi.detectors.delays import completeness, nowcast
from lianxi.detectors.evaluating import measure
from lianxi.detectors.many import Rise, adjusted, merge
from lianxi.detectors.methods import METHODS
from lianxi.detectors.pictures import picture_of
from lianxi.detectors.reasons import NO_CENTROIDS
from lianxi.detectors.scan import on_sphere, scan, scan_permuted
from lianxi.detectors.small import excess_over_expected, excess_over_history, rolling_cases
from lianxi.detectors.trends import trend_of


def test_a_trend_is_that_of_the_textbook():
    found = trend_of(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    # S = 10, variance 5·4·15/18, z = 9 / sqrt(16.667) by hand.
    assert (found.s, round(found.z, 4), found.slope) == (10.0, 2.2045, 1.0)
    assert trend_of(np.array([3.0, 3.0, 3.0, 3.0])).reason
    assert trend_of(np.array([1.0, np.nan, 2.0])).reason


def areas() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    with (DATA / "areas.csv").open() as lines:
        rows = np.array([[float(value) for value in row] for row in list(csv.reader(lines))[1:]])
    return rows[:, :2], rows[:, 2], rows[:, 3]


def test_the_scan_finds_what_smerc_finds():
    places, cases, population = areas()
    found = scan(cases[:, None], population[:, None], places, seed=3)
    with (DATA / "areas_found.csv").open() as lines:
        best = next(csv.DictReader(lines))
    assert found.clusters[0].areas == [int(best["ids"]) - 1]
    assert found.clusters[0].ratio == pytest.approx(float(best["stat"]), rel=1e-12)
    assert found.clusters[0].p == pytest.approx(float(best["p"]), abs=0.02)
    assert scan(cases[:, None], population[:, None], places, seed=3) == found


def test_the_scan_sees_a_rise_of_the_last_two_weeks():
    places, _cases, population = areas()
    cases = np.random.default_rng(1).poisson(2.0, (len(places), 6)).astype(float)
    cases[10, -2:] += 15
    found = scan(
        cases, np.repeat(population[:, None], 6, axis=1), places, longest=4, simulations=99
    ).clusters[0]
    assert (found.areas, found.weeks, found.p) == ([10], 2, 0.01)


def test_the_permutation_deals_the_weeks_out_anew():
    """Two areas with ten cases each; the five of the last week all in one: C(10,5)/C(20,5), for either area."""
    cases = np.array([[5.0, 5.0], [10.0, 0.0]])
    found = scan_permuted(cases, np.array([[0.0, 0.0], [9.0, 0.0]]), simulations=9999, seed=7)
    best = found.clusters[0]
    assert (best.areas, best.weeks, best.cases, best.expected) == ([0], 1, 5.0, 2.5)
    assert best.p == pytest.approx(2 * 252 / 15504, abs=0.006)
    assert best.ratio == pytest.approx(5 * np.log(2) + 15 * np.log(15 / 17.5))
    assert scan_permuted(cases, np.array([[0.0, 0.0], [9.0, 0.0]]), simulations=9999, seed=7) == found


def test_the_permutation_takes_no_area_or_season_for_a_cluster():
    """An area with ten times the cases, and weeks with twice as many, are as expected: nothing stands out."""
    cases = np.outer([10.0, 1.0, 1.0, 1.0], [4.0, 4.0, 8.0, 8.0])
    found = scan_permuted(cases, np.arange(8.0).reshape(4, 2), longest=2)
    assert all(one.ratio < 1e-9 for one in found.clusters)
    assert scan_permuted(cases, None).reason == NO_CENTROIDS
    assert scan_permuted(np.zeros((3, 2)), np.zeros((3, 2))).reason


def test_degrees_lie_on_the_globe():
    """A degree of latitude is 111 km; of longitude at 60° half of that."""
    points = on_sphere(np.array([118.0, 118.0, 119.0, 118.0]), np.array([24.0, 25.0, 60.0, 60.0]))
    assert np.linalg.norm(points[0] - points[1]) == pytest.approx(111.2, abs=0.1)
    assert np.linalg.norm(points[2] - points[3]) == pytest.approx(55.6, abs=0.1)


def test_the_scan_is_silent_without_centroids():
    assert scan(np.ones((3, 1)), np.ones((3, 1)), None).reason == NO_CENTROIDS
    assert scan(np.zeros((3, 1)), np.ones((3, 1)), np.zeros((3, 2))).reason


def test_two_cases_within_a_year_count_on_the_day_of_the_second():
    assert rolling_cases(np.array([400, 10, 374, 10 + 365]), 2, 365) == [(374, 2), (375, 2), (400, 3)]


def test_exact_excess_is_exact():
    assert excess_over_expected(np.array([3.0]), np.array([1.0]))[0] == pytest.approx(1 - 2.5 / np.e)
    # Five cases, all in the newest of two weeks: one half to the fifth.
    assert excess_over_history(np.array([5.0]), np.array([0.0]), np.array([1.0]))[0] == pytest.approx(1 / 32)
    assert np.isnan(excess_over_history(np.array([5.0]), np.array([0.0]), np.array([0.0]))[0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_false_discovery_control_is_scipys(values):
    np.testing.assert_allclose(adjusted(np.array(values)), stats.false_discovery_control(values), atol=1e-12)


def test_no_test_is_no_discovery():
    found = adjusted(np.array([0.01, np.nan, 0.04]))
    assert np.isnan(found[1])
    assert found[[0, 2]].tolist() == [0.02, 0.04]


def test_parent_and_child_of_one_rise_are_one_signal():
    city, county = Rise("350500", "dust", "", 20, 8), Rise("350583", "dust", "", 15, 4)
    mine, other = Rise("350583", "dust", "B06", 14, 3), Rise("350100", "noise", "", 9, 2)
    found = merge([city, other, county, mine])
    assert [(one.head, set(one.others)) for one in found] == [(mine, {city, county}), (other, set())]


def test_a_rise_spread_over_counties_is_the_citys():
    city = Rise("350500", "dust", "", 30, 10)
    parts = [Rise("350583", "dust", "", 12, 3), Rise("350582", "dust", "", 12, 3)]
    assert [(one.head, set(one.others)) for one in merge([*parts, city])] == [(city, set(parts))]


def test_late_reports_are_completed():
    late = np.array([[6.0, 3.0, 1.0], [6.0, 3.0, 1.0], [6.0, 3.0, np.nan], [6.0, np.nan, np.nan]])
    np.testing.assert_allclose(completeness(late), [0.6, 0.9, 1.0])
    found = nowcast(late)
    np.testing.assert_allclose(found.estimate, [10.0, 10.0, 10.0])
    assert found.incomplete == [False, False, True]


def test_a_measure_counts_outbreaks_weeks_and_false_alarms():
    sizes = np.array([[0, 3, 3, 0, 0, 1], [0, 0, 0, 0, 0, 0]], dtype=float)
    alarm = np.array([[0, 0, 1, 0, 0, 0], [1, 0, 0, 0, -1, 0]])
    found = measure(alarm, sizes)
    assert (found.outbreaks, found.detected, found.detected_large, found.first_week) == (2, 0.5, 1.0, 0.0)
    assert (found.delay, found.false_share, found.false_a_year) == (1.0, 1 / 9, 52 / 12)


@pytest.mark.parametrize("method", METHODS)
def test_a_picture_ends_at_the_judged_week(method):
    found = picture_of(given_batch(), 0, method)
    assert found.weeks[-1] == 520
    assert found.weeks.size == found.counts.size == found.upper.size == found.expected.size == 52
    assert found.used.size == found.weights.size > 0
    assert found.used.max() < 520


def test_a_past_rise_is_weighed_down():
    counts = np.random.default_rng(2).poisson(5.0, (1, 400)).astype(float)
    counts[0, 300] = 60.0
    found = picture_of(batch_of_table(["a"], np.arange(1, 401), counts), 0, "farrington")
    weight = dict(zip(found.used.tolist(), found.weights.tolist(), strict=True))
    assert weight[301] < 0.1
    assert sorted(weight.values())[-200] == 1.0
