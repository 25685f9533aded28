"""Reads of supervision: the office, the conveners and the lead see all of it, others title and state."""

from datetime import date

from django.db.models import QuerySet

from lianxi.core.actors import CONVENERS, Actor
from lianxi.inspections.models import (
    Mandate,
    RectItem,
    Supervision,
    SupervisionResult,
    SupervisionStep,
    TeamUnit,
)
from lianxi.inspections.rules.machines import ITEM

PAGE = 50
RUNNING = ("mandated", "planned", "announced", "on_site")


def visible(actor: Actor) -> QuerySet[Supervision]:
    """Return the supervisions of the seat's conference."""
    return Supervision.objects.filter(conference_id=actor.conference_id or 0)


def list_supervisions(actor: Actor, before: int | None = None) -> list[Supervision]:
    """List the supervisions, the newest first, one more than a page."""
    rows = visible(actor).select_related("lead_unit").defer("plan", "report", "conclusion")
    return list((rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")[: PAGE + 1])


def find_supervision(actor: Actor, pk: int) -> Supervision | None:
    """Find a supervision of the seat's conference."""
    return visible(actor).select_related("lead_unit", "conference").filter(pk=pk).first()


def sees_details(actor: Actor, row: Supervision) -> bool:
    """Tell whether a seat sees more of a supervision than its title and state."""
    in_charge = actor.is_office or actor.kind in CONVENERS
    if in_charge or actor.unit_id is None:
        return in_charge
    return actor.unit_id == row.lead_unit_id or row.team.filter(unit_id=actor.unit_id).exists()


def list_mandates(row: Supervision) -> list[Mandate]:
    """List the designations entered for a supervision."""
    return list(row.mandates.select_related("unit").order_by("pk"))


def list_steps(row: Supervision) -> list[SupervisionStep]:
    """List the steps of a supervision."""
    return list(row.steps.order_by("happened_on", "pk"))


def list_team(row: Supervision) -> list[TeamUnit]:
    """List the units of a supervision's team, those that left too."""
    return list(row.team.select_related("unit").order_by("pk"))


def list_items(row: Supervision) -> list[RectItem]:
    """List what a supervision asks to put right."""
    return list(row.items.select_related("unit", "obligation").order_by("pk"))


def list_results(row: Supervision) -> list[SupervisionResult]:
    """List what a supervision proposed, with the answers."""
    return list(row.results.order_by("proposed_on", "pk"))


def told_of(row: Supervision) -> str:
    """Say in one line what came of a supervision: its items by outcome, and its proposals."""
    states = list(row.items.values_list("state", flat=True))
    told = [f"{ITEM.labels[state]} {states.count(state)} 项" for state in ITEM.labels if state in states]
    made = list(row.results.exclude(kind="clue").values_list("state", flat=True))
    parts = [f"整改事项 {len(states)} 项" + (f"（{'、'.join(told)}）" if told else "")]
    if made:
        parts.append(f"提出建议 {len(made)} 件，采纳 {made.count('taken')} 件")
    return "；".join(parts)


def over_term(day: date) -> list[Supervision]:
    """List the supervisions that run and whose term is over on a day."""
    rows = Supervision.objects.filter(state__in=RUNNING, mandates__read_at__isnull=False)
    return list(rows.filter(mandates__ends_on__lt=day).distinct().order_by("pk"))
