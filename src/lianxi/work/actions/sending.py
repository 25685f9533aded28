"""Rows on their way: sent to the receivers of an arrangement by the exchange, each with its own cut of the fields."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.queries import member_unit_ids
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.due import due_after_workdays
from lianxi.core.fields import Choice, One
from lianxi.core.limits import TO_CONFIRM
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.exchange.actions import send_out
from lianxi.exchange.models import Sending
from lianxi.exchange.rules.answers import MOST as MOST_ASKS
from lianxi.exchange.rules.payload import MOST_ROWS
from lianxi.journal.acting import Act, action, record_name
from lianxi.work.actions.checks import owner_of, require_period
from lianxi.work.facts import on_arrangement
from lianxi.work.models import Arrangement, Party, Row
from lianxi.work.queries.knowing import known_for
from lianxi.work.rules import filling
from lianxi.work.rules.forms import Field, Form, Kind, read_form
from lianxi.work.rules.rows import value_words
from lianxi.work.rules.sharing import may_send

RECEIVER = "receiver"


@action(
    "work.row.send",
    "送出登记行",
    who=UNIT_SPEAKERS,
    rule="由责任单位送出",
    deciding=on_arrangement(filling.send),
)
def send_rows(
    act: Act,
    *,
    arrangement_id: Annotated[int, One("履职安排")],
    period: Annotated[str, Choice("期次")],
) -> Sending:
    """Send what was entered and not yet sent to the receivers of the arrangement, without waiting for the period's end.

    Raises BadInput where nothing is new or nobody receives it.
    """
    row = act.lock(Arrangement, arrangement_id)
    unit_id, span = owner_of(row, act.actor), require_period(row, period, day_of(act.at))
    sent = send_new_rows(act, row, unit_id, (span.first, span.last))
    if sent is None:
        raise BadInput("没有新登记、还没有送出的行，或这项没有接收单位。", next_step="请先登记，再送出。")
    act.cite(row.basis)
    return sent


def send_new_rows(act: Act, row: Arrangement, unit_id: int, span: tuple[date, date]) -> Sending | None:
    """Send the rows of a span that no receiver has had in this version; None where there is nothing to send.

    A receiver that has left the conference gets nothing any more.
    """
    if may_send(row.share, row.share_ground, row.title):
        return None
    members = member_unit_ids(act.chain, day_of(act.at))
    receivers = [
        one
        for one in row.parties.filter(role=RECEIVER, unit__isnull=False).order_by("pk")
        if one.unit_id in members and one.unit_id != unit_id
    ]
    if not receivers:
        return None
    found = Row.objects.select_for_update(of=("self",)).filter(line_id=row.line_id, unit_id=unit_id)
    found = found.filter(about__gte=span[0], about__lte=span[1], until__isnull=True, removed=False)
    fresh = list(found.filter(sending__isnull=True).order_by("pk")[: MOST_ROWS + 1])
    if not fresh:
        return None
    sent = _send(act, row, receivers, fresh)
    act.change_batch([(one, {"sending": sent}) for one in fresh])
    return sent


def _send(act: Act, row: Arrangement, receivers: Sequence[Party], rows: Sequence[Row]) -> Sending:
    form = read_form(row.form)
    is_many = len(rows) > MOST_ROWS
    more = f"超过 {MOST_ROWS} 行，请在“履职安排”的登记行中查看、导出。" if is_many else ""
    due = _due(row, day_of(act.at))
    return send_out.within(
        act,
        kind="rows" if not is_many else "note",
        title=row.title,
        text=more,
        unit_ids=[one.unit_id or 0 for one in receivers],
        basis=row.basis,
        respond_by=due.due_on if due else None,
        due_derivation=due.as_dict() if due else None,
        # Only a receiver that the clause itself names owes an answer; the others are asked.
        binds=due is not None and all(one.printed for one in receivers),
        payload=None if is_many else _payload(form, rows, known_for(act.chain, day_of(act.at))),
        cuts=None if is_many else {one.unit_id or 0: _names(form, one.fields) for one in receivers},
        asks=[_ask(one) for one in read_form(row.answer).typed][:MOST_ASKS],
        source=record_name(row),
    )


def _ask(one: Field) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.heading,
        "kind": str(one.kind),
        "options": list(one.options),
        "required": one.required,
    }


def _due(row: Arrangement, day: date) -> Any:
    if not row.answer_days:
        return None
    return due_after_workdays(
        day,
        row.answer_days,
        rule=f"送出后 {row.answer_days} 个工作日反馈",
        source=TO_CONFIRM,
        calendar=calendar_now(),
    )


def _names(form: Form, chosen: Sequence[str]) -> list[str]:
    return [one.name for one in form.cut(chosen).fields]


def _payload(form: Form, rows: Sequence[Row], known: Any) -> dict[str, Any]:
    shown = [one for one in form.fields if one.kind is not Kind.FILE and not one.sight]
    return {
        "fields": [{"name": one.name, "label": one.heading} for one in shown],
        "rows": [[value_words(one, row.values.get(one.name), known) for one in shown] for row in rows],
    }
