"""Further instruments of a conference: work rules and mechanisms are adopted, approved, cited, and give values."""

from datetime import date
from typing import Annotated

from lianxi.bodies.actions import admit_unit, carry_out_succession, record_succession, release_unit, set_rule
from lianxi.bodies.models import ConferenceRule
from lianxi.clocks.actions import replace_limit
from lianxi.clocks.models import TimeLimit
from lianxi.core.actors import OFFICE
from lianxi.core.basis import Basis
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, Number, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.law.facts import on_adoption, on_further, on_further_in_force
from lianxi.law.models import FurtherInstrument, InstrumentVersion
from lianxi.law.queries import basis_for, citations_of, head_of
from lianxi.law.rules import FURTHER, SUBJECTS, VERSION, FurtherState, VersionKind, second_person

# A limit that a document writes, whose text is at hand.
WRITTEN = "S1"


@action(
    "law.further.adopt",
    "采用其他文件",
    who=OFFICE,
    rule="审阅与起草须为两人",
    deciding=on_adoption("law.further.adopt", second_person),
)
def adopt_further(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    subject: Annotated[str, Choice("事由", SUBJECTS)],
    holds_from: Annotated[date | None, Day("施行日期")] = None,
) -> FurtherInstrument:
    """Adopt a reviewed draft as a further instrument of the own conference; it waits for its approval.

    Raises NotPermitted for who drafted or corrected it, BadInput for a version of another kind.
    """
    version = act.lock(InstrumentVersion, version_id)
    if version.kind != VersionKind.FURTHER:
        raise BadInput("这是建立文件的版本。", next_step="请在审阅页面采用。")
    if subject not in SUBJECTS:
        raise BadInput("请选择事由。")
    since = holds_from or version.holds_from or head_of(version).issued_on or day_of(act.at)
    act.move(version, VERSION, adopted_by=act.actor.label, adopted_at=act.at, holds_from=since)
    row = FurtherInstrument(conference_id=act.chain, instrument_version=version, subject=subject)
    row.state, row.adopted_by, row.adopted_at = FURTHER.initial, act.actor.label, act.at
    return act.create(row)


@action(
    "law.further.approve",
    "登记其他文件的批准",
    who=OFFICE,
    rule="经批准后施行",
    deciding=on_further("law.further.approve"),
)
def approve_further(
    act: Act,
    *,
    further_id: Annotated[int, One("其他文件")],
    approved_by: Annotated[str, Words("批准机关", 120)],
    approval_number: Annotated[str, Words("批准文号", 60)],
    approved_on: Annotated[date, Day("批准日期")],
) -> FurtherInstrument:
    """Enter the approval that a further instrument rests on: from now on its clauses are cited.

    An earlier version of the same document that was in force is ended by it.
    """
    row = act.lock(FurtherInstrument, further_id)
    if approved_on > day_of(act.at):
        raise BadInput("批准日期不能晚于今天。")
    code = row.instrument_version.instrument.code
    others = FurtherInstrument.objects.filter(conference_id=row.conference_id, state=FurtherState.IN_FORCE)
    for other in others.filter(instrument_version__instrument__code=code).exclude(pk=row.pk):
        _end_rules(act, other)
        act.move_as("law.further.end", other, FURTHER, ended_on=day_of(act.at), reason="由新的一版替代")
    values = {
        "approved_by": filled(approved_by, "批准机关", 120),
        "approval_number": filled(approval_number, "批准文号", 60),
    }
    return act.move(row, FURTHER, approved_on=approved_on, **values)


@action("law.further.end", "停用其他文件", who=OFFICE, deciding=on_further("law.further.end"))
def end_further(
    act: Act, *, further_id: Annotated[int, One("其他文件")], reason: Annotated[str, Words("理由", 300)]
) -> FurtherInstrument:
    """End a further instrument, and the rules it gave; what cited it keeps its words."""
    row = act.lock(FurtherInstrument, further_id)
    day, reason = day_of(act.at), filled(reason, "理由", 300)
    _end_rules(act, row)
    return act.move(row, FURTHER, ended_on=day, reason=reason)


def _end_rules(act: Act, row: FurtherInstrument) -> None:
    """End today the rules that a further instrument gave; the configured ones hold again."""
    rules = ConferenceRule.objects.filter(conference_id=row.conference_id, ends_before__isnull=True)
    for rule in rules.filter(basis_instrument=row.instrument_version.instrument.code):
        act.change(rule, ends_before=day_of(act.at))


@action(
    "law.further.give_rule",
    "按其他文件设定规则",
    who=OFFICE,
    rule="规则的取值须有条款依据",
    deciding=on_further_in_force(),
)
def give_rule(
    act: Act,
    *,
    further_id: Annotated[int, One("其他文件")],
    clause: Annotated[str, Choice("条款")],
    code: Annotated[str, Choice("规则")],
    value: Annotated[str, Words("取值", may_be_blank=True)],
) -> ConferenceRule:
    """Let a clause of a further instrument give a rule its value, in place of the configured one, from today."""
    basis, words = _cited(act, further_id, clause)
    return set_rule.within(act, code=code, value=value, basis=basis, clause_text=words)


@action(
    "law.further.give_limit",
    "按其他文件设定时限",
    who=OFFICE,
    rule="时限须有条款依据",
    deciding=on_further_in_force(),
)
def give_limit(
    act: Act,
    *,
    further_id: Annotated[int, One("其他文件")],
    clause: Annotated[str, Choice("条款")],
    code: Annotated[str, Choice("时限")],
    amount: Annotated[int, Number("长度")],
    unit: Annotated[str, Choice("时间单位")],
    starts_on: Annotated[date, Day("自哪天起")],
) -> TimeLimit:
    """Let a clause give a time limit its length, from a day on: open clocks keep their rule, new ones take this."""
    basis, _words = _cited(act, further_id, clause)
    row = FurtherInstrument.objects.select_related("instrument_version__instrument").get(pk=further_id)
    cite = citations_of(basis.instrument, basis.version).get(basis.clause) or ""
    told = f"《{row}》{cite}（{basis.clause}）"
    return replace_limit.within(
        act,
        code=code,
        amount=amount,
        unit=unit,
        starts_on=starts_on,
        source_text=told[:200],
        confidence=WRITTEN,
    )


@action(
    "law.further.take_change",
    "办理调整文件的一项",
    who=OFFICE,
    rule="调整文件由办公室逐项办理",
    deciding=on_further_in_force(),
)
def take_change(
    act: Act,
    *,
    further_id: Annotated[int, One("其他文件")],
    place: Annotated[int, Number("第几项")],
    effective_on: Annotated[date, Day("生效日期")],
) -> FurtherInstrument:
    """Carry out one change that an approved amendment orders: a unit added, removed or renamed.

    A person is changed by the seat's own unit. Raises BadInput for one taken already, or a person's.
    """
    row = act.lock(FurtherInstrument, further_id)
    changes = row.instrument_version.reading.get("changes") or []
    if not 0 <= place < len(changes):
        raise BadInput("没有这一项调整。", next_step="请刷新页面。")
    if any(one["place"] == place for one in row.taken):
        raise BadInput("这一项已经办理过。", next_step="请办理其他各项。")
    change, decision = changes[place], f"《{row}》（{row.approved_by}{row.approval_number}批准）"[:200]
    if change["kind"] == "add":
        admit_unit.within(act, name=change["name"], starts_on=effective_on, decision=decision)
    elif change["kind"] == "remove":
        release_unit.within(act, name=change["name"], ends_before=effective_on, decision=decision)
    elif change["kind"] == "rename" and change["to"]:
        told = {"from_unit": change["name"], "to_unit": change["to"], "kind": "renamed"}
        made = record_succession.within(act, **told, effective_on=effective_on, basis_text=decision)
        carry_out_succession.within(act, succession_id=made.pk)
    else:
        raise BadInput(
            "人员调整不在这里办理。",
            rule="成员调整由所在单位提出，联席会议确定",
            next_step="请所在单位在“联席会议”页面提出成员调整。",
        )
    act.subject = f"law.furtherinstrument:{row.pk}"
    done = {"place": place, "on": effective_on.isoformat(), "by": act.actor.label}
    return act.change(row, taken=[*row.taken, done])


def _cited(act: Act, further_id: int, clause: str) -> tuple[Basis, str]:
    row = act.lock(FurtherInstrument, further_id)
    version: InstrumentVersion = row.instrument_version
    basis = basis_for(version.instrument.code, version.number, clause.strip())
    if not basis.clause:
        raise BadInput(f"《{row}》里没有条款“{clause}”。", next_step="请从条款列表中选择。")
    act.cite(basis)
    return basis, version.text[basis.start : basis.end]
