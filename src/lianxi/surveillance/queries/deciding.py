"""The facts that decide which steps may be taken on batches and signals, read for the actions and their pages."""

from datetime import date

from lianxi.bodies.models import Seat
from lianxi.surveillance.models import Batch, Signal
from lianxi.surveillance.rules.machines import SignalState
from lianxi.surveillance.rules.steps import BatchFacts, SignalFacts


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
