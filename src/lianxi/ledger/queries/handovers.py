"""Whose hands a matter is in: the open matters of a seat, and those that nobody in office looks after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lianxi.bodies.models import Conference, Seat, Tenure
from lianxi.bodies.queries import in_force
from lianxi.core.actors import UNIT_SPEAKERS, Actor
from lianxi.ledger.models import (
    Acknowledgement,
    Circular,
    CoUnit,
    Delegation,
    Handover,
    HandoverMatter,
    Obligation,
    Recheck,
)
from lianxi.ledger.queries.slips import urging_facts
from lianxi.ledger.rules import DELEGATION, HANDOVER, RECHECK


@dataclass(frozen=True, slots=True)
class Unseen:
    """Open matters that only a vacant seat has in hand: the seat, and the matters by due date."""

    seat: Seat
    matters: tuple[Obligation, ...]


def matters_of_seats(conference_id: int, seats: Iterable[int]) -> dict[int, list[Obligation]]:
    """Return the open matters in the hands of seats, by due date.

    A matter is in the hands of the seat that acknowledged it for its unit, until a handover of it was taken.
    """
    wanted = list(seats)
    found: dict[int, list[Obligation]] = {pk: [] for pk in wanted}
    latest = _latest(conference_id, wanted)
    held = {key: seat for key, (_at, seat) in latest.items() if seat in found}
    if not held:
        return found
    rows = (
        Obligation.objects.filter(pk__in={pk for pk, _unit in held}).select_related("lead_unit").defer("text")
    )
    parts = set(
        CoUnit.objects.filter(obligation__in=rows)
        .exclude(state="released")
        .values_list("obligation_id", "unit_id")
    )
    for row in rows.order_by("due_order", "pk"):
        for (pk, unit), seat in held.items():
            if pk == row.pk and (row.lead_unit_id == unit or (pk, unit) in parts):
                found[seat].append(row)
    return found


def _latest(conference_id: int, seats: list[int]) -> dict[tuple[int, int], tuple[datetime, int]]:
    """Give by (obligation, unit) the latest word on whose hands it is in: when, and which seat."""
    running = Q(conference_id=conference_id, obligation__closed_at__isnull=True)
    acks = Acknowledgement.objects.filter(running, seat_id__in=seats)
    words = [
        (at, pk, unit, seat)
        for pk, unit, seat, at in acks.values_list("obligation_id", "unit_id", "seat_id", "at")
    ]
    taken = Q(handover__seat__in=seats) | Q(handover__to_seat__in=seats)
    columns = ("obligation_id", "handover__seat__unit_id", "handover__to_seat_id", "handover__taken_at")
    moved = HandoverMatter.objects.filter(running, taken, handover__state="taken")
    words += [(at, pk, unit, seat) for pk, unit, seat, at in moved.values_list(*columns)]
    return {(pk, unit): (at, seat) for at, pk, unit, seat in sorted(words)}


def list_unseen(conference_id: int, day: date) -> list[Unseen]:
    """List the open matters that lie with a vacant seat; none must stay unseen.

    Matters that no seat has acknowledged lie with their unit: they are listed where all its seats are vacant.
    """
    kinds = [kind.value for kind in UNIT_SPEAKERS]
    seats = Seat.objects.filter(in_force(day), conference_id=conference_id, kind__in=kinds)
    held = set(Tenure.objects.filter(in_force(day), seat__in=seats).values_list("seat_id", flat=True))
    rows = list(seats.select_related("unit").order_by("ordinal", "pk"))
    vacant = [seat for seat in rows if seat.pk not in held]
    if not vacant:
        return []
    matters = matters_of_seats(conference_id, [seat.pk for seat in vacant])
    manned = {seat.unit_id for seat in rows if seat.pk in held}
    for unit_id, seat in {seat.unit_id: seat for seat in reversed(vacant)}.items():
        if unit_id not in manned:
            matters[seat.pk] += _unsigned(conference_id, unit_id)
    return [Unseen(seat, tuple(matters[seat.pk])) for seat in vacant if matters[seat.pk]]


def _unsigned(conference_id: int, unit_id: int) -> list[Obligation]:
    rows = Obligation.objects.filter(conference_id=conference_id, closed_at__isnull=True)
    parts = CoUnit.objects.filter(unit_id=unit_id, state="issued").values("obligation_id")
    own = Q(lead_unit_id=unit_id, state="issued") | Q(pk__in=parts)
    return list(rows.filter(own).select_related("lead_unit").defer("text").order_by("due_order", "pk"))


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How many offers from above, re-checks, handovers and matters with vacant seats wait for a seat."""

    offers: int
    rechecks: int
    handovers: int
    unseen: int
    unsigned: int
    drafts: int
    draft_id: int | None
    draft_title: str | None
    letter_days: int | None
    first_late: date | None
    to_raise: int


def count_desk(conference_id: int, actor: Actor, day: date) -> DeskCounts:
    """Count what waits for a seat beside single matters, in one query.

    `unseen` counts open matters last taken in hand by a seat that is vacant on the day, `unsigned` those
    nobody signed for in units all of whose seats are vacant; `list_unseen` names them. Of urging it
    brings the letter's working days where the office set them, the earliest due date without a letter, and whether a
    letter's time is over: enough to say that something has its turn.
    """
    offers = Delegation.objects.filter(to_conference_id=conference_id, state=DELEGATION.initial)
    offers = offers.filter(answered__isnull=True, obligation__closed_at__isnull=True)
    rechecks = Recheck.objects.filter(conference_id=conference_id, state=RECHECK.initial)
    handovers = Handover.objects.filter(to_seat_id=actor.seat_id or 0, state=HANDOVER.initial)
    handovers = handovers.exclude(person_id=actor.person_id or 0)
    drafts = Circular.objects.filter(conference_id=conference_id, state__in=("draft", "shown")).order_by("pk")
    rows: list[QuerySet[Any]] = [offers, rechecks, handovers, *_with_vacant(conference_id, day), drafts]
    if not actor.is_office:
        shown = drafts.filter(state="shown", contest_until__gte=day)
        shown = shown.exclude(contests__unit_id=actor.unit_id or 0)
        rows = [one if one is handovers else one.none() for one in rows[:-1]] + [shown]
    counted = [
        one.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
        for one in rows
    ]
    found = Conference.objects.filter(pk=conference_id)
    first = (Subquery(rows[-1].values("pk")[:1]), Subquery(rows[-1].values("title")[:1]))
    sums = (Coalesce(Subquery(one), 0) for one in counted)
    urging = (Subquery(one[:1]) for one in urging_facts(conference_id, day, asked=actor.is_office))
    return DeskCounts(*found.values_list(*sums, *first, *urging).get())


def _with_vacant(conference_id: int, day: date) -> tuple[QuerySet[Acknowledgement], QuerySet[Obligation]]:
    kinds = [kind.value for kind in UNIT_SPEAKERS]
    seats = Seat.objects.filter(in_force(day), conference_id=conference_id, kind__in=kinds)
    held = Exists(Tenure.objects.filter(in_force(day), seat=OuterRef("pk")))
    passed_on = HandoverMatter.objects.filter(
        obligation=OuterRef("obligation_id"), handover__seat=OuterRef("seat_id"), handover__state="taken"
    )
    # By the seats alone, which are the conference's: its acknowledgements are many, vacant seats are few.
    running = Acknowledgement.objects.filter(obligation__closed_at__isnull=True)
    unseen = running.filter(~Exists(passed_on), seat_id__in=seats.filter(~held).values("pk"))
    manned, all_units = seats.filter(held).values("unit_id"), seats.values("unit_id")
    issued = Obligation.objects.filter(conference_id=conference_id, closed_at__isnull=True, state="issued")
    return unseen, issued.filter(lead_unit__in=all_units).exclude(lead_unit__in=manned)
