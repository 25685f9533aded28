"""Merging the units' requests into visits, the units' word on it, handing it over, and its end."""

from collections import defaultdict
from typing import Annotated

from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS, SeatKind
from lianxi.core.fields import One, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.inspections.actions.entering import words_of
from lianxi.inspections.actions.subjects import require_own
from lianxi.inspections.models import (
    CheckPlan,
    CheckRequest,
    Finding,
    PlanUnit,
    VisitPart,
)
from lianxi.inspections.rules.plans import CHECK_PLAN, PART, monday_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, on

DIRECTOR = frozenset({SeatKind.OFFICE_DIRECTOR})
LIVE = ("proposed", "agreed", "approved", "done", "not_done")
HANDED_ON = ("closed", "referred", "no_action")


def of_plan(verb: str) -> Deciding:
    """Let a step of a plan be taken from the states that its machine names."""
    return on(CheckPlan, "plan_id", stands(CHECK_PLAN, f"inspections.plan.{verb}"))


@action("inspections.plan.agree", "确认检查安排", who=OFFICE | UNIT_SPEAKERS)
def agree_plan(
    act: Act,
    *,
    plan_id: Annotated[int, One("统筹检查安排")],
    subject_id: Annotated[int, One("检查主体")],
    paper: Annotated[str, Words("代录的来文（没有席位的单位）", 200)] = "",
) -> CheckPlan:
    """Give a unit's word on all its parts; the last one makes the plan agreed. Nobody is bound by silence."""
    plan = act.lock(CheckPlan, plan_id)
    if refusal := CHECK_PLAN.refusal("inspections.plan.agree", plan.state):
        raise refusal
    asked = PlanUnit.objects.select_related("subject").filter(plan=plan, subject_id=subject_id).first()
    if asked is None:
        raise BadInput("这个单位不在安排里。", next_step="请在商请的单位中选择。")
    require_own(act.actor, asked.subject)
    told = words_of(act, paper, "代录的来文", 200, needed=False)
    if act.actor.unit_id != asked.subject.unit_id and not told:
        raise NotPermitted(
            "办公室代录确认，须写明来文或电话。",
            rule="每个单位只能由自己确认，不以沉默视为同意",
            next_step="请由该单位的席位确认，或写明来文的文号、日期。",
        )
    _require_merged(plan)
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


def _require_merged(plan: CheckPlan) -> None:
    changed = CheckRequest.objects.filter(plan=plan, placed="").count()
    changed += CheckRequest.objects.filter(plan=plan, placed="withdrawn", visit__isnull=False).count()
    if changed:
        raise BadInput(f"有 {changed} 条请求在合并后改过。", next_step="请办公室重算，再由各单位确认。")


@action("inspections.plan.hand_over", "交付检查安排", who=OFFICE, deciding=of_plan("hand_over"))
def hand_over_plan(
    act: Act,
    *,
    plan_id: Annotated[int, One("统筹检查安排")],
    paper: Annotated[str, Words("交付的文号、日期（主办单位文号）", 200)],
    other_plan: Annotated[str, Words("并入跨部门双随机计划的情况", 200)] = "",
) -> CheckPlan:
    """Hand each unit its list; approvals stay the units' own. Raises BadInput where something changed since the merge."""
    plan = act.lock(CheckPlan, plan_id)
    _require_merged(plan)
    told = words_of(act, paper, "交付的文号、日期", 200)
    if other := words_of(act, other_plan, "并入跨部门双随机计划的情况", 200, needed=False):
        told = f"{told}；{other}"[:200]
    for asked in PlanUnit.objects.filter(plan=plan).select_related("subject"):
        act.notify(f"检查安排已交付，请办理批准：{plan.title}"[:300], about=plan, unit=asked.subject.unit_id)
    return act.move(plan, CHECK_PLAN, paper_ref=told)


@action("inspections.plan.begin", "检查安排开始", who=TIMER_ONLY, deciding=of_plan("begin"))
def begin_plan(act: Act, *, plan_id: Annotated[int, One("统筹检查安排")]) -> CheckPlan:
    """Note that the first week of a plan has begun."""
    plan = act.lock(CheckPlan, plan_id)
    return plan if day_of(act.at) < monday_of(plan.first_day) else act.move(plan, CHECK_PLAN)


@action("inspections.plan.report", "结果汇总", who=OFFICE, deciding=of_plan("report"))
def report_plan(act: Act, *, plan_id: Annotated[int, One("统筹检查安排")]) -> CheckPlan:
    """Note that every part has its result. Raises BadInput naming the units whose results are missing."""
    plan = act.lock(CheckPlan, plan_id)
    left: dict[str, int] = defaultdict(int)
    rows = VisitPart.objects.filter(visit__plan=plan, visit__is_dropped=False)
    for body in rows.filter(state__in=("proposed", "agreed", "approved")).values_list(
        "subject__body", flat=True
    ):
        left[body] += 1
    if left:
        told = "、".join(f"{body} {count} 次" for body, count in left.items())
        raise BadInput(f"结果未报：{told}。", next_step="请单位报结果；没有去的，写明未开展的理由。")
    own = {"reported_by_seat": act.actor.seat_id, "reported_by_person": act.actor.person_id}
    return act.move(plan, CHECK_PLAN, **own)


@action(
    "inspections.plan.close",
    "结束检查安排",
    who=DIRECTOR,
    rule="安排由办公室主任结束，结果由另一席位、另一人汇总",
    deciding=of_plan("close"),
)
def close_plan(act: Act, *, plan_id: Annotated[int, One("统筹检查安排")]) -> CheckPlan:
    """Close a plan once every problem is settled or handed on. Raises BadInput, NotPermitted for who gathered it."""
    plan = act.lock(CheckPlan, plan_id)
    if act.actor.seat_id == plan.reported_by_seat or act.actor.person_id == plan.reported_by_person:
        raise NotPermitted(
            "结果是由你汇总的，不能由你结束。",
            rule="汇总和结束由两个席位、两个人办理",
            next_step="请办公室另一席位汇总，或由主任席位的另一人结束。",
        )
    open_ones = Finding.objects.filter(part__visit__plan=plan).exclude(state__in=HANDED_ON)
    left: dict[str, int] = defaultdict(int)
    for body in open_ones.values_list("part__subject__body", flat=True):
        left[body] += 1
    if left:
        told = "、".join(f"{body} {count} 个" for body, count in left.items())
        raise BadInput(f"问题还没有着落：{told}。", next_step="请发现单位登记整改、复查、移送或了结。")
    return act.move(plan, CHECK_PLAN, closed_at=act.at)
