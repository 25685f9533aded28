"""What decides whether a step may be taken: facts loaded once, one pure guard, asked by the action and by every door.

The action holds the record, loads the facts under its lock and raises what the guard answers; a page, the
workbench and the command line ask `Action.available`, which asks the same guard of the same facts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from lianxi.core.guards import Guard, each
from lianxi.journal.act import Act
from lianxi.journal.recorded import Recorded

# What is held is a record, several, or a record with what the payload says of it.
Hold: TypeAlias = Callable[[Act, Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Deciding:
    """The record an action holds, how the facts are loaded from it, and the guard that decides over them."""

    hold: Hold
    facts: Callable[[Any, date], Any]
    guard: Guard


def holding(model: type[Recorded], field: str) -> Hold:
    """Hold the record whose id a field of the payload gives."""

    def hold(act: Act, payload: Mapping[str, Any]) -> Recorded:
        return act.lock(model, payload[field])

    return hold


def holding_part(model: type[Recorded], field: str, whole: type[Recorded], by: str) -> Hold:
    """Hold a part through its whole: the whole is held first, then the part is read again under its lock."""

    def hold(act: Act, payload: Mapping[str, Any]) -> Recorded:
        act.lock(whole, getattr(act.get(model, payload[field]), by))
        return act.lock(model, payload[field])

    return hold


def itself(record: Any, _day: date) -> Any:
    """Take a row's own columns for the facts: nothing has to be loaded beside it."""
    return record


def on(
    model: type[Recorded], field: str, *guards: Guard, facts: Callable[[Any, date], Any] = itself
) -> Deciding:
    """Let guards decide, in their order, on the record whose id a field of the payload gives."""
    return Deciding(holding(model, field), facts, each(*guards))
