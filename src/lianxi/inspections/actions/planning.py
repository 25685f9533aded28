"""Merging the units' requests into visits, the units' word on it, handing it over, and its end."""

from typing import Annotated

from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS, SeatKind
from lianxi.core.fields import One, Words
from lianxi.core.refusals import NotPermitted
from lianxi.core.words import day_of
from lianxi.inspections.actions.entering import words_of
from lianxi.inspections.models import CheckPlan, PlanUnit, VisitPart
from lianxi.inspections.queries.check_facts import on_asked, on_plan
from lianxi.inspections.rules import check_guards as guards
from lianxi.inspections.rules.plans import CHECK_PLAN, PART, monday_of
from lianxi.journal.acting import Act, action

DIRECTOR = frozenset({SeatKind.OFFICE_DIRECTOR})


@action(
    "inspections.plan.agree",
    "确认检查安排",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_asked(guards.own, guards.agreeing, guards.merged),
)
def agree_plan(
    act: Act,
    *,
    plan_id: Annotated[int, One("统筹检查安排")],
    subject_id: Annotated[int, One("检查主体")],
    paper: Annotated[str, Words("代录的来文（没有席位的单位）", 200)] = "",
) -> CheckPlan:
    """Give a unit's word on all its parts; the last one makes the plan agreed. Nobody is bound by silence."""
    plan = act.lock(CheckPlan, plan_id)
    asked = PlanUnit.objects.select_related("subject").get(plan=plan, subject_id=subject_id)
    told = words_of(act, paper, "代录的来文", 200, needed=False)
    if act.actor.unit_id != asked.subject.unit_id and not told:
        raise NotPermitted(
            "办公室代录确认，须写明来文或电话。",
            rule="每个单位只能由自己确认，不以沉默视为同意",
            next_step="请由该单位的席位确认，或写明来文的文号、日期。",
        )
    own = VisitPart.objects.filter(visit__plan=plan, subject=asked.subject, state="proposed").order_by("pk")
    by = f"{act.actor.label}{'（' + told + '）' if told else ''}"[:120]
    if pairs := [(part, {"agreed_by": by}) for part in own]:
        act.move_batch(pairs, PART)
    act.change(asked, agreed_at=act.at, agreed_by=by)
    act.subject = f"inspections.checkplan:{plan.pk}"
    if VisitPart.objects.filter(visit__plan=plan, state="proposed").exists():
        return plan
    act.notify(f"各单位都已确认，可以交付：{plan.title}"[:300], about=plan, office=True)
    return act.move(plan, CHECK_PLAN)


@action(
    "inspections.plan.hand_over", "交付检查安排", who=OFFICE, deciding=on_plan("hand_over", guards.merged)
)
def hand_over_plan(
    act: Act,
    *,
    plan_id: Annotated[int, One("统筹检查安排")],
    paper: Annotated[str, Words("交付的文号、日期（主办单位文号）", 200)],
    other_plan: Annotated[str, Words("并入跨部门双随机计划的情况", 200)] = "",
) -> CheckPlan:
    """Hand each unit its list; approvals stay the units' own. Nothing changed since the merge."""
    plan = act.lock(CheckPlan, plan_id)
    told = words_of(act, paper, "交付的文号、日期", 200)
    if other := words_of(act, other_plan, "并入跨部门双随机计划的情况", 200, needed=False):
        told = f"{told}；{other}"[:200]
    for asked in PlanUnit.objects.filter(plan=plan).select_related("subject"):
        act.notify(f"检查安排已交付，请办理批准：{plan.title}"[:300], about=plan, unit=asked.subject.unit_id)
    return act.move(plan, CHECK_PLAN, paper_ref=told)


@action("inspections.plan.begin", "检查安排开始", who=TIMER_ONLY, deciding=on_plan("begin"))
def begin_plan(act: Act, *, plan_id: Annotated[int, One("统筹检查安排")]) -> CheckPlan:
    """Note that the first week of a plan has begun."""
    plan = act.lock(CheckPlan, plan_id)
    return plan if day_of(act.at) < monday_of(plan.first_day) else act.move(plan, CHECK_PLAN)


@action("inspections.plan.report", "结果汇总", who=OFFICE, deciding=on_plan("report", guards.all_reported))
def report_plan(act: Act, *, plan_id: Annotated[int, One("统筹检查安排")]) -> CheckPlan:
    """Note that every part has its result."""
    plan = act.lock(CheckPlan, plan_id)
    own = {"reported_by_seat": act.actor.seat_id, "reported_by_person": act.actor.person_id}
    return act.move(plan, CHECK_PLAN, **own)


@action(
    "inspections.plan.close",
    "结束检查安排",
    who=DIRECTOR,
    rule="安排由办公室主任结束，结果由另一席位、另一人汇总",
    deciding=on_plan("close", guards.gathered_by_another, guards.all_handed_on),
)
def close_plan(act: Act, *, plan_id: Annotated[int, One("统筹检查安排")]) -> CheckPlan:
    """Close a plan once every problem is settled or handed on; not by who gathered the results."""
    plan = act.lock(CheckPlan, plan_id)
    return act.move(plan, CHECK_PLAN, closed_at=act.at)
