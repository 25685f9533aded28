"""A unit asks another for help, an opinion or material: asked day, proposed day, accepted, answered."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.bodies.models import cited
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.entries import leader_words
from lianxi.core.fields import Choice, Day, Files, Inner, One, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.exchange.actions.entering import plain, require_later, require_receivers
from lianxi.exchange.facts import on_request
from lianxi.exchange.models import Answer, Request
from lianxi.exchange.rules import REQUEST
from lianxi.exchange.rules.asking import may
from lianxi.exchange.rules.words import REQUEST_KINDS
from lianxi.journal.acting import Act, action
from lianxi.law.citing import cite_clause
from lianxi.papers.attaching import attach
from lianxi.papers.files import Upload

BOTH = UNIT_SPEAKERS | OFFICE


@action("exchange.request.ask", "提出请求", who=BOTH)
def ask_request(
    act: Act,
    *,
    kind: Annotated[str, Choice("类别", REQUEST_KINDS)],
    title: Annotated[str, Words("标题", 200)],
    unit_ids: Annotated[Sequence[int], Units("请哪些单位")],
    asked_on: Annotated[date, Day("请于何日前答复")],
    text: Annotated[str, Words("内容", 4000, may_be_blank=True)] = "",
    clause: Annotated[str, Choice("依据条款")] = "",
    source: Annotated[str, Inner("来源记录")] = "",
    files: Annotated[Sequence[Upload], Files("附件")] = (),
) -> list[Request]:
    """Ask one or several units, each by a request of its own, by a day that each accepts or answers with another.

    Raises BadInput as `send_out` does.
    """
    if kind not in REQUEST_KINDS:
        raise BadInput("类别不在可选范围内。")
    basis = cite_clause(act, clause) if clause else ADMINISTRATIVE
    receivers = require_receivers(act, unit_ids)
    require_later(act, asked_on, "答复日期")
    what, told = plain(act, title, "标题", 200), plain(act, text, "内容", 4000, needed=False)
    made = []
    for unit_id in receivers:
        row = Request(conference_id=act.chain, unit_id=act.actor.unit_id or 0, to_unit_id=unit_id, kind=kind)
        row.title, row.text, row.source = what, told, source
        row.asked_on = row.due_on = asked_on
        row.seat_id, row.by, row.at = act.actor.seat_id or 0, act.actor.label, act.at
        for name, value in cited(basis).items():
            setattr(row, name, value)
        act.create(row)
        attach(act, row, files)
        title_ = f"{row.unit.name}{REQUEST_KINDS[kind]}：{what}，请于{long_date(asked_on)}前答复"
        act.notify(title_[:300], about=row, unit=unit_id)
        made.append(row)
    return made


@action(
    "exchange.request.accept", "受理请求", who=BOTH, rule="由答复单位受理", deciding=on_request(may("accept"))
)
def accept_request(act: Act, *, request_id: Annotated[int, One("请求")]) -> Request:
    """Say that the own unit will answer by the day asked for; it has not answered yet."""
    row = act.lock(Request, request_id)
    _tell(act, row, f"{act.actor.label}已受理", row.unit_id)
    return act.move(row, REQUEST, accepted_at=act.at, accepted_by=act.actor.label)


@action(
    "exchange.request.propose",
    "另提日期",
    who=BOTH,
    rule="由答复单位提出",
    deciding=on_request(may("propose")),
)
def propose_day(
    act: Act,
    *,
    request_id: Annotated[int, One("请求")],
    proposed_on: Annotated[date, Day("可于何日前答复")],
    reason: Annotated[str, Words("说明", 300)],
) -> Request:
    """Propose another day, with why; the asker agrees or asks for the first one."""
    row = act.lock(Request, request_id)
    require_later(act, proposed_on, "另提的日期")
    if proposed_on == row.due_on:
        raise BadInput("另提的日期与所请日期相同。", next_step="请直接受理。")
    _tell(act, row, f"{act.actor.label}请改于{long_date(proposed_on)}前答复", row.unit_id)
    why = plain(act, reason, "说明", 300)
    return act.move(row, REQUEST, proposed_on=proposed_on, proposed_why=why)


@action(
    "exchange.request.agree",
    "同意另提的日期",
    who=BOTH,
    rule="由提出单位答复",
    deciding=on_request(may("agree")),
)
def agree_to_day(act: Act, *, request_id: Annotated[int, One("请求")]) -> Request:
    """Agree to the day that the answerer proposed: it holds from now on."""
    row = act.lock(Request, request_id)
    _tell(act, row, f"{act.actor.label}同意另提的日期", row.to_unit_id)
    told = {"accepted_at": act.at, "accepted_by": act.actor.label}
    return act.move(row, REQUEST, due_on=row.proposed_on, reminded_on=None, **told)


@action(
    "exchange.request.insist",
    "请按原日期办理",
    who=BOTH,
    rule="由提出单位答复",
    deciding=on_request(may("insist")),
)
def insist_on_day(
    act: Act, *, request_id: Annotated[int, One("请求")], reason: Annotated[str, Words("理由", 300)]
) -> Request:
    """Ask the answerer for the first day all the same, with why."""
    row = act.lock(Request, request_id)
    _tell(act, row, f"{act.actor.label}请仍于{long_date(row.asked_on)}前答复", row.to_unit_id)
    return act.move(row, REQUEST, reason=plain(act, reason, "理由", 300))


@action(
    "exchange.request.answer", "答复请求", who=BOTH, rule="由答复单位答复", deciding=on_request(may("answer"))
)
def answer_request(
    act: Act,
    *,
    request_id: Annotated[int, One("请求")],
    text: Annotated[str, Words("答复", 10_000, may_be_blank=True)] = "",
    files: Annotated[Sequence[Upload], Files("附件")] = (),
    again_id: Annotated[int | None, One("沿用已有的答复")] = None,
    unit_leader: Annotated[str, Words("经本单位哪位负责同志（职务）同意", 110)] = "",
) -> Request:
    """Answer a request with a text and files, or with an answer that the own unit gave before.

    Raises BadInput for an answer without words, files or a former answer, and for one of another unit.
    """
    row = act.lock(Request, request_id)
    if again_id is not None:
        answer = act.get(Answer, again_id)
        if answer.unit_id != act.actor.unit_id:
            raise BadInput("只能沿用本单位的答复。", next_step="请从列出的答复中选择。")
    else:
        if not text.strip() and not files:
            raise BadInput("请填写答复，或附上文件，或沿用已有的答复。")
        answer = Answer(
            conference_id=act.chain, unit_id=act.actor.unit_id or 0, by=act.actor.label, at=act.at
        )
        answer.text = plain(act, text, "答复", 10_000, needed=False) or "见附件。"
        answer.unit_leader = leader_words(unit_leader)
        act.create(answer)
        attach(act, answer, files)
    told = {} if row.accepted_at else {"accepted_at": act.at, "accepted_by": act.actor.label}
    late = f"（逾{long_date(row.due_on)}）" if day_of(act.at) > row.due_on else ""
    _tell(act, row, f"{act.actor.label}已答复{late}", row.unit_id)
    return act.move(row, REQUEST, answer=answer, answered_at=act.at, **told)


@action(
    "exchange.request.decline",
    "不受理请求",
    who=BOTH,
    rule="由答复单位答复",
    deciding=on_request(may("decline")),
)
def decline_request(
    act: Act, *, request_id: Annotated[int, One("请求")], reason: Annotated[str, Words("理由", 300)]
) -> Request:
    """Say that the own unit cannot answer, with why."""
    row = act.lock(Request, request_id)
    _tell(act, row, f"{act.actor.label}未受理", row.unit_id)
    return act.move(row, REQUEST, reason=plain(act, reason, "理由", 300))


@action(
    "exchange.request.withdraw",
    "撤回请求",
    who=BOTH,
    rule="由提出单位撤回",
    deciding=on_request(may("withdraw")),
)
def withdraw_request(act: Act, *, request_id: Annotated[int, One("请求")]) -> Request:
    """Take back what the own unit asked for before it is answered."""
    row = act.lock(Request, request_id)
    _tell(act, row, f"{act.actor.label}撤回请求", row.to_unit_id)
    return act.move(row, REQUEST)


def _tell(act: Act, row: Request, what: str, unit_id: int) -> None:
    act.notify(f"{what}：{row.title}"[:300], about=row, unit=unit_id)
