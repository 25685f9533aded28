"""Reads of the outbox: active channels, preferences in force, what a digest says, what waits to leave."""

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Q

from lianxi.bodies.models import Seat
from lianxi.bodies.queries import in_force
from lianxi.journal.models import Notice
from lianxi.outbox.models import Channel, Delivery, Preference
from lianxi.outbox.rules import STALE, Line, event_of

OFFICE = "office"
MOST = 200
# Rooms above add here what a unit (or, with None, the office) is told of a day: conference, unit, day.
line_makers: list[Callable[[int, int | None, date], list[Line]]] = []


def recipient_of(unit_id: int | None) -> str:
    """This function will name a recipient: `unit:3`, or `office`."""
    return OFFICE if unit_id is None else f"unit:{unit_id}"


def list_recipients() -> list[tuple[int, int | None]]:
    """This function will list who has an active channel: conference and unit, None for the office."""
    rows = Channel.objects.filter(ended_at__isnull=True).order_by("conference_id", "unit_id")
    return list(rows.values_list("conference_id", "unit_id").distinct())


def active_channels(conference_id: int, unit_id: int | None) -> list[Channel]:
    """This function will list the active channels of a unit or of the office."""
    whose = Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)
    rows = Channel.objects.filter(whose, conference_id=conference_id, ended_at__isnull=True)
    return list(rows.order_by("pk"))


def list_channels(conference_id: int) -> list[Channel]:
    """This function will list the conference's active channels, the office's first."""
    rows = Channel.objects.filter(conference_id=conference_id, ended_at__isnull=True)
    return sorted(
        rows.select_related("unit"), key=lambda row: (row.unit_id is not None, row.unit_id or 0, row.pk)
    )


def chosen_on(conference_id: int, day: date) -> dict[tuple[str, str, str], bool]:
    """This function will give the preferences in force: event, role, channel → whether it leaves."""
    rows = Preference.objects.filter(in_force(day), conference_id=conference_id).order_by("starts_on", "pk")
    return {(row.event, row.role, row.channel): row.is_on for row in rows}


def unsent_notices(conference_id: int, unit_id: int | None, since: datetime, at: datetime) -> list[Notice]:
    """This function will list the notices that no digest held yet, the earliest first, at most 200."""
    if unit_id is None:
        mine = Q(to_office=True)
    else:
        seats = Seat.objects.filter(conference_id=conference_id, unit_id=unit_id).values("pk")
        mine = Q(to_unit_id=unit_id) | Q(to_seat_id__in=seats)
    rows = Notice.objects.filter(mine, conference_id=conference_id, mailed_at__isnull=True)
    return list(rows.filter(at__gte=since, at__lte=at).order_by("at", "pk")[:MOST])


def lines_for(conference_id: int, unit_id: int | None, day: date, notices: list[Notice]) -> list[Line]:
    """This function will give a digest's lines: the notices, then what the rooms above have to say of the day."""
    lines = [Line(event_of(one.subject), one.title, one.subject) for one in notices]
    for make in line_makers:
        lines += make(conference_id, unit_id, day)
    return lines


def due_deliveries(at: datetime, size: int = 500) -> list[int]:
    """This function will list the deliveries whose turn it is, the earliest first."""
    rows = Delivery.objects.filter(state="pending", next_at__lte=at, channel__ended_at__isnull=True)
    return list(rows.order_by("next_at", "pk").values_list("pk", flat=True)[:size])


def stale_deliveries(at: datetime) -> list[int]:
    """This function will list the deliveries whose sender stopped half-way, so that nobody knows what arrived."""
    rows = Delivery.objects.filter(state="sending", begun_at__lt=at - STALE)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def list_troubled(conference_id: int, size: int = 50) -> list[Delivery]:
    """This function will list what did not leave: waiting after a failure, unclear or given up, the latest first."""
    rows = Delivery.objects.filter(conference_id=conference_id).exclude(state__in=("sent", "sending"))
    rows = rows.filter(Q(attempts__gt=0) | ~Q(state="pending"))
    return list(rows.select_related("digest__unit", "channel").order_by("-pk")[:size])
