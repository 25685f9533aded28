"""How a unit's place, its seats and their tenures end before a day; parts of other acts, never acts of their own."""

from datetime import date

from django.db.models import Q

from lianxi.bodies.models import Invitation, Membership, Seat, Tenure
from lianxi.bodies.rules import INVITATION
from lianxi.journal.acting import Act


def end_membership(act: Act, membership: Membership, day: date, decision: str = "") -> None:
    """End a unit's membership before a day, with its seats and their tenures."""
    rows = Seat.objects.filter(conference=membership.conference_id, unit=membership.unit_id)
    for seat in rows.filter(_open_on(day)):
        end_seat(act, seat, day)
    ends = max(day, membership.starts_on)
    act.change(membership, ends_before=ends, decision=decision or membership.decision)


def end_seat(act: Act, seat: Seat, day: date) -> None:
    """End a seat before a day with its tenures; unused links to it end too."""
    end_tenures(act, seat, day)
    for invitation in Invitation.objects.filter(seat=seat, state__in=("waiting", "open")):
        act.move_as("bodies.invitation.revoke", invitation, INVITATION)
    act.change(seat, ends_before=max(day, seat.starts_on))


def end_tenures(act: Act, seat: Seat, day: date) -> None:
    """End the tenures of a seat that go on after a day; papers of before keep the names."""
    for tenure in Tenure.objects.filter(_open_on(day), seat=seat):
        act.change(tenure, ends_before=max(day, tenure.starts_on))


def _open_on(day: date) -> Q:
    return Q(ends_before__isnull=True) | Q(ends_before__gt=day)
