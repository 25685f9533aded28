"""Reads of single events for their pages, and the short lists that stand on them."""

from collections.abc import Iterable
from datetime import datetime

from lianxi.core.actors import Actor
from lianxi.incidents.models import FollowUp, Incident, IncidentStep, Measure, ResponseGroup
from lianxi.incidents.queries.lists import visible
from lianxi.incidents.rules.machines import ENDED


def find_incident(actor: Actor, pk: int) -> Incident | None:
    """Find an event that a seat may see, with its parent and its report."""
    return visible(actor).select_related("parent", "paper", "conference").filter(pk=pk).first()


def list_running(actor: Actor, but: int = 0, most: int = 20) -> list[Incident]:
    """List the events under way that a seat may see, the latest first; `but` leaves one out."""
    return list(visible(actor).exclude(state__in=ENDED).exclude(pk=but).order_by("-pk")[:most])


def told_between(actor: Actor, after: datetime, until: datetime) -> list[Incident]:
    """List the events a seat may see that were told of after one moment and not after another, the latest first."""
    return list(visible(actor).filter(told_at__gt=after, told_at__lte=until).order_by("-pk"))


def list_steps(incidents: Iterable[int]) -> list[IncidentStep]:
    """List the steps of some events as they happened."""
    return list(IncidentStep.objects.filter(incident__in=incidents).order_by("happened_at", "pk"))


def list_groups(incidents: Iterable[int]) -> list[ResponseGroup]:
    """List the groups that were set up for some events, with their units."""
    rows = ResponseGroup.objects.filter(incident__in=incidents).select_related("lead_unit")
    return list(rows.prefetch_related("units__unit").order_by("pk"))


def list_measures(incidents: Iterable[int]) -> list[Measure]:
    """List the measures that authorities took for some events, as they happened."""
    return list(Measure.objects.filter(incident__in=incidents).order_by("happened_at", "pk"))


def list_follow_ups(incidents: Iterable[int]) -> list[FollowUp]:
    """List what is followed up after some events, with its obligation."""
    rows = FollowUp.objects.filter(incident__in=incidents).select_related("unit", "obligation")
    return list(rows.order_by("pk"))
