"""What waits between the units, and the days by which it is asked for."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q

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
    """List what waits for a seat: its unit's receipts and the bounces that name it, the office's rulings."""
    if desk.speaks:
        yield from _receipts(desk)
        yield from _replies(desk)
    if desk.speaks or desk.actor.is_office:
        yield from _requests(desk)
        yield from _incoming(desk)
        yield from _upward(desk)
    if desk.speaks or desk.actor.is_office or desk.actor.kind in CONVENERS:
        yield from _bounces(desk)


def _receipts(desk: Desk) -> Iterator[Task | Rest]:
    rows = Receipt.objects.filter(
        conference_id=desk.conference_id, unit_id=desk.actor.unit_id or 0, state__in=("sent", "signed")
    )
    # Once signed for, what asks for no answer by a day no longer waits.
    rows = rows.exclude(state="signed", sending__respond_by__isnull=True).select_related("sending__unit")
    found = list(rows.order_by("pk")[: MOST + 1])
    for row in found[:MOST]:
        sending = row.sending
        what = "签收来件" if row.state == "sent" else "反馈来件"
        why = f"{sending.unit.name}送来"
        due = (sending.respond_by, sending.due_derivation)
        yield Task(
            what,
            sending.title,
            f"{PAGE}/{sending.pk}",
            why,
            *due,
            cited=sending.basis,
            record=record_name(row),
        )
    if len(found) > MOST:
        yield Rest("往来", PAGE)


def _bounces(desk: Desk) -> Iterator[Task]:
    wanted = Q(pk__in=())
    if desk.speaks:
        wanted |= Q(state="asked", named_unit_id=desk.actor.unit_id or 0)
    if desk.actor.is_office or desk.actor.kind in CONVENERS:
        wanted |= Q(state="with_office")
    rows = Bounce.objects.filter(wanted, conference_id=desk.conference_id)
    for row in rows.select_related("receipt__sending", "unit", "named_unit").order_by("pk")[:MOST]:
        sending, url = row.receipt.sending, f"{PAGE}/{row.receipt.sending_id}"
        if row.state == "with_office":
            yield Task("裁定退件", sending.title, url, "两次退件，由办公室裁定", cited=row.basis)
        else:
            why = f"{row.unit.name}认为应由你单位办理"
            yield Task("接收或答复退件", sending.title, url, why, cited=row.basis)


def _requests(desk: Desk) -> Iterator[Task]:
    """Return what waits on requests: the own unit's word to what was asked, and to another day that was proposed."""
    unit = desk.actor.unit_id or 0
    wanted = Q(to_unit_id=unit, state__in=("asked", "accepted")) | Q(unit_id=unit, state="proposed")
    rows = Request.objects.filter(wanted, conference_id=desk.conference_id).select_related("unit", "to_unit")
    for row in rows.order_by("due_on", "pk")[:MOST]:
        url = f"{PAGE}/requests/{row.pk}"
        if row.state == "proposed":
            why = f"{row.to_unit.name}另提了日期"
            yield Task("答复另提的日期", row.title, url, why, row.due_on, cited=row.basis)
        else:
            what = "受理或另提日期" if row.state == "asked" else "答复请求"
            why = f"{row.unit.name}{REQUEST_KINDS.get(row.kind, '')}"
            yield Task(what, row.title, url, why, row.due_on, cited=row.basis, record=record_name(row))


def _replies(desk: Desk) -> Iterator[Task]:
    rows = Reply.objects.filter(
        conference_id=desk.conference_id,
        unit_id=desk.actor.unit_id or 0,
        state="asked",
        collection__state="open",
    )
    for row in rows.select_related("collection__unit").order_by("collection__due_on", "pk")[:MOST]:
        one = row.collection
        why = f"{one.unit.name}征集"
        yield Task("报送或无意见", one.title, f"/collections/{one.pk}", why, one.due_on, cited=one.basis)


def _incoming(desk: Desk) -> Iterator[Task | Rest]:
    """Return the office's papers to be handled, and those that the own unit is to handle."""
    wanted = Q(handler_id=desk.actor.unit_id or 0, state__in=("registered", "routed"))
    if desk.actor.is_office:
        wanted |= Q(state="registered") | Q(state="routed", due_on__isnull=False)
    rows = Incoming.objects.filter(wanted, conference_id=desk.conference_id).defer("complainant")
    found = list(rows.order_by("pk")[: MOST + 1])
    for row in found[:MOST]:
        what = "办理收文" if row.state == "registered" else "答复来文"
        why = f"{row.from_body}　{row.system_number}"
        yield Task(what, row.title, f"/incoming/{row.pk}", why, row.due_on)
    if len(found) > MOST:
        yield Rest("收文", "/incoming")


def _upward(desk: Desk) -> Iterator[Task]:
    wanted = Q(unit_id=desk.actor.unit_id or 0, state="planned")
    if desk.actor.is_office:
        wanted |= Q(state="drafted") | Q(state="planned", due_on__lte=desk.day + AHEAD)
    rows = Upward.objects.filter(wanted, conference_id=desk.conference_id, due_on__lte=desk.day + AHEAD)
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
