"""What waits between the units, and the days by which it is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, Q, QuerySet

from lianxi.bodies.models import Conference
from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.exchange import actions
from lianxi.exchange.models import Bounce, Incoming, Receipt, Reply, Request, Upward
from lianxi.exchange.rules.machines import REQUEST_OPEN
from lianxi.exchange.rules.words import REQUEST_KINDS
from lianxi.journal.acting import Action, record_name

PAGE = "/exchange"
# A report upward is put on the desk so long before its day.
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows that may wait for a seat: the step that each waits for, how it is told, and where the rest is listed."""

    rows: QuerySet[Any]
    step: Callable[[Any], Action[..., Any]]
    told: Callable[[Any], Task]
    rest: Rest

    def waits(self, desk: Desk) -> Iterator[Task | Rest]:
        """Tell the rows on which the seat may take their step, by the step's own guard."""
        found = list(self.rows[: MOST + 1])
        free = [row for row in found[:MOST] if not self.step(row).available(row, desk.actor, desk.day)]
        yield from map(self.told, free)
        if free and len(found) > MOST:
            yield self.rest


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what waits for a seat: its unit's receipts and the bounces that name it, the office's rulings.

    One query asks which kinds have something waiting; each of these costs one more.
    """
    kinds = _kinds(desk)
    asked = {f"has_{number}": Exists(kind.rows) for number, kind in enumerate(kinds)}
    found = Conference.objects.filter(pk=desk.conference_id).annotate(**asked).values_list(*asked).first()
    for kind, waits in zip(kinds, found or (), strict=False):
        if waits:
            yield from kind.waits(desk)


def _kinds(desk: Desk) -> list[_Kind]:
    """Return what may wait between the units, the own unit's first."""
    return [
        _Kind(_receipt_rows(desk), _receipt_step, _receipt, Rest("往来", PAGE)),
        _Kind(_reply_rows(desk), lambda _row: actions.give_reply, _reply, Rest("征集", "/collections")),
        _Kind(_request_rows(desk), _request_step, _request, Rest("请求", f"{PAGE}/requests")),
        _Kind(
            _incoming_rows(desk), lambda _row: actions.answer_incoming, _incoming, Rest("收文", "/incoming")
        ),
        _Kind(_upward_rows(desk), lambda _row: actions.draft_upward, _upward, Rest("对上报送", "/upward")),
        _Kind(_bounce_rows(desk), _bounce_step, _bounce, Rest("退件", PAGE)),
    ]


def _receipt_rows(desk: Desk) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(
        conference_id=desk.conference_id, unit_id=desk.actor.unit_id or 0, state__in=("sent", "signed")
    )
    # Once signed for, what asks for no answer by a day no longer waits.
    rows = rows.exclude(state="signed", sending__respond_by__isnull=True)
    return rows.select_related("unit", "sending__unit").order_by("pk")


def _receipt_step(row: Receipt) -> Action[..., Any]:
    return actions.sign_receipt if row.state == "sent" else actions.answer_receipt


def _receipt(row: Receipt) -> Task:
    sending = row.sending
    what = "签收来件" if row.state == "sent" else "反馈来件"
    due = (sending.respond_by, sending.due_derivation)
    url, name = f"{PAGE}/{sending.pk}", record_name(row)
    return Task(what, sending.title, url, f"{sending.unit.name}送来", *due, cited=sending.basis, record=name)


def _bounce_rows(desk: Desk) -> QuerySet[Bounce]:
    wanted = Q(state="asked", named_unit_id=desk.actor.unit_id or 0) | Q(state="with_office")
    rows = Bounce.objects.filter(wanted, conference_id=desk.conference_id)
    if desk.actor.kind not in actions.rule_bounce.who:
        rows = rows.filter(state="asked")
    return rows.select_related("receipt__sending", "unit", "named_unit").order_by("pk")


def _bounce_step(row: Bounce) -> Action[..., Any]:
    return actions.rule_bounce if row.state == "with_office" else actions.accept_bounce


def _bounce(row: Bounce) -> Task:
    sending, url = row.receipt.sending, f"{PAGE}/{row.receipt.sending_id}"
    if row.state == "with_office":
        return Task("裁定退件", sending.title, url, "两次退件，由办公室裁定", cited=row.basis)
    why = f"{row.unit.name}认为应由你单位办理"
    return Task("接收或答复退件", sending.title, url, why, cited=row.basis)


def _request_rows(desk: Desk) -> QuerySet[Request]:
    unit = desk.actor.unit_id or 0
    wanted = Q(to_unit_id=unit, state__in=("asked", "accepted")) | Q(unit_id=unit, state="proposed")
    rows = Request.objects.filter(wanted, conference_id=desk.conference_id)
    return rows.select_related("unit", "to_unit").order_by("due_on", "pk")


def _request_step(row: Request) -> Action[..., Any]:
    if row.state == "proposed":
        return actions.agree_to_day
    return actions.accept_request if row.state == "asked" else actions.answer_request


def _request(row: Request) -> Task:
    """Tell the own unit's word to what was asked, and to another day that was proposed."""
    url = f"{PAGE}/requests/{row.pk}"
    if row.state == "proposed":
        why = f"{row.to_unit.name}另提了日期"
        return Task("答复另提的日期", row.title, url, why, row.due_on, cited=row.basis)
    what = "受理或另提日期" if row.state == "asked" else "答复请求"
    why = f"{row.unit.name}{REQUEST_KINDS.get(row.kind, '')}"
    return Task(what, row.title, url, why, row.due_on, cited=row.basis, record=record_name(row))


def _reply_rows(desk: Desk) -> QuerySet[Reply]:
    own = {"conference_id": desk.conference_id, "unit_id": desk.actor.unit_id or 0}
    rows = Reply.objects.filter(**own, state="asked", collection__state="open")
    return rows.select_related("unit", "collection__unit").order_by("collection__due_on", "pk")


def _reply(row: Reply) -> Task:
    one = row.collection
    why = f"{one.unit.name}征集"
    return Task("报送或无意见", one.title, f"/collections/{one.pk}", why, one.due_on, cited=one.basis)


def _incoming_rows(desk: Desk) -> QuerySet[Incoming]:
    """Return the office's papers to be handled, and those that the own unit is to handle."""
    wanted = Q(handler_id=desk.actor.unit_id or 0, state__in=("registered", "routed"))
    if desk.actor.is_office:
        wanted |= Q(state="registered") | Q(state="routed", due_on__isnull=False)
    rows = Incoming.objects.filter(wanted, conference_id=desk.conference_id)
    return rows.select_related("handler").defer("complainant").order_by("pk")


def _incoming(row: Incoming) -> Task:
    what = "办理收文" if row.state == "registered" else "答复来文"
    return Task(what, row.title, f"/incoming/{row.pk}", f"{row.from_body}　{row.system_number}", row.due_on)


def _upward_rows(desk: Desk) -> QuerySet[Upward]:
    wanted = Q(unit_id=desk.actor.unit_id or 0, state="planned")
    if desk.actor.is_office:
        wanted |= Q(state="drafted") | Q(state="planned", due_on__lte=desk.day + AHEAD)
    rows = Upward.objects.filter(wanted, conference_id=desk.conference_id, due_on__lte=desk.day + AHEAD)
    return rows.select_related("unit").order_by("due_on", "pk")


def _upward(row: Upward) -> Task:
    what = "起草报送" if row.state == "planned" else "报送"
    return Task(what, row.title, f"/upward/{row.pk}", f"报{row.to_body}", row.due_on)


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
