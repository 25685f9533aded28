"""Reads of the outbox: active channels, preferences in force, what a digest says, what waits to leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q

from lianxi.bodies.models import Seat
from lianxi.bodies.queries import HeldSeat, in_force, list_memberships, list_seats
from lianxi.bodies.rows import ConferenceRow, TenureRow
from lianxi.core import actors
from lianxi.core.actors import SEAT_LABELS, Actor, SeatKind
from lianxi.core.rooms import rooms, singles
from lianxi.core.words import CHINA, day_of, moment_text
from lianxi.journal.models import Notice
from lianxi.journal.reading import told_titles
from lianxi.outbox.models import Channel, Delivery, Preference, Todo
from lianxi.outbox.rows import ChannelRow
from lianxi.outbox.rules import CONTACTS, KINDS, MAIL, SMS, STALE, TODO, Line, event_of

OFFICE = "office"
# Seats of the office itself: a deputy director is a unit's, and reads with it.
OF_OFFICE = actors.OFFICE - actors.UNIT_SPEAKERS
MOST = 200
# Which of the operator's options a kind of channel goes by.
_OPTIONS = {"mail": "LIANXI_SMTP", "sms": "LIANXI_SMS", "todo": "LIANXI_TODO"}
# What somebody must look at: given up, unclear, or refused more than once.
_STUCK = Q(state__in=("failed", "unclear")) | Q(state="pending", attempts__gt=1)
_TROUBLED = Q(state__in=("lost", "stuck")) | Q(state__in=("pending", "to_finish"), attempts__gt=1)


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of channel: what it goes by (empty: nothing is set), when something last left, how much did not."""

    kind: str
    label: str
    by: str
    last_at: datetime | None
    troubled: int


def recipient_of(unit_id: int | None) -> str:
    """Name a recipient: `unit:3`, or `office`."""
    return OFFICE if unit_id is None else f"unit:{unit_id}"


def list_recipients() -> list[tuple[int, int | None]]:
    """List who has an active channel: conference and unit, None for the office."""
    rows = Channel.objects.filter(ended_at__isnull=True).exclude(kind=TODO)
    rows = rows.order_by("conference_id", "unit_id")
    return list(rows.values_list("conference_id", "unit_id").distinct())


def active_channels(conference_id: int, unit_id: int | None, day: date) -> list[Channel]:
    """List the active channels of a unit or of the office; own ones while their holder is in office."""
    whose = Q(unit__isnull=True) if unit_id is None else Q(unit_id=unit_id)
    rows = Channel.objects.filter(whose, _held(day), conference_id=conference_id, ended_at__isnull=True)
    return list(rows.select_related("tenure").order_by("pk"))


def digest_channels(conference_id: int, unit_id: int | None, day: date) -> list[Channel]:
    """List the active channels to which a digest goes."""
    return [row for row in active_channels(conference_id, unit_id, day) if row.kind != TODO]


def _held(day: date, of: str = "tenure") -> Q:
    """Give the filter of addresses that are nobody's own, or their holder's who is in office on a day."""
    begun, open_end = Q(**{f"{of}__starts_on__lte": day}), Q(**{f"{of}__ends_before__isnull": True})
    return Q(**{f"{of}__isnull": True}) | begun & (open_end | Q(**{f"{of}__ends_before__gt": day}))


def conferences_to_forget(day: date) -> list[int]:
    """List the conferences that hold an own address of somebody who is no longer in office (ids)."""
    rows = Channel.objects.filter(ended_at__isnull=True, tenure__ends_before__lte=day)
    return list(rows.order_by("conference_id").values_list("conference_id", flat=True).distinct())


def find_own_channel(tenure: TenureRow) -> Channel | None:
    """Find the mailbox a holder set for the own seat."""
    rows = Channel.objects.filter(tenure_id=tenure.pk, kind=MAIL, ended_at__isnull=True)
    return rows.order_by("-pk").first()


def own_contacts(tenure: TenureRow) -> dict[str, str]:
    """Return the masked number and account of a holder, by kind."""
    rows = Channel.objects.filter(tenure_id=tenure.pk, kind__in=CONTACTS, ended_at__isnull=True)
    return {row.kind: row.shown for row in rows.order_by("pk")}


def list_unreached(
    conference: ConferenceRow,
    day: date,
    *,
    channels: Sequence[ChannelRow] | None = None,
    seats: Sequence[HeldSeat] | None = None,
) -> tuple[list[str], list[str]]:
    """Name the member units (and 办公室) whose digest goes nowhere, and the held seats without an
    address of their own. What was read already is taken as given.
    """
    given = list_channels(conference.pk, day) if channels is None else channels
    own = [row for row in given if row.kind != TODO]
    reached = {row.unit.pk if row.unit else None for row in own}
    units = [row.unit.name for row in list_memberships(conference, day) if row.unit_id not in reached]
    office = [] if None in reached else ["办公室"]
    held = [
        row for row in (list_seats(conference, day) if seats is None else seats) if row.tenure is not None
    ]
    having = {row.tenure.pk for row in own if row.tenure}
    return office + units, [row.seat.label for row in held if row.tenure and row.tenure.pk not in having]


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


def count_texts(row: Delivery, at: datetime) -> int:
    """Count the other messages that may have reached a delivery's number today, of whichever conference."""
    morning = datetime.combine(day_of(at), time(), CHINA)
    rows = Delivery.objects.filter(channel__kind=SMS, channel__address=row.channel.address)
    return rows.filter(begun_at__gte=morning).exclude(pk=row.pk).exclude(state="pending").count()


def list_troubled(conference_id: int, size: int = 50) -> list[Delivery]:
    """List what did not leave: waiting after a failure, unclear or given up, the latest first."""
    rows = Delivery.objects.filter(conference_id=conference_id).exclude(state__in=("sent", "sending"))
    rows = rows.filter(Q(attempts__gt=0) | ~Q(state="pending"))
    return list(rows.select_related("digest__unit", "channel").order_by("-pk")[:size])


def list_accounts() -> list[Channel]:
    """List the accounts of 统一待办 in use, and those that ended while something of theirs still stands there."""
    standing = Todo.objects.filter(channel=OuterRef("pk"), fell_at__isnull=True)
    rows = Channel.objects.filter(Q(ended_at__isnull=True) | Exists(standing), kind=TODO)
    return list(rows.select_related("tenure__seat__conference", "tenure__seat__unit").order_by("pk"))


def standing_todos(channel: Channel) -> dict[str, Todo]:
    """Return what stands for rows of an account's desk, by the mark of the row."""
    return {row.task: row for row in Todo.objects.filter(channel=channel, fell_at__isnull=True)}


def due_todos(at: datetime, size: int = 500) -> list[int]:
    """List what is to be put there or finished now, the earliest first."""
    rows = Todo.objects.filter(state__in=("pending", "to_finish"), next_at__lte=at)
    return list(rows.order_by("next_at", "pk").values_list("pk", flat=True)[:size])


def stale_todos(at: datetime) -> list[int]:
    """List what was under way when its sender stopped."""
    rows = Todo.objects.filter(state__in=("creating", "finishing"), begun_at__lt=at - STALE)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def list_troubled_todos(conference_id: int, size: int = 50) -> list[Todo]:
    """List what did not reach 统一待办: waiting after a failure or given up, the latest first."""
    rows = Todo.objects.filter(conference_id=conference_id).filter(_TROUBLED)
    return list(rows.select_related("channel__tenure__seat__unit").order_by("-pk")[:size])


def ways_of(conference_id: int | None = None, channels: Sequence[ChannelRow] | None = None) -> list[Way]:
    """Say of each kind of channel that is in use what it goes by, when something last left, how much did not."""
    own: dict[str, int] = {} if conference_id is None else {"conference_id": conference_id}
    rows = Channel.objects.filter(ended_at__isnull=True, **own)
    used = rows.values_list("kind", flat=True) if channels is None else [row.kind for row in channels]
    last, troubled = _last_at(own), count_troubled(conference_id)
    asked = {*used} | {kind for kind, gateway in ((SMS, settings.SMS), (TODO, settings.TODO)) if gateway}
    return [_way(kind, last.get(kind), troubled.get(kind, 0)) for kind in KINDS if kind in asked]


def _last_at(own: dict[str, int]) -> dict[str, datetime]:
    """Return when something last left by each kind of channel."""
    sent = Delivery.objects.filter(state="sent", **own), "sent_at"
    asked = [sent, *((Todo.objects.filter(**own), name) for name in ("opened_at", "finished_at"))]
    first, *more = [
        rows.filter(**{f"{name}__isnull": False}).order_by().values("channel__kind").annotate(at=Max(name))
        for rows, name in asked
    ]
    last: dict[str, datetime] = {}
    for row in first.union(*more, all=True):
        kind, at = row["channel__kind"], row["at"]
        last[kind] = max(at, last.get(kind, at))
    return last


def count_troubled(conference_id: int | None) -> dict[str, int]:
    """Count by kind of channel what did not arrive; addresses that ended wait for nothing any more."""
    own = {} if conference_id is None else {"conference_id": conference_id}
    deliveries = Delivery.objects.filter(_STUCK, channel__ended_at__isnull=True, **own).order_by()
    todos = Todo.objects.filter(_TROUBLED, **own).order_by()
    asked = [rows.values("channel__kind").annotate(count=Count("pk")) for rows in (deliveries, todos)]
    return {row["channel__kind"]: row["count"] for row in asked[0].union(asked[1], all=True)}


def unset_kinds() -> frozenset[str]:
    """Return the kinds of channel whose gateway the operator did not set."""
    return frozenset(
        kind for kind, gateway in ((SMS, settings.SMS), (TODO, settings.TODO)) if gateway is None
    )


def _way(kind: str, last_at: datetime | None, troubled: int) -> Way:
    gateway = {SMS: settings.SMS, TODO: settings.TODO}.get(kind)
    if kind in CONTACTS:
        by = f"{gateway.name}（{gateway.hosts}）" if gateway else ""
    else:
        by = "本系统设置的邮件服务器" if kind == MAIL and settings.MAIL_IS_SET else ""
        by = by or ("" if kind == MAIL else "群里添加的机器人")
    return Way(kind, KINDS[kind], by, last_at, troubled)


def way_words(way: Way) -> str:
    """Say how a kind of channel stands, in one sentence."""
    by = f"经{way.by}" if way.by else f"没有设置（{_OPTIONS[way.kind]}），登记的地址收不到"
    last = f"最近一次送出在{moment_text(way.last_at)}" if way.last_at else "还没有送出过"
    stuck = f"；{way.troubled} 条没有送到，见“设置·消息外发”" if way.troubled else ""
    return f"{by}，{last}{stuck}"
