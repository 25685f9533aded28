"""The facts that decide on merged checks, loaded once for acts and pages: subjects, plans, visits, parts, problems."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from lianxi.core.guards import Guard, each, stands
from lianxi.core.refusals import BadInput
from lianxi.inspections.models import (
    CheckPlan,
    CheckRequest,
    EnforcementSubject,
    Finding,
    Officer,
    PlanUnit,
    Visit,
    VisitPart,
)
from lianxi.inspections.rules import check_guards as guards
from lianxi.inspections.rules.plans import CHECK_PLAN, FINDING
from lianxi.journal.acting import Act
from lianxi.journal.guards import Deciding, holding, holding_part

UNREPORTED = ("proposed", "agreed", "approved")
HANDED_ON = ("closed", "referred", "no_action")


def subject_facts(row: EnforcementSubject, _day: date | None = None) -> guards.SubjectFacts:
    """Give what decides on a subject."""
    return guards.SubjectFacts(row.body, row.unit_id, row.kind, row.ends_before)


def officer_facts(row: Officer, _day: date) -> guards.OfficerFacts:
    """Give what decides on an officer's line."""
    return guards.OfficerFacts(subject_facts(row.subject), row.ends_before is not None)


def count_changed(plan: CheckPlan) -> int:
    """Count the requests that changed since the last merge."""
    rows = CheckRequest.objects.filter(plan=plan)
    return rows.filter(placed="").count() + rows.filter(placed="withdrawn", visit__isnull=False).count()


def asked_facts_of(plan: CheckPlan, rows: Iterable[PlanUnit]) -> dict[int, guards.AskedFacts]:
    """Load what decides on the subjects of a plan at once, by the number of each."""
    is_proposed = plan.state == "proposed"
    changed = count_changed(plan) if is_proposed else 0
    is_awaited = is_proposed and VisitPart.objects.filter(visit__plan=plan, state="proposed").exists()
    return {
        row.pk: guards.AskedFacts(
            plan_state=plan.state,
            is_late=plan.is_late,
            subject=subject_facts(row.subject),
            is_nil=row.is_nil,
            has_agreed=row.agreed_at is not None,
            changed=changed,
            is_awaited=is_awaited,
        )
        for row in rows
    }


def asked_facts(row: PlanUnit, _day: date) -> guards.AskedFacts:
    """Load what decides on a subject of a plan."""
    return asked_facts_of(row.plan, [row])[row.pk]


def request_facts(row: CheckRequest, _day: date) -> guards.RequestFacts:
    """Give what decides on a request."""
    lacks = not row.approval or (row.type == "专项" and not row.filing)
    return guards.RequestFacts(row.plan.state, subject_facts(row.subject), row.placed, row.mode, lacks)


def check_plan_facts(plan: CheckPlan, _day: date) -> guards.PlanFacts:
    """Load what decides on the next step of a plan; what only a later step asks is not counted."""
    unreported: Counter[str] = Counter()
    if plan.state in guards.GOING:
        parts = VisitPart.objects.filter(visit__plan=plan, visit__is_dropped=False, state__in=UNREPORTED)
        unreported.update(parts.order_by("pk").values_list("subject__body", flat=True))
    unsettled: Counter[str] = Counter()
    if plan.state == "reported":
        left = Finding.objects.filter(part__visit__plan=plan).exclude(state__in=HANDED_ON)
        unsettled.update(left.order_by("pk").values_list("part__subject__body", flat=True))
    return guards.PlanFacts(
        plan.state,
        count_changed(plan) if plan.state == "agreed" else 0,
        unreported,
        unsettled,
        (plan.reported_by_seat, plan.reported_by_person),
    )


def visit_facts(row: Visit, _day: date) -> guards.VisitFacts:
    """Load what decides on a visit."""
    parts = list(VisitPart.objects.filter(visit=row).select_related("subject"))
    others = {
        one.subject_id
        for one in parts
        if one.state != "dropped" and one.subject.kind == guards.ENFORCING and one.subject_id != row.lead_id
    }
    return guards.VisitFacts(
        plan_state=row.plan.state,
        is_dropped=row.is_dropped,
        has_code=bool(row.firm_code),
        lead=subject_facts(row.lead),
        unit_ids=frozenset(one.subject.unit_id for one in parts),
        other_leads=len(others),
    )


def part_facts(row: VisitPart, _day: date) -> guards.PartFacts:
    """Give what decides on a unit's part of a visit."""
    plan = row.visit.plan
    return guards.PartFacts(row.state, plan.state, plan.is_late, subject_facts(row.subject), row.result)


def finding_facts(row: Finding, _day: date) -> guards.FindingFacts:
    """Give what decides on a problem."""
    subject = subject_facts(row.part.subject)
    return guards.FindingFacts(row.state, subject, row.recheck_result, bool(row.case_no or row.order_no))


def on_subject(*decide: Guard) -> Deciding:
    """Let guards decide on the subject that the payload names."""
    return Deciding(holding(EnforcementSubject, "subject_id"), subject_facts, each(*decide))


def on_officer(*decide: Guard) -> Deciding:
    """Let guards decide on the officer's line that the payload names."""
    return Deciding(holding(Officer, "officer_id"), officer_facts, each(*decide))


def _asked(act: Act, payload: Mapping[str, Any]) -> PlanUnit:
    """Hold a plan and give the place of a subject in it. Raises BadInput for a subject that was not asked."""
    plan = act.lock(CheckPlan, payload["plan_id"])
    rows = PlanUnit.objects.select_related("subject").filter(plan=plan, subject_id=payload["subject_id"])
    row: PlanUnit | None = rows.first()
    if row is None:
        raise BadInput("这个单位不在安排里。", next_step="请在商请的单位中选择。")
    row.plan = plan
    return row


def on_asked(*decide: Guard) -> Deciding:
    """Let guards decide on the subject of a plan that the payload names; the plan is held."""
    return Deciding(_asked, asked_facts, each(*decide))


def on_request(*decide: Guard) -> Deciding:
    """Let guards decide on a request of an open plan; its plan is held first."""
    hold = holding_part(CheckRequest, "request_id", CheckPlan, "plan_id")
    return Deciding(hold, request_facts, each(guards.is_open, guards.own, guards.not_withdrawn, *decide))


def on_plan(verb: str, *decide: Guard) -> Deciding:
    """Decide on a step of a plan by its state and by what is left to do."""
    state = stands(CHECK_PLAN, f"inspections.plan.{verb}")
    return Deciding(holding(CheckPlan, "plan_id"), check_plan_facts, each(state, *decide))


def on_visit(*decide: Guard) -> Deciding:
    """Let guards decide on the visit that the payload names."""
    return Deciding(holding(Visit, "visit_id"), visit_facts, each(*decide))


def on_part(*decide: Guard) -> Deciding:
    """Let guards decide on a unit's own part of a visit."""
    return Deciding(holding(VisitPart, "part_id"), part_facts, each(guards.own, *decide))


def on_finding(verb: str, *decide: Guard) -> Deciding:
    """Decide on a step of a problem by its state and by which unit found it."""
    state = stands(FINDING, f"inspections.finding.{verb}")
    return Deciding(holding(Finding, "finding_id"), finding_facts, each(state, guards.found_it, *decide))
