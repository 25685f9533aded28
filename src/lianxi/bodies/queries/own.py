"""Reads of single conferences, seats and records by their number, for the doors."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from lianxi.bodies.models import Conference, Membership, OfConference, Seat, Tenure
from lianxi.bodies.queries import in_force
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS, Actor, SeatKind
from lianxi.journal.sight import opened_at, seen

M = TypeVar("M", bound=OfConference)


def own(model: type[M], actor: Actor, pk: int, *related: str) -> M | None:
    """Find a record of a seat's conference that the seat sees, by its number.

    `seen_since` is the moment from which on it is open to the seat, None where it always was.
    """
    rows = model._default_manager.select_related(*related).annotate(seen_since=opened_at(actor, model))
    found: M | None = seen(actor, rows).filter(pk=pk, conference_id=actor.conference_id or 0).first()
    return found


def find_tenure_of(seat_id: int, day: date) -> Tenure | None:
    """Find who holds a seat on a day, with the seat and its unit."""
    return Tenure.objects.filter(in_force(day), seat_id=seat_id).select_related("seat__unit").first()


def list_begun(day: date) -> list[Conference]:
    """List the conferences that had begun on a day."""
    return list(Conference.objects.filter(starts_on__lte=day).order_by("pk"))


def find_demo_tenure(seat_id: int, day: date) -> Tenure | None:
    """Find who holds a seat of a demonstration on a day."""
    rows = Tenure.objects.filter(in_force(day), seat_id=seat_id, conference__is_demo=True)
    return rows.select_related("person", "seat__unit", "conference").first()


def list_conferences() -> list[Conference]:
    """List the conferences of the installation in the order in which they were founded."""
    return list(Conference.objects.order_by("pk"))


def list_demos() -> list[Conference]:
    """List the demonstrations of the installation."""
    return list(Conference.objects.filter(is_demo=True).order_by("pk"))


def get_conference(conference_id: int) -> Conference:
    """Return a conference by its number. Raises Conference.DoesNotExist where there is none."""
    return Conference.objects.get(pk=conference_id)


def find_seat(actor: Actor, seat_id: int) -> Seat | None:
    """Find a seat of a conference with its unit."""
    return own(Seat, actor, seat_id, "unit")


def member_names(conference_id: int, day: date) -> list[tuple[int, str]]:
    """Return (id, name) of the member units on a day, in the printed order."""
    rows = Membership.objects.filter(in_force(day), conference_id=conference_id).order_by("ordinal")
    return list(rows.values_list("unit_id", "unit__name"))


def list_workers(conference_id: int, day: date) -> list[Seat]:
    """List the seats of a day that have work in hand: those that speak for their units, and the office's."""
    kinds = [kind.value for kind in UNIT_SPEAKERS | OFFICE]
    rows = Seat.objects.filter(in_force(day), conference_id=conference_id, kind__in=kinds)
    return list(rows.select_related("unit").order_by("ordinal", "pk"))


def list_seats_of(conference_id: int, kinds: Iterable[SeatKind]) -> list[Seat]:
    """List a conference's seats of some kinds that were not ended."""
    rows = Seat.objects.filter(conference_id=conference_id, kind__in=kinds, ends_before__isnull=True)
    return list(rows.select_related("unit"))


def list_children(conference_id: int) -> list[Conference]:
    """List the conferences below one by name only, as they were founded."""
    return list(Conference.objects.filter(parent_id=conference_id).only("name").order_by("pk"))


def list_others(conference_id: int, most: int) -> list[Conference]:
    """List the other conferences of the installation by name, to choose one from."""
    return list(Conference.objects.exclude(pk=conference_id).only("name").order_by("name")[:most])


def find_founded(instrument: str, version: int) -> Conference | None:
    """Find the conference that a version of an instrument founds."""
    return Conference.objects.filter(instrument=instrument, instrument_version=version).first()


def list_vacant(conference_id: int, day: date) -> list[Seat]:
    """List the seats with work in hand that nobody holds on a day, in order."""
    held = set(
        Tenure.objects.filter(in_force(day), conference_id=conference_id).values_list("seat_id", flat=True)
    )
    return [seat for seat in list_workers(conference_id, day) if seat.pk not in held]
