"""What waits between the units, and the days by which it is asked for."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, Q, QuerySet

from lianxi.bodies.models import Conference
from lianxi.core.actors import CONVENERS
from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.exchange.models import Bounce, Incoming, Receipt, Reply, Request, Upward
from lianxi.exchange.rules.machines import REQUEST_OPEN
from lianxi.exchange.rules.words import REQUEST_KINDS
from lianxi.journal.acting import record_name

PAGE = "/exchange"
# A report upward is put on the desk so long before its day.
AHEAD = timedelta(days=14)


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what waits for a seat: its unit's receipts and the bounces that name it, the office's rulings.

    One query asks which kinds have something waiting; each of these costs one more.
    """
    kinds = _kinds(desk)
    if not kinds:
        return
    asked = {f"has_{number}": Exists(rows) for number, (rows, _told) in enumerate(kinds)}
    found = Conference.objects.filter(pk=desk.conference_id).annotate(**asked).values_list(*asked).first()
    for (rows, told), waits in zip(kinds, found or (), strict=False):
        if waits:
            yield from told(rows)


def _kinds(desk: Desk) -> list[tuple[QuerySet[Any], Callable[[QuerySet[Any]], Iterator[Task | Rest]]]]:
    """Return for each kind that may wait for this seat its rows and how they are told."""
    office, convener = desk.actor.is_office, desk.actor.kind in CONVENERS
    kinds: list[tuple[QuerySet[Any], Callable[[QuerySet[Any]], Iterator[Task | Rest]]]] = []
    if desk.speaks:
        kinds += [(_receipt_rows(desk), _receipts), (_reply_rows(desk), _replies)]
    if desk.speaks or office:
        kinds += [
            (_request_rows(desk), _requests),
            (_incoming_rows(desk), _incoming),
            (_upward_rows(desk), _upward),
        ]
    if desk.speaks or office or convener:
        kinds.append((_bounce_rows(desk), _bounces))
    return kinds


def _receipt_rows(desk: Desk) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(
        conference_id=desk.conference_id, unit_id=desk.actor.unit_id or 0, state__in=("sent", "signed")
    )
    # Once signed for, what asks for no answer by a day no longer waits.
    return rows.exclude(state="signed", sending__respond_by__isnull=True)


def _receipts(rows: QuerySet[Receipt]) -> Iterator[Task | Rest]:
    found = list(rows.select_related("sending__unit").order_by("pk")[: MOST + 1])
    for row in found[:MOST]:
        sending = row.sending
        what = "签收来件" if row.state == "sent" else "反馈来件"
        why = f"{sending.unit.name}送来"
        due = (sending.respond_by, sending.due_derivation)
        url, name = f"{PAGE}/{sending.pk}", record_name(row)
        yield Task(what, sending.title, url, why, *due, cited=sending.basis, record=name)
    if len(found) > MOST:
        yield Rest("往来", PAGE)


def _bounce_rows(desk: Desk) -> QuerySet[Bounce]:
    wanted = Q(pk__in=())
    if desk.speaks:
        wanted |= Q(state="asked", named_unit_id=desk.actor.unit_id or 0)
    if desk.actor.is_office or desk.actor.kind in CONVENERS:
        wanted |= Q(state="with_office")
    return Bounce.objects.filter(wanted, conference_id=desk.conference_id)


def _bounces(rows: QuerySet[Bounce]) -> Iterator[Task]:
    for row in rows.select_related("receipt__sending", "unit", "named_unit").order_by("pk")[:MOST]:
        sending, url = row.receipt.sending, f"{PAGE}/{row.receipt.sending_id}"
        if row.state == "with_office":
            yield Task("裁定退件", sending.title, url, "两次退件，由办公室裁定", cited=row.basis)
        else:
            why = f"{row.unit.name}认为应由你单位办理"
            yield Task("接收或答复退件", sending.title, url, why, cited=row.basis)


def _request_rows(desk: Desk) -> QuerySet[Request]:
    unit = desk.actor.unit_id or 0
    wanted = Q(to_unit_id=unit, state__in=("asked", "accepted")) | Q(unit_id=unit, state="proposed")
    return Request.objects.filter(wanted, conference_id=desk.conference_id)


def _requests(rows: QuerySet[Request]) -> Iterator[Task]:
    """Tell what waits on requests: the own unit's word to what was asked, and to another day that was proposed."""
    for row in rows.select_related("unit", "to_unit").order_by("due_on", "pk")[:MOST]:
        url = f"{PAGE}/requests/{row.pk}"
        if row.state == "proposed":
            why = f"{row.to_unit.name}另提了日期"
            yield Task("答复另提的日期", row.title, url, why, row.due_on, cited=row.basis)
        else:
            what = "受理或另提日期" if row.state == "asked" else "答复请求"
            why = f"{row.unit.name}{REQUEST_KINDS.get(row.kind, '')}"
            yield Task(what, row.title, url, why, row.due_on, cited=row.basis, record=record_name(row))


def _reply_rows(desk: Desk) -> QuerySet[Reply]:
    unit = desk.actor.unit_id or 0
    own = {"conference_id": desk.conference_id, "unit_id": unit}
    return Reply.objects.filter(**own, state="asked", collection__state="open")


def _replies(rows: QuerySet[Reply]) -> Iterator[Task]:
    for row in rows.select_related("collection__unit").order_by("collection__due_on", "pk")[:MOST]:
        one = row.collection
        why = f"{one.unit.name}征集"
        yield Task("报送或无意见", one.title, f"/collections/{one.pk}", why, one.due_on, cited=one.basis)


def _incoming_rows(desk: Desk) -> QuerySet[Incoming]:
    """Return the office's papers to be handled, and those that the own unit is to handle."""
    wanted = Q(handler_id=desk.actor.unit_id or 0, state__in=("registered", "routed"))
    if desk.actor.is_office:
        wanted |= Q(state="registered") | Q(state="routed", due_on__isnull=False)
    return Incoming.objects.filter(wanted, conference_id=desk.conference_id)


def _incoming(rows: QuerySet[Incoming]) -> Iterator[Task | Rest]:
    found = list(rows.defer("complainant").order_by("pk")[: MOST + 1])
    for row in found[:MOST]:
        what = "办理收文" if row.state == "registered" else "答复来文"
        why = f"{row.from_body}　{row.system_number}"
        yield Task(what, row.title, f"/incoming/{row.pk}", why, row.due_on)
    if len(found) > MOST:
        yield Rest("收文", "/incoming")


def _upward_rows(desk: Desk) -> QuerySet[Upward]:
    wanted = Q(unit_id=desk.actor.unit_id or 0, state="planned")
    if desk.actor.is_office:
        wanted |= Q(state="drafted") | Q(state="planned", due_on__lte=desk.day + AHEAD)
    return Upward.objects.filter(wanted, conference_id=desk.conference_id, due_on__lte=desk.day + AHEAD)


def _upward(rows: QuerySet[Upward]) -> Iterator[Task]:
    for row in rows.order_by("due_on", "pk")[:MOST]:
        what = "起草报送" if row.state == "planned" else "报送"
        yield Task(what, row.title, f"/upward/{row.pk}", f"报{row.to_body}", row.due_on)


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the days by which the unit is asked to answer."""
    rows = Receipt.objects.filter(
        conference_id=desk.conference_id,
        unit_id=desk.actor.unit_id or 0,
        state__in=("sent", "signed"),
        sending__respond_by__isnull=False,
    )
    for row in rows.select_related("sending").order_by("pk")[:MOST]:
        sending = row.sending
        due = (sending.respond_by, sending.due_derivation)
        yield FeedEntry(
            record_name(row), row.version, f"{PAGE}/{sending.pk}", "往来反馈", sending.title, *due
        )
    yield from _days_asked(desk)


def _days_asked(desk: Desk) -> Iterator[FeedEntry]:
    own, unit = {"conference_id": desk.conference_id}, desk.actor.unit_id or 0
    requests = Request.objects.filter(**own, to_unit_id=unit, state__in=REQUEST_OPEN)
    for asked in requests.order_by("pk")[:MOST]:
        url, name = f"{PAGE}/requests/{asked.pk}", record_name(asked)
        yield FeedEntry(name, asked.version, url, "请求答复", asked.title, asked.due_on)
    replies = Reply.objects.filter(**own, unit_id=unit, state="asked", collection__state="open")
    for reply in replies.select_related("collection").order_by("pk")[:MOST]:
        one, url = reply.collection, f"/collections/{reply.collection_id}"
        yield FeedEntry(record_name(reply), reply.version, url, "征集报送", one.title, one.due_on)
    reports = Upward.objects.filter(**own, unit_id=unit, state__in=("planned", "drafted"))
    for row in reports.order_by("pk")[:MOST]:
        name = record_name(row)
        yield FeedEntry(name, row.version, f"/upward/{row.pk}", "对上报送", row.title, row.due_on)
