"""What decides over an incident's next step, loaded once for its guard."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q

from lianxi.bodies.models import Unit
from lianxi.core.actors import Actor
from lianxi.core.words import CHINA
from lianxi.incidents.models import FollowUp, Incident, Measure, UnionLetter
from lianxi.incidents.queries.grading import Whole, duties_of, load_whole, totals_now
from lianxi.incidents.rules.guards import Facts
from lianxi.incidents.rules.noted import PROMPT
from lianxi.incidents.words import ACTORS

UNION = "总工会"


def of_union(actor: Actor) -> Q:
    """Give the condition of a letter for a seat: all of them for the union's seats, none for others."""
    is_union = Unit.objects.filter(pk=actor.unit_id or 0, name__contains=UNION).exists()
    return Q() if is_union else Q(pk__in=[])


def standing_of(incident: Incident, day: date) -> Facts:
    """Load what decides over an incident's next step on a day."""
    return standing_of_whole(load_whole(incident), day)


def standing_of_whole(whole: Whole, day: date) -> Facts:
    """Give what decides over the next step of an incident that is loaded already."""
    incident, totals = whole.incident, totals_now(whole)
    end = datetime.combine(day + timedelta(days=1), time(), CHINA)
    open_duties = [row for row in duties_of(whole, end) if row.told is None]
    follow_ups = list(FollowUp.objects.filter(incident__in=whole.ids).values_list("state", flat=True))
    letters = UnionLetter.objects.filter(incident__in=whole.ids, state="sent").exclude(kind=PROMPT)
    measures = Measure.objects.filter(incident__in=whole.ids, lifted_at=None, listed="")
    return Facts(
        state=incident.state,
        hurt=totals["ill"] + totals["severe_other"],
        dead=totals["dead"],
        danger=incident.danger,
        division=incident.division,
        union_told=any(row.unit is not None and UNION in row.unit.name for row in whole.tellings),
        union_reason=incident.union_reason,
        union_part=incident.union_part,
        unanswered=tuple(f"{ACTORS.get(row.actor, row.actor)}报{row.to}" for row in open_duties),
        open_measures=tuple(measures.values_list("what", flat=True)),
        open_letters=letters.count(),
        follow_ups=len(follow_ups),
        open_follow_ups=follow_ups.count("running"),
        nothing_to_follow=incident.nothing_to_follow,
        report=incident.report,
        writer=(incident.report_seat_id, incident.report_person_id),
    )
