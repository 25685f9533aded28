"""Who sees lists, rows and recognitions: seats that speak for one of the two units; beside them a state by its line.

A seat of the office or a convener's does not handle persons, also where it belongs to one of the two units. By
rules/sight.py health sees where an aid case stands, civil affairs the medical one and back. Nobody else.
"""

from django.db.models import Q

from lianxi.bodies.queries import unit_names
from lianxi.core.actors import UNIT_SPEAKERS, Actor
from lianxi.protection.models import RecognitionFact
from lianxi.protection.rules.lists import line_of

_STATUS = {
    "health": ("L3", "L4"),
    "hr": ("L3", "L4"),
    "civil_affairs": ("L3",),
    "medical_insurance": ("L4",),
}
NEVER = Q(pk__in=())
# A list is its sender's alone until it is sent.
_DRAFTED = "drafted"


def _named(actor: Actor, *paths: str) -> Q:
    """Return the condition that a column names the unit a seat speaks for."""
    if actor.kind not in UNIT_SPEAKERS or actor.unit_id is None:
        return NEVER
    found = NEVER
    for path in paths:
        found = Q(**{path: actor.unit_id}) if found == NEVER else found | Q(**{path: actor.unit_id})
    return found


def _of_two(actor: Actor, path: str) -> Q:
    """Return the condition that a list at the end of a path is of a seat's unit, and sent where that unit receives it."""
    sent, received = _named(actor, f"{path}sender"), _named(actor, f"{path}receiver")
    return NEVER if sent == NEVER else sent | (received & ~Q(**{f"{path}state": _DRAFTED}))


def own_lists(actor: Actor) -> Q:
    """Open lists to their two units, to the receiver once they are sent."""
    return _of_two(actor, "")


def own_checks(actor: Actor) -> Q:
    """Open half-yearly checks to their two units."""
    return _named(actor, "sender", "receiver")


def own_rows(actor: Actor) -> Q:
    """Open rows to the two units of the list."""
    return _of_two(actor, "list__")


def own_outcomes(actor: Actor) -> Q:
    """Open what rows were given to the two units of the list."""
    return _named(actor, "row__list__sender", "row__list__receiver")


def own_opinions(actor: Actor) -> Q:
    """Open recognitions to who asked and who signs."""
    return _named(actor, "asked_by", "signer")


def own_facts(actor: Actor) -> Q:
    """Open facts to their keeper, to who asked and who signs."""
    return _named(actor, "unit", "recognition__asked_by", "recognition__signer")


def own_unit(actor: Actor) -> Q:
    """Open to a unit what it keeps for itself."""
    return _named(actor, "unit")


def line_of_actor(actor: Actor) -> str:
    """Return the line of the unit that a seat speaks for; empty where no list concerns it."""
    if actor.unit_id is None or actor.kind not in UNIT_SPEAKERS:
        return ""
    return line_of(unit_names([actor.unit_id]).get(actor.unit_id, ""))


def beside_the_list(actor: Actor) -> Q:
    """Return the condition under which a seat sees token and outcome of a row of others."""
    kinds = _STATUS.get(line_of_actor(actor), ())
    return Q(list__kind__in=kinds, list__state="received") if kinds else NEVER


def keeping_a_fact(actor: Actor) -> Q:
    """Return the condition under which a seat sees a recognition's number and state: a fact is asked of its unit."""
    asked = _named(actor, "unit")
    return NEVER if asked == NEVER else Q(pk__in=RecognitionFact.objects.filter(asked).values("recognition"))
