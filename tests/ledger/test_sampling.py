"""Sampling re-checks: the draw can be made again, another seat looks again, failing opens a new obligation."""

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from ledger.steps import assert_explained, at, closed, deputy, entered, fresh
from lianxi.core.refusals import BadInput, NotPermitted, WrongState
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import draw_rechecks, fail_recheck, pass_recheck
from lianxi.ledger.models import Recheck, Sampling
from lianxi.ledger.rules.sampling import draw_sample

NUMBERS = st.lists(st.text("0123456789-", min_size=1, max_size=8), unique=True, max_size=20)


@given(seed=st.text(max_size=8), numbers=NUMBERS, more=NUMBERS, size=st.integers(1, 8))
def test_a_draw_depends_on_seed_and_numbers_only(
    seed: str, numbers: list[str], more: list[str], size: int
) -> None:
    drawn = draw_sample(seed, numbers, size)
    assert drawn == draw_sample(seed, reversed(numbers), size)
    assert len(drawn) == min(size, len(numbers))
    wider = draw_sample(seed, {*numbers, *more}, size)
    # What a larger population pushes out is pushed out by what is new, never exchanged.
    assert set(wider) & set(numbers) <= set(drawn)


def _drawn(cast: Cast, count: int = 4, size: int = 2) -> Sampling:
    for _ in range(count):
        closed(cast, entered(cast))
    days = {"closed_from": date(2026, 3, 1), "closed_before": date(2026, 3, 9)}
    return draw_rechecks(cast.director, at(7), size=size, seed="泉州0309", **days)


def test_the_office_draws_what_anybody_can_reckon(cast: Cast) -> None:
    sampling = _drawn(cast)
    rows = Recheck.objects.select_related("obligation").order_by("place")
    hashes = {f"2026-00{n}": sha256(f"泉州0309:2026-00{n}".encode()).hexdigest() for n in range(1, 5)}
    expected = sorted(hashes, key=lambda number: hashes[number])[:2]
    assert [row.obligation.number for row in rows] == expected
    assert sampling.population == 4
    assert list(verify_chains()) == []


def test_another_seat_than_the_verifier_rechecks(cast: Cast) -> None:
    _drawn(cast)
    row = Recheck.objects.order_by("place")[0]
    with pytest.raises(NotPermitted, match="由你核验办结") as refused:
        pass_recheck(cast.staff, at(8), recheck_id=row.pk, text="属实")
    assert_explained(refused.value)
    pass_recheck(deputy(cast, "市总工会"), at(8), recheck_id=row.pk, text="现场核对，属实")
    assert Recheck.objects.get(pk=row.pk).state == "passed"
    with pytest.raises(WrongState):
        pass_recheck(cast.director, at(9), recheck_id=row.pk, text="再核")


def test_failing_opens_a_new_obligation_and_leaves_the_closed_one(cast: Cast) -> None:
    _drawn(cast)
    row = Recheck.objects.order_by("place")[0]
    fail_recheck(cast.director, at(8), recheck_id=row.pk, text="两处未整改", due_on=date(2026, 4, 1))
    row = Recheck.objects.get(pk=row.pk)
    follow = row.followed_by
    assert follow is not None
    assert (follow.lead_unit, follow.due_on, follow.text) == (
        row.obligation.lead_unit,
        date(2026, 4, 1),
        "两处未整改",
    )
    assert follow.source == f"ledger.recheck:{row.pk}"
    assert fresh(row.obligation).state == "closed"


@pytest.mark.parametrize(
    ("since", "until", "size", "says"),
    [
        (date(2026, 3, 1), date(2026, 3, 20), 1, "今天之前"),
        (date(2026, 3, 8), date(2026, 3, 1), 1, "今天之前"),
        (date(2026, 2, 1), date(2026, 3, 1), 1, "没有办结"),
        (date(2026, 3, 1), date(2026, 3, 9), 0, "1 到 200"),
        (date(2026, 3, 1), date(2026, 3, 9), 201, "1 到 200"),
    ],
)
def test_what_cannot_be_drawn(cast: Cast, since: date, until: date, size: int, says: str) -> None:
    closed(cast, entered(cast))
    with pytest.raises(BadInput, match=says):
        draw_rechecks(cast.director, at(7), closed_from=since, closed_before=until, size=size, seed="x")
    assert not Sampling.objects.exists()
