"""`action` registers what can happen; calling it opens the act in which it does.

Every action runs in this order: the acting seat is checked (deny by default), then its payload, a transaction
opens, the body loads and locks its facts, asks the pure rules, and writes through the Act; the Act then appends
one journal entry with every old and new value, and the notices, in the same transaction. A file or long text that
the body needs is read between two transactions (`Act.read`), never in one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar

from django.db import DatabaseError, transaction

from lianxi.core.actors import Actor, SeatKind, describe
from lianxi.core.locks import refusal_of
from lianxi.core.refusals import NotPermitted, Refusal
from lianxi.core.rooms import SEAT_HELD, followers
from lianxi.core.words import day_of
from lianxi.journal.act import Act, record_name
from lianxi.journal.entry import INSTALLATION_CHAIN
from lianxi.journal.gates import require_seen
from lianxi.journal.guards import Deciding
from lianxi.journal.readings import Readings, Unread
from lianxi.journal.signatures import PayloadField, read_payload

# Rooms take the act and what registers it from here.
__all__ = ["INSTALLATION_CHAIN", "Act", "Action", "action", "catalogue", "record_name"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Action(Generic[P, R]):
    """A registered action: call it as `action(actor, at, **payload)`; `within` runs it inside another act."""

    # A template that names an action means the action, not a call of it.
    do_not_call_in_templates: ClassVar[bool] = True

    id: str
    title: str
    who: frozenset[SeatKind]
    rule: str
    body: Callable[Concatenate[Act, P], R]
    deciding: Deciding | None = None

    def __call__(self, actor: Actor, at: datetime, /, *args: P.args, **kwargs: P.kwargs) -> R:
        self.require(actor)
        for name, value in kwargs.items():
            self.payload[name].check(value)
        readings = Readings()
        while True:
            try:
                return self._once(actor, at, readings, *args, **kwargs)
            except Unread as wanted:
                # The transaction is rolled back: nobody waits while the file is read.
                readings.make(wanted)
            except (DatabaseError, OSError) as error:
                raise (refusal_of(error) or error) from error.__cause__

    def _once(
        self, actor: Actor, at: datetime, readings: Readings, /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        with transaction.atomic():
            marks = [is_held(actor, at) for is_held in followers(SEAT_HELD)]
            chain = actor.conference_id or INSTALLATION_CHAIN
            act = Act(actor=actor, at=at.astimezone(UTC), action=self.id, chain=chain, readings=readings)
            act.mark = "；".join(filter(None, marks))
            require_seen(actor, self.payload, kwargs)
            result = self.within(act, *args, **kwargs)
            if act.changes or act.notices:
                act.append()
            return result

    @cached_property
    def payload(self) -> Mapping[str, PayloadField]:
        """Give the action's fields by name, in the order of its signature."""
        return read_payload(self.body)

    def within(self, act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do the act as a part of another one, which has permitted the seat; the guard is asked all the same."""
        if self.deciding is not None:
            record, day = self.deciding.hold(act, kwargs), day_of(act.at)
            if refusal := self.deciding.guard(self.deciding.facts(record, day), act.actor, day):
                raise refusal
        return self.body(act, *args, **kwargs)

    def available(self, record: Any, actor: Actor, day: date, *, facts: Any = None) -> Refusal | None:
        """Tell why an actor may not take this step on a record on a day; None where it may.

        The action asks the same guard under its lock. `facts` are those of the record where a page has
        loaded them already.
        """
        return self.refused_to(actor) or self.hindered(record, actor, day, facts=facts)

    def never_alone(self, what: str) -> Refusal:
        """Tell that an act lives only inside another one, which gives what it is about."""
        return NotPermitted(
            f"“{self.title}”不能单独办理。",
            rule=f"{what}只由其他动作给出",
            next_step="请从相应的页面办理。",
        )

    def hindered(self, record: Any, actor: Actor, day: date, *, facts: Any = None) -> Refusal | None:
        """Tell what stands against this step on a record, whichever kind of seat takes it; None where nothing does."""
        if self.deciding is None:
            return None
        known = self.deciding.facts(record, day) if facts is None else facts
        return self.deciding.guard(known, actor, day)

    def require(self, actor: Actor) -> None:
        """Refuse an actor whose kind of seat the action does not name."""
        if refusal := self.refused_to(actor):
            raise refusal

    def refused_to(self, actor: Actor) -> Refusal | None:
        """Tell an actor whose kind of seat the action does not name who does it; None for one that it names."""
        if actor.kind in self.who:
            return None
        if not self.who:
            return self.never_alone(self.title)
        return NotPermitted(
            f"“{actor.label}”不能{self.title}。",
            rule=self.rule or f"{self.title}由{describe(self.who)}办理",
            next_step=f"请由{describe(self.who)}办理，或在右上角切换到相应席位。",
        )


catalogue: dict[str, Action[..., Any]] = {}


def action(
    id_: str,
    title: str,
    *,
    who: frozenset[SeatKind],
    rule: str = "",
    deciding: Deciding | None = None,
) -> Callable[[Callable[Concatenate[Act, P], R]], Action[P, R]]:
    """Register an action under its stable id (room.record.verb).

    `title` is the verb phrase shown to people, `who` the kinds of seat that may do it, `rule` the sentence
    shown when another kind tries. `deciding` holds the record and decides before the body runs, within another
    act too.
    """

    def register(body: Callable[Concatenate[Act, P], R]) -> Action[P, R]:
        if id_ in catalogue:
            raise ValueError(f"two actions are called {id_}")
        registered = Action(id_, title, who, rule, body, deciding)
        catalogue[id_] = registered
        return registered

    return register
