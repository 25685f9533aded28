"""Reads of the outbox: active channels, preferences in force, what a digest says, what waits to leave."""

from datetime import date, datetime

from django.db.models import Q

from lianxi.bodies.models import Seat
from lianxi.bodies.queries import in_force, list_memberships, list_seats
from lianxi.bodies.rows import ConferenceRow, TenureRow
from lianxi.core import actors
from lianxi.core.actors import SEAT_LABELS, Actor, SeatKind
from lianxi.core.rooms import rooms, singles
from lianxi.core.words import day_of, moment_text
from lianxi.journal.models import Notice
from lianxi.journal.reading import told_titles
from lianxi.outbox.models import Channel, Delivery, Preference
from lianxi.outbox.rules import STALE, Line, event_of

OFFICE = "office"
# Seats of the office itself: a deputy director is a unit's, and reads with it.
OF_OFFICE = actors.OFFICE - actors.UNIT_SPEAKERS
MOST = 200


def recipient_of(unit_id: int | None) -> str:
    """Name a recipient: `unit:3`, or `office`."""
    return OFFICE if unit_id is None else f"unit:{unit_id}"


def list_recipients() -> list[tuple[int, int | None]]:
    """List who has an active channel: conference and unit, None for the office."""
    rows = Channel.objects.filter(ended_at__isnull=True).order_by("conference_id", "unit_id")
    return list(rows.values_list("conference_id", "unit_id").distinct())


def active_channels(conference_id: int, unit_id: int | None, day: date) -> list[Channel]:
    """List the active channels of a unit or of the office; own ones while their holder is in office."""
    whose = Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)
    rows = Channel.objects.filter(whose, _held(day), conference_id=conference_id, ended_at__isnull=True)
    return list(rows.select_related("tenure").order_by("pk"))


def _held(day: date, of: str = "tenure") -> Q:
    """Give the filter of addresses that are nobody's own, or their holder's who is in office on a day."""
    begun, open_end = Q(**{f"{of}__starts_on__lte": day}), Q(**{f"{of}__ends_before__isnull": True})
    return Q(**{f"{of}__isnull": True}) | begun & (open_end | Q(**{f"{of}__ends_before__gt": day}))


def find_own_channel(tenure: TenureRow) -> Channel | None:
    """Find the address a holder set for the own seat."""
    return Channel.objects.filter(tenure_id=tenure.pk, ended_at__isnull=True).order_by("-pk").first()


def list_unreached(conference: ConferenceRow, day: date) -> tuple[list[str], list[str]]:
    """Name the member units (and 办公室) whose digest goes nowhere, and the held seats without an
    address of their own.
    """
    channels = list_channels(conference.pk, day)
    reached = {row.unit_id for row in channels}
    units = [row.unit.name for row in list_memberships(conference, day) if row.unit_id not in reached]
    office = [] if None in reached else ["办公室"]
    own = {row.tenure_id for row in channels}
    held = [row for row in list_seats(conference, day) if row.tenure is not None]
    return office + units, [row.seat.label for row in held if row.tenure and row.tenure.pk not in own]


def list_channels(conference_id: int, day: date) -> list[Channel]:
    """List the conference's active channels, the office's first."""
    rows = Channel.objects.filter(_held(day), conference_id=conference_id, ended_at__isnull=True)
    return sorted(
        rows.select_related("unit", "tenure__seat__unit"),
        key=lambda row: (row.unit_id is not None, row.unit_id or 0, row.pk),
    )


def chosen_on(conference_id: int, day: date) -> dict[tuple[str, str, str], bool]:
    """Return the preferences in force: event, role, channel → whether it leaves."""
    rows = Preference.objects.filter(in_force(day), conference_id=conference_id).order_by("starts_on", "pk")
    return {(row.event, row.role, row.channel): row.is_on for row in rows}


def unsent_notices(conference_id: int, unit_id: int | None, since: datetime, at: datetime) -> list[Notice]:
    """List the notices that no digest held yet, the earliest first, at most 200."""
    seats = Seat.objects.filter(conference_id=conference_id)
    if unit_id is None:
        mine = Q(to_office=True) | Q(to_seat_id__in=seats.filter(kind__in=OF_OFFICE).values("pk"))
    else:
        own = seats.filter(unit_id=unit_id).exclude(kind__in=OF_OFFICE)
        mine = Q(to_unit_id=unit_id) | Q(to_seat_id__in=own.values("pk"))
    rows = Notice.objects.filter(mine, conference_id=conference_id, mailed_at__isnull=True)
    return list(rows.filter(at__gte=since, at__lte=at).order_by("at", "pk")[:MOST])


def _titles(conference_id: int, unit_id: int | None, notices: list[Notice]) -> dict[int, str]:
    """Return the titles of notices as who reads the digest may see them: a seat's own as that seat."""
    kind = SeatKind.OFFICE_STAFF if unit_id is None else SeatKind.MEMBER
    by_seat: dict[int | None, list[Notice]] = {}
    for one in notices:
        by_seat.setdefault(one.to_seat_id, []).append(one)
    found: dict[int, str] = {}
    for seat, told in by_seat.items():
        found |= told_titles(_reader(conference_id, unit_id, seat, kind), told)
    return found


def _reader(conference_id: int, unit_id: int | None, seat_id: int | None, kind: SeatKind) -> Actor:
    row = Seat.objects.filter(pk=seat_id).first() if seat_id is not None else None
    own = SeatKind(row.kind) if row is not None else kind
    unit = row.unit_id if row is not None else unit_id
    return Actor(own, SEAT_LABELS[own], conference_id=conference_id, seat_id=seat_id, unit_id=unit)


def lines_for(conference_id: int, unit_id: int | None, day: date, notices: list[Notice]) -> list[Line]:
    """Return a digest's lines: the notices, then what the rooms above have to say of the day."""
    titles = _titles(conference_id, unit_id, notices)
    lines = [
        Line(event_of(one.subject), titles[one.pk], one.subject, one.to_seat_id, f"（{moment_text(one.at)}）")
        for one in notices
    ]
    for make in singles(room.digest for room in rooms()):
        lines += make(conference_id, unit_id, day)
    return lines


def due_deliveries(at: datetime, size: int = 500) -> list[int]:
    """List the deliveries whose turn it is, the earliest first."""
    rows = Delivery.objects.filter(state="pending", next_at__lte=at, channel__ended_at__isnull=True)
    rows = rows.filter(_held(day_of(at), "channel__tenure"))
    return list(rows.order_by("next_at", "pk").values_list("pk", flat=True)[:size])


def stale_deliveries(at: datetime) -> list[int]:
    """List the deliveries whose sender stopped half-way, so that nobody knows what arrived."""
    rows = Delivery.objects.filter(state="sending", begun_at__lt=at - STALE)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def list_troubled(conference_id: int, size: int = 50) -> list[Delivery]:
    """List what did not leave: waiting after a failure, unclear or given up, the latest first."""
    rows = Delivery.objects.filter(conference_id=conference_id).exclude(state__in=("sent", "sending"))
    rows = rows.filter(Q(attempts__gt=0) | ~Q(state="pending"))
    return list(rows.select_related("digest__unit", "channel").order_by("-pk")[:size])
