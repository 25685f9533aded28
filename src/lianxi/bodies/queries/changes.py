"""Reads of proposed changes of members: the list, who held a seat before, which new holder has no account yet."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from lianxi.bodies.models import MemberChange, Tenure
from lianxi.bodies.queries import in_force
from lianxi.bodies.queries.own import own
from lianxi.bodies.rows import MemberChangeRow
from lianxi.bodies.rules import MEMBER_CHANGE, ChangeState
from lianxi.core.actors import Actor
from lianxi.core.words import day_of
from lianxi.journal.sight import seen


def list_undecided(to: Actor) -> list[MemberChange]:
    """List the changes of members that wait, those a seat sees, the oldest first: one a seat at most, so all of them."""
    rows = MemberChange.objects.filter(conference_id=to.conference_id or 0, state=MEMBER_CHANGE.initial)
    return list(_changes(seen(to, rows)).order_by("proposed_at", "pk"))


def list_decided(to: Actor, limit: int) -> list[MemberChange]:
    """List the latest changes of members that wait no more, those a seat sees."""
    rows = MemberChange.objects.filter(conference_id=to.conference_id or 0).exclude(
        state=MEMBER_CHANGE.initial
    )
    return list(_changes(seen(to, rows)).order_by("-proposed_at", "-pk")[:limit])


def find_change(actor: Actor, pk: int) -> MemberChange | None:
    """Find a change of members that a seat sees."""
    return own(MemberChange, actor, pk, "seat__unit", "unit", "proposed_seat__unit", "conference")


def list_waiting_changes(conference_id: int) -> list[MemberChange]:
    """List a conference's undecided changes, the oldest first; for its desk, which asks who may see them."""
    rows = MemberChange.objects.filter(conference_id=conference_id, state=MEMBER_CHANGE.initial)
    return list(_changes(rows).order_by("proposed_at", "pk"))


def list_confirmed_changes(conference_id: int) -> list[MemberChange]:
    """List a conference's confirmed changes, which all its members see, the first decided first."""
    rows = MemberChange.objects.filter(conference_id=conference_id, state=ChangeState.CONFIRMED)
    return sorted(_changes(rows), key=lambda one: (decided_on(one), one.pk))


def _changes(rows: QuerySet[MemberChange]) -> QuerySet[MemberChange]:
    return rows.select_related("seat__unit", "unit", "proposed_seat__unit")


def decided_on(change: MemberChangeRow) -> date:
    """Return the day a confirmed change was decided; rows of before this was kept tell the day they took effect."""
    if change.decided_at is not None:
        return day_of(change.decided_at)
    return change.effective_on or day_of(change.proposed_at)


def holders_before(changes: Iterable[MemberChangeRow], day: date) -> dict[int, Tenure]:
    """Return, by the id of a change, who holds its seat until it takes effect; vacant seats are left out.

    An undecided change is asked about as of `day`.
    """
    asked = list(changes)
    rows = Tenure.objects.filter(seat_id__in={one.seat_id for one in asked}).select_related("person")
    held: dict[int, list[Tenure]] = {}
    # A tenure that ended the day it began was never held.
    for tenure in rows.exclude(ends_before__lte=F("starts_on")).order_by("starts_on", "pk"):
        held.setdefault(tenure.seat_id, []).append(tenure)
    found = {}
    for one in asked:
        # Where a change to come is confirmed already, its holder is the one that an undecided change would follow.
        for tenure in held.get(one.seat_id, ()):
            until = one.effective_on
            if tenure.starts_on < until if until else tenure.ends_before is None or tenure.ends_before > day:
                found[one.pk] = tenure
    return found


def waiting_with_holders(conference_id: int, day: date) -> list[Any]:
    """List a conference's undecided changes, each with `holder`, the name of who holds the seat last as known that day.

    None where the seat is vacant. One query, for the desk, which asks who may see them.
    """
    held = Tenure.objects.filter(seat=OuterRef("seat")).exclude(ends_before__lte=day)
    rows = MemberChange.objects.filter(conference_id=conference_id, state=MEMBER_CHANGE.initial)
    rows = rows.select_related("seat__unit").order_by("proposed_at", "pk")
    return list(rows.annotate(holder=Subquery(held.order_by("-starts_on", "-pk").values("person__name")[:1])))


def new_holders(day: date) -> QuerySet[Tenure]:
    """Return the tenures of a day that a confirmed change began and whose holder has no account yet."""
    began = MemberChange.objects.filter(
        seat=OuterRef("seat"), effective_on=OuterRef("starts_on"), state=ChangeState.CONFIRMED
    )
    return Tenure.objects.filter(in_force(day), Exists(began), person__login__isnull=True)


def seats_without_account(conference_id: int, changes: Sequence[MemberChangeRow]) -> Collection[int]:
    """Return the ids of those confirmed changes whose new holder has the seat, now or later, and no account."""
    keys = {(one.seat_id, one.effective_on): one.pk for one in changes if one.effective_on is not None}
    rows = Tenure.objects.filter(
        conference_id=conference_id, seat_id__in={seat for seat, _day in keys}, ends_before__isnull=True
    )
    found = rows.filter(person__login__isnull=True).values_list("seat_id", "starts_on")
    return {keys[key] for key in found if key in keys}
