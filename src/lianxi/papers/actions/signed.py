"""What a leader signed on paper is entered by the office, confirmed by a seat of another unit, and then done (登记签批).

The journal marks such an act, and the leader whose it is gets notice of each step.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.models import Seat, Tenure
from lianxi.bodies.queries import actor_for, in_force
from lianxi.core.actors import OFFICE, SEATED, Actor, Door, SeatKind
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Day, File, One, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, Action, action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.payloads import parse_payload
from lianxi.papers.facts import on_signed
from lianxi.papers.files import Upload, store_file
from lianxi.papers.models import SignedAct
from lianxi.papers.rules import SIGNED, SIGNED_ACTS, by_another, by_another_or_own

WORD = "登记签批"


@action("papers.signed.enter", "登记签批", who=OFFICE)
def enter_signed(
    act: Act,
    *,
    signed: Annotated[str, Choice("签批的事项")],
    given: Annotated[str, Words("签批的内容", 20_000)],
    seat_id: Annotated[int, One("签批的席位")],
    post: Annotated[str, Words("签批人职务", 120)],
    signed_on: Annotated[date, Day("签批日期")],
    system_number: Annotated[str, Words("办公系统编号", 60)] = "",
    scan: Annotated[Upload | None, File("签批件扫描件")] = None,
    outside_number: Annotated[str, Words("办公系统给的发文字号", 60)] = "",
) -> SignedAct:
    """Enter what a leader signed on paper: which act with which fields (JSON), post, day, number, scan.

    Nothing is done until another seat confirms. Raises BadInput for an act that is not signed so, a seat that
    may not do it, and a day on which nobody held the seat.
    """
    doing, fields = _act_of(signed), _fields(given)
    if outside_number.strip():
        if "outside_number" not in doing.payload:
            raise BadInput(
                "这一签批不编发文字号。", next_step="请去掉字号；办公系统的办文编号填在“办公系统编号”里。"
            )
        fields = {**fields, "outside_number": [outside_number.strip()]}
    seat = act.get(Seat, seat_id)
    doing.require(replace(act.actor, kind=SeatKind(seat.kind), label=seat.label))
    if signed_on > day_of(act.at):
        raise BadInput("签批日期不能晚于今天。")
    arguments = parse_payload(doing, fields)
    _require_words(doing, arguments)
    about = f"{signed}:{arguments[SIGNED_ACTS[signed]]}"
    if SignedAct.objects.filter(conference_id=act.chain, act=signed, about=about, state="entered").exists():
        raise BadInput("这一事项已有一份签批等待核对。", next_step="请先核对那一份，或写明理由不予通过。")
    row = SignedAct(conference_id=act.chain, act=signed, given=fields, about=about, seat=seat)
    row.person_id = _holder(seat, signed_on).person_id
    row.post, row.signed_on = filled(post, "签批人职务", 120), signed_on
    row.system_number = short_enough(system_number, "办公系统编号", 60)
    row.entered_seat_id, row.entered_person_id = act.actor.seat_id or 0, act.actor.person_id
    row.entered_by, row.entered_at, row.state = act.actor.label, act.at, SIGNED.initial
    row.scan = store_file(act, act.chain, scan) if scan is not None else None
    act.remark = f"{WORD}：{doing.title}"
    act.create(row)
    act.notify(f"办公室登记了你的签批（{doing.title}），待核对", about=row, seat=seat.pk)
    return row


@action(
    "papers.signed.confirm",
    "核对登记的签批",
    who=SEATED,
    rule="登记的签批由另一单位的席位核对",
    deciding=on_signed(stands(SIGNED, "papers.signed.confirm"), by_another),
)
def confirm_signed(act: Act, *, signed_id: Annotated[int, One("登记签批")]) -> SignedAct:
    """Confirm that the paper says what was entered: the act is done as the leader's, and the journal marks it.

    Raises NotPermitted for the seat or person that entered it and for its unit, where others have seats; and
    whatever the act itself refuses.
    """
    row = act.lock(SignedAct, signed_id)
    doing, told = _act_of(row.act), _told(row)
    by, step = act.actor, act.action
    act.actor, act.action, act.signed_on = _leader(row, by.door), row.act, row.signed_on
    doing.require(act.actor)
    doing.within(act, **parse_payload(doing, row.given))
    act.actor = replace(by, label=f"{by.label}（{WORD}：{row.seat.label}）")
    act.remark = f"{told}；{act.remark}" if act.remark else told
    act.notify(f"你的签批（{doing.title}）已核对并办理", about=row, seat=row.seat_id)
    return act.move_as(step, row, SIGNED, answered_by=by.label, answered_at=act.at)


@action(
    "papers.signed.refuse",
    "登记的签批核对未通过",
    who=SEATED,
    rule="登记的签批由另一单位的席位核对",
    deciding=on_signed(stands(SIGNED, "papers.signed.refuse"), by_another_or_own),
)
def refuse_signed(
    act: Act, *, signed_id: Annotated[int, One("登记签批")], reason: Annotated[str, Words("理由", 300)]
) -> SignedAct:
    """Refuse what was entered, with the reason; the office may enter it anew. Who entered it may take it back so."""
    row = act.lock(SignedAct, signed_id)
    reason = filled(reason, "理由", 300)
    act.notify(f"登记的签批未通过核对：{reason}", about=row, office=True)
    act.notify("登记你的签批未通过核对", about=row, seat=row.seat_id)
    return act.move(row, SIGNED, answered_by=act.actor.label, answered_at=act.at, reason=reason)


def _act_of(name: str) -> Action[..., Any]:
    load_catalogue()
    if name not in SIGNED_ACTS or name not in catalogue:
        raise BadInput("这一事项不能登记签批。", next_step="请由有权的席位在系统内办理。")
    return catalogue[name]


def _fields(given: str) -> Mapping[str, list[str]]:
    try:
        fields = json.loads(given)
        return {str(name): [str(one) for one in values] for name, values in fields.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise BadInput("签批的内容读不通。", next_step="请从办理页面重新登记。") from error


def _require_words(doing: Action[..., Any], arguments: Mapping[str, Any]) -> None:
    """Refuse an act whose own words are missing now, not only when somebody confirms it."""
    for name, field in doing.payload.items():
        words = field.words
        if field.needed and isinstance(words, Words) and not (words.may_be_blank or arguments.get(name)):
            raise BadInput(f"请填写{words.label}。", next_step="请照签批件填写。")


def _holder(seat: Seat, day: date) -> Tenure:
    held: list[Tenure] = list(
        Tenure.objects.filter(in_force(day), seat=seat).select_related("seat__unit")[:1]
    )
    if not held:
        raise BadInput(f"{long_date(day)}这一席位没有任职人员。", next_step="请核对席位和签批日期。")
    return held[0]


def _leader(row: SignedAct, door: Door) -> Actor:
    actor = actor_for(_holder(row.seat, row.signed_on))
    return replace(actor, label=f"{actor.label}（{WORD}）", door=door)


def _told(row: SignedAct) -> str:
    number = f"，编号{row.system_number}" if row.system_number else ""
    scan = "有扫描件" if row.scan_id else "无扫描件"
    signed = f"{row.seat.label}（{row.post}）{long_date(row.signed_on)}签批{number}，{scan}"
    return f"{WORD}：{signed}；登记：{row.entered_by}"
