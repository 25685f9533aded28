"""Reads of a unit's half-year: what it owes for the periods that end in it, and the arrangements it answers for."""

from django.db.models import Q

from lianxi.core.actors import Actor
from lianxi.work.models import Arrangement, Return
from lianxi.work.queries.returns import returns_for
from lianxi.work.rules.machines import ArrangementState, ReturnState
from lianxi.work.rules.periods import Period


def returns_of_half(actor: Actor, unit_id: int, period: Period) -> list[Return]:
    """List a unit's returns for periods that end within a half-year, as far as the seat sees them."""
    rows = returns_for(actor).filter(Q(unit_id=unit_id) | Q(arrangement__entered_by_id=unit_id))
    rows = rows.filter(last_day__gte=period.first, last_day__lte=period.last)
    return list(rows.exclude(state=ReturnState.DROPPED).order_by("due_on", "arrangement__ordinal", "pk"))


def own_arrangements(conference_id: int, unit_id: int) -> list[Arrangement]:
    """List what a unit carries out now, in the order of the document."""
    rows = Arrangement.objects.filter(conference_id=conference_id, state=ArrangementState.ON)
    own = Q(unit_id=unit_id) | Q(parties__unit_id=unit_id, parties__role="doer")
    return list(rows.filter(own).distinct().order_by("ordinal", "pk"))
