"""The facts of a merged plan, loaded once from the tables, as `lianxi rules merged_checks` reads them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from lianxi.bodies.queries import in_force
from lianxi.inspections.models import (
    CapRule,
    CapUse,
    CheckItem,
    CheckPlan,
    CheckRequest,
    EnforcementSubject,
    MergeOrder,
    Officer,
    PlanUnit,
    VisitPart,
)
from lianxi.inspections.rules.merge_guards import MergingFacts
from lianxi.inspections.rules.plans import MERGE_ORDER, valid_weeks, weeks_of_plan, window_of
from lianxi.inspections.rules.requests import COUNTED


def plan_facts(plan: CheckPlan, requests: Sequence[CheckRequest]) -> dict[str, Any]:
    """Give the facts of a plan: weeks by number, subjects by name, requests by id, levels and caps as published."""
    weeks = weeks_of_plan(plan.first_day, plan.last_day)
    subjects = {
        row.pk: row for row in EnforcementSubject.objects.filter(pk__in={one.subject_id for one in requests})
    }
    items = published_items(subjects, plan.first_day)
    return {
        "weeks": list(range(1, len(weeks) + 1)),
        "units": _units(plan, requests, subjects, weeks),
        "requests": [_request(one, subjects, items, weeks) for one in requests],
        "designated": {
            code: item.checked_by for (_subject, code), item in sorted(items.items()) if item.checked_by
        },
        "system_caps": {
            row.system: row.number
            for row in CapRule.objects.filter(
                conference_id=plan.conference_id, year=plan.first_day.year, is_ended=False
            ).order_by("pk")
        },
    }


def merging_facts(plan: CheckPlan, _day: date) -> MergingFacts:
    """Load what decides whether a plan may be merged."""
    silent = PlanUnit.objects.filter(plan=plan, answered_at=None).order_by("pk")
    is_ordered = MergeOrder.objects.filter(plan=plan, state=MERGE_ORDER.initial).exists()
    return MergingFacts(plan.state, tuple(silent.values_list("subject__body", flat=True)), is_ordered)


def published_items(subjects: Mapping[int, object], day: date) -> dict[tuple[int, str], CheckItem]:
    """Return the items on the published lists of subjects on a day, by subject and code."""
    rows = CheckItem.objects.filter(subject_id__in=list(subjects), published_on__lte=day)
    standing = [row for row in rows.order_by("pk") if row.ends_before is None or row.ends_before > day]
    return {(row.subject_id, row.code): row for row in standing}


def used_at(
    subject_ids: Sequence[int], firms: set[str], year: int, *, beside: int
) -> Counter[tuple[int, str]]:
    """Count the counted checks of subjects at firms in a year: as told, and as done in other plans kept here."""
    used: Counter[tuple[int, str]] = Counter()
    for row in CapUse.objects.filter(subject_id__in=subject_ids, year=year):
        if row.firm in firms:
            used[row.subject_id, row.firm] += row.count
    counted = CheckRequest.objects.filter(
        visit=OuterRef("visit"), subject=OuterRef("subject"), type__in=COUNTED, placed="scheduled"
    )
    done = VisitPart.objects.filter(
        Exists(counted), subject_id__in=subject_ids, state="done", visit__week__year=year
    ).exclude(visit__plan_id=beside)
    for subject_id, firm in done.values_list("subject_id", "visit__firm"):
        if firm in firms:
            used[subject_id, firm] += 1
    return used


def _units(
    plan: CheckPlan,
    requests: Sequence[CheckRequest],
    subjects: Mapping[int, EnforcementSubject],
    weeks: Sequence[date],
) -> dict[str, Any]:
    firms: dict[str, str] = {one.firm: one.division for one in requests}
    used = used_at(list(subjects), set(firms), plan.first_day.year, beside=plan.pk)
    officers: dict[int, list[Officer]] = defaultdict(list)
    for row in Officer.objects.filter(subject_id__in=list(subjects), ends_before__isnull=True).order_by("pk"):
        officers[row.subject_id].append(row)
    return {
        subject.body: {
            "kind": subject.kind if subject.kind in ("enforcement", "union", "owner") else "other",
            "system": subject.system,
            "level": subject.level,
            "jurisdiction": [firm for firm, area in firms.items() if area in subject.areas]
            if subject.areas
            else "all",
            "cap": subject.cap,
            "used": {firm: count for (pk, firm), count in sorted(used.items()) if pk == subject.pk},
            "officers": [
                {"id": str(one.pk), "valid_until": valid_weeks(weeks, one.valid_until)}
                for one in officers[subject.pk]
            ],
            "visits_per_week": subject.visits_per_week,
        }
        for subject in subjects.values()
    }


def _request(
    one: CheckRequest,
    subjects: Mapping[int, EnforcementSubject],
    items: Mapping[tuple[int, str], CheckItem],
    weeks: Sequence[date],
) -> dict[str, Any]:
    return {
        "id": f"{one.pk:09}",
        "unit": subjects[one.subject_id].body,
        "firm": one.firm,
        "item": one.item_code,
        "window": list(window_of(weeks, one.first_day, one.last_day) or (1, 1)),
        "type": one.type,
        "mode": one.mode,
        "published": (one.subject_id, one.item_code) in items,
        "approved": bool(one.approval),
        "filed": bool(one.filing),
    }


def subjects_in_force(conference_id: int, day: date) -> list[EnforcementSubject]:
    """List the subjects of a conference on a day, in the order in which they were entered."""
    rows = EnforcementSubject.objects.filter(in_force(day), conference_id=conference_id)
    return list(rows.select_related("unit").order_by("pk"))
