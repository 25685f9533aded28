"""Which projects a run has to look at: a signal has come and its fact has not, or a gap of theirs is still open.

The rules decide; this only leaves out, by the same table of rules, those of which nothing can be said.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from lianxi.projects.models import Project, ProjectGap
from lianxi.projects.rules.data import GapRule, gap_rules
from lianxi.projects.rules.gaps import BUILDING, PRODUCING
from lianxi.projects.rules.risk import is_listed

_PATHS = {
    "": Q(),
    "plain": Q(medical_radiation="none"),
    "radiation": ~Q(medical_radiation="none"),
    "severe_radiation": Q(medical_radiation="severe"),
}
_SIGNALS = {BUILDING: ("permit_on", "started_on"), PRODUCING: ("production_on",)}


def with_industries(rows: QuerySet[Project]) -> QuerySet[Any]:
    """Annotate projects with their industries as the database writes them, `told`."""
    found: QuerySet[Any] = rows.annotate(told=Cast("industries", TextField()))
    return found


def industries_told(conference_id: int, *, listed: bool) -> Sequence[str]:
    """Give the ways in which industries stand in a register, of which one is in the catalogue, or none."""
    rows = with_industries(Project.objects.filter(conference_id=conference_id))
    texts = rows.order_by("told").values_list("told", flat=True).distinct()
    return [text for text in texts if any(is_listed(code) for code in json.loads(text)) is listed]


def may_lack(conference_id: int, day: date) -> QuerySet[Project]:
    """Return the projects of which a rule may say something on a day, and those with an open gap."""
    unlisted = industries_told(conference_id, listed=False)
    lacking = Q(
        pk__in=ProjectGap.objects.filter(conference_id=conference_id, closed_on=None).values("project")
    )
    for rule in gap_rules().values():
        lacking |= (
            _PATHS[rule.applies] & _came(rule, day) & _absent(rule, day, unlisted) & ~Q(status="cancelled")
        )
    return with_industries(Project.objects.filter(conference_id=conference_id)).filter(lacking)


def _came(rule: GapRule, day: date) -> Q:
    found = Q()
    for name in _SIGNALS.get(rule.signal, (rule.signal,)):
        found |= Q(**{f"{name}__lte": day})
    return found


def _absent(rule: GapRule, day: date, unlisted: Sequence[str]) -> Q:
    if rule.gap == "not_judged":
        return Q(hazard="unknown", told__in=unlisted)
    if rule.fact == "hazard":
        return Q(hazard="no")
    return ~Q(hazard="no") & (Q(**{f"{rule.fact}__isnull": True}) | Q(**{f"{rule.fact}__gt": day}))
