"""Reads of merged checks, cut to what a seat sees: plans, requests, overlaps, visits, subjects, what is known of a firm."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from lianxi.bodies.queries import in_force
from lianxi.bodies.queries.own import own
from lianxi.core.actors import Actor
from lianxi.inspections.facts import used_at
from lianxi.inspections.models import (
    CapRule,
    CapUse,
    CheckedPost,
    CheckItem,
    CheckPlan,
    CheckRequest,
    EnforcementSubject,
    Finding,
    MergeOrder,
    Officer,
    PlanUnit,
    Visit,
    VisitPart,
)
from lianxi.inspections.rules.outcomes import BeforeAfter, Found, Post, Rate, compare_posts, rectification
from lianxi.inspections.rules.plans import WEEK, weeks_of_plan
from lianxi.inspections.rules.requests import COUNTED
from lianxi.journal.sight import seen

PAGE = 50
# Firms and visits that a page shows at once; the whole is in the file.
SHOWN = 200


def list_plans(actor: Actor, before: int | None = None) -> list[CheckPlan]:
    """List the plans that a seat sees, the newest first, one more than a page."""
    rows = seen(actor, CheckPlan.objects.filter(conference_id=actor.conference_id or 0))
    return list(
        (rows if before is None else rows.filter(pk__lt=before)).order_by("-pk").distinct()[: PAGE + 1]
    )


def find_plan(actor: Actor, pk: int) -> CheckPlan | None:
    """Find a plan that the seat sees."""
    return own(CheckPlan, actor, pk)


def last_order(actor: Actor, plan_id: int) -> MergeOrder | None:
    """Find the newest order to merge a plan, for who sees it."""
    return seen(actor, MergeOrder.objects.filter(plan_id=plan_id)).order_by("-pk").first()


def list_asked(plan_id: int) -> list[PlanUnit]:
    """List the subjects that a plan asked, in their order."""
    return list(
        PlanUnit.objects.filter(plan_id=plan_id).select_related("subject__unit").order_by("subject_id")
    )


def list_requests(actor: Actor, plan_id: int, placed: Iterable[str] = ()) -> list[CheckRequest]:
    """List the requests of a plan that a seat sees, those of some results only where they are named."""
    rows = seen(actor, CheckRequest.objects.filter(plan_id=plan_id))
    chosen = rows.filter(placed__in=list(placed)) if placed else rows
    return list(chosen.select_related("subject", "visit", "item", "plan").order_by("firm_name", "pk"))


def count_placed(actor: Actor, plan_id: int) -> dict[str, int]:
    """Count the requests of a plan that a seat sees by what became of them."""
    rows = seen(actor, CheckRequest.objects.filter(plan_id=plan_id)).order_by()
    return {row["placed"]: row["n"] for row in rows.values("placed").annotate(n=Count("pk"))}


@dataclass(slots=True)
class Overlap:
    """A firm that several units want to check: by unit its items, and the weeks that each could come."""

    firm: str
    name: str
    requests: list[CheckRequest] = field(default_factory=list)

    @property
    def subjects(self) -> list[str]:
        return list(dict.fromkeys(one.subject.body for one in self.requests))


def list_overlaps(actor: Actor, plan: CheckPlan) -> list[Overlap]:
    """List the firms that more than one unit asked for, as far as the seat sees the requests."""
    found: dict[str, Overlap] = {}
    for one in list_requests(actor, plan.pk):
        if one.placed != "withdrawn":
            found.setdefault(one.firm, Overlap(one.firm, one.firm_name)).requests.append(one)
    return [one for one in found.values() if len(one.subjects) > 1]


def weeks_asked(plan: CheckPlan, requests: Sequence[CheckRequest]) -> list[tuple[date, list[str]]]:
    """Give for each week of a plan the units that could come then."""
    found = []
    for monday in weeks_of_plan(plan.first_day, plan.last_day):
        could = [one for one in requests if one.first_day < monday + WEEK and one.last_day >= monday]
        found.append((monday, list(dict.fromkeys(one.subject.body for one in could))))
    return found


def list_visits(actor: Actor, plan_id: int) -> list[Visit]:
    """List the visits of a plan that a seat sees, by week."""
    rows = seen(actor, Visit.objects.filter(plan_id=plan_id, is_dropped=False)).select_related("lead")
    return list(rows.order_by("week", "number").distinct())


def parts_by_visit(visits: Iterable[int]) -> dict[int, list[VisitPart]]:
    """Give the parts that stand of visits, each with its subject."""
    found: dict[int, list[VisitPart]] = defaultdict(list)
    rows = VisitPart.objects.filter(visit_id__in=list(visits)).exclude(state="dropped")
    for row in rows.select_related("subject__unit", "visit__plan").order_by("subject_id"):
        found[row.visit_id].append(row)
    return found


def items_by_part(visits: Iterable[int]) -> dict[tuple[int, int], list[CheckRequest]]:
    """Give the requests that visits serve, by visit and subject."""
    found: dict[tuple[int, int], list[CheckRequest]] = defaultdict(list)
    rows = CheckRequest.objects.filter(visit_id__in=list(visits)).select_related("item", "subject")
    for row in rows.order_by("pk"):
        found[row.visit_id or 0, row.subject_id].append(row)
    return found


def caps_left(
    year: int, visits: Sequence[Visit], parts: Mapping[int, Sequence[VisitPart]]
) -> dict[tuple[int, str], int]:
    """Give what published caps leave once visits are made, by subject and firm; nothing where no cap is told."""
    firms = {one.pk: one.firm for one in visits}
    capped = {
        part.subject_id: part.subject.cap for rows in parts.values() for part in rows if part.subject.cap
    }
    used = used_at(list(capped), set(firms.values()), year, beside=next((one.plan_id for one in visits), 0))
    counted = CheckRequest.objects.filter(visit_id__in=list(firms), type__in=COUNTED, placed="scheduled")
    for subject_id, visit_id in set(counted.values_list("subject_id", "visit_id")):
        used[subject_id, firms[visit_id or 0]] += 1
    pairs = {(part.subject_id, firms[pk]) for pk, rows in parts.items() for part in rows}
    return {pair: max(0, capped[pair[0]] - used[pair]) for pair in pairs if pair[0] in capped}


def find_visit(actor: Actor, pk: int) -> Visit | None:
    """Find a visit that the seat sees."""
    return own(Visit, actor, pk, "plan", "lead__unit")


def list_findings(actor: Actor, visit: Visit) -> list[Finding]:
    """List the problems of a visit that a seat sees whole."""
    rows = seen(actor, Finding.objects.filter(part__visit=visit))
    return list(rows.select_related("part__subject", "to_unit", "obligation").order_by("pk").distinct())


def twice_found(visit: Visit) -> bool:
    """Tell whether two units noted the same fact at a visit: one act is fined once only."""
    facts: dict[str, set[int]] = defaultdict(set)
    for fact, subject_id in Finding.objects.filter(part__visit=visit).values_list("fact", "part__subject_id"):
        facts["".join(fact.split())].add(subject_id)
    return any(len(subjects) > 1 for subjects in facts.values())


def list_posts(actor: Actor, visit: Visit) -> list[CheckedPost]:
    """List the measured posts of a visit that a seat sees."""
    rows = seen(actor, CheckedPost.objects.filter(part__visit=visit))
    return list(rows.select_related("part__subject").order_by("pk").distinct())


def list_subjects(conference_id: int, day: date) -> list[EnforcementSubject]:
    """List the subjects in force on a day."""
    rows = EnforcementSubject.objects.filter(in_force(day), conference_id=conference_id)
    return list(rows.select_related("unit").annotate(item_count=Count("items", distinct=True)).order_by("pk"))


def find_subject(actor: Actor, pk: int) -> EnforcementSubject | None:
    """Find a subject of the seat's conference."""
    return own(EnforcementSubject, actor, pk, "unit")


def list_items_of(subject_id: int) -> list[CheckItem]:
    """List the items that stand on a subject's list."""
    return list(
        CheckItem.objects.filter(subject_id=subject_id, ends_before__isnull=True).order_by("code", "pk")
    )


def list_officers(subject_id: int) -> list[Officer]:
    """List the officers of a subject whose lines were not ended."""
    return list(
        Officer.objects.filter(subject_id=subject_id, ends_before__isnull=True)
        .select_related("subject")
        .order_by("valid_until", "pk")
    )


def list_cap_rules(conference_id: int, year: int) -> list[CapRule]:
    """List the published caps of whole lines of a year."""
    return list(
        CapRule.objects.filter(conference_id=conference_id, year=year, is_ended=False).order_by(
            "system", "pk"
        )
    )


def plans_to_begin(day: date) -> list[CheckPlan]:
    """List the plans that were handed over and whose first week has begun."""
    rows = CheckPlan.objects.filter(state="handed_over", first_day__lt=day + WEEK).order_by("pk")
    return [row for row in rows if weeks_of_plan(row.first_day, row.first_day)[0] <= day]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a plan: visits apart and merged, parts done and with problems, rectification, posts before and after.

    `unfounded` are case checks without complaint, clue or order number: they stand outside the cap.
    """

    merged: int
    separate: int
    parts: int
    done: int
    problems: Rate
    rectified: Rate
    posts: BeforeAfter
    cases: Rate
    by_measure: Mapping[str, int]


def outcome_of(plan: CheckPlan) -> Outcome:
    """Reckon what came of a plan over all its units, as counts only."""
    parts = VisitPart.objects.filter(visit__plan=plan, visit__is_dropped=False).exclude(state="dropped")
    told = parts.aggregate(
        n=Count("pk"), done=Count("pk", filter=Q(state="done") & ~Q(result="unchecked")),
        problems=Count("pk", filter=Q(state="done", result="problem")),
    )  # fmt: skip
    findings = Finding.objects.filter(part__visit__plan=plan).values_list("measure", "rectified_on")
    found = [Found(measure, rectified_on is not None) for measure, rectified_on in findings]
    posts = CheckedPost.objects.filter(part__visit__plan=plan).values_list("measured", "limit", "again")
    case_rows = CheckRequest.objects.filter(plan=plan, type="个案").exclude(placed="withdrawn")
    cases = case_rows.aggregate(n=Count("pk"), bare=Count("pk", filter=Q(case_ground="")))
    by_measure: dict[str, int] = defaultdict(int)
    for one in found:
        by_measure[one.measure] += 1
    return Outcome(
        Visit.objects.filter(plan=plan, is_dropped=False).count(), plan.separate, told["n"], told["done"],
        Rate(told["problems"], told["done"]), rectification(found), compare_posts(Post(*row) for row in posts),
        Rate(cases["bare"], cases["n"]), by_measure,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FirmChecks:
    """What a seat sees of the checks of a firm: its requests, the visits, problems, and what was used of caps."""

    requests: Sequence[CheckRequest]
    visits: Sequence[Visit]
    findings: Sequence[Finding]
    uses: Sequence[CapUse]

    @property
    def names(self) -> list[str]:
        return list(
            dict.fromkeys(
                [*(one.firm_name for one in self.visits), *(one.firm_name for one in self.requests)]
            )
        )


def checks_of_firm(actor: Actor, firm: str) -> FirmChecks:
    """Gather what a seat sees of the checks of a firm, by its key."""
    mine = {"conference_id": actor.conference_id or 0}
    requests = seen(actor, CheckRequest.objects.filter(**mine, firm=firm)).exclude(placed="withdrawn")
    visits = seen(actor, Visit.objects.filter(**mine, firm=firm, is_dropped=False))
    findings = seen(actor, Finding.objects.filter(**mine, part__visit__firm=firm))
    uses = seen(actor, CapUse.objects.filter(**mine, firm=firm))
    return FirmChecks(
        list(requests.select_related("subject", "plan").order_by("-pk")[:SHOWN]),
        list(visits.select_related("plan", "lead").order_by("-week", "-pk").distinct()[:SHOWN]),
        list(findings.select_related("part__subject", "part__visit").order_by("-pk").distinct()[:SHOWN]),
        list(uses.select_related("subject").order_by("-year", "subject_id")[:SHOWN]),
    )
