"""Every detector equals R's package surveillance, on the data it was given and on other shapes."""

from dataclasses import replace

import numpy as np
import pytest

from detectors.references import given_batch, other_batch, reference
from lianxi.detectors import farrington
from lianxi.detectors.farrington import FLEXIBLE, ORIGINAL
from lianxi.detectors.methods import METHODS, detect


def assert_equal(
    mine: np.ndarray, theirs: np.ndarray, *, relative: float = 1e-6, absolute: float = 0.0
) -> None:
    assert (np.isnan(mine) == np.isnan(theirs)).all()
    np.testing.assert_allclose(mine, theirs, rtol=relative, atol=absolute)


def as_floats(alarm: np.ndarray) -> np.ndarray:
    return np.where(alarm < 0, np.nan, alarm.astype(float))


# Near zero the likelihood ratio is a difference of equal terms; R's own digits end at 1e-11 there. On a
# spike of 100,000 R's seasonal fit stops before it has converged.
LOOSE = {"glrnb": {"absolute": 1e-10}, "cusum-glm": {"relative": 2e-6}}


@pytest.mark.parametrize("method", METHODS)
def test_equals_r_on_the_data_given(method):
    found = detect(given_batch(), method, 52)
    alarm, upper, expected = reference(f"given/{method}", 52)
    assert_equal(as_floats(found.alarm), alarm, relative=0)
    assert_equal(found.upper, upper, absolute=1e-10 if method == "glrnb" else 0.0)
    assert_equal(found.expected, expected)


@pytest.mark.parametrize("method", METHODS)
def test_equals_r_on_other_shapes(method):
    found = detect(other_batch(), method, 26)
    alarm, upper, expected = reference(f"other/{method}", 26)
    assert_equal(as_floats(found.alarm), alarm, relative=0)
    assert_equal(found.upper, upper, **LOOSE.get(method, {}))
    assert_equal(found.expected, expected)


@pytest.mark.parametrize(("years", "half_width"), [(3, 2), (4, 4)])
@pytest.mark.parametrize("skip", [True, False])
@pytest.mark.parametrize("method", ["farrington", "farrington-delta", "farrington-original"])
def test_equals_r_with_other_baselines(method, years, half_width, skip):
    settings = {
        "farrington-delta": replace(FLEXIBLE, threshold="delta"),
        "farrington-original": ORIGINAL,
    }.get(method, FLEXIBLE)
    baseline = replace(settings.baseline, years=years, half_width=half_width)
    if baseline.seasons == 1:
        baseline = replace(baseline, left_out=half_width)
    batch = other_batch()
    begins = np.zeros(len(batch.names), dtype=np.int64)
    found = farrington.judge(batch.counts, begins, 26, replace(settings, baseline=baseline, skip_silent=skip))
    alarm, upper, expected = reference(f"other/{method}-b{years}w{half_width}", 26)
    assert_equal(as_floats(found.alarm), alarm, relative=0)
    assert_equal(found.upper, upper)
    assert_equal(found.expected, expected)


@pytest.mark.parametrize("method", METHODS)
def test_the_documented_way_differs_only_where_r_departs_from_its_manual(method):
    mine, theirs = detect(given_batch(), method, 52, compat="documented"), detect(given_batch(), method, 52)
    both = ~np.isnan(mine.upper) & ~np.isnan(theirs.upper)
    change = np.abs(mine.upper[both] - theirs.upper[both]) / np.maximum(theirs.upper[both], 1.0)
    if method in {"farrington-delta", "farrington-muan", "farrington-original", "ears-c3"}:
        assert change.max() > 1e-3
    else:
        assert change.max() < 1e-12
    if method == "farrington-delta":
        # The standard error's dispersion moves a median bound by about one percent.
        assert 0.001 < np.median(change) < 0.05
