"""The seven steps of an office that begins: what is on its way stays done, what ran out does not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import Cast
from lianxi.bodies.actions import invite_holder, release_invitations
from lianxi.bodies.models import Invitation, Person
from lianxi.bodies.queries import list_seats
from lianxi.core.words import day_of
from lianxi.web.desk.opening import opening_steps

INVITE, RELEASE = 2, 3


def _done(cast: Cast) -> tuple[bool, bool]:
    steps = opening_steps(cast.conference, day_of(timezone.now()))
    return steps[INVITE].done, steps[RELEASE].done


def test_an_invitation_under_way_is_done_waiting_or_released_until_it_runs_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    assert _done(cast) == (False, False)
    # The director came in by the link of the command line.
    Person.objects.filter(pk=cast.director.person_id).update(login="zhuren")
    seats = [one.seat.pk for one in list_seats(cast.conference, day_of(now))]
    for seat in seats:
        if seat != cast.director.seat_id:
            invite_holder(cast.director, now, seat_id=seat)
    assert _done(cast) == (True, False)
    waiting = Invitation.objects.filter(state="waiting").exclude(seat_id=cast.convener.seat_id)
    release_invitations(cast.convener, now, invitation_ids=[one.pk for one in waiting])
    assert _done(cast) == (True, False)
    last = Invitation.objects.get(state="waiting")
    release_invitations(cast.member("市卫健委"), now, invitation_ids=[last.pk])
    assert _done(cast) == (True, True)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=60))
    assert _done(cast) == (False, False)
