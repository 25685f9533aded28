"""What lets a step of merged checks be taken: whose subject it is, where plan, visit, part and problem stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.inspections.rules.plans import CHECK_PLAN

AUTHORITY = "国办发〔2024〕54号：只有公布的行政执法主体才能检查，议事协调机构、技术机构不得检查"
APPROVED_FIRST = "检查前须经本单位负责人批准，紧急的事后补办"
OPEN = ("collecting", "proposed", "agreed")
GOING = ("handed_over", "running")
ENFORCING = "enforcement"


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """A body that checks: whose seats act for it, of which kind it is, and since when it ended."""

    body: str
    unit_id: int
    kind: str
    ends_before: date | None

    @property
    def subject(self) -> "SubjectFacts":
        return self


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """An officer's line: of which subject, and whether it ended."""

    subject: SubjectFacts
    has_ended: bool


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """A subject in a plan: where the plan stands, what the subject said, how many requests changed since the merge.

    `is_awaited` tells whether a part of the plan still waits for its unit's word.
    """

    plan_state: str
    is_late: bool
    subject: SubjectFacts
    is_nil: bool
    has_agreed: bool
    changed: int
    is_awaited: bool


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request: where its plan stands, what became of it, and what it lacks."""

    plan_state: str
    subject: SubjectFacts
    placed: str
    mode: str
    lacks_paper: bool


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan: what changed since the merge, results and problems that are left by body, and who gathered the results."""

    state: str
    changed: int
    unreported: Mapping[str, int]
    unsettled: Mapping[str, int]
    reported_by: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit: where its plan stands, who leads, which units take part, how many others could lead."""

    plan_state: str
    is_dropped: bool
    has_code: bool
    lead: SubjectFacts
    unit_ids: frozenset[int]
    other_leads: int


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A unit's part of a visit."""

    state: str
    plan_state: str
    is_late: bool
    subject: SubjectFacts
    result: str


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A problem: whose it is, and how its re-check ended."""

    state: str
    subject: SubjectFacts
    recheck_result: str
    has_paper: bool


class OfSubject(Protocol):
    """Facts of something that a subject owns."""

    @property
    def subject(self) -> SubjectFacts: ...


class Changed(Protocol):
    """Facts that count the requests which changed since the merge."""

    @property
    def changed(self) -> int: ...


class Going(Protocol):
    """Facts of a plan that is carried out."""

    @property
    def plan_state(self) -> str: ...
    @property
    def is_late(self) -> bool: ...


def own(facts: OfSubject, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit whose seats act for a subject pass, and the office that enters for it."""
    if actor.is_office or actor.unit_id == facts.subject.unit_id:
        return None
    return NotPermitted(
        f"{facts.subject.body}不是由你单位登记的。",
        rule="检查主体、事项、人员和计划由各单位自己登记，没有席位的由其上级登记",
        next_step="请由该单位的席位办理，或请办公室代录。",
    )


def in_force(facts: OfSubject, _actor: Actor, day: date) -> Refusal | None:
    """Ask for a subject that has not ended."""
    ends = facts.subject.ends_before
    if ends is None or ends > day:
        return None
    return BadInput(f"{facts.subject.body}已停用。", next_step="请选择在用的检查主体，或重新登记。")


def not_ended(facts: OfficerFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an officer's line end once."""
    return BadInput("这一行已经停用。", next_step="无需办理。") if facts.has_ended else None


def is_open(facts: AskedFacts | RequestFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let units change what they ask for until the plan is handed over."""
    if facts.plan_state in OPEN:
        return None
    return BadInput(
        f"安排{CHECK_PLAN.labels[facts.plan_state]}，计划不能再改。",
        next_step="新的检查请求报到下一期安排；急的由本单位依法开展个案检查。",
    )


def agreeing(facts: AskedFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a unit agree once to what was merged, where it has a part, or where nobody's word is waited for."""
    if refusal := CHECK_PLAN.refusal("inspections.plan.agree", facts.plan_state):
        return refusal
    if facts.has_agreed:
        return BadInput(
            f"{facts.subject.body}已经确认。", next_step="无需办理；计划有改动的，请办公室重算后再确认。"
        )
    if facts.is_nil and facts.is_awaited:
        return BadInput(f"{facts.subject.body}报无，没有要确认的部分。", next_step="无需办理。")
    return None


def merged(facts: Changed, _actor: Actor, _day: date) -> Refusal | None:
    """Ask that no request changed since the merge."""
    if not facts.changed:
        return None
    return BadInput(f"有 {facts.changed} 条请求在合并后改过。", next_step="请办公室重算，再由各单位确认。")


def is_going(facts: Going, _actor: Actor, _day: date) -> Refusal | None:
    """Let approvals and results come between handing over and the gathering; afterwards for what is entered late."""
    if facts.plan_state in GOING or (facts.is_late and facts.plan_state == "agreed"):
        return None
    return BadInput(
        "安排还没有交付，或已经汇总。",
        next_step="交付以后由各单位批准、检查、报结果；已汇总的请联系办公室。",
    )


def not_withdrawn(facts: RequestFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a request change until it was withdrawn."""
    return BadInput("这条请求已经撤回。", next_step="无需办理。") if facts.placed == "withdrawn" else None


def on_site(facts: RequestFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a request go over to papers once."""
    return BadInput("这条请求已是书面核查。", next_step="无需办理。") if facts.mode == "书面" else None


def lacks_paper(facts: RequestFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an approval or filing be entered where it was lacking."""
    if facts.lacks_paper:
        return None
    return BadInput(
        "这条请求的批准文号、备案号已经齐全。", next_step="无需补报；写错的，请改正计划表后重新报送。"
    )


def all_reported(facts: PlanFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask that every part has its result."""
    if not facts.unreported:
        return None
    told = "、".join(f"{body} {count} 次" for body, count in facts.unreported.items())
    return BadInput(f"结果未报：{told}。", next_step="请单位报结果；没有去的，写明未开展的理由。")


def gathered_by_another(facts: PlanFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let who gathered the results not close."""
    seat_id, person_id = facts.reported_by
    if actor.seat_id != seat_id and actor.person_id != person_id:
        return None
    return NotPermitted(
        "结果是由你汇总的，不能由你结束。",
        rule="汇总和结束由两个席位、两个人办理",
        next_step="请办公室另一席位汇总，或由主任席位的另一人结束。",
    )


def all_handed_on(facts: PlanFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask that every problem is settled or handed on."""
    if not facts.unsettled:
        return None
    told = "、".join(f"{body} {count} 个" for body, count in facts.unsettled.items())
    return BadInput(f"问题还没有着落：{told}。", next_step="请发现单位登记整改、复查、移送或了结。")


def dating(facts: VisitFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the lead, or the office, name the day of a visit that stands in an agreed plan."""
    if not actor.is_office and actor.unit_id != facts.lead.unit_id:
        return NotPermitted(
            f"这次检查由{facts.lead.body}牵头，日期由它定。",
            rule="检查日期由牵头单位商各单位确定",
            next_step="请联系牵头单位或办公室。",
        )
    if not facts.is_dropped and facts.plan_state in ("agreed", *GOING):
        return None
    return BadInput("这次检查没有列入已确认的安排。", next_step="请在各单位确认安排以后定日期。")


def changing_lead(facts: VisitFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office name another lead until the results are gathered, where another body could lead."""
    if facts.is_dropped or facts.plan_state not in (*OPEN, *GOING):
        return BadInput("这次检查已经取消，或结果已经汇总。", next_step="无需办理。")
    if not facts.other_leads:
        return BadInput(
            "没有别的行政执法主体参加这次检查，不能改牵头单位。",
            next_step="无需办理；牵头单位须是参加这次检查的行政执法主体。",
        )
    return None


def joining(facts: VisitFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let a unit that takes part, or the office, give a firm its code once."""
    if facts.has_code:
        return BadInput("这家企业已有代码。", next_step="无需办理。")
    if actor.is_office or actor.unit_id in facts.unit_ids:
        return None
    return NotPermitted("你单位不参加这次检查。", rule="由参加的单位补登", next_step="请联系办公室。")


def enforces(facts: PartFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for a body that may check."""
    if facts.subject.kind == ENFORCING:
        return None
    return BadInput(
        f"{facts.subject.body}不是行政执法主体。", rule=AUTHORITY, next_step="它可以参加，不批准检查。"
    )


def lacks_approval(state: str, kind: str, *, is_late: bool) -> bool:
    """Tell whether a part goes without its unit's approval; what was held before is entered without one."""
    return state in ("proposed", "agreed") and kind == ENFORCING and not is_late


def approved_first(facts: PartFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for the approval before the result."""
    if not lacks_approval(facts.state, facts.subject.kind, is_late=facts.is_late):
        return None
    return BadInput(
        "这一部分没有登记批准，不在检查单上。",
        rule=APPROVED_FIRST,
        next_step="请先登记批准和执法人员。",
    )


def has_problem(facts: PartFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let problems be entered for a part that was told to have one, until the plan is closed."""
    if facts.plan_state == "closed":
        return BadInput("安排已经结束，不能再登记问题。", next_step="新发现的问题由本单位另行处理。")
    if facts.state == "done" and facts.result == "problem":
        return None
    return BadInput("这一部分的结果不是“有问题”。", next_step="请先报结果“有问题”。")


def found_it(facts: FindingFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the unit that found a problem deal with it."""
    if own(facts, actor, day) is None:
        return None
    return NotPermitted(
        f"这个问题由{facts.subject.body}发现，由它处理。",
        rule="谁发现、谁处理；属于别的单位的移送",
        next_step="请由发现单位的席位办理。",
    )


def needs_case(facts: FindingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a case follow a re-check only where that failed."""
    if facts.state != "rechecked" or facts.recheck_result == "problem":
        return None
    return BadInput("复查合格，不再立案。", next_step="请了结这个问题；另有违法事实的，另行登记问题。")


def ends_well(facts: FindingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a problem whose re-check failed be settled once a case or a document stands for it."""
    if facts.recheck_result != "problem" or facts.has_paper:
        return None
    return BadInput("复查仍不合格，没有立案或文书编号。", next_step="请由本单位立案、登记案号以后了结。")
