"""What decides on what is entered for an event, loaded once for acts and pages; a page hands in its loaded event."""

from datetime import date, timedelta

from lianxi.bodies.models import Conference, Unit
from lianxi.bodies.queries import in_force, member_unit_ids
from lianxi.guests.models import GuestTask
from lianxi.guests.rules import TaskFacts
from lianxi.incidents.models import (
    DutyPhone,
    DutyPrint,
    FollowUp,
    HandSignal,
    Incident,
    IncidentCount,
    Measure,
    ResponseGroup,
    Telling,
    UnionLetter,
)
from lianxi.incidents.queries.grading import Whole, load_whole, merged_into
from lianxi.incidents.queries.standing import UNION
from lianxi.incidents.rules.noted import AnswerFacts, FollowUpFacts, LetterFacts, RowFacts, TellingFacts
from lianxi.incidents.rules.steps import EventFacts, PrintFacts
from lianxi.ledger.rules import ENDED


def top_of(incident: Incident) -> Incident:
    """Return the event that an event was merged into at last; itself where it was not."""
    while incident.parent is not None:
        incident = incident.parent
    return incident


def event_facts(incident: Incident, day: date) -> EventFacts:
    """Load what decides whether something is entered for an event."""
    ids = [incident.pk, *(part.pk for part in merged_into(incident))]
    told = Telling.objects.filter(incident__in=ids, unit__isnull=False).values_list("unit_id", flat=True)
    called = HandSignal.objects.filter(incident__in=ids, unit__isnull=False).values_list("unit_id", flat=True)
    return _event(incident, {*told, *called}, day)


def event_of_whole(whole: Whole, day: date) -> EventFacts:
    """Give what decides whether something is entered for an event that is loaded already."""
    told, called = ({row.unit_id for row in rows} for rows in (whole.tellings, whole.calls))
    return _event(whole.incident, told | called, day)


def _event(incident: Incident, parties: set[int | None], day: date) -> EventFacts:
    unions = frozenset(Unit.objects.filter(name__contains=UNION).values_list("pk", flat=True))
    lacks = not incident.union_reason and not unions & member_unit_ids(incident.conference_id, day)
    return EventFacts(incident.state, frozenset(filter(None, parties)), unions, lacks)


def measure_facts(row: Measure, event: EventFacts) -> RowFacts:
    """Give what decides on a measure."""
    return RowFacts(event, row.lifted_at is not None)


def group_facts(row: ResponseGroup, event: EventFacts) -> RowFacts:
    """Give what decides on a group."""
    return RowFacts(event, row.ended_at is not None)


def telling_facts(row: Telling, event: EventFacts) -> TellingFacts:
    """Give what decides on a telling."""
    return TellingFacts(event, row.unit_id, row.whom, row.received_at is not None)


def letter_facts(row: UnionLetter, event: EventFacts) -> LetterFacts:
    """Give what decides on a letter of the union."""
    return LetterFacts(event, row.kind, row.state, row.unit_id)


def follow_up_facts(row: FollowUp, event: EventFacts) -> FollowUpFacts:
    """Give what decides on a follow-up."""
    runs = row.obligation is not None and row.obligation.state not in ENDED
    return FollowUpFacts(event, row.state, row.obligation.number if runs and row.obligation else "")


def lowering_facts(row: IncidentCount, event: EventFacts, *, lower: bool) -> RowFacts:
    """Give what decides on a count; `lower` says that some of its numbers wait for a second seat."""
    return RowFacts(event, row.confirmed_at is not None, lower, (row.seat_id, row.person_id))


def confirm_facts(row: IncidentCount, day: date) -> RowFacts:
    """Load what decides whether a lower count is confirmed."""
    incident = top_of(row.incident)
    held = {one.tally.order: one for one in load_whole(incident).effective()}
    return lowering_facts(
        row, event_facts(incident, day), lower=row.pk not in held or bool(held[row.pk].waiting)
    )


def answer_facts(row: GuestTask, event: EventFacts, ids: list[int]) -> AnswerFacts:
    """Give what decides whether the numbers of a link are taken for an event and what was merged into it."""
    asked = row.kind == "count" and row.record in {f"incidents.incident:{pk}" for pk in ids}
    return AnswerFacts(event, TaskFacts(row.state, row.unit_id, row.unit.name), asked)


def print_facts(conference: Conference, day: date) -> PrintFacts:
    """Load what decides whether this week's duty sheet is noted as printed."""
    week = day - timedelta(days=day.weekday())
    lines = DutyPhone.objects.filter(in_force(day), conference_id=conference.pk)
    printed = DutyPrint.objects.filter(conference_id=conference.pk, week=week, printed_at__isnull=False)
    return PrintFacts(lines.exists(), printed.exists())
