"""A case's facts arranged for look-up: which codes are true, false or open, and what a person has confirmed."""

from collections.abc import Iterable, Mapping
from typing import Any

from lianxi.law.routing.errors import BadCase, BadRoutingData
from lianxi.law.routing.model import Fact, State
from lianxi.law.routing.vocabulary import require_code

CONFIRMED = "confirmed"
_SUBJECTS = frozenset({"matter", "conference"})

# When several facts speak of one code, a person's word stands over the text's, and a definite one over an open one.
_STATE_RANK: dict[State, int] = {"true": 0, "false": 1, "unknown": 2}


class FactBook:
    """A case's facts by dimension and code; the same facts in any order make the same book."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_code: dict[tuple[str, str], Fact] = {}
        self._by_dimension: dict[str, list[Fact]] = {}
        for fact in sorted(set(facts), key=_precedence):
            if (fact.dimension, fact.code) in self._by_code:
                continue
            self._by_code[fact.dimension, fact.code] = fact
            self._by_dimension.setdefault(fact.dimension, []).append(fact)

    def get(self, dimension: str, code: str) -> Fact | None:
        """Return the fact that speaks of a code, or None."""
        return self._by_code.get((dimension, code))

    def is_true(self, dimension: str, code: str) -> bool:
        """Tell whether a code is stated as true."""
        fact = self.get(dimension, code)
        return fact is not None and fact.state == "true"

    def true_facts(self, dimension: str) -> list[Fact]:
        """Return the facts of a dimension that are true."""
        return [fact for fact in self._by_dimension.get(dimension, ()) if fact.state == "true"]

    def in_dimension(self, dimension: str) -> list[Fact]:
        """Return every fact of a dimension, whatever its state."""
        return list(self._by_dimension.get(dimension, ()))

    def is_confirmed(self, dimension: str) -> bool:
        """Tell whether a person has confirmed at least one value of a dimension."""
        return any(fact.basis == CONFIRMED for fact in self._by_dimension.get(dimension, ()))

    def all(self) -> tuple[Fact, ...]:
        """Return all facts, ordered by dimension and code."""
        return tuple(self._by_code[key] for key in sorted(self._by_code))


def _precedence(fact: Fact) -> tuple[int, int, int, str, str, str, str]:
    confirmed = 0 if fact.basis == CONFIRMED else 1
    place = fact.start if fact.start is not None else 1 << 30
    return (confirmed, _STATE_RANK[fact.state], place, fact.basis, fact.words, fact.dimension, fact.code)


def confirmed_facts(raw: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Return confirmed facts from {dimension: [code, "!code"]}; raises BadCase on unknown names or shapes."""
    facts: list[Fact] = []
    for dimension, values in raw.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise BadCase("facts_shape", f'facts 里的“{dimension}”应当是代码的列表，如 ["dust", "!noise"]。')
        facts += [_confirmed(dimension, value) for value in values]
    return tuple(facts)


def _confirmed(dimension: str, value: str) -> Fact:
    code = value.removeprefix("!")
    try:
        require_code(dimension, code)
    except BadRoutingData as error:
        raise BadCase(error.code, f"facts 有误：{error.sentence}") from None
    return Fact(dimension, code, "false" if value.startswith("!") else "true", CONFIRMED, CONFIRMED)


def merge_facts(suggested: Iterable[Fact], confirmed: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return both sets joined: on a dimension a person has confirmed, what the text suggested is dropped.

    Matter and the conference's own affairs stand for each other: who confirms the one clears guesses of the other.
    """
    kept = tuple(confirmed)
    closed = {fact.dimension for fact in kept}
    if any(fact.state == "true" and fact.dimension in _SUBJECTS for fact in kept):
        closed |= _SUBJECTS
    return kept + tuple(fact for fact in suggested if fact.dimension not in closed)
