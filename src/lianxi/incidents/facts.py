"""What an act on an event, or on what was entered for one, holds and which guards decide it; the event is held first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxi.core.guards import Guard, each
from lianxi.guests.models import GuestTask
from lianxi.incidents.models import Incident, OfIncident
from lianxi.incidents.queries.entries import answer_facts, event_facts, top_of
from lianxi.incidents.queries.grading import merged_into
from lianxi.incidents.rules.noted import AnswerFacts
from lianxi.incidents.rules.steps import EventFacts
from lianxi.journal.act import Act, record_name
from lianxi.journal.guards import Deciding, Hold, holding


@dataclass(frozen=True, slots=True)
class Given:
    """An event, and the task by which a body gave numbers for it."""

    incident: Incident
    task: GuestTask


def on_event(*guards: Guard) -> Deciding:
    """Let guards decide on what is entered for the event that the payload names."""
    return Deciding(holding(Incident, "incident_id"), event_facts, each(*guards))


def holding_row(model: type[OfIncident], field: str) -> Hold:
    """Hold what was entered for an event after the event itself, or the one that it was merged into."""

    def hold(act: Act, payload: Mapping[str, Any]) -> OfIncident:
        row = act.get(model, payload[field])
        # What the act is about stays the row: who dealt with a letter last has it in hand, not the event.
        act.subject = act.subject or record_name(row)
        act.lock(Incident, top_of(row.incident).pk)
        return act.lock(model, payload[field])

    return hold


def on_row(
    model: type[OfIncident], field: str, facts: Callable[[Any, EventFacts], object], *guards: Guard
) -> Deciding:
    """Let guards decide on a row of an event."""

    def load(row: OfIncident, day: date) -> object:
        return facts(row, event_facts(top_of(row.incident), day))

    return Deciding(holding_row(model, field), load, each(*guards))


def hold_given(act: Act, payload: Mapping[str, Any]) -> Given:
    """Hold the event and the task that the payload names."""
    return Given(act.lock(Incident, payload["incident_id"]), act.lock(GuestTask, payload["task_id"]))


def given_facts(given: Given, day: date) -> AnswerFacts:
    """Load what decides whether a body's numbers are taken."""
    ids = [given.incident.pk, *(part.pk for part in merged_into(given.incident))]
    return answer_facts(given.task, event_facts(given.incident, day), ids)
