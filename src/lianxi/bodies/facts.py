"""The facts that decide which steps may be taken on a conference and its seats, loaded in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxi.bodies.models import (
    CalendarFeed,
    Conference,
    Invitation,
    MemberChange,
    Seat,
    StandIn,
    Tenure,
    UnitSuccession,
)
from lianxi.bodies.queries import find_rule, find_unit, in_force
from lianxi.bodies.rules import FEED, MEMBER_CHANGE, guards
from lianxi.core.actors import SeatKind
from lianxi.core.guards import Guard, each, stands
from lianxi.journal.act import Act
from lianxi.journal.guards import Deciding, holding, itself


@dataclass(frozen=True, slots=True)
class RuleOf:
    """A rule of a conference, by its code; what is asked about where no row needs to be there."""

    conference: Conference
    code: str


def own_conference(act: Act, _payload: Mapping[str, Any]) -> Conference:
    """Hold the acting seat's own conference."""
    return act.lock(Conference, act.actor.conference_id or 0)


def own_seat(act: Act, _payload: Mapping[str, Any]) -> Seat:
    """Hold the acting seat."""
    return act.lock(Seat, act.actor.seat_id or 0)


def own_rule(act: Act, payload: Mapping[str, Any]) -> RuleOf:
    """Hold the conference whose rule the payload names."""
    return RuleOf(own_conference(act, payload), payload["code"])


def on_own_conference(guard: Guard) -> Deciding:
    """Let a guard decide on the own conference's columns."""
    return Deciding(own_conference, itself, guard)


def host_by_document(conference: Conference, day: date) -> guards.ByDocument:
    """Tell whether the document says which unit hosts the office."""
    present = find_rule(conference, "office_host", day)
    by_clause = present is None or present.source == "document"
    return guards.ByDocument(conference.office_unit_id is not None and by_clause)


def convener_by_document(conference: Conference, day: date) -> guards.ByDocument:
    """Tell whether a clause gives the convener's seat."""
    rows = Seat.objects.filter(in_force(day), conference=conference, kind=SeatKind.CONVENER)
    return guards.ByDocument(rows.exclude(basis_clause="").exists())


def rule_facts(asked: RuleOf, day: date) -> guards.RuleFacts:
    """Load what decides on a rule."""
    own, consent = asked.conference, find_rule(asked.conference, "consent", day)
    return guards.facts_of_rule(asked.code, find_rule(own, asked.code, day), consent)


def seat_facts(seat: Seat, day: date) -> guards.SeatFacts:
    """Load what decides on a seat."""
    return guards.SeatFacts(
        kind=seat.kind,
        unit_id=seat.unit_id,
        is_held=Tenure.objects.filter(in_force(day), seat=seat).exists(),
        was_held=Tenure.objects.filter(seat=seat).exists(),
        has_proposal=MemberChange.objects.filter(seat=seat, state=MEMBER_CHANGE.initial).exists(),
    )


def change_facts(change: MemberChange, day: date) -> guards.ChangeFacts:
    """Load what decides on a proposed change of a seat's holder."""
    held = Tenure.objects.filter(in_force(day), seat__kind=SeatKind.CONVENER)
    has_convener = held.filter(conference_id=change.conference_id).exists()
    return guards.ChangeFacts(
        state=change.state,
        unit_id=change.unit_id,
        kind=change.seat.kind,
        has_convener=has_convener,
        proposed=(change.proposed_seat_id, change.proposed_person_id),
        is_entered=change.is_entered,
        has_letter=bool(change.letter),
    )


def on_change(action: str, *more: Guard) -> Deciding:
    """Let an action be done on a proposed change from its states, where further guards have nothing against it."""
    hold = holding(MemberChange, "change_id")
    return Deciding(hold, change_facts, each(*more, stands(MEMBER_CHANGE, action)))


def link_facts(row: Invitation, _day: date) -> guards.LinkFacts:
    """Give what decides on a one-time link."""
    return guards.LinkFacts(row.state, row.seat.unit_id)


def holder_facts(seat: Seat, day: date) -> guards.HolderFacts:
    """Load who holds a seat, and who has a calendar feed of it."""
    held = Tenure.objects.filter(in_force(day), seat=seat).values_list("person_id", flat=True)
    feeds = CalendarFeed.objects.filter(seat_id=seat.pk, state=FEED.initial)
    return guards.HolderFacts(frozenset(held), frozenset(feeds.values_list("person_id", flat=True)))


def stand_in_facts(row: StandIn, _day: date) -> guards.StandInFacts:
    """Give what decides on a standing-in."""
    return guards.StandInFacts(row.tenure.seat_id, row.tenure.person_id, row.ends_before)


def reform_facts(row: UnitSuccession, day: date) -> guards.ReformFacts:
    """Load what decides whether a reform may be carried out."""
    old = find_unit(row.conference_id, row.from_unit, day) if row.carried_out_on is None else None
    return guards.ReformFacts(
        row.kind, row.effective_on, row.carried_out_on, row.from_unit, row.to_unit, old.name if old else ""
    )


def of_conference(act: Act, _payload: Mapping[str, Any]) -> Conference:
    """Take the conference itself for the record that an act is about."""
    found: Conference = Conference.objects.get(pk=act.chain)
    return found
