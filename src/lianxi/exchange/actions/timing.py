"""What the timer does by the office's standing order: reminders, and matters for answers that a clause asks for."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.queries import member_unit_ids
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import TIMER_ONLY
from lianxi.core.fields import Number
from lianxi.core.words import day_of, long_date
from lianxi.exchange.models import Receipt, Reply, Request
from lianxi.exchange.queries.due import (
    find_missing,
    find_open_receipts,
    find_open_replies,
    find_open_requests,
)
from lianxi.exchange.rules.reminding import reminder
from lianxi.journal.acting import Act, action, record_name
from lianxi.ledger.actions.entering import enter_obligation

BATCH = 200
ORIGIN = "exchange"
_RULE = "由系统按办公室的长期指令办理"


@action("exchange.reminder.give", "提醒签收和反馈", who=TIMER_ONLY, rule=_RULE)
def remind_due(act: Act, *, size: Annotated[int, Number("件数")] = BATCH) -> int:
    """Remind units of what they have not signed or answered, each at most once a reason; give how many."""
    day, given = day_of(act.at), 0
    for row, unit_id, why, title in _to_remind(act, day):
        if given >= size:
            break
        act.change(row, reminded_on=day)
        act.notify(f"{why}：{title}"[:300], about=row, unit=unit_id)
        given += 1
    return given


def _to_remind(act: Act, day: date) -> Iterator[tuple[Any, int, str, str]]:
    calendar = calendar_now(exact=True)
    rows: list[Receipt] = list(find_open_receipts(act.chain))
    for receipt in rows:
        sending, signed = receipt.sending, receipt.signed_at is not None
        due, sent_on = sending.respond_by, day_of(sending.sent_at)
        # Nothing was asked back: once signed for there is nothing to remind of.
        if why := reminder(day, sent_on, due, receipt.reminded_on, signed=signed, calendar=calendar):
            yield receipt, receipt.unit_id, why, sending.title
    asked: list[Request] = list(find_open_requests(act.chain))
    for request in asked:
        signed = request.state == "accepted"
        if why := reminder(
            day, day_of(request.at), request.due_on, request.reminded_on, signed=signed, calendar=calendar
        ):
            yield request, request.to_unit_id, why, request.title
    replies: list[Reply] = list(find_open_replies(act.chain))
    for reply in replies:
        whole = reply.collection
        if why := reminder(
            day, day_of(whole.at), whole.due_on, reply.reminded_on, signed=True, calendar=calendar
        ):
            yield reply, reply.unit_id, why, whole.title


@action("exchange.receipt.oblige", "逾期未反馈的列入台账", who=TIMER_ONLY, rule=_RULE)
def oblige_missing(act: Act, *, size: Annotated[int, Number("件数")] = BATCH) -> int:
    """Enter a matter for each answer that a clause or decision asks for and whose day has passed; give how many.

    The receiver leads it. A unit that is no member any more is named to the office instead.
    """
    day, entered = day_of(act.at), 0
    members = member_unit_ids(act.chain, day)
    for row in find_missing(act.chain, day)[:size]:
        sending = row.sending
        if row.unit_id not in members:
            act.change(row, reminded_on=day)
            told = f"{row.unit.name}已不是成员单位，逾期未反馈：{sending.title}"
            act.notify(told[:300], about=row, office=True)
            continue
        obligation = enter_obligation.within(
            act,
            title=f"反馈：{sending.title}"[:200],
            text=f"{sending.unit.name}于{long_date(day_of(sending.sent_at))}送来，逾期没有反馈。",
            lead_unit_id=row.unit_id,
            origin=ORIGIN,
            basis=sending.basis,
            source=record_name(row),
            source_label=f"{sending.unit.name}送出：{sending.title}"[:300],
            due_on=sending.respond_by,
            due_derivation=sending.due_derivation,
        )
        act.change(row, obligation=obligation)
        entered += 1
    return entered
