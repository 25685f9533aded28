"""Dated links of two tokens that are one person; rows are never moved, and an end restores what was before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Event:
    """What was recorded of one token or of two, on a day: enter, link, unlink, distinct, undistinct."""

    on: date
    do: str
    a: str
    b: str | None = None

    @property
    def pair(self) -> Pair:
        return frozenset((self.a, self.b or self.a))


def persons(events: Iterable[Event], day: date) -> int:
    """Count the persons behind the tokens entered until a day, linked ones as one.

    A link to itself, before both exist, or between tokens that are one person already adds nothing; one that would
    make one person of two marked 不是同一人 is refused until the mark is withdrawn.
    """
    tokens: set[str] = set()
    links: set[Pair] = set()
    apart: set[Pair] = set()
    for event in sorted((one for one in events if one.on <= day), key=lambda one: one.on):
        if event.do == "enter":
            tokens.add(event.a)
        elif event.do == "unlink":
            links.discard(event.pair)
        elif event.do == "distinct":
            apart.add(event.pair)
        elif event.do == "undistinct":
            apart.discard(event.pair)
        elif event.do == "link" and _may_link(event.pair, tokens, links, apart):
            links.add(event.pair)
    return len(groups(tokens, links))


def groups(tokens: Iterable[str], links: Iterable[Pair]) -> Sequence[frozenset[str]]:
    """Return the tokens grouped by person."""
    near: dict[str, set[str]] = defaultdict(set)
    for pair in links:
        one, other = tuple(pair)
        near[one].add(other)
        near[other].add(one)
    found, seen = [], set()
    for token in tokens:
        if token not in seen:
            own, edge = {token}, [token]
            while edge:
                fresh = near[edge.pop()] - own
                own |= fresh
                edge += fresh
            seen |= own
            found.append(frozenset(own))
    return found


def _may_link(pair: Pair, tokens: set[str], links: set[Pair], apart: set[Pair]) -> bool:
    if len(pair) < 2 or not pair <= tokens:
        return False
    joined = [own for own in groups(tokens, links) if own & pair]
    whole = frozenset().union(*joined)
    return len(joined) == 2 and not any(one <= whole for one in apart)
