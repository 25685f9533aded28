"""Changes of members at the same moment: one proposal a seat, one decision a change, one notice a change (PostgreSQL)."""

from datetime import timedelta

import pytest
from django.db import connection

from bodies.changing import TODAY, entered, proposed
from cast import AT, Cast, found_cast
from lianxi.bodies.actions import confirm_member_change, withdraw_member_change
from lianxi.bodies.models import MemberChange, Tenure
from lianxi.core.refusals import Refusal
from lianxi.journal.verify import verify_chains
from lianxi.papers.actions import draft_member_notice
from lianxi.papers.models import MemberNotice, PaperDraft
from race.test_same_moment import at_once


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    if connection.vendor != "postgresql":
        pytest.skip("concurrent connections need PostgreSQL: make test-pg")
    return found_cast()


def _refusals(outcomes: list[object]) -> list[Refusal]:
    return [one for one in outcomes if isinstance(one, Refusal)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_unit_and_the_office_do_not_both_propose_for_a_seat(cast: Cast) -> None:
    outcomes = at_once(lambda: proposed(cast), lambda: entered(cast), lambda: entered(cast))
    assert [type(one).__name__ for one in _refusals(outcomes)] == ["BadInput", "BadInput"]
    assert MemberChange.objects.filter(state="proposed").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_confirmed_or_withdrawn_never_both(cast: Cast) -> None:
    change, convener, staff = entered(cast), cast.convener, cast.staff
    outcomes = at_once(
        lambda: confirm_member_change(convener, AT, change_id=change.pk, effective_on=TODAY),
        lambda: confirm_member_change(
            convener, AT, change_id=change.pk, effective_on=TODAY + timedelta(days=1)
        ),
        lambda: withdraw_member_change(staff, AT, change_id=change.pk),
    )
    assert len(_refusals(outcomes)) == 2
    tenures = Tenure.objects.filter(seat_id=change.seat_id).count()
    change.refresh_from_db()
    assert (change.state, tenures) in [("confirmed", 2), ("withdrawn", 1)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_change_goes_into_one_notice(cast: Cast) -> None:
    change = entered(cast)
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=TODAY)
    staff = cast.staff
    outcomes = at_once(*[lambda: draft_member_notice(staff, AT)] * 3)
    assert len(_refusals(outcomes)) == 2
    assert (MemberNotice.objects.count(), PaperDraft.objects.count()) == (1, 1)
    assert not list(verify_chains())
