"""Guards: pure answers to whether a seat may take a step now, and why not, put together from small ones.

A guard looks at facts (a row's own columns, or what a room has loaded), the acting seat and the day. It decides what
can be known before a form is filled in; what the form adds is checked by the action's body.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeAlias

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.core.transitions import Machine

Guard: TypeAlias = Callable[[Any, Actor, date], Refusal | None]


class HasState(Protocol):
    """Facts of a record with a machine."""

    @property
    def state(self) -> str: ...


def each(*guards: Guard) -> Guard:
    """Ask several guards in their order; the first refusal counts."""

    def guard(facts: Any, actor: Actor, day: date) -> Refusal | None:
        return next((refusal for one in guards if (refusal := one(facts, actor, day))), None)

    return guard


def stands(machine: Machine, action: str) -> Guard:
    """Let an action be done from the states that its machine names for it."""

    def guard(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
        return machine.refusal(action, facts.state)

    return guard
