"""What waits between the units, and the days by which it is asked for."""

from collections.abc import Iterator

from django.db.models import Q

from lianxi.core.actors import CONVENERS
from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.exchange.models import Bounce, Receipt
from lianxi.journal.acting import record_name

PAGE = "/exchange"


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what waits for a seat: its unit's receipts and the bounces that name it, the office's rulings."""
    if desk.speaks:
        yield from _receipts(desk)
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
