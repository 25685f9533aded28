"""Whether a seat may take a step beside the matters: circulars, slips, delegations, handovers, re-checks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from lianxi.core.actors import Actor
from lianxi.core.guards import HasState
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.workdays import Calendar, day_off_name, is_workday
from lianxi.ledger.rules.duties import conflict_of_interest
from lianxi.ledger.rules.machines import CIRCULAR, WORKING
from lianxi.ledger.rules.refusals import CannotPause
from lianxi.ledger.rules.responsibility import DELEGATION
from lianxi.ledger.rules.slips import SLIP, TO_CONVENER
from lianxi.ledger.rules.steps import ended

# ---- circulars ----


class CannotIssueCircular(Refusal):
    """The ledger as of the circular's moment no longer gives the drafted figures."""

    code = "cannot_issue_circular"


@dataclass(frozen=True, slots=True)
class CircularFacts:
    """What decides whether a circular may be issued: objections without an answer, and whether units see it first."""

    state: str
    is_contested: bool
    must_show: bool


def issue_circular(facts: CircularFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a circular be issued that its units have seen and on which no objection waits."""
    if refusal := CIRCULAR.refusal("ledger.circular.issue", facts.state):
        return refusal
    if facts.is_contested:
        return CannotIssueCircular(
            "还有单位对数字的异议没有答复。", rule="异议须逐条答复", next_step="请先采纳或写明不采纳的理由。"
        )
    if facts.must_show and facts.state == CIRCULAR.initial:
        return CannotIssueCircular(
            "成员单位还没有核对这份通报。",
            rule="通报印发前先送成员单位核对",
            next_step="请先送成员单位核对。",
        )
    return None


class Contestable(HasState, Protocol):
    """Facts of a circular that units may look at."""

    @property
    def contest_until(self) -> date | None: ...


def contest_figure(facts: Contestable, _actor: Actor, day: date) -> Refusal | None:
    """Let a figure be contested from the showing until the day that was named."""
    if facts.state == "shown" and facts.contest_until is not None and day <= facts.contest_until:
        return None
    return NotPermitted(
        "现在不能对这份通报的数字提出异议。",
        rule="异议在送核对后、期限内提出",
        next_step="期限已过的，请直接与办公室联系。",
    )


# ---- slips ----


class CannotIssueSlip(Refusal):
    """The slip was issued already, the day is off, or the matter has no running clock."""

    code = "cannot_issue_slip"


@dataclass(frozen=True, slots=True)
class UrgedFacts:
    """What decides whether a matter may be urged: where it stands, its date, and the calendar of the day."""

    number: str
    state: str
    due_on: date | None
    calendar: Calendar


def issue_slip(facts: UrgedFacts, _actor: Actor, day: date) -> Refusal | None:
    """Let a slip be issued on a working day for a matter whose clock runs."""
    if refusal := ended(facts.number, facts.state) or day_off(day, facts.calendar):
        return refusal
    if facts.due_on is None:
        return CannotIssueSlip(
            f"事项{facts.number}没有办理时限，不能催办。",
            rule="催办以办理时限为准",
            next_step="请先确定办理时限。",
        )
    if facts.state not in WORKING:
        return CannotIssueSlip(
            f"事项{facts.number}已申请办结，等待核验。",
            rule="等待核验期间不催办",
            next_step="请先核验；退回补办后可以再催办。",
        )
    return None


def day_off(day: date, calendar: Calendar) -> Refusal | None:
    """Refuse slips on a day off, which it names."""
    if is_workday(day, calendar):
        return None
    return CannotIssueSlip(
        f"今天是{day_off_name(day, calendar)}，不签发催办单。",
        rule="催办单只在工作日签发",
        next_step="请在下一个工作日签发。",
    )


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What decides on a slip: where it stands, whom it is for, and whether it was signed for."""

    state: str
    label: str
    unit_id: int
    unit: str
    received_at: datetime | None


def receive_slip(facts: SlipFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit sign once for a slip that is for it."""
    if facts.label == TO_CONVENER:
        return NotPermitted(
            "这份材料报召集人协调，不需要签收。",
            rule="报召集人的材料不发给单位",
            next_step="请反馈办理情况。",
        )
    if actor.unit_id != facts.unit_id:
        return NotPermitted(
            f"这份{facts.label}是发给{facts.unit}的。",
            rule="催办单由承办单位签收",
            next_step=f"请由{facts.unit}签收。",
        )
    if facts.state == "void":
        return BadInput(f"这份{facts.label}已作废，不用签收。", next_step="无需办理。")
    if facts.received_at is not None:
        return BadInput("已经签收过。", next_step="无需重复签收，请反馈办理情况。")
    return None


def void_slip(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let a slip be voided from the states that its machine names."""
    return SLIP.refusal("ledger.slip.void", facts.state)


# ---- delegations ----


class CannotDelegate(Refusal):
    """The conference is not below this one, or was asked already."""

    code = "cannot_delegate"


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What decides on a matter offered to a conference below: whether it was answered, and the matter has ended."""

    state: str
    is_answered: bool
    has_ended: bool


def withdraw_delegation(facts: OfferFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an offer be taken back before it was answered."""
    if facts.is_answered:
        return CannotDelegate(
            "下级已经答复，不能撤回。", rule="答复之前可以撤回", next_step="请与下级办公室联系。"
        )
    return DELEGATION.refusal("ledger.delegation.withdraw", facts.state)


def answer_delegation(facts: OfferFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an offer be answered once, while the matter above is under way."""
    if facts.state != DELEGATION.initial or facts.is_answered:
        return CannotDelegate(
            "这项交办已经答复或已被撤回。", rule="一项交办答复一次", next_step="请刷新页面，看现在的状态。"
        )
    if facts.has_ended:
        return BadInput("上级的事项已经结束，不需要再接收。", next_step="请与上级办公室联系。")
    return None


# ---- handovers ----


class CannotHandOver(NotPermitted):
    """The matters are somebody else's, or the successor cannot take them."""

    code = "cannot_hand_over"


@dataclass(frozen=True, slots=True)
class GiverFacts:
    """What decides who hands a seat's matters over: the seat, and whether it is held."""

    seat_id: int
    is_held: bool


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """What decides who takes a handover: the seat it goes to, and the person that gave it."""

    state: str
    to_seat_id: int
    person_id: int


def give_handover(facts: GiverFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the holder hand over the own seat's matters, the office those of a vacant seat."""
    if actor.seat_id == facts.seat_id or (actor.is_office and not facts.is_held):
        return None
    return CannotHandOver(
        "只能移交自己席位经办的事项。",
        rule="由本人移交；席位空缺的由办公室移交",
        next_step="请由该席位的现任人员移交。",
    )


def take_handover(facts: HandoverFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let another person than the giver take over what went to its seat."""
    if actor.seat_id == facts.to_seat_id and actor.person_id != facts.person_id:
        return None
    return CannotHandOver(
        "这些事项不是移交给你的。",
        rule="由接任席位的另一人接手",
        next_step="请由接任的人在其席位上接手。",
    )


# ---- re-checks ----


class CannotRecheck(NotPermitted):
    """A re-check is by another seat than the one that verified, and not of the lead unit."""

    code = "cannot_recheck"


@dataclass(frozen=True, slots=True)
class RecheckFacts:
    """What decides who re-checks: the lead unit, and the seats that reported and verified."""

    state: str
    lead_unit_id: int
    reporters: tuple[int, ...]
    verifiers: frozenset[int]


def recheck(facts: RecheckFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let another seat than who verified or reported re-check, and none of the lead unit."""
    why = conflict_of_interest(actor, facts.lead_unit_id, facts.reporters)
    if actor.seat_id in facts.verifiers:
        why = "这项由你核验办结，须由另一席位复核。"
    if not why:
        return None
    return CannotRecheck(
        why, rule="由核验人、反馈人和主办单位以外的席位复核", next_step="请由办公室另一席位复核。"
    )


# ---- pauses, and what is simulated ----


@dataclass(frozen=True, slots=True)
class PausedFacts:
    """What decides whether a pause may end early: the matter, and whether its clock still counts the pause."""

    number: str
    state: str
    is_counted: bool


def resume_clock(facts: PausedFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a pause end early on a running matter whose clock still counts it."""
    if refusal := ended(facts.number, facts.state):
        return refusal
    if facts.is_counted:
        return None
    return CannotPause(
        "时限此后已重新起算或另行商定，这次暂停不再影响它。",
        rule="时限只按其规则写明的情形暂停",
        next_step="请核对规则和日期；需要更多时间的，请由主办单位申请延期。",
    )


class Simulated(Protocol):
    """Facts of a conference that may be a simulation."""

    @property
    def is_simulated(self) -> bool: ...


def enter_simulation(facts: Simulated, _actor: Actor, _day: date) -> Refusal | None:
    """Let simulated matters be entered only where the conference is marked so."""
    return None if facts.is_simulated else BadInput("这个联席会议没有标明是模拟，不能写入模拟事项。")
