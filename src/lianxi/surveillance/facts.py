"""The facts that decide which steps may be taken on batches and signals, loaded in one place for actions and pages."""

from collections.abc import Mapping
from typing import Any

from lianxi.bodies.models import Conference
from lianxi.core.guards import Guard, each, stands
from lianxi.journal.act import Act
from lianxi.journal.guards import Deciding, holding
from lianxi.surveillance.models import Batch, Signal
from lianxi.surveillance.queries.deciding import batch_facts, signal_facts
from lianxi.surveillance.rules.machines import BATCH, SIGNAL


def hold_alone(act: Act, payload: Mapping[str, Any]) -> Batch:
    """Hold a batch after its conference: what is in force must not change between look and commit."""
    act.lock(Conference, act.actor.conference_id or 0)
    return act.lock(Batch, payload["batch_id"])


def on_batch(action: str, *guards: Guard, alone: bool = False) -> Deciding:
    """Let an action be done on a batch from its states, where further guards have nothing against it."""
    hold = hold_alone if alone else holding(Batch, "batch_id")
    return Deciding(hold, batch_facts, each(*guards, stands(BATCH, action)))


def on_signal(action: str, *guards: Guard) -> Deciding:
    """Let an action be done on a signal from its states, where further guards have nothing against it."""
    return Deciding(holding(Signal, "signal_id"), signal_facts, each(stands(SIGNAL, action), *guards))
