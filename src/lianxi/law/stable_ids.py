"""Stable ids of clauses across versions: the same words, or the same place of the same unit, keep their id.

Pure. An id names one matter for good: words that stood before keep theirs wherever they stand now, an
amended clause keeps that of its place, and what is new gets an id that no version ever used.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import count

from lianxi.law.reading import ActText, ClauseText, Reading
from lianxi.law.reading.aliases import body_key

# Amended words are taken for the same clause where at least this share of them is the same.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Earlier:
    """A clause of the version before: its id, and what tells it apart."""

    id: str
    kind: str
    unit: str
    number: str
    text: str


def keep_ids(
    earlier: Sequence[Earlier], clauses: Sequence[ClauseText], used: Iterable[str] = ()
) -> tuple[ClauseText, ...]:
    """Return the clauses of a new version with the ids of the version before.

    Unmoved words come first, then words that moved within their unit, then words that moved elsewhere,
    then words that were amended within their unit, last the same place of the same unit. Any other clause
    is new: it keeps its own id only if neither `earlier` nor `used` (ids of all versions) knows it.
    """
    matching = _Matching(earlier, clauses)
    matching.pair(lambda c: (_plain(c.text), c.kind, _unit(c), c.id))
    matching.pair(lambda c: (_plain(c.text), c.kind, _unit(c)))
    matching.pair(lambda c: (_plain(c.text), c.kind))
    matching.pair_alike()
    matching.pair(lambda c: (c.kind, _unit(c), c.id))
    matching.pair(lambda c: (c.kind, _unit(c), c.number or "") if c.unit else (c.kind, c.id))
    taken = {one.id for one in earlier} | set(used) | set(matching.given.values())
    for place, clause in enumerate(clauses):
        if place not in matching.given:
            matching.given[place] = _fresh(clause.id, taken)
            taken.add(matching.given[place])
    return tuple(_renamed(clause, matching.given[place]) for place, clause in enumerate(clauses))


class _Matching:
    """Pairs the clauses of a new version with those before, each at most once, the surest pairs first."""

    def __init__(self, earlier: Sequence[Earlier], clauses: Sequence[ClauseText]) -> None:
        self.left = list(earlier)
        self.clauses = clauses
        self.given: dict[int, str] = {}

    def _open(self) -> list[tuple[int, ClauseText]]:
        return [(place, one) for place, one in enumerate(self.clauses) if place not in self.given]

    def _give(self, place: int, one: Earlier) -> None:
        self.given[place] = one.id
        self.left.remove(one)

    def pair(self, key: "Callable[[Earlier | ClauseText], Hashable]") -> None:
        """Pair what has the same key, in the printed order."""
        waiting: dict[Hashable, list[Earlier]] = {}
        for one in self.left:
            waiting.setdefault(key(one), []).append(one)
        for place, clause in self._open():
            found = waiting.get(key(clause))
            if found:
                self._give(place, found.pop(0))

    def pair_alike(self) -> None:
        """Pair clauses of one unit and kind whose words are mostly the same, best first."""
        pairs = [
            (share, -place, one)
            for place, clause in self._open()
            for one in self.left
            if (one.kind, _unit(one)) == (clause.kind, _unit(clause))
            and (share := _share(one.text, clause.text)) >= ALIKE
        ]
        for _share_of, place, one in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
            if -place not in self.given and one in self.left:
                self._give(-place, one)


def renamed_reading(reading: Reading, clauses: Sequence[ClauseText]) -> Reading:
    """Return the reading with these clauses, all that cites one following its new id.

    `clauses` are the reading's own in their order, with other ids.
    """
    names: Mapping[str, str] = {
        old.id: new.id for old, new in zip(reading.clauses, clauses, strict=True) if old.id != new.id
    }
    by_id = {clause.id: clause for clause in clauses}

    def follow(id_: str) -> str:
        return names.get(id_, id_)

    return replace(
        reading,
        clauses=tuple(clauses),
        functions=tuple(by_id.get(follow(one.id), one) for one in reading.functions),
        units=tuple(
            replace(one, clause_id=follow(one.clause_id) if one.clause_id else None) for one in reading.units
        ),
        roster=tuple(replace(one, clause_id=follow(one.clause_id)) for one in reading.roster),
        office=tuple(replace(one, clause_id=follow(one.clause_id)) for one in reading.office),
        rules=tuple(replace(one, clause_id=follow(one.clause_id)) for one in reading.rules),
    )


def _fresh(id_: str, taken: set[str]) -> str:
    if id_ not in taken:
        return id_
    letters = (f"{id_}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    numbers = (f"{id_}z{number}" for number in count(1))
    return next(one for group in (letters, numbers) for one in group if one not in taken)


def _unit(clause: "Earlier | ClauseText") -> str:
    return body_key(clause.unit) if clause.unit else ""


def _plain(text: str) -> str:
    return "".join(text.split())


def _share(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, _plain(one), _plain(other), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _renamed(clause: ClauseText, id_: str) -> ClauseText:
    if clause.id == id_:
        return clause
    acts: tuple[ActText, ...] = tuple(
        replace(act, id=f"{id_}#{act.id.rpartition('#')[2]}") for act in clause.acts
    )
    return replace(clause, id=id_, acts=acts)
