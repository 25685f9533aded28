"""Whose the projects are: units to which the document gives a part of the mechanism; others see counts."""

from django.db.models import Q

from lianxi.bodies.models import Membership, Unit
from lianxi.core.actors import Actor
from lianxi.projects.rules.data import all_units, health_addresses


def in_mechanism(actor: Actor) -> Q:
    """Return the condition that a row's conference gives the actor's unit a part of the mechanism."""
    own = Membership.objects.filter(unit_id=actor.unit_id or 0, conference_id=actor.conference_id or 0)
    named = own.filter(Q(unit__name__in=all_units()) | Q(unit__aliases__text__in=all_units()))
    return Q(conference__in=named.values("conference"))


def is_health(actor: Actor) -> bool:
    """Tell whether an actor's unit is the one that judges, by a document's own name for it."""
    named = {address.unit for address in health_addresses()}
    own = Unit.objects.filter(pk=actor.unit_id or 0).filter(Q(name__in=named) | Q(aliases__text__in=named))
    return own.exists()
