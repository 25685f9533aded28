"""Property: whatever the counts are, all ten methods answer for each week, and a week without a verdict says why."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxi.core.refusals import BadInput
from lianxi.detectors.batches import MOST_COUNT, MOST_WEEKS, Batch, batch_of, batch_of_table
from lianxi.detectors.methods import COMPATS, METHODS, detect
from lianxi.detectors.outcomes import Outcome
from lianxi.detectors.reasons import ABSENT, DUPLICATE, NEGATIVE, OK, WORDS

WEEKS = 330
# What a series is made of: runs of one of these, each so many weeks long.
VALUES = st.sampled_from(
    [0.0, 0.0, 1.0, 2.0, 5.0, 40.0, 1e6, 1e15, 1e300, np.nan, np.nan, -1.0, 0.5, np.inf, -np.inf]
)
SOUND = st.sampled_from([0.0, 0.0, 1.0, 2.0, 3.0, 7.0, 40.0, 1e6, np.nan])
LENGTHS = st.sampled_from([1, 1, 1, 2, 3, 8, 60, 400])


def series(values: st.SearchStrategy[float]) -> st.SearchStrategy[np.ndarray]:
    """A series of the whole axis: runs of odd values among Poisson noise or alone."""
    runs = st.lists(st.tuples(values, LENGTHS), min_size=1, max_size=12)

    def lay(drawn: tuple[list[tuple[float, int]], int, bool]) -> np.ndarray:
        parts, seed, noisy = drawn
        laid = np.concatenate([np.full(length, value) for value, length in parts])
        rest = np.random.default_rng(seed).poisson(3.0, WEEKS).astype(float)
        made = rest if noisy else np.resize(laid, WEEKS)
        end = seed % WEEKS
        if noisy:
            part = laid[: WEEKS - end]
            made[end : end + part.size] = part
        return made

    return st.tuples(runs, st.integers(0, 10_000), st.booleans()).map(lay)


def require_an_answer(batch: Batch, weeks: int, found: Outcome) -> None:
    shape = (len(batch.names), weeks)
    assert found.alarm.shape == found.expected.shape == found.upper.shape == found.reason.shape == shape
    assert set(np.unique(found.alarm)) <= {-1, 0, 1}
    assert not np.isinf(found.upper).any()
    # No verdict or no bound: a reason in words, but where a CUSUM stands so high that any count is an alarm.
    # A verdict: never on a week without a report.
    silent = (found.alarm < 0) | np.isnan(found.upper) & (found.alarm != 1)
    assert (found.reason[silent] != OK).all()
    assert all(WORDS[code] for code in np.unique(found.reason[silent]).tolist())
    unreported = np.isnan(batch.counts[:, -weeks:])
    assert not (found.alarm[unreported] == 1).any()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("compat", COMPATS)
@settings(max_examples=20, deadline=None)
@given(rows=st.lists(series(VALUES), min_size=1, max_size=3), weeks=st.sampled_from([1, 30, WEEKS]))
def test_every_week_of_any_series_has_an_answer(
    method: str, compat: str, rows: list[np.ndarray], weeks: int
) -> None:
    table = np.array(rows)
    batch = batch_of_table([f"s{i}" for i in range(len(rows))], np.arange(1, WEEKS + 1), table)
    found = detect(batch, method, weeks, compat=compat)
    require_an_answer(batch, weeks, found)
    flawed = ((table < 0) | (table > MOST_COUNT) | (np.floor(table) < table)).any(axis=1)
    assert (found.reason[flawed] == NEGATIVE).all()
    assert (found.reason[~flawed] != NEGATIVE).all()


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=20, deadline=None)
@given(rows=st.lists(series(SOUND), min_size=1, max_size=3), poison=series(VALUES))
def test_one_poisoned_series_changes_no_other(
    method: str, rows: list[np.ndarray], poison: np.ndarray
) -> None:
    names, axis = [f"s{i}" for i in range(len(rows))], np.arange(1, WEEKS + 1)
    alone = detect(batch_of_table(names, axis, np.array(rows)), method, 30)
    beside = detect(batch_of_table([*names, "p"], axis, np.array([*rows, poison])), method, 30)
    for one, other in (
        (alone.alarm, beside.alarm),
        (alone.upper, beside.upper),
        (alone.reason, beside.reason),
    ):
        np.testing.assert_array_equal(one, other[:-1])


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=20, deadline=None)
@given(
    lines=st.lists(
        st.tuples(st.integers(0, 2), st.integers(-20, 60), st.sampled_from([0.0, 1.0, 9.0, np.nan, -2.0])),
        min_size=1,
        max_size=40,
    )
)
def test_rows_in_any_order_with_gaps_and_repeats_have_an_answer(
    method: str, lines: list[tuple[int, int, float]]
) -> None:
    place, week, count = (np.array(column) for column in zip(*lines, strict=True))
    batch = batch_of(place, ["a", "b", "c"], week, count)
    found = detect(batch, method, 1)
    require_an_answer(batch, 1, found)
    for number in range(3):
        own = [(one, n) for at, one, n in lines if at == number]
        if any(n < 0 for _, n in own):
            assert found.reason[number, 0] == NEGATIVE
        elif len({one for one, _ in own}) < len(own):
            assert found.reason[number, 0] == DUPLICATE
        elif all(np.isnan(n) for _, n in own):
            assert found.reason[number, 0] == ABSENT


@pytest.mark.parametrize("method", METHODS)
def test_an_axis_of_one_week_has_an_answer(method: str) -> None:
    batch = batch_of_table(["a", "b"], np.array([7]), np.array([[4.0], [np.nan]]))
    found = detect(batch, method, 1)
    require_an_answer(batch, 1, found)
    assert (found.alarm == -1).all()


def test_no_series_at_all_gives_no_rows() -> None:
    batch = batch_of_table([], np.arange(1, 11), np.zeros((0, 10)))
    assert all(detect(batch, method, 2).alarm.shape == (0, 2) for method in METHODS)


def test_an_axis_over_more_than_a_century_is_refused() -> None:
    with pytest.raises(BadInput, match=f"超过 {MOST_WEEKS} 周"):
        batch_of(np.array([0, 0]), ["a"], np.array([1, 20260101]), np.array([1.0, 2.0]))
