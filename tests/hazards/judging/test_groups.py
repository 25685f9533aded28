"""Group statistics against R's exact results (data/README.md), against known cases, and as the theory demands."""

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lianxi.core.refusals import BadInput
from lianxi.hazards.judging import censored, noncentral
from lianxi.hazards.judging.censored import estimate
from lianxi.hazards.judging.groups import Z95, Groups, describe_groups, k_factor, preliminary

DATA = Path(__file__).parent / "data"


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def described() -> Groups:
    exact = {int(row["seg"]) for row in _table("seg_exact.csv")}
    rows = [row for row in _table("seg_measurements.csv") if int(row["seg"]) in exact]
    columns = ([float(row[name]) for row in rows] for name in ("seg", "x", "oel"))
    return describe_groups(*columns)


@pytest.mark.parametrize(
    ("column", "field", "scale"),
    [
        ("n", "n", 1),
        ("GM", "gm", 1),
        ("GSD", "gsd", 1),
        ("UR", "index", 1),
        ("F", "exceeding", 100),
        ("F_UCL70", "exceeding_ucl70", 100),
        ("F_UCL95", "exceeding_ucl95", 100),
        ("F_LCL95", "exceeding_lcl95", 100),
        ("X95", "x95", 1),
        ("UTL95_70", "utl95_70", 1),
        ("UTL95_95", "utl95_95", 1),
    ],
)
def test_every_group_equals_the_reference(described: Groups, column: str, field: str, scale: int) -> None:
    expected = {int(row["seg"]): float(row[column]) for row in _table("seg_exact.csv") if row[column]}
    found = dict(zip(described.ids.tolist(), (getattr(described, field) * scale).tolist(), strict=True))
    assert set(found) >= set(expected)
    assert len(expected) > 100
    for seg, value in expected.items():
        assert found[seg] == pytest.approx(value, rel=1e-5), seg


def test_every_verdict_of_en_689_equals_the_reference(described: Groups) -> None:
    expected = {int(row["seg"]): row["EN689_group"] or row["EN689_prelim"] for row in _table("seg_exact.csv")}
    assert dict(zip(described.ids.tolist(), described.verdict.tolist(), strict=True)) == expected


@pytest.mark.parametrize("row", _table("k_factors.csv"), ids=lambda row: row["n"])
def test_tolerance_factors(row: dict[str, str]) -> None:
    n = int(row["n"])
    assert k_factor(n, 0.70) == pytest.approx(float(row["K95_70"]), rel=1e-5)
    assert k_factor(n, 0.95) == pytest.approx(float(row["K95_95"]), rel=1e-5)


def test_the_preliminary_test_by_hand() -> None:
    cases = {
        "compliant": [[0.09, 0.02, 0.03], [0.14, 0.02, 0.03, 0.1], [0.19, 0.02, 0.03, 0.1, 0.1]],
        "no decision": [[0.1, 0.02, 0.03], [0.15, 0.02, 0.03, 0.1], [1.0, 0.02, 0.03]],
        "non-compliant": [[1.01, 0.02, 0.03], [0.1, 0.1, 0.1, 0.11, 1.2]],
    }
    for verdict, groups in cases.items():
        for group in groups:
            assert describe_groups([1] * len(group), group, [1] * len(group)).verdict.tolist() == [verdict], (
                group
            )


@given(st.floats(-3, 40), st.integers(1, 80), st.floats(-3, 20))
@settings(deadline=None)
def test_the_distribution_agrees_with_scipy_where_that_has_a_number(t: float, nu: int, delta: float) -> None:
    theirs = float(stats.nct.cdf(t, nu, delta))
    ours = float(noncentral.cdf(np.array([t]), np.array([float(nu)]), np.array([delta]))[0])
    if np.isfinite(theirs):
        assert ours == pytest.approx(theirs, abs=2e-9)


@given(st.lists(st.floats(0.01, 5), min_size=3, max_size=12), st.floats(0.01, 100))
@settings(deadline=None)
def test_scaling_values_and_limit_changes_nothing(values: list[float], scale: float) -> None:
    if len(set(values)) < 3:
        return
    plain = describe_groups([1] * len(values), values, [1.0] * len(values))
    scaled = describe_groups([1] * len(values), [value * scale for value in values], [scale] * len(values))
    assert scaled.exceeding_ucl95[0] == pytest.approx(plain.exceeding_ucl95[0], rel=1e-6, abs=1e-300)
    assert (
        plain.exceeding_lcl95[0] <= plain.exceeding[0] <= plain.exceeding_ucl70[0] <= plain.exceeding_ucl95[0]
    )


def test_a_single_value_and_equal_values_crash_nothing() -> None:
    found = describe_groups([1, 2, 2, 2], [0.5, 0.2, 0.2, 0.2], [1, 1, 1, 1])
    assert np.isnan(found.exceeding_ucl95[0])
    assert (np.isnan(found.exceeding_ucl95[1]), found.exceeding[1]) == (True, 0)
    assert found.verdict.tolist() == ["no decision", "no decision"]


def test_impossible_groups_are_refused() -> None:
    for values, limits in (
        ([0.0, 1.0], [1, 1]),
        ([1.0, 1.0], [1, 2]),
        ([1.0], [1, 1]),
        ([float("nan"), 1], [1, 1]),
    ):
        with pytest.raises(BadInput):
            describe_groups([1] * len(values), values, limits)


def test_without_censored_values_the_likelihood_gives_the_sample() -> None:
    values = [0.1, 0.2, 0.4, 0.8]
    found = estimate(values, [True] * 4, 1.0)
    logs = np.log(values)
    assert (found.gm, found.gsd) == (
        pytest.approx(np.exp(logs.mean()), rel=1e-6),
        pytest.approx(np.exp(logs.std()), rel=1e-6),
    )


def test_the_likelihood_recovers_a_censored_distribution() -> None:
    drawn = np.random.default_rng(7).lognormal(np.log(0.3), np.log(2.5), 4000)
    values, quantified = np.maximum(drawn, 0.2), drawn >= 0.2
    found = estimate(values.tolist(), quantified.tolist(), 1.0)
    assert found.censored == int(np.sum(~quantified)) > 1000
    assert (found.gm, found.gsd) == (pytest.approx(0.3, rel=0.05), pytest.approx(2.5, rel=0.05))
    with pytest.raises(BadInput):
        estimate([0.1, 0.1, 0.2], [False, False, True], 1.0)


@pytest.mark.parametrize("limit", [1.5, 3.0, 6.0, 7.0, 0.3, 0.7, 12.6])
@pytest.mark.parametrize(("count", "share"), [(3, "0.1"), (4, "0.15"), (5, "0.2")])
def test_a_value_at_the_border_of_the_preliminary_test_decides_nothing(
    limit: float, count: int, share: str
) -> None:
    border = float(Decimal(str(limit)) * Decimal(share))
    for value, verdict in ((border, "no decision"), (border * 0.99, "compliant")):
        values = [value] + [limit / 100] * (count - 1)
        assert describe_groups([1] * count, values, [limit] * count).verdict.tolist() == [verdict]
        assert preliminary(values, [False] * count, limit) == verdict
    at_limit = [limit] + [limit / 100] * (count - 1)
    assert preliminary(at_limit, [False] * count, limit) == "no decision"
    over = [limit * 1.001, *at_limit[1:]]
    assert preliminary(over, [False] * count, limit) == "non-compliant"
    # Below a limit of quantification above the limit: nobody knows.
    assert preliminary(over, [True] + [False] * (count - 1), limit) == "no decision"


def test_the_quantile_written_out_is_the_one_reckoned() -> None:
    assert float(scipy.special.ndtri(0.95)) == Z95 == censored._Z95
