"""How an obligation enters the ledger."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from lianxi.bodies.models import Unit, cited
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import OFFICE
from lianxi.core.basis import ADMINISTRATIVE, Basis
from lianxi.core.due import due_on_date
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Choices, Day, Flag, Inner, OneUnit, Units, Words
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action, record_name
from lianxi.law.citing import cite_clause
from lianxi.ledger.actions.checks import cite_tracking, tell_units, tracking_basis, unit_name
from lianxi.ledger.actions.timing import complete_due, derive_due
from lianxi.ledger.models import NO_DUE_DATE, CoUnit, DueDate, Obligation
from lianxi.ledger.rules import CO_PART, CYCLE_LABELS, OBLIGATION, Cycle, Origin, check_kinds, origin_labels
from lianxi.ledger.rules.clocks import LIMIT_CODES
from lianxi.papers.issuing import draw_number

ENTER = "ledger.obligation.enter"
REGISTER = "台账"
# A door takes 4,000 characters; a matter that comes down brings what each level above asked for as well.
LONGEST_TEXT = 8_000


class CannotEnterObligation(Refusal):
    """An obligation nobody answers for, or that rests on nothing, does not enter the ledger."""

    code = "cannot_enter_obligation"


@action(ENTER, "登记事项", who=OFFICE, rule="办公室负责跟踪督促")
def enter_obligation(
    act: Act,
    *,
    title: Annotated[str, Words("标题", 200)],
    text: Annotated[str, Words("内容", 4000, may_be_blank=True)],
    lead_unit_id: Annotated[int, OneUnit("主办单位")],
    origin: Annotated[str, Choice("来源类别")],
    clause: Annotated[str, Choice("依据条款")] = "",
    basis: Annotated[Basis, Inner("依据")] = ADMINISTRATIVE,
    source: Annotated[str, Inner("来源")] = "",
    source_label: Annotated[str, Words("来源", 300)] = "",
    co_unit_ids: Annotated[Sequence[int], Units("协办单位")] = (),
    due_on: Annotated[date | None, Day("办理时限")] = None,
    limit_code: Annotated[str, Choice("时限规则")] = "",
    due_derivation: Annotated[dict[str, Any] | None, Inner("时限的推算")] = None,
    evidence_wanted: Annotated[str, Words("需要的材料", 300)] = "",
    evidence_kinds: Annotated[Sequence[str], Choices("佐证类型")] = (),
    cycle: Annotated[str, Choice("周期")] = "once",
    answer_upward: Annotated[bool, Flag("办结后向上报告")] = False,
    upward_body: Annotated[str, Words("报告对象", 80)] = "",
) -> Obligation:
    """Enter an obligation with its lead, co-units, due date and clause, and tell them.

    Called alone it serves assigned matters, standing duties and proposals; decisions enter through
    `within`, by the act that issues the minutes. `due_derivation` is `core.due.Derivation.as_dict()`;
    without it the date counts as set outright, or is derived by the limit of `limit_code`. The basis is a
    `clause` of the conference's own document,
    or, from another act, the `basis` that act rests on. Raises CannotEnterObligation, BadInput.
    """
    basis = cite_clause(act, clause) if clause else basis
    _require_origin(act, origin, cycle, basis)
    _require_units(act, lead_unit_id, co_unit_ids)
    obligation = Obligation(conference_id=act.chain, cycle=cycle, origin=origin, lead_unit_id=lead_unit_id)
    obligation.title, obligation.text = filled(title, "事项", 200), short_enough(text, "内容", LONGEST_TEXT)
    obligation.source = short_enough(source, "来源记录", 120)
    obligation.source_label = short_enough(source_label, "来源", 300)
    obligation.evidence_wanted = short_enough(evidence_wanted, "需要的材料", 300)
    obligation.evidence_kinds = check_kinds(evidence_kinds)
    if limit_code:
        due_on, due_derivation = _by_limit(act, limit_code, due_on)
    obligation.answer_upward = answer_upward
    obligation.upward_body = _upward_body(answer_upward, upward_body)
    obligation.due_on, obligation.due_order = due_on, due_on or NO_DUE_DATE
    obligation.due_derivation = _derivation(act, obligation, due_derivation)
    _set_basis(obligation, basis if basis.clause else tracking_basis(act))
    obligation.state, obligation.created_at = OBLIGATION.initial, act.at
    _store(act, obligation, co_unit_ids)
    cite_tracking(act, obligation)
    tell_units(act, obligation, f"请签收事项{obligation.number}：{obligation.title}")
    return obligation


def _by_limit(act: Act, code: str, due_on: date | None) -> tuple[date, dict[str, Any]]:
    if due_on is not None or code not in LIMIT_CODES:
        raise BadInput("办理时限或者写明日期，或者选用一条时限规则。", next_step="请只填其中一项。")
    derived = derive_due(act.chain, code, act.at)
    return derived.due_on, derived.as_dict()


def _store(act: Act, obligation: Obligation, co_unit_ids: Sequence[int]) -> None:
    whole = act.subject
    obligation.year = day_of(act.at).year
    conference = obligation.conference
    obligation.sequence = draw_number(act, conference, REGISTER, obligation.year)
    obligation.number = f"{obligation.year}-{obligation.sequence:03d}"
    complete_due(obligation, day_of(act.at))
    act.create(obligation)
    # The register's row is written first; the act is about the obligation, or about the whole it serves.
    act.subject = whole or record_name(obligation)
    own = {"conference": conference, "obligation": obligation}
    act.create_many([CoUnit(unit_id=unit_id, state=CO_PART.initial, **own) for unit_id in co_unit_ids])
    due = DueDate(due_on=obligation.due_on, derivation=obligation.due_derivation, cause="entered", **own)
    due.at, due.serious_on = act.at, obligation.serious_on
    act.create(due)


def _require_origin(act: Act, origin: str, cycle: str, basis: Basis) -> None:
    if origin not in origin_labels() or cycle not in CYCLE_LABELS:
        raise BadInput("来源类别或周期不在可选范围内。")
    if origin == Origin.DECISION and act.action == ENTER:
        raise CannotEnterObligation(
            "会议议定事项不能单独登记。",
            rule="议定事项随纪要印发进入台账",
            next_step="请在会议纪要中记录议定事项，印发后自动登记。",
        )
    if origin == Origin.STANDING and not basis.clause:
        raise CannotEnterObligation(
            "常规职责没有写明条款。", rule="每项职责须有条款依据", next_step="请选择建立文件中的相应条款。"
        )


def _require_units(act: Act, lead_unit_id: int, co_unit_ids: Sequence[int]) -> None:
    if not lead_unit_id:
        raise CannotEnterObligation(
            "事项没有主办单位。", rule="每个事项须有一个主办单位", next_step="请指定主办单位。"
        )
    members = member_unit_ids(act.chain, day_of(act.at))
    for unit_id in (lead_unit_id, *co_unit_ids):
        if unit_id not in members:
            known = Unit.objects.filter(pk=unit_id).exists()
            raise CannotEnterObligation(
                f"“{unit_name(unit_id)}”{'当日不是' if known else '不是'}本联席会议的成员单位。",
                rule="主办、协办单位须是登记当日的成员单位",
                next_step="请改选成员单位；确需增加成员单位的，须经联席会议决定。",
            )
    if lead_unit_id in co_unit_ids or len(set(co_unit_ids)) != len(co_unit_ids):
        raise CannotEnterObligation(
            "同一单位在主办、协办中出现了两次。",
            rule="主办单位不同时列为协办单位",
            next_step="请从协办单位中去掉重复的单位。",
        )


def _upward_body(answer_upward: bool, upward_body: str) -> str:
    if answer_upward:
        return filled(upward_body, "向上报告的对象（如市委、市政府）", 80)
    return short_enough(upward_body, "报告对象", 80)


def _derivation(act: Act, row: Obligation, derivation: dict[str, Any] | None) -> dict[str, Any]:
    """Give the derivation to store; a date that a meeting has set may be past when its minutes go out."""
    due_on = row.due_on
    if due_on is None:
        return derivation or {}
    if act.action == ENTER and due_on < day_of(act.at):
        raise BadInput(f"办理时限{long_date(due_on)}早于登记当日。", next_step="请填写今天或以后的日期。")
    if not derivation:
        rule = "会议议定的日期" if row.origin == Origin.DECISION else "登记时指定的日期"
        return due_on_date(due_on, rule=rule, source=row.source_label).as_dict()
    if derivation.get("due_on") != due_on.isoformat():
        raise BadInput("办理时限与其推算过程不一致。", next_step="请重新推算时限后再登记。")
    return derivation


def _set_basis(row: Obligation, basis: Basis) -> None:
    for name, value in cited(basis).items():
        setattr(row, name, value)


def is_recurring(obligation: Obligation) -> bool:
    """Tell whether an obligation goes on after one period is done."""
    return obligation.cycle != Cycle.ONCE
