"""What an incoming paper becomes: a matter of the ledger, a sending to units, or (told by the room above) a topic.

Only title, gist and what the office writes go on: who wrote or called does not, nor the letter itself.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.fields import Choice, Day, Flag, Inner, One, OneUnit, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.exchange.actions.entering import plain
from lianxi.exchange.actions.sending import send_out
from lianxi.exchange.facts import on_incoming
from lianxi.exchange.models import Incoming, Routing, Sending
from lianxi.exchange.rules import INCOMING, handling
from lianxi.exchange.rules.words import INCOMING_KINDS, SEALED_KINDS
from lianxi.journal.acting import Act, action, record_name
from lianxi.law.citing import cite_clause
from lianxi.ledger.actions.entering import enter_obligation
from lianxi.ledger.models import Obligation
from lianxi.papers.attaching import attachments_of
from lianxi.papers.models import Attachment

ROUTE = "exchange.incoming.route"
# Matters that came from above, and those that came from beside or below.
ORIGINS = {"instruction": "assignment", "superior": "assignment"}
OTHER = "incoming"


@action(
    "exchange.incoming.to_matter",
    "转为台账事项",
    who=OFFICE,
    rule="由办公室转办",
    deciding=on_incoming(handling.route),
)
def route_to_matter(
    act: Act,
    *,
    incoming_id: Annotated[int, One("收文")],
    lead_unit_id: Annotated[int, OneUnit("主办单位")],
    title: Annotated[str, Words("事项", 200)] = "",
    text: Annotated[str, Words("办理要求", 4000, may_be_blank=True)] = "",
    co_unit_ids: Annotated[Sequence[int], Units("协办单位")] = (),
    due_on: Annotated[date | None, Day("办理时限")] = None,
    clause: Annotated[str, Choice("依据条款")] = "",
    answer_upward: Annotated[bool, Flag("办结后向来文机关报告")] = False,
) -> Obligation:
    """Make an incoming paper a matter of the ledger. Raises as `enter_obligation` does."""
    row = act.lock(Incoming, incoming_id)
    due = due_on or row.due_on
    if due is not None and due < row.received_on:
        raise BadInput("办理时限早于收文日期。", next_step="请核对日期。")
    basis = cite_clause(act, clause) if clause else ADMINISTRATIVE
    made = enter_obligation.within(
        act,
        title=plain(act, title or row.title, "事项", 200),
        text=plain(act, text or row.gist, "办理要求", 4000, needed=False),
        lead_unit_id=lead_unit_id,
        co_unit_ids=co_unit_ids,
        origin=ORIGINS.get(row.kind, OTHER),
        basis=basis,
        source=record_name(row),
        source_label=_label(row),
        due_on=due,
        answer_upward=answer_upward,
        upward_body=row.from_body if answer_upward else "",
    )
    note_routing.within(act, incoming=row, into="matter", record=record_name(made), label=str(made))
    return made


@action(
    "exchange.incoming.to_sending",
    "转有关单位",
    who=OFFICE,
    rule="由办公室转办",
    deciding=on_incoming(handling.route),
)
def route_to_sending(
    act: Act,
    *,
    incoming_id: Annotated[int, One("收文")],
    unit_ids: Annotated[Sequence[int], Units("送往单位")],
    title: Annotated[str, Words("标题", 200)] = "",
    text: Annotated[str, Words("说明", 4000, may_be_blank=True)] = "",
    respond_by: Annotated[date | None, Day("请于何日前反馈")] = None,
    with_files: Annotated[bool, Flag("附上来文扫描件")] = False,
) -> Sending:
    """Send the gist of an incoming paper to units; its files only where it is no letter or call.

    Raises BadInput as `send_out` does.
    """
    row = act.lock(Incoming, incoming_id)
    if with_files and row.kind in SEALED_KINDS:
        raise BadInput(
            "来信来访、12345 转办的原件不随转办。",
            rule="来信来电人密封，不随转办、导出和搜索",
            next_step="请去掉“附上来文扫描件”，在说明里写清事由。",
        )
    made = send_out.within(
        act,
        kind="paper" if row.kind in ("superior", "letter") else "note",
        title=title or row.title,
        text=text or row.gist,
        unit_ids=unit_ids,
        respond_by=respond_by,
        source=record_name(row),
    )
    act.change(made, about=record_name(row), about_label=_label(row))
    if with_files:
        _hand_on(act, row, made)
    note_routing.within(act, incoming=row, into="sending", record=record_name(made), label=made.title)
    return made


def _hand_on(act: Act, row: Incoming, made: Sending) -> None:
    for one in attachments_of(act.actor, (record_name(row),)).get(record_name(row), []):
        copy = Attachment(conference_id=act.chain, record=record_name(made), title=one.title, file=one.file)
        copy.unit_id, copy.seat_id, copy.level = made.unit_id, act.actor.seat_id or 0, "parties"
        copy.by, copy.at = act.actor.label, act.at
        act.create(copy)


@action(ROUTE, "记录收文转办", who=frozenset())
def note_routing(
    act: Act,
    *,
    incoming: Incoming,
    into: Annotated[str, Inner("转为")],
    record: Annotated[str, Inner("记录")],
    label: Annotated[str, Inner("名称")],
) -> Routing:
    """Note what an incoming paper became, and that it is being handled. It runs only inside the act that makes it."""
    row = Routing(conference_id=act.chain, incoming=incoming, into=into, record=record, label=label[:300])
    row.by, row.at = act.actor.label, act.at
    act.create(row)
    act.move_as(ROUTE, incoming, INCOMING)
    return row


def _label(row: Incoming) -> str:
    number = f"（{row.doc_number}）" if row.doc_number else ""
    return f"{INCOMING_KINDS[row.kind]}：{row.title}{number}"[:300]
