"""Transition tables: the only way a record's state changes, written down where people can read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lianxi.core.refusals import WrongState

ADMINISTRATIVE = "administrative"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `action` (its id) leads from any of `sources` to `target`, when `guard` holds.

    `basis` is what the step rests on: the key of a clause rule (see bodies.rules) or "administrative".
    """

    action: str
    sources: tuple[str, ...]
    target: str
    guard: str = ""
    basis: str = ADMINISTRATIVE


@dataclass(frozen=True)
class Machine:
    """The states of one kind of record: labels in order, the first state, and the rows between them."""

    name: str
    label: str
    states: type[StrEnum]
    labels: Mapping[str, str]
    initial: str
    rows: tuple[Transition, ...]

    def step(self, action: str, state: str) -> str:
        """Return the state that `action` leads to from `state`.

        Raises WrongState, naming the states from which the action can happen.
        """
        for row in self.rows:
            if row.action == action and state in row.sources:
                return row.target
        raise self._wrong(action, state)

    def refusal(self, action: str, state: str) -> WrongState | None:
        """Say why `action` cannot happen in `state`; None where it can."""
        return None if self.may(action, state) else self._wrong(action, state)

    def _wrong(self, action: str, state: str) -> WrongState:
        rows = [row for row in self.rows if row.action == action]
        possible = "、".join(f"“{self.labels[source]}”" for row in rows for source in row.sources)
        return WrongState(
            f"{self.label}现在是“{self.labels[state]}”，不能这样做。",
            rule=f"{self.label}的流转规则",
            next_step=f"只有{possible}的{self.label}可以这样做。" if possible else "这一步不属于流转规则。",
        )

    def may(self, action: str, state: str) -> bool:
        """Tell whether `action` leads anywhere from `state`."""
        return any(row.action == action and state in row.sources for row in self.rows)

    def reachable(self) -> frozenset[str]:
        """Return every state that can be reached from the first one."""
        seen = {self.initial}
        while True:
            more = {row.target for row in self.rows if seen & set(row.sources)} - seen
            if not more:
                return frozenset(seen)
            seen |= more
