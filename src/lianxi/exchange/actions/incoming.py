"""Papers, letters and calls that come to the office: registered under the office system's number and handled.

Who wrote or called is sealed: the seat that registered it reads it, each look is an act, and it travels nowhere.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from django.conf import settings

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, Files, Flag, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.exchange.actions.entering import plain, require_receivers
from lianxi.exchange.facts import on_incoming
from lianxi.exchange.models import Incoming
from lianxi.exchange.rules import INCOMING, handling
from lianxi.exchange.rules.words import INCOMING_KINDS, ROLES, SEALED_KINDS
from lianxi.exchange.sealing import opened, sealed
from lianxi.journal.acting import Act, action
from lianxi.papers.attaching import attach
from lianxi.papers.files import Upload


@action("exchange.incoming.register", "收文登记", who=OFFICE, rule="收文由办公室登记")
def register_incoming(
    act: Act,
    *,
    kind: Annotated[str, Choice("类别", INCOMING_KINDS)],
    system_number: Annotated[str, Words("办公系统收文编号", 60)],
    title: Annotated[str, Words("标题（事由）", 200)],
    received_on: Annotated[date, Day("收文日期")],
    from_body: Annotated[str, Words("来文机关", 120)] = "",
    doc_number: Annotated[str, Words("来文字号", 60)] = "",
    gist: Annotated[str, Words("内容摘要", 4000, may_be_blank=True)] = "",
    ask: Annotated[str, Words("来文要求", 500)] = "",
    due_on: Annotated[date | None, Day("要求办结日期")] = None,
    handler_id: Annotated[int | None, OneUnit("承办单位")] = None,
    role: Annotated[str, Choice("主办或会办", ROLES)] = "",
    is_petition: Annotated[bool, Flag("属信访事项")] = False,
    complainant: Annotated[str, Words("来信来电人（密封，只有登记席位可看）", 200)] = "",
    files: Annotated[Sequence[Upload], Files("扫描件")] = (),
) -> Incoming:
    """Enter a paper that came in. An instruction is kept by its gist; its scan only where the network is declared fit.

    Raises BadInput for a number that is there already, a day to come, a scan that may not be kept, a complainant of
    anything but a letter or call, and personal data in any other field.
    """
    _require_kind(kind, role, complainant)
    row = Incoming(conference_id=act.chain, kind=kind, role=role, is_petition=is_petition)
    row.system_number = filled(system_number, "办公系统收文编号", 60)
    there = Incoming.objects.filter(conference_id=act.chain, system_number=row.system_number).first()
    if there is not None:
        raise BadInput(
            f"收文编号{row.system_number}已经登记：{there.title}。",
            next_step="请核对编号，或打开已登记的收文。",
        )
    if received_on > day_of(act.at):
        raise BadInput(f"收文日期{long_date(received_on)}还没有到。", next_step="请核对日期。")
    row.title = plain(act, title, "标题（事由）", 200)
    row.from_body = _from(act, kind, from_body)
    row.doc_number = plain(act, doc_number, "来文字号", 60, needed=False)
    row.gist = plain(act, gist, "内容摘要", 4000, needed=kind == "instruction")
    row.ask = plain(act, ask, "来文要求", 500, needed=False)
    row.received_on, row.due_on = received_on, due_on
    if handler_id is not None:
        (row.handler_id,) = require_receivers(act, (handler_id,), own=True)
    row.seat_id, row.by, row.at = act.actor.seat_id or 0, act.actor.label, act.at
    row.complainant = sealed(row, complainant.strip())
    act.create(row)
    _keep_scan(act, row, files)
    if row.handler_id:
        act.notify(f"请承办：{row.title}"[:300], about=row, unit=row.handler_id)
    return row


def _require_kind(kind: str, role: str, complainant: str) -> None:
    if kind not in INCOMING_KINDS:
        raise BadInput("类别不在可选范围内。")
    if kind == "proposal" and role not in ROLES:
        raise BadInput("请写明建议提案是主办还是会办。")
    if complainant.strip() and kind not in SEALED_KINDS:
        raise BadInput("只有来信来访、12345 转办才登记来信来电人。", next_step="请去掉，或改选类别。")


def _from(act: Act, kind: str, from_body: str) -> str:
    """Return where a paper came from; of a letter or call nothing about the person stands here."""
    if kind in SEALED_KINDS and not from_body.strip():
        return INCOMING_KINDS[kind]
    return plain(act, from_body, "来文机关", 120)


def _keep_scan(act: Act, row: Incoming, files: Sequence[Upload]) -> None:
    refusal = handling.scan_refusal(row.kind, network_is_fit=settings.SCANS) if files else None
    if refusal is not None:
        raise refusal
    attach(act, row, files)


@action(
    "exchange.incoming.assign",
    "指定承办单位",
    who=OFFICE,
    rule="由办公室指定",
    deciding=on_incoming(handling.office),
)
def assign_incoming(
    act: Act,
    *,
    incoming_id: Annotated[int, One("收文")],
    handler_id: Annotated[int, OneUnit("承办单位")],
    due_on: Annotated[date | None, Day("要求办结日期")] = None,
) -> Incoming:
    """Say which unit handles a paper, and until when."""
    row = act.lock(Incoming, incoming_id)
    (unit_id,) = require_receivers(act, (handler_id,), own=True)
    act.notify(f"请承办：{row.title}"[:300], about=row, unit=unit_id)
    return act.change(row, handler_id=unit_id, due_on=due_on or row.due_on)


@action(
    "exchange.incoming.answer",
    "登记答复",
    who=OFFICE | UNIT_SPEAKERS,
    rule="由办公室或承办单位登记",
    deciding=on_incoming(handling.answer),
)
def answer_incoming(
    act: Act,
    *,
    incoming_id: Annotated[int, One("收文")],
    text: Annotated[str, Words("答复内容", 4000)],
    answered_on: Annotated[date, Day("答复日期")],
    answer_number: Annotated[str, Words("答复文号", 60)] = "",
    files: Annotated[Sequence[Upload], Files("附件")] = (),
) -> Incoming:
    """Note how a paper was answered: the day, the number and the words. A proposal's co-unit gives its opinion so."""
    row = act.lock(Incoming, incoming_id)
    if not row.received_on <= answered_on <= day_of(act.at):
        raise BadInput("答复日期不在收文日期和今天之间。", next_step="请核对日期。")
    told = plain(act, text, "答复内容", 4000)
    _keep_scan(act, row, files)
    act.notify(f"{act.actor.label}登记了答复：{row.title}"[:300], about=row, office=True)
    number = plain(act, answer_number, "答复文号", 60, needed=False)
    values = {"answer_text": told, "answered_by": act.actor.label}
    return act.move(row, INCOMING, answered_on=answered_on, answer_number=number, **values)


@action(
    "exchange.incoming.file", "存查", who=OFFICE, rule="由办公室存查", deciding=on_incoming(handling.file)
)
def file_incoming(
    act: Act, *, incoming_id: Annotated[int, One("收文")], reason: Annotated[str, Words("理由", 300)]
) -> Incoming:
    """Put a paper away that asks for nothing more, with why."""
    return act.move(act.lock(Incoming, incoming_id), INCOMING, reason=plain(act, reason, "理由", 300))


@action(
    "exchange.incoming.reopen",
    "重新办理",
    who=OFFICE,
    rule="由办公室办理",
    deciding=on_incoming(handling.reopen),
)
def reopen_incoming(
    act: Act, *, incoming_id: Annotated[int, One("收文")], reason: Annotated[str, Words("理由", 300)]
) -> Incoming:
    """Take up a paper again that was answered or put away, with why."""
    return act.move(act.lock(Incoming, incoming_id), INCOMING, reason=plain(act, reason, "理由", 300))


@action(
    "exchange.incoming.read_complainant",
    "查看来信来电人",
    who=OFFICE,
    rule="只有登记的席位可以查看",
    deciding=on_incoming(handling.read_complainant),
)
def read_complainant(act: Act, *, incoming_id: Annotated[int, One("收文")]) -> str:
    """Return who wrote or called to the seat that registered it, and note the look; never its content.

    Raises BadInput where nobody is sealed, for no page hands the sealed words to a guard.
    """
    row = act.lock(Incoming, incoming_id)
    if not row.complainant:
        raise BadInput("这件收文没有登记来信来电人。", next_step="无需查看。")
    act.change(row, reads=row.reads + 1)
    return opened(row)
