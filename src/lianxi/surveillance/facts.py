"""The facts that decide which steps may be taken on batches and signals, loaded in one place for actions and pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lianxi.bodies.models import Conference, Seat
from lianxi.core.guards import Guard, each, stands
from lianxi.journal.act import Act
from lianxi.journal.guards import Deciding, holding
from lianxi.surveillance.models import Batch, Signal
from lianxi.surveillance.rules.machines import BATCH, SIGNAL, SignalState
from lianxi.surveillance.rules.steps import BatchFacts, SignalFacts


def hold_alone(act: Act, payload: Mapping[str, Any]) -> Batch:
    """Hold a batch after its conference: what is in force must not change between look and commit."""
    act.lock(Conference, act.actor.conference_id or 0)
    return act.lock(Batch, payload["batch_id"])


def batch_facts(batch: Batch, _day: date) -> BatchFacts:
    """Load what decides on a batch."""
    units = Seat.objects.filter(pk=batch.seat_id or 0).values_list("unit_id", flat=True)
    return BatchFacts(batch.state, units.first())


def signal_facts(signal: Signal, _day: date) -> SignalFacts:
    """Load what decides on a signal."""
    # Only a signal that waits for its closing has a check that a second person must follow.
    waits = signal.state == SignalState.CLOSING
    last = signal.steps.filter(kind="effective").order_by("-pk").first() if waits else None
    if last is None:
        return SignalFacts(signal.state)
    return SignalFacts(signal.state, last.seat_id, last.person_id)


def on_batch(action: str, *guards: Guard, alone: bool = False) -> Deciding:
    """Let an action be done on a batch from its states, where further guards have nothing against it."""
    hold = hold_alone if alone else holding(Batch, "batch_id")
    return Deciding(hold, batch_facts, each(*guards, stands(BATCH, action)))


def on_signal(action: str, *guards: Guard) -> Deciding:
    """Let an action be done on a signal from its states, where further guards have nothing against it."""
    return Deciding(holding(Signal, "signal_id"), signal_facts, each(stands(SIGNAL, action), *guards))
