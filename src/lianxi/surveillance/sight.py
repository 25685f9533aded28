"""Whose rows of surveillance are, where no column names a unit: by the seat that sent them, by what was warned of."""

from django.db.models import Q

from lianxi.bodies.models import Seat
from lianxi.core.actors import Actor
from lianxi.surveillance.models import WarnedUnit


def own_batches(actor: Actor) -> Q:
    """Return the condition that a batch was sent from a seat of the actor's unit."""
    return Q(seat_id__in=Seat.objects.filter(unit_id=actor.unit_id or 0).values("pk"))


def employers_told(actor: Actor) -> Q:
    """Return the condition that an employer stands in a signal that the actor's unit was warned of."""
    told = WarnedUnit.objects.filter(unit_id=actor.unit_id or 0, conference_id=actor.conference_id or 0)
    return Q(code__in=told.exclude(warning__signal__employer="").values("warning__signal__employer"))
