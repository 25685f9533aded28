"""Which matters wait for a seat outside the office to verify them, where the office sits in one unit alone."""

from collections import defaultdict
from datetime import date

from lianxi.bodies.queries import list_held_seats
from lianxi.core.actors import CONVENERS, OFFICE, SEATED, Actor
from lianxi.ledger.models import CoUnit, Obligation, Progress, Verification
from lianxi.ledger.rules.duties import Judges, who_judges


def count_to_verify(conference_id: int, actor: Actor, day: date) -> int:
    """Count the matters that ask for closing and that this seat, none of the office's, has to verify on a day."""
    if actor.is_office or actor.kind not in SEATED:
        return 0
    seats = list_held_seats(conference_id, day)
    hosts = {unit for kind, unit, _ in seats if kind in OFFICE}
    if len(hosts) != 1 or (actor.unit_id in hosts and actor.kind not in CONVENERS):
        return 0
    rows = Obligation.objects.filter(conference_id=conference_id, state="submitted", lead_unit_id__in=hosts)
    leads = dict(rows.values_list("pk", "lead_unit_id"))
    if not leads:
        return 0
    parts, reporters = defaultdict(set), _reporters(leads)
    held = CoUnit.objects.filter(obligation_id__in=leads).exclude(state="released")
    for obligation, unit in held.values_list("obligation_id", "unit_id"):
        parts[obligation].add(unit)
    judges = {pk: who_judges(seats, lead, reporters[pk], parts[pk]) for pk, lead in leads.items()}
    return sum(_is_theirs(actor, judges[pk], parts[pk] | {lead}) for pk, lead in leads.items())


def _is_theirs(actor: Actor, judges: Judges, inside: set[int]) -> bool:
    if judges is Judges.CONVENER:
        return actor.kind in CONVENERS
    return judges is Judges.PEERS and actor.unit_id not in inside


def _reporters(leads: dict[int, int]) -> dict[int, set[int]]:
    """Give the seats that reported in the present round of each matter."""
    answers = Verification.objects.filter(obligation_id__in=leads, result="pass").order_by("pk")
    passed = dict(answers.values_list("obligation_id", "progress_id"))
    found = defaultdict(set)
    told = Progress.objects.filter(obligation_id__in=leads).values_list("obligation_id", "pk", "seat_id")
    for obligation, pk, seat in told:
        if pk > passed.get(obligation, 0):
            found[obligation].add(seat)
    return found
