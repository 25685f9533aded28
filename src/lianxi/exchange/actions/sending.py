"""A unit sends rows, a paper, a matter or a word to others, and may take it back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.models import Unit, cited
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.attaching import LEVELS, PARTIES
from lianxi.core.basis import ADMINISTRATIVE, Basis
from lianxi.core.due import due_on_date
from lianxi.core.entries import filled, leader_words
from lianxi.core.fields import Choice, Day, Files, Flag, Inner, One, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.exchange.actions.entering import plain, require_impersonal, require_later, require_receivers
from lianxi.exchange.facts import on_sending
from lianxi.exchange.models import Bounce, Receipt, Sending
from lianxi.exchange.rules import RECEIPT, SENDING, steps
from lianxi.exchange.rules.answers import checked_asks
from lianxi.exchange.rules.machines import RECEIPT_OPEN
from lianxi.exchange.rules.payload import Payload, checked, count_rows, cut, read_table, texts_of
from lianxi.exchange.rules.words import SENDING_KINDS
from lianxi.journal.acting import Act, action
from lianxi.journal.sight import sights_of
from lianxi.law.citing import cite_clause
from lianxi.ledger.actions.competence import unit_of_clause
from lianxi.ledger.actions.referring import find_record
from lianxi.ledger.rules import HANDBACK, HANDBACK_OPEN
from lianxi.papers.attaching import attach
from lianxi.papers.files import Upload


@action("exchange.sending.send", "送出", who=UNIT_SPEAKERS | OFFICE)
def send_out(
    act: Act,
    *,
    kind: Annotated[str, Choice("类别", SENDING_KINDS)],
    title: Annotated[str, Words("标题", 200)],
    unit_ids: Annotated[Sequence[int], Units("送往单位")],
    text: Annotated[str, Words("说明", 4000, may_be_blank=True)] = "",
    clause: Annotated[str, Choice("依据条款")] = "",
    basis: Annotated[Basis, Inner("依据")] = ADMINISTRATIVE,
    respond_by: Annotated[date | None, Day("请于何日前反馈")] = None,
    due_derivation: Annotated[dict[str, Any] | None, Inner("时限的推算")] = None,
    binds: Annotated[bool, Flag("所选条款要求对方反馈")] = False,
    table: Annotated[str, Words("数据（从表格复制粘贴，首行为列名）")] = "",
    payload: Annotated[Mapping[str, Any] | None, Inner("所送数据")] = None,
    cuts: Annotated[Mapping[int, Collection[str]] | None, Inner("各单位收到的字段")] = None,
    asks: Annotated[Sequence[Mapping[str, Any]] | None, Inner("反馈栏目")] = None,
    about: Annotated[str, Words("有关记录（事项编号、公文文号）", 120)] = "",
    source: Annotated[str, Inner("来源记录")] = "",
    files: Annotated[Sequence[Upload], Files("附件")] = (),
    level: Annotated[str, Choice("附件查看范围", LEVELS)] = PARTIES,
    unit_leader: Annotated[str, Words("经本单位哪位负责同志（职务）同意", 110)] = "",
) -> Sending:
    """Send something to other units; each gets a receipt to sign and to answer.

    `payload` are rows as `rules.payload` has them, or a pasted `table`; `cuts` names the fields each unit gets,
    without it all; `asks` are fields that a receiver gives back. A missing answer becomes a matter of the ledger only
    where it `binds`: by the `basis` of another act, or by a clause that is the receivers' duty or binds all. Raises
    BadInput for receivers that are no members, a day that is past, rows that cannot be sent, and personal data in any
    text.
    """
    basis = cite_clause(act, clause) if clause else basis
    receivers = require_receivers(act, unit_ids, own=act.actor.is_office)
    require_later(act, respond_by, "反馈期限")
    if kind not in SENDING_KINDS:
        raise BadInput("类别不在可选范围内。")
    row = Sending(conference_id=act.chain, kind=kind, unit_id=act.actor.unit_id or 0, **cited(basis))
    row.title = plain(act, title, "标题", 200)
    row.text = plain(act, text, "说明", 4000, needed=False)
    row.unit_leader = leader_words(unit_leader)
    row.source, row.payload = source, _rows(act, kind, table, payload)
    row.asks = checked_asks(asks or ())
    row.respond_by, row.due_derivation = respond_by, _derivation(respond_by, due_derivation)
    row.binds = _binding(binds, basis, bool(clause), respond_by, receivers)
    row.seat_id, row.sent_by, row.sent_at = act.actor.seat_id or 0, act.actor.label, act.at
    row.about, row.about_label = _about(act, about)
    act.create(row)
    for unit_id in receivers:
        deliver(act, row, unit_id, cut(row.payload, (cuts or {}).get(unit_id)))
    attach(act, row, files, level)
    return row


def _about(act: Act, named: str) -> tuple[str, str]:
    """Find the record that a sending is about and its label; one that is closed to the sender looks missing to it."""
    if not named.strip():
        return "", ""
    found = find_record(act, named)
    if not sights_of(act.actor, [found.record])[found.record].is_whole:
        raise BadInput(
            f"本联席会议没有“{named.strip()[:40]}”这条记录。", next_step="请核对事项编号或公文文号。"
        )
    return found.record, found.label


def deliver(
    act: Act, sending: Sending, unit_id: int, payload: Payload, *, passed_from: Receipt | None = None
) -> Receipt:
    """Give a unit its receipt of a sending with its own cut, and tell it."""
    row = Receipt(conference_id=sending.conference_id, sending=sending, unit_id=unit_id, payload=payload)
    row.rows, row.state, row.passed_from = count_rows(payload), RECEIPT.initial, passed_from
    act.create(row)
    act.notify(f"{sending.unit.name}送来：{sending.title}，请签收"[:300], about=row, unit=unit_id)
    return row


def _rows(act: Act, kind: str, table: str, payload: Mapping[str, Any] | None) -> Payload:
    made = checked(payload) if payload is not None else read_table(table)
    if kind == "rows" and not made:
        raise BadInput("没有数据行。", next_step="请从表格中复制后粘贴；只送文件的，类别请选“文件”。")
    require_impersonal(act, "数据", texts_of(made), counted="行")
    return made


def _derivation(day: date | None, given: dict[str, Any] | None) -> dict[str, Any] | None:
    if day is None or given is not None:
        return given
    return due_on_date(day, rule="送出时指定的日期", source="").as_dict()


def _binding(
    binds: bool, basis: Basis, by_hand: bool, respond_by: date | None, receivers: Sequence[int]
) -> bool:
    """Tell whether an answer is owed. Raises BadInput where nothing that was cited obliges a receiver."""
    if not binds:
        return False
    if not basis.clause or respond_by is None:
        raise BadInput(
            "没有写明要求反馈的条款或期限。",
            rule="只有条款或决定要求反馈的，逾期才进入台账",
            next_step="请选择条款并填写期限；条款没有要求的，请去掉这一项，逾期只提醒。",
        )
    whose = unit_of_clause(basis) if by_hand else ""
    strange = [unit.name for unit in Unit.objects.filter(pk__in=receivers) if not _is_of(unit, whose)]
    if strange:
        raise BadInput(
            f"所选条款写的是{whose}的职责，不要求{'、'.join(strange)}反馈。",
            rule="只有条款或决定要求反馈的，逾期才进入台账",
            next_step="请改选条款，或去掉“所选条款要求对方反馈”。",
        )
    return True


def _is_of(unit: Unit, whose: str) -> bool:
    return not whose or whose in {unit.name, *unit.aliases.values_list("text", flat=True)}


@action(
    "exchange.sending.withdraw",
    "撤回送出",
    who=UNIT_SPEAKERS | OFFICE,
    rule="由送出单位撤回",
    deciding=on_sending(steps.withdraw),
)
def withdraw_sending(
    act: Act,
    *,
    sending_id: Annotated[int, One("送出")],
    reason: Annotated[str, Words("撤回理由", 300)],
) -> Sending:
    """Take back what the own unit sent; answers given already stay, open receipts are withdrawn."""
    row = act.lock(Sending, sending_id)
    told = filled(reason, "撤回理由", 300)
    for receipt in Receipt.objects.filter(sending=row, state__in=RECEIPT_OPEN).select_for_update():
        act.move(receipt, RECEIPT)
        for bounce in Bounce.objects.filter(receipt=receipt, state__in=HANDBACK_OPEN):
            act.move_as("ledger.handback.lapse", bounce, HANDBACK, answered_at=act.at, answer="送出已撤回。")
        act.notify(f"{row.unit.name}撤回：{row.title}"[:300], about=receipt, unit=receipt.unit_id)
    return act.move(row, SENDING, withdrawn_at=act.at, reason=told)
