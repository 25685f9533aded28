"""Merging the units' requests into visits: the office orders it, the worker carries it out, whole or not at all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Annotated, Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from lianxi.core.actors import OFFICE, TIMER_ONLY, timer_of
from lianxi.core.canonical import canonical
from lianxi.core.ending import is_asked_to_end
from lianxi.core.fields import One, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import Busy, Conflict, Refusal
from lianxi.inspections.facts import merging_facts, plan_facts, published_items
from lianxi.inspections.models import (
    CheckPlan,
    CheckRequest,
    EnforcementSubject,
    MergeOrder,
    PlanUnit,
    Visit,
    VisitPart,
)
from lianxi.inspections.rules.judging import judge_text
from lianxi.inspections.rules.merge_guards import all_answered, none_waits
from lianxi.inspections.rules.plans import CHECK_PLAN, MERGE_ORDER, PART, weeks_of_plan
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding, on

BY_WORKER = "由后台程序按办公室的要求办理"
MERGING = on(
    CheckPlan, "plan_id", stands(CHECK_PLAN, "inspections.merge.record"), all_answered, none_waits,
    facts=merging_facts,
)  # fmt: skip


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


@action("inspections.plan.merge", "合并检查", who=OFFICE, deciding=MERGING)
def merge_plan(act: Act, *, plan_id: Annotated[int, One("统筹检查安排")]) -> MergeOrder:
    """Have the worker merge the requests as they stand now; the plan's page shows what comes of it."""
    plan = act.lock(CheckPlan, plan_id)
    order = MergeOrder(conference_id=act.chain, plan=plan, ordered_at=act.at, by=act.actor.label)
    order.mark, order.state = mark_of(facts_now(plan)), MERGE_ORDER.initial
    act.create(order)
    act.subject = record_name(plan)
    # Once it is stored: a worker takes it up within seconds. A task that is lost is made up for by the day's work.
    transaction.on_commit(partial(merge_in_background.enqueue, order.pk))
    return order


def _on_order(verb: str) -> Deciding:
    return on(MergeOrder, "order_id", stands(MERGE_ORDER, f"inspections.merge.{verb}"))


@action(
    "inspections.merge.record", "登记合并结果", who=TIMER_ONLY, rule=BY_WORKER, deciding=_on_order("record")
)
def record_merge(act: Act, *, order_id: Annotated[int, One("合并要求")]) -> CheckPlan:
    """Merge by the function of `lianxi rules merged_checks`, outside the transaction; parts that stay keep their word.

    Raises WrongState or Conflict where the plan went on, or its facts were changed, since the order.
    """
    order = act.lock(MergeOrder, order_id)
    plan = act.lock(CheckPlan, order.plan_id)
    act.subject = record_name(plan)
    CHECK_PLAN.step(act.action, plan.state)
    facts = facts_now(plan)
    if mark_of(facts) != order.mark:
        raise Conflict(
            "要求合并以后，请求、事项、人员或上限有改动，没有合并。",
            rule="合并以要求时的数据为准，不在办理中途换数据",
            next_step="请核对后再次合并。",
        )
    answer = act.read(judge_text, facts)
    every = list(CheckRequest.objects.filter(plan=plan).order_by("pk"))
    placing = Placing()
    asking = {row.pk: row for row in every if row.placed != "withdrawn"}
    placing.read(answer, weeks_of_plan(plan.first_day, plan.last_day), asking)
    where = _settle_visits(act, plan, placing, every)
    _note_requests(act, plan, placing, every, where)
    told = f"合并为 {len(placing.visits)} 次进厂，各查各的要 {answer['separate_visits']} 次"
    act.move(order, MERGE_ORDER, told=told)
    act.notify(f"{told}：{plan.title}"[:300], about=plan, office=True)
    own = {"separate": answer["separate_visits"], "is_certain": answer["unscheduled"] is not None}
    return act.move(plan, CHECK_PLAN, round=plan.round + 1, merged_at=act.at, **own)


@action(
    "inspections.merge.fail", "登记没有合并成", who=TIMER_ONLY, rule=BY_WORKER, deciding=_on_order("fail")
)
def fail_merge(
    act: Act, *, order_id: Annotated[int, One("合并要求")], told: Annotated[str, Words("原因", 300)]
) -> MergeOrder:
    """Note why an ordered merge was not made; nothing of it was stored."""
    order = act.lock(MergeOrder, order_id)
    act.notify(f"没有合并成：{order.plan.title}"[:300], about=order.plan, office=True)
    return act.move(order, MERGE_ORDER, told=told[:300])


def facts_now(plan: CheckPlan) -> str:
    """Give the facts of a plan as one text, from which the rules answer and by which a change is known."""
    rows = CheckRequest.objects.filter(plan=plan).exclude(placed="withdrawn").order_by("pk")
    return canonical(plan_facts(plan, list(rows)))


def mark_of(facts: str) -> str:
    """Give the hash by which changed facts are known."""
    return sha256(facts.encode()).hexdigest()


@task()  # type: ignore[untyped-decorator,unused-ignore]
def merge_in_background(order_id: int) -> None:
    """Carry out one order, if it still waits."""
    _carry_out(order_id, timezone.now())


def merge_as_ordered(at: datetime) -> int:
    """Carry out the orders that wait, also those whose worker was stopped; give how many were tried."""
    waiting = list(
        MergeOrder.objects.filter(state=MERGE_ORDER.initial).order_by("pk").values_list("pk", flat=True)
    )
    for pk in waiting:
        _carry_out(pk, at)
    return len(waiting)


def _carry_out(order_id: int, at: datetime) -> None:
    """Merge as ordered; a refusal is kept with the order, unless another worker did it or the database was busy."""
    waiting = MergeOrder.objects.filter(pk=order_id, state=MERGE_ORDER.initial)
    order = waiting.first()
    if order is None:
        return
    timer = timer_of(order.conference_id)
    try:
        record_merge(timer, at, order_id=order_id)
    except Busy:
        return
    except Refusal as refusal:
        if waiting.exists():
            fail_merge(timer, at, order_id=order_id, told=refusal.sentence()[:300])
    except Exception:
        if not is_asked_to_end():  # a stopped worker leaves the order for the next
            fail_merge(
                timer,
                at,
                order_id=order_id,
                told="合并时程序出错，没有保存任何数据。请管理员查看服务的输出。",
            )
        raise


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
