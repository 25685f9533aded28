"""Following the duties of the clauses: proposed, switched on, edited; triggered by events; figures given."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from lianxi.bodies.models import Conference, cited
from lianxi.bodies.queries import find_unit
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.basis import Basis
from lianxi.core.due import due_on_date
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Choices, Day, Lines, One, Several, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding, itself, on
from lianxi.law.models import Clause
from lianxi.law.queries import list_duty_clauses
from lianxi.ledger.actions.entering import enter_obligation
from lianxi.ledger.actions.evidence import add_evidence
from lianxi.ledger.facts import each_duty
from lianxi.ledger.models import IndicatorValue, Obligation, StandingDuty
from lianxi.ledger.rows import StandingDutyRow
from lianxi.ledger.rules import ENDED, Origin, beside, check_kinds
from lianxi.ledger.rules.standing import (
    DUTY,
    DUTY_CYCLES,
    MOST_INDICATORS,
    NATURE_LABELS,
    Nature,
    indicators,
    period_of,
    period_words,
    propose,
    read_figures,
)

TITLE = 200
DAY = timedelta(days=1)
# As the column keeps a figure: the journal notes it in the very same form.
PLACES = Decimal("0.0001")


@action("ledger.duty.propose", "生成职责跟踪建议", who=OFFICE, rule="办公室负责跟踪督促")
def propose_duties(act: Act) -> list[StandingDuty]:
    """Propose how each duty clause of the adopted document is followed, for clauses not yet here.

    A clause of a body that is no member unit today is left out. Nothing runs until it is switched on.
    """
    conference = Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    there = set(StandingDuty.objects.filter(conference=conference).values_list("basis_clause", "unit_id"))
    made = []
    for ordinal, clause in enumerate(
        list_duty_clauses(conference.instrument, conference.instrument_version), 1
    ):
        unit = find_unit(conference, clause.unit, day_of(act.at))
        if unit is None or (clause.code, unit.pk) in there:
            continue
        made.append(_proposed(conference, clause, unit.pk, ordinal))
    if not made:
        raise BadInput(
            "没有新的职责条款要生成建议。", rule="每条职责只生成一次", next_step="请直接启用或修改已有的。"
        )
    for row in made:
        act.create(row)
    act.subject = record_name(conference)
    return made


def _proposed(conference: Conference, clause: Clause, unit_id: int, ordinal: int) -> StandingDuty:
    text = clause.text.replace("\n", "")
    proposal = propose(conference.instrument, clause.code, text)
    basis = Basis(conference.instrument, conference.instrument_version, clause.code, clause.start, clause.end)
    return StandingDuty(
        conference=conference,
        unit_id=unit_id,
        ordinal=ordinal,
        title=text[:300],
        nature=proposal.nature,
        cycle=proposal.cycle,
        evidence=list(proposal.evidence),
        indicators=list(proposal.indicators),
        trigger=proposal.trigger[:200],
        origin=proposal.origin,
        state=DUTY.initial,
        **cited(basis),
    )


@action(
    "ledger.duty.switch_on",
    "启用职责跟踪",
    who=OFFICE,
    rule="办公室负责跟踪督促",
    deciding=Deciding(each_duty, itself, beside.switch_on),
)
def switch_on_duties(
    act: Act, *, duty_ids: Annotated[Sequence[int], Several("职责跟踪")]
) -> list[StandingDuty]:
    """Follow duties from now on: what is standing becomes a recurring obligation.

    The first due date is the last day of the present period. A duty that was off goes on with the
    obligation it still has.
    """
    if not duty_ids:
        raise BadInput("没有选中职责。", next_step="请勾选要启用的职责。")
    rows = [act.lock(StandingDuty, pk) for pk in dict.fromkeys(duty_ids)]
    for row in rows:
        running = row.obligation is not None and row.obligation.state not in ENDED
        obligation = row.obligation
        if row.nature != Nature.TRIGGERED and not running:
            obligation = _recurring(act, row)
        act.move(row, DUTY, obligation=obligation)
        act.cite(row.basis)
    return rows


def _recurring(act: Act, row: StandingDuty) -> Obligation:
    period = period_of(day_of(act.at), row.cycle)
    source = f"职责跟踪（{DUTY_CYCLES[row.cycle]}）"
    due = due_on_date(period.last, rule=f"{period_words(period.code)}末", source=source)
    # The next one ends with its month too: after 30 June comes 31 December.
    derivation = replace(due, anchor=31)
    return _enter(
        act,
        row,
        row.title,
        cycle=row.cycle,
        due_on=period.last,
        label=source,
        derivation=derivation.as_dict(),
    )


def _enter(
    act: Act,
    row: StandingDuty,
    title: str,
    *,
    cycle: str,
    due_on: date | None,
    label: str,
    derivation: dict[str, object] | None = None,
) -> Obligation:
    return enter_obligation.within(
        act,
        title=title[:TITLE],
        text=row.title,
        lead_unit_id=row.unit_id,
        origin=Origin.STANDING,
        basis=row.basis,
        source=record_name(row),
        source_label=label,
        due_on=due_on,
        due_derivation=derivation,
        cycle=cycle,
        evidence_kinds=row.evidence,
    )


@action(
    "ledger.duty.switch_off",
    "停用职责跟踪",
    who=OFFICE,
    deciding=on(StandingDuty, "duty_id", stands(DUTY, "ledger.duty.switch_off")),
)
def switch_off_duty(
    act: Act, *, duty_id: Annotated[int, One("职责跟踪")], reason: Annotated[str, Words("理由", 300)]
) -> StandingDuty:
    """Stop following a duty; an obligation under way goes on until it is settled."""
    row = act.lock(StandingDuty, duty_id)
    act.remark = filled(reason, "理由", 300)
    return act.move(row, DUTY)


@action(
    "ledger.duty.edit", "修改职责跟踪", who=OFFICE, deciding=on(StandingDuty, "duty_id", beside.edit_duty)
)
def edit_duty(
    act: Act,
    *,
    duty_id: Annotated[int, One("职责跟踪")],
    nature: Annotated[str, Choice("性质")],
    cycle: Annotated[str, Choice("周期")],
    evidence: Annotated[Sequence[str], Choices("佐证类型")] = (),
    indicator_codes: Annotated[Sequence[str], Choices("指标")] = (),
    trigger: Annotated[str, Words("触发条件", 200)] = "",
) -> StandingDuty:
    """Change how a duty is followed, while it is not switched on.

    An obligation that has begun keeps its terms. Raises BadInput for what does not fit together.
    """
    row = act.lock(StandingDuty, duty_id)
    if nature not in NATURE_LABELS or cycle not in DUTY_CYCLES:
        raise BadInput("性质或周期不在可选范围内。")
    if (nature == Nature.TRIGGERED) != (cycle == "event"):
        raise BadInput("性质与周期不相配。", next_step="只由事项触发的，周期选“随事项”；其余选一个周期。")
    if nature != Nature.STANDING and not trigger.strip():
        raise BadInput("没有写触发条件。", next_step="请写明发生什么时须履行，例如：发现重大隐患。")
    unknown = set(indicator_codes) - set(indicators())
    if unknown or len(set(indicator_codes)) > MOST_INDICATORS:
        raise BadInput(f"指标须从列出的里选，最多 {MOST_INDICATORS} 项。")
    return act.change(
        row,
        nature=nature,
        cycle=cycle,
        evidence=check_kinds(evidence),
        indicators=list(dict.fromkeys(indicator_codes)),
        trigger=short_enough(trigger, "触发条件", 200),
        origin="edited",
    )


@action(
    "ledger.duty.trigger",
    "登记触发的履职事项",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on(StandingDuty, "duty_id", beside.trigger_duty),
)
def trigger_duty(
    act: Act,
    *,
    duty_id: Annotated[int, One("职责跟踪")],
    event: Annotated[str, Words("发生了什么", 150)],
    happened_on: Annotated[date, Day("发生日期")],
    due_on: Annotated[date | None, Day("办理时限")] = None,
) -> Obligation:
    """Enter what an event asks of a unit under a duty that events trigger.

    A unit may enter its own; the office any. Raises BadInput, NotPermitted.
    """
    row = act.lock(StandingDuty, duty_id)
    if happened_on > day_of(act.at):
        raise BadInput("发生日期在今天以后。")
    words = filled(event, "触发的事项", 150)
    act.cite(row.basis)
    derivation = due_on_date(due_on, rule="登记时指定的日期", source=words).as_dict() if due_on else None
    label = f"{long_date(happened_on)}：{words}"
    return _enter(
        act, row, f"{words}（{row.title}）", cycle="once", due_on=due_on, label=label, derivation=derivation
    )


@action(
    "ledger.duty.record",
    "填报履职指标",
    who=UNIT_SPEAKERS,
    deciding=on(StandingDuty, "duty_id", beside.record_figures),
)
def record_figures(
    act: Act,
    *,
    duty_id: Annotated[int, One("职责跟踪")],
    period: Annotated[str, Choice("期次")],
    figures: Annotated[Sequence[str], Lines("指标数值", 300)],
    note: Annotated[str, Words("说明", 300)] = "",
) -> list[IndicatorValue]:
    """Keep the own unit's figures for a period, written code=value; later ones take their place.

    Where an obligation of the duty is under way, the figures are its table of evidence too: nothing is
    asked for twice. Raises BadInput, NotPermitted.
    """
    row = act.lock(StandingDuty, duty_id)
    if period not in reportable_periods(row, day_of(act.at)):
        raise BadInput("这一期不能填报。", next_step="只能填报本期和上一期，请从列出的期次中选择。")
    values = read_figures(figures, row.indicators)
    act.remark = short_enough(note, "说明", 300)
    own = {
        "conference_id": row.conference_id,
        "duty": row,
        "period": period,
        "by": act.actor.label,
        "at": act.at,
    }
    made = [
        act.create(
            IndicatorValue(
                indicator=code, value=value.quantize(PLACES), seat_id=act.actor.seat_id or 0, **own
            )
        )
        for code, value in values.items()
    ]
    act.cite(row.basis)
    obligation = row.obligation
    if obligation is not None and obligation.state in ("in_progress", "returned"):
        known = indicators()
        lines = [
            f"{known[code].label} {value:f} {known[code].unit}".strip() for code, value in values.items()
        ]
        title = f"{period_words(period)}履职指标"
        add_evidence.within(
            act, obligation_id=obligation.pk, kind="table", title=title, figures="\n".join(lines)
        )
    return made


def reportable_periods(row: StandingDutyRow, day: date) -> list[str]:
    """List the periods a unit may report on a day: the present one and the one before."""
    now = period_of(day, row.cycle)
    return [now.code, period_of(now.first - DAY, row.cycle).code]
