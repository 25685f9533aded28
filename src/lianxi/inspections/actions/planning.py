"""Merging the units' requests into visits, the units' word on it, handing it over, and its end."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS, SeatKind
from lianxi.core.canonical import canonical
from lianxi.core.fields import One, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.inspections.actions.entering import words_of
from lianxi.inspections.actions.subjects import require_own
from lianxi.inspections.facts import plan_facts, published_items
from lianxi.inspections.models import (
    CheckPlan,
    CheckRequest,
    EnforcementSubject,
    Finding,
    PlanUnit,
    Visit,
    VisitPart,
)
from lianxi.inspections.rules.judging import judge_text
from lianxi.inspections.rules.plans import CHECK_PLAN, PART, monday_of, weeks_of_plan
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, on

DIRECTOR = frozenset({SeatKind.OFFICE_DIRECTOR})
LIVE = ("proposed", "agreed", "approved", "done", "not_done")
HANDED_ON = ("closed", "referred", "no_action")


def of_plan(verb: str) -> Deciding:
    """Let a step of a plan be taken from the states that its machine names."""
    return on(CheckPlan, "plan_id", stands(CHECK_PLAN, f"inspections.plan.{verb}"))


@dataclass
class Placing:
    """The rules' answer read for the tables: what became of each request, and who visits which firm in which week."""

    placed: dict[int, tuple[str, str]] = field(default_factory=dict)
    visits: dict[tuple[str, date], dict[int, set[int]]] = field(default_factory=dict)

    def read(
        self, answer: Mapping[str, Any], weeks: Sequence[date], requests: Mapping[int, CheckRequest]
    ) -> None:
        """Take up an answer of `rules.judging.judge`."""
        self.placed = dict.fromkeys(requests, ("waiting", ""))
        for one in answer["refused"]:
            self.placed[int(one["id"])] = ("refused", one["reason"])
        for one in answer["unscheduled"] or ():
            self.placed[int(one["id"])] = ("waiting", one["reason"])
        groups = {
            "desk": "desk",
            "attached": "attached",
            "not_attached": "not_attached",
            "owner_checks": "owner",
        }
        for key, word in groups.items():
            self.placed |= {int(id_): (word, "") for id_ in answer[key]}
        for one in answer["example"]:
            own: dict[int, set[int]] = defaultdict(set)
            for id_ in one["requests"]:
                own[requests[int(id_)].subject_id].add(int(id_))
                self.placed[int(id_)] = ("scheduled", "")
            self.visits[one["firm"], weeks[one["week"] - 1]] = dict(own)


@action("inspections.plan.merge", "合并检查", who=OFFICE, deciding=of_plan("merge"))
def merge_plan(act: Act, *, plan_id: Annotated[int, One("统筹检查安排")]) -> CheckPlan:
    """Merge the requests by the function of `lianxi rules merged_checks`; parts that stay the same keep their word.

    Raises BadInput while a unit has neither handed in its plan nor said that it has none.
    """
    plan = act.lock(CheckPlan, plan_id)
    silent = PlanUnit.objects.filter(plan=plan, answered_at=None).values_list("subject__body", flat=True)
    if names := "、".join(silent.order_by("pk")):
        raise BadInput(
            f"还没有报送计划，也没有报无：{names}。",
            rule="互通信息、相互配合（不以沉默视为没有）",
            next_step="请联系这些单位；没有席位的由其上级或办公室代录。",
        )
    every = list(CheckRequest.objects.filter(plan=plan).order_by("pk"))
    asking = {row.pk: row for row in every if row.placed != "withdrawn"}
    answer = act.read(judge_text, canonical(plan_facts(plan, list(asking.values()))))
    placing = Placing()
    placing.read(answer, weeks_of_plan(plan.first_day, plan.last_day), asking)
    where = _settle_visits(act, plan, placing, every)
    _note_requests(act, plan, placing, every, where)
    return act.move(
        plan,
        CHECK_PLAN,
        round=plan.round + 1,
        separate=answer["separate_visits"],
        is_certain=answer["unscheduled"] is not None,
        merged_at=act.at,
    )


def _settle_visits(
    act: Act, plan: CheckPlan, placing: Placing, every: Sequence[CheckRequest]
) -> dict[tuple[str, date], Visit]:
    """Keep visits and parts that stay the same, drop the others, make new ones."""
    visits = {
        (row.firm, row.week): row for row in Visit.objects.filter(plan=plan, is_dropped=False).order_by("pk")
    }
    former: dict[tuple[int, int], set[int]] = defaultdict(set)
    for row in every:
        if row.visit_id is not None and row.placed != "withdrawn":
            former[row.visit_id, row.subject_id].add(row.pk)
    kept: set[tuple[int, int]] = set()
    dropped: list[tuple[VisitPart, dict[str, Any]]] = []
    changed: set[int] = set()
    for part in VisitPart.objects.filter(
        visit__in=visits.values(), state__in=("proposed", "agreed")
    ).select_related("visit"):
        wanted = placing.visits.get((part.visit.firm, part.visit.week), {}).get(part.subject_id)
        if wanted is not None and wanted == former[part.visit_id, part.subject_id]:
            kept.add((part.visit_id, part.subject_id))
        else:
            dropped.append((part, {}))
            changed.add(part.subject_id)
    if dropped:
        act.move_batch(dropped, PART)
    gone = [(row, {"is_dropped": True}) for key, row in visits.items() if key not in placing.visits]
    if gone:
        act.change_batch(gone)
    _make_visits(act, plan, placing, visits, every)
    made = [
        VisitPart(conference_id=act.chain, visit=visits[key], subject_id=subject_id, state=PART.initial)
        for key, parts in placing.visits.items()
        for subject_id in sorted(parts)
        if (visits[key].pk, subject_id) not in kept
    ]
    if made:
        act.create_batch(made)
    _ask_again(act, plan, changed | {part.subject_id for part in made})
    return {key: row for key, row in visits.items() if key in placing.visits}


def _make_visits(
    act: Act,
    plan: CheckPlan,
    placing: Placing,
    visits: dict[tuple[str, date], Visit],
    every: Sequence[CheckRequest],
) -> None:
    firms = {row.firm: row for row in every}
    subjects = EnforcementSubject.objects.filter(pk__in={row.subject_id for row in every})
    rank = {row.pk: (row.system != "health", row.pk) for row in subjects}
    last = max((row.number for row in Visit.objects.filter(plan=plan)), default=0)
    new = sorted((key for key in placing.visits if key not in visits), key=lambda key: (key[1], key[0]))
    made = []
    for number, (firm, week) in enumerate(new, last + 1):
        told = firms[firm]
        # The lead is proposed: health where it comes along, else who was entered first (设定，待确认).
        lead = min(placing.visits[firm, week], key=lambda pk: rank[pk])
        made.append(
            Visit(conference_id=act.chain, plan=plan, number=number, firm=firm, firm_name=told.firm_name,
                  firm_code=told.firm_code, division=told.division, place=told.place, week=week, lead_id=lead)
        )  # fmt: skip
    if made:
        act.create_batch(made)
    visits |= {(row.firm, row.week): row for row in made}


def _ask_again(act: Act, plan: CheckPlan, subject_ids: set[int]) -> None:
    """Ask the units whose parts are new or gone for their word."""
    for asked in PlanUnit.objects.filter(plan=plan, subject_id__in=subject_ids).select_related("subject"):
        act.change(asked, agreed_at=None, agreed_by="")
        act.notify(
            f"请确认检查安排中本单位的部分：{plan.title}"[:300], about=plan, unit=asked.subject.unit_id
        )


def _note_requests(
    act: Act,
    plan: CheckPlan,
    placing: Placing,
    every: Sequence[CheckRequest],
    where: Mapping[tuple[str, date], Visit],
) -> None:
    visit_of = {
        pk: where[key] for key, parts in placing.visits.items() for pks in parts.values() for pk in pks
    }
    first: dict[str, Visit] = {}
    for (firm, _week), visit in sorted(where.items(), key=lambda one: one[0][1], reverse=True):
        first[firm] = visit
    items = published_items({row.subject_id: None for row in every}, plan.first_day)
    pairs = []
    for row in every:
        word, reason = placing.placed.get(row.pk, ("withdrawn", ""))
        where_to = first.get(row.firm) if word == "attached" else visit_of.get(row.pk)
        item = items.get((row.subject_id, row.item_code))
        pairs.append((row, {"placed": word, "reason": reason, "visit_id": where_to.pk if where_to else None,
                            "item_id": item.pk if item else None}))  # fmt: skip
    if pairs:
        act.change_batch(pairs)


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
