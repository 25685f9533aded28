"""What was decided on an item, split into things somebody does by a day."""

from datetime import date
from typing import Annotated, NamedTuple

from lianxi.bodies.models import cited
from lianxi.bodies.queries import basis_of, member_unit_ids, unit_names
from lianxi.core.actors import OFFICE
from lianxi.core.basis import Basis
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, Flag, One, OneUnit, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import on
from lianxi.law.citing import cite_clause
from lianxi.meetings.actions.minutes import refresh_bindings
from lianxi.meetings.facts import minutes_of, on_item
from lianxi.meetings.models import AgendaItem, Decision, DecisionCoUnit, Minutes
from lianxi.meetings.queries.joining import unit_change_refused
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.machines import CYCLES, DECISION_KINDS
from lianxi.meetings.rules.proposing import Terms
from lianxi.meetings.rules.proposing import read_terms as terms_of_words


@action("meetings.decision.record", "记录议定事项", who=OFFICE, deciding=on_item(steps.in_progress))
def record_decision(
    act: Act,
    *,
    item_id: Annotated[int, One("议程")],
    text: Annotated[str, Words("议定事项", 2000)],
    title: Annotated[str, Words("台账中的简称", 60)] = "",
    kind: Annotated[str, Choice("类别")] = "task",
    lead_unit_id: Annotated[int | None, OneUnit("主办单位")] = None,
    co_unit_ids: Annotated[tuple[int, ...], Units("协办单位")] = (),
    due_on: Annotated[date | None, Day("办理时限")] = None,
    cycle: Annotated[str, Choice("周期")] = "once",
    evidence_wanted: Annotated[str, Words("需要的材料", 200)] = "",
    clause: Annotated[str, Choice("依据条款")] = "",
    unit_name: Annotated[str, Words("单位名称", 80)] = "",
    effective_on: Annotated[date | None, Day("生效日期")] = None,
    read_terms: Annotated[bool, Flag("没有填的主办、协办、时限按文字读出")] = False,
) -> Decision:
    """Write a decision on an item while the meeting sits; lead and day may follow.

    With `read_terms` what is not given of lead, co-units, day and cycle is read from the words.

    `title` is its short name in the ledger; without one the item's title serves. `clause` is the duty of
    the lead it rests on. Kinds unit_join and unit_leave change the member units
    from `effective_on` when the minutes are issued.
    """
    item = act.lock(AgendaItem, item_id)
    act.subject = record_name(item)
    if kind not in DECISION_KINDS:
        raise BadInput("请选择议定事项的类别。")
    basis = cite_clause(act, clause) if clause else _default_basis(act, kind)
    decision = Decision(conference_id=item.conference_id, item=item, kind=kind, **cited(basis))
    decision.ordinal = item.decisions.count() + 1
    decision.title, decision.text = title.strip()[:60] or item.title[:60], filled(text, "议定事项", 2000)
    decision.unit_name, decision.effective_on = unit_name, effective_on
    if kind != "task":
        _check_unit_change(act, kind, unit_name, effective_on)
    elif read_terms:
        said = _terms_said(act, text)
        lead_unit_id = lead_unit_id or said.lead
        co_unit_ids = co_unit_ids or tuple(pk for pk in said.helpers if pk != lead_unit_id)
        due_on = due_on or said.due_on
        cycle = said.cycle if cycle == "once" else cycle
    _check_binding(act, lead_unit_id, co_unit_ids, cycle)
    _check_due(act, due_on)
    decision.lead_unit_id, decision.due_on, decision.cycle = lead_unit_id, due_on, cycle
    decision.evidence_wanted = evidence_wanted.strip()[:200]
    act.create(decision)
    _set_co_units(act, decision, co_unit_ids)
    return decision


@action(
    "meetings.decision.revise",
    "修改议定事项的承办要求",
    who=OFFICE,
    deciding=on(Decision, "decision_id", steps.terms_open, facts=minutes_of),
)
def revise_decision(
    act: Act,
    *,
    decision_id: Annotated[int, One("议定事项")],
    lead_unit_id: Annotated[int | None, OneUnit("主办单位")],
    co_unit_ids: Annotated[tuple[int, ...], Units("协办单位")] = (),
    due_on: Annotated[date | None, Day("办理时限")] = None,
    cycle: Annotated[str, Choice("周期")] = "once",
    evidence_wanted: Annotated[str, Words("需要的材料", 200)] = "",
) -> Decision:
    """Set who leads, helps, by when and with what evidence, until the minutes are issued.

    A change while the minutes are with the units makes a new revision and voids the consents to that
    paragraph, since they agreed to other terms.
    """
    decision = act.lock(Decision, decision_id)
    minutes = _open_minutes(act, decision)
    put_terms(act, decision, GivenTerms(lead_unit_id, co_unit_ids, due_on, cycle, evidence_wanted))
    if minutes is not None:
        refresh_bindings(act, minutes, f"修改第{decision.item.ordinal}项议定事项的承办要求")
    return decision


@action(
    "meetings.decision.drop",
    "撤销议定事项",
    who=OFFICE,
    deciding=on(Decision, "decision_id", steps.terms_open, facts=minutes_of),
)
def drop_decision(
    act: Act,
    *,
    decision_id: Annotated[int, One("议定事项")],
    reason: Annotated[str, Words("撤销的理由", 300)],
) -> Decision:
    """Take back a decision before the minutes are issued; the record stays."""
    decision = act.lock(Decision, decision_id)
    minutes = _open_minutes(act, decision)
    act.remark = filled(reason, "理由")
    act.change(decision, dropped=True)
    if minutes is not None:
        refresh_bindings(act, minutes, f"撤销议定事项：{act.remark}")
    return decision


class GivenTerms(NamedTuple):
    """The terms of a decision as somebody gave them."""

    lead_unit_id: int | None
    co_unit_ids: tuple[int, ...]
    due_on: date | None
    cycle: str
    evidence_wanted: str


def put_terms(act: Act, decision: Decision, given: GivenTerms) -> None:
    """Set a decision's terms. Raises BadInput for what they cannot be."""
    _check_binding(act, given.lead_unit_id, given.co_unit_ids, given.cycle)
    if given.due_on != decision.due_on:
        _check_due(act, given.due_on)
    act.change(
        decision,
        lead_unit_id=given.lead_unit_id,
        due_on=given.due_on,
        cycle=given.cycle,
        evidence_wanted=given.evidence_wanted.strip()[:200],
    )
    _set_co_units(act, decision, given.co_unit_ids)


def _open_minutes(act: Act, decision: Decision) -> Minutes | None:
    minutes = Minutes.objects.filter(meeting_id=decision.item.meeting_id).first()
    return act.lock(Minutes, minutes.pk) if minutes is not None else None


def _check_unit_change(act: Act, kind: str, unit_name: str, effective_on: date | None) -> None:
    if not (unit_name.strip() and effective_on):
        raise BadInput("增减成员单位须写明单位名称和生效日期。")
    refusal = unit_change_refused(act.actor.conference_id or 0, kind, unit_name, day_of(act.at))
    if refusal is not None:
        raise refusal


def _terms_said(act: Act, text: str) -> Terms:
    day = day_of(act.at)
    return terms_of_words(text, unit_names(member_unit_ids(act.actor.conference_id or 0, day)), day)


def _default_basis(act: Act, kind: str) -> Basis:
    code = "minutes_rule" if kind == "task" else "unit_change"
    basis = basis_of(act.actor.conference_id or 0, code, day_of(act.at))
    act.cite(basis)
    return basis


def _check_binding(act: Act, lead: int | None, co_units: tuple[int, ...], cycle: str) -> None:
    if cycle not in CYCLES:
        raise BadInput("请选择办理周期。")
    members = member_unit_ids(act.actor.conference_id or 0, day_of(act.at))
    named = ({lead} if lead is not None else set()) | set(co_units)
    if named - members:
        raise BadInput("牵头和配合单位须是成员单位。")
    if lead in co_units:
        raise BadInput("牵头单位不能同时是配合单位。")


def _check_due(act: Act, due_on: date | None) -> None:
    if due_on is not None and due_on < day_of(act.at):
        raise BadInput(f"期限 {due_on} 已经过去。", next_step="请填写今天或以后的日期。")


def _set_co_units(act: Act, decision: Decision, unit_ids: tuple[int, ...]) -> None:
    wanted, rows = set(unit_ids), {row.unit_id: row for row in decision.co_units.all()}
    for unit_id in sorted(wanted | set(rows)):
        row = rows.get(unit_id)
        if row is None:
            act.create(
                DecisionCoUnit(conference_id=decision.conference_id, decision=decision, unit_id=unit_id)
            )
        else:
            act.change(row, dropped=unit_id not in wanted)
