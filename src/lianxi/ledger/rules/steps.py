"""Whether a seat may take a step on an obligation now: one guard a step, over facts loaded once.

A guard gives the refusal, or None where the step may be taken. What a form adds (a date, a clause, a text)
is checked by the action afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from lianxi.core.actors import CONVENERS, OFFICE, Actor
from lianxi.core.refusals import Refusal, WrongState
from lianxi.ledger.rules import refusals as no
from lianxi.ledger.rules.duties import Judges, conflict_of_interest
from lianxi.ledger.rules.evidence import SHORT_KINDS
from lianxi.ledger.rules.machines import ENDED, OBLIGATION, WORKING
from lianxi.ledger.rules.responsibility import CO_PART, HANDBACK, HANDBACK_OPEN, PART_OPEN

# Before the first report asks for closing: after that the unit has treated the matter as its own.
HANDS_BACK = ("issued", "in_progress", "working")


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A unit's part beside the lead; those released are left out."""

    unit_id: int
    unit: str
    state: str


@dataclass(frozen=True, slots=True)
class HandbackFacts:
    """A handback: the unit that returned the matter, the one it names, and where it stands."""

    unit_id: int
    unit: str
    named_unit_id: int
    named_unit: str
    state: str


@dataclass(frozen=True, slots=True)
class StepFacts:
    """All that decides which steps may be taken on an obligation.

    `asked_by` are the seats whose request for a later date waits, `reporters` those that reported in this
    round, `missing` the types of evidence still missing, `pauses` what the clock's rule names, `by_rule` that a rule
    reckons it. `judges` says who verifies today. `handback` and `part` are what a step is about, if one.
    """

    number: str
    state: str
    lead_unit_id: int
    lead: str
    due_on: date | None = None
    answer_upward: bool = False
    passed_at: datetime | None = None
    answered_at: datetime | None = None
    parts: tuple[PartFacts, ...] = ()
    handbacks: tuple[HandbackFacts, ...] = ()
    asked_by: tuple[int, ...] = ()
    reporters: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    by_rule: bool = False
    judges: Judges = Judges.OFFICE
    handback: HandbackFacts | None = None
    part: PartFacts | None = None

    def part_of(self, unit_id: int | None) -> PartFacts | None:
        """Return a unit's part; none for the lead."""
        return next((part for part in self.parts if part.unit_id == unit_id), None)


Guard: TypeAlias = Callable[[StepFacts, Actor, date], Refusal | None]


def running(facts: StepFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Refuse an obligation that has ended."""
    return ended(facts.number, facts.state)


def ended(number: str, state: str) -> Refusal | None:
    """Refuse an obligation of this number that has ended."""
    if state not in ENDED:
        return None
    return no.ObligationEnded(
        f"事项{number}已是“{OBLIGATION.labels[state]}”，不再办理。",
        rule="结束的事项不再办理",
        next_step="需要继续办理的，请由办公室另行登记事项。",
    )


def own_part(facts: StepFacts, actor: Actor) -> Refusal | None:
    """Refuse a unit that neither leads the matter nor takes part in it."""
    if actor.unit_id == facts.lead_unit_id or facts.part_of(actor.unit_id) is not None:
        return None
    return no.NotYourObligation(
        f"事项{facts.number}由{facts.lead}主办，你单位不是主办或协办单位。",
        rule="成员单位只办理本单位承办的事项",
        next_step=f"请由{facts.lead}或协办单位办理；认为应由你单位承办的，请告知办公室。",
    )


def acknowledge(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let each unit acknowledge once."""
    if refusal := own_part(facts, actor) or running(facts, actor, day):
        return refusal
    part = facts.part_of(actor.unit_id)
    if (part.state if part and actor.unit_id != facts.lead_unit_id else facts.state) == "issued":
        return None
    return no.CannotAcknowledge(
        "你单位已经签收过这项。", rule="每个单位签收一次", next_step="无需重复签收，可直接反馈办理情况。"
    )


def report(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let a unit report, or add evidence, while its part is under way."""
    if refusal := own_part(facts, actor):
        return refusal
    if actor.unit_id == facts.lead_unit_id:
        return _wrong_state("ledger.progress.report", facts)
    part = facts.part_of(actor.unit_id)
    return running(facts, actor, day) or (part_at_work(part.state) if part else None)


def part_at_work(state: str) -> Refusal | None:
    """Refuse a report on a part that is not under way."""
    why = {
        "issued": "你单位还没有签收这项，请先签收。",
        "finished": "你单位的部分已报告完成，退回后可以再反馈。",
        "waived": "你单位的部分已免予配合，无需反馈。",
    }.get(state)
    rule, next_step = "先签收，后反馈；完成后不再反馈", "请刷新页面，看现在的状态。"
    return no.PartNotAtWork(why, rule=rule, next_step=next_step) if why else None


def ask_extension(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the lead ask for a later date while a date is reckoned and no request waits."""
    if refusal := running(facts, actor, day):
        return refusal
    if actor.unit_id != facts.lead_unit_id:
        return no.CannotAskExtension(
            "延期由主办单位申请。", rule="主办单位对办理时限负责", next_step=f"请由{facts.lead}提出申请。"
        )
    if facts.due_on is None or facts.state not in WORKING:
        return no.CannotAskExtension(
            "这项现在没有正在计算的时限。", rule="只有在办且有时限的事项可以延期", next_step="无需申请延期。"
        )
    if facts.asked_by:
        return no.CannotAskExtension(
            "已有一份延期申请等待答复。", rule="一次答复一份申请", next_step="请等待办公室答复。"
        )
    return None


def answer_extension(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let a seat answer a request that is neither its own nor its unit's."""
    if refusal := running(facts, actor, day):
        return refusal
    if not facts.asked_by:
        return WrongState(
            "没有等待答复的延期申请。", rule="一份申请答复一次", next_step="请刷新页面，看现在的状态。"
        )
    why = conflict_of_interest(actor, facts.lead_unit_id, facts.asked_by)
    return (
        no.CannotAnswerExtension(
            why, rule="延期由申请单位以外的席位答复", next_step="请由召集人或其他单位的办公室席位办理。"
        )
        if why
        else None
    )


def judge(facts: StepFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let another seat than who reported judge a report that asks for closing.

    Where the office sits in the lead unit alone a seat of another unit judges, and where no other unit has
    one, the convener.
    """
    if refusal := _wrong_state("ledger.obligation.return", facts):
        return refusal
    why = _no_judge(facts, actor)
    next_step = {
        Judges.OFFICE: "请由其他单位的办公室主任、副主任或工作人员核验。",
        Judges.PEERS: "请由主办、协办单位以外的成员单位席位核对材料。",
        Judges.CONVENER: "请由召集人核对材料；在纸上签批的，由办公室登记签批。",
    }[facts.judges]
    return (
        no.CannotVerifyOwnMatter(why, rule="由反馈单位以外的另一席位核验", next_step=next_step)
        if why
        else None
    )


def _no_judge(facts: StepFacts, actor: Actor) -> str:
    """Say why a seat may not judge this matter; empty where it may."""
    if facts.judges is Judges.CONVENER and actor.kind in CONVENERS:
        return ""
    why = conflict_of_interest(actor, facts.lead_unit_id, facts.reporters)
    if why or actor.is_office:
        return why
    if facts.judges is Judges.OFFICE:
        return "办公室有主办单位以外的席位，这项由办公室核验。"
    return "你单位协办这项，不能由你核对。" if facts.part_of(actor.unit_id) else ""


def verify(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let a report pass when every part is in and the evidence asked for is there."""
    return judge(facts, actor, day) or parts_in(facts) or evidence_in(facts)


def parts_in(facts: StepFacts) -> Refusal | None:
    """Refuse closing while a co-unit's part is open, naming the units."""
    names = [part.unit for part in facts.parts if part.state in PART_OPEN]
    if not names:
        return None
    return no.PartsMissing(
        f"{'、'.join(names)}的协办部分还没有完成，也没有免予配合。",
        rule="主办单位申请办结，须协办单位的部分都已完成或免予配合",
        next_step="请催办协办单位；确实不需要其配合的，请办公室写明理由免予配合。",
    )


def evidence_in(facts: StepFacts) -> Refusal | None:
    """Refuse closing while a type of evidence asked for is missing in this round."""
    if not facts.missing:
        return None
    return no.EvidenceMissing(
        f"还缺佐证：{'、'.join(SHORT_KINDS[kind] for kind in facts.missing)}。",
        rule="办结须有所要求类型的佐证",
        next_step="请承办单位添加佐证；类型要求不合适的，请办公室写明理由改定。",
    )


def hand_back(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let a unit return a matter as another's before it asks for closing, once at a time."""
    if refusal := own_part(facts, actor) or running(facts, actor, day):
        return refusal
    part = facts.part_of(actor.unit_id) if actor.unit_id != facts.lead_unit_id else None
    if (part.state if part else facts.state) not in HANDS_BACK:
        return no.CannotHandBack(
            "这项已报告过办完或已退回补办，不能再以不属本单位职责退回。",
            rule="不属本单位职责的，须在申请办结之前退回",
            next_step="请与办公室联系；确需调整的，由后来的决定替代。",
        )
    if any(one.unit_id == actor.unit_id and one.state in HANDBACK_OPEN for one in facts.handbacks):
        return no.CannotHandBack(
            "你单位已经退回，还没有结果。", rule="一次退回一次答复", next_step="请等待接收或裁定的结果。"
        )
    return None


def _handback(action: str, facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Refuse an answer to a handback that is none or waits no longer."""
    if facts.handback is None:
        return no.CannotAnswerHandback(
            "没有等待答复的退回。", rule="一次退回一次答复", next_step="请刷新页面，看现在的状态。"
        )
    if refusal := running(facts, actor, day):
        return refusal
    return HANDBACK.refusal(action, facts.handback.state)


def answer_handback(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the named unit take a matter over or decline it."""
    if refusal := _handback("ledger.handback.accept", facts, actor, day):
        return refusal
    back = facts.handback
    if back is None or actor.unit_id == back.named_unit_id:
        return None
    name = back.named_unit
    return no.CannotAnswerHandback(
        f"退回指明的是{name}。", rule="由指明的单位答复", next_step=f"请由{name}或办公室办理。"
    )


def withdraw_handback(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the unit that returned a matter take its handback back."""
    if refusal := _handback("ledger.handback.withdraw", facts, actor, day):
        return refusal
    back = facts.handback
    if back is None or actor.unit_id == back.unit_id:
        return None
    return no.CannotAnswerHandback(
        f"这项由{back.unit}退回。", rule="由退回的单位撤回", next_step="请由该单位撤回。"
    )


def rule_handback(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let a convener rule, or an office seat of none of the units concerned."""
    if refusal := _handback("ledger.handback.rule", facts, actor, day):
        return refusal
    back = facts.handback
    if back is None or actor.kind not in OFFICE or actor.unit_id not in (back.unit_id, back.named_unit_id):
        return None
    return no.CannotAnswerHandback(
        "争议涉及你所在的单位，不能由你裁定。",
        rule="由争议单位以外的办公室席位或召集人裁定",
        next_step="请由其他单位的办公室席位或召集人裁定。",
    )


def judge_part(action: str) -> Guard:
    """Give the guard of an office's decision on a co-unit's part."""

    def guard(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
        if refusal := running(facts, actor, day):
            return refusal
        own = facts.part is not None and actor.unit_id == facts.part.unit_id
        why = "这是你所在单位的协办部分。" if own else conflict_of_interest(actor, facts.lead_unit_id, [])
        if why:
            return no.CannotJudgePart(
                why,
                rule="协办部分由主办、协办单位以外的办公室席位决定",
                next_step="请由其他单位的办公室席位办理。",
            )
        return CO_PART.refusal(action, facts.part.state) if facts.part else None

    return guard


def answer_upward(facts: StepFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a matter that asks for it be reported upward once each time it was passed."""
    if not facts.answer_upward:
        return no.CannotAnswerUpward(
            "这项没有要求向上报告。",
            rule="交办事项由报告答复",
            next_step="无需报送；确需报送的，请另行登记交办事项。",
        )
    if facts.passed_at is None:
        return no.CannotAnswerUpward(
            f"这项现在是“{OBLIGATION.labels[facts.state]}”，还没有核验通过。",
            rule="核验通过后报告",
            next_step="请先核验主办单位的办理情况。",
        )
    if facts.answered_at is not None and facts.answered_at >= facts.passed_at:
        return no.CannotAnswerUpward(
            "这项已经报告过。", rule="每次核验通过后报告一次", next_step="需要更正的，请印发更正。"
        )
    return None


def pause(facts: StepFacts, actor: Actor, day: date) -> Refusal | None:
    """Let a clock be paused whose rule names reasons for it."""
    if refusal := running(facts, actor, day):
        return refusal
    why = "" if facts.pauses else "这项的时限规则没有可以暂停的情形。"
    if not facts.by_rule:
        why = "这项的时限是定下的日期，不是按规则计算的，不能暂停。"
    if facts.due_on is None:
        why = "这项没有时限。"
    return (
        no.CannotPause(
            why,
            rule="时限只按其规则写明的情形暂停",
            next_step="请核对规则和日期；需要更多时间的，请由主办单位申请延期。",
        )
        if why
        else None
    )


def _wrong_state(action: str, facts: StepFacts) -> Refusal | None:
    return OBLIGATION.refusal(action, facts.state)
