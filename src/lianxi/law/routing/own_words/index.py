"""The index of a document's own words: what each act is about, how rare each word is among the units, the subject."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lianxi.law.routing.acts import Act
from lianxi.law.routing.own_words.formulas import OWN_AFFAIRS, kind_of_act, load_formulas
from lianxi.law.routing.own_words.sayings import find_sayings

# A concept that so large a share of the units speaks of is the document's subject, not one unit's matter.
_COMMON_SHARE = 0.4
_HAN = re.compile(r"[一-鿿]{2}")
_NEUTRAL = re.compile(r"[的了在是和与及对于为等把被将由向从其各并或者让给可以能不无有也就都这那]")


@dataclass(frozen=True, slots=True)
class OwnAct:
    """An act as its own matter: its concepts, its pairs of letters, its formula and whether it handles a wrong."""

    place: int
    unit: str
    concepts: frozenset[str]
    weak: frozenset[str]
    pairs: frozenset[str]
    kind: str | None
    handles: bool
    is_own_affair: bool = False


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """The acts of one document as matters, the rarity of their words, and the concepts of its subject."""

    acts: tuple[OwnAct, ...]
    rarity: dict[str, float]
    by_pair: dict[str, tuple[int, ...]]
    subject: frozenset[str]
    subject_words: tuple[str, ...]
    names: re.Pattern[str] | None
    said: Mapping[str, tuple[str, ...]]

    def without_names(self, bare: str) -> str:
        """Blank unit names and places beside which something is, letter for letter: they are no matter."""
        return _blank(_blank(bare, load_formulas().near), self.names)


def build_index(
    text: str, acts: Iterable[Act], heading: str, sayings: Mapping[str, tuple[str, ...]]
) -> OwnIndex:
    """Return the index of acts over `text`; `heading` is the title with preamble and functions, for the subject.

    `sayings` are the words that people put beside a clause, by its id: a matter of their own.
    """
    rows = list(acts)
    names = _names(act.unit for act in rows)
    own = tuple(_own_act(place, act, text, names, sayings) for place, act in enumerate(rows))
    rarity = _rarity(own)
    by_pair: dict[str, list[int]] = {}
    for act in own:
        for pair in act.pairs:
            by_pair.setdefault(pair, []).append(act.place)
    subject, words = _subject(_blank("".join(heading.split()), names), own)
    return OwnIndex(
        own, rarity, {p: tuple(ids) for p, ids in by_pair.items()}, subject, words, names, sayings
    )


def _names(units: Iterable[str]) -> re.Pattern[str] | None:
    names = sorted({unit for unit in units if len(unit) > 2}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))) if names else None


def _blank(bare: str, names: re.Pattern[str] | None) -> str:
    return names.sub(lambda hit: "\x00" * len(hit.group()), bare) if names else bare


def _own_act(
    place: int,
    act: Act,
    text: str,
    names: re.Pattern[str] | None,
    said: Mapping[str, tuple[str, ...]],
) -> OwnAct:
    bare = _blank("".join(text[act.start : act.end].split()), names)
    sayings = find_sayings(bare)
    by_hand = {act.clause} if act.clause in said else set()
    concepts = frozenset(saying.concept for saying in sayings) | by_hand
    return OwnAct(
        place=place,
        unit=act.unit,
        concepts=concepts,
        weak=concepts - by_hand - {saying.concept for saying in sayings if not saying.is_weak},
        pairs=frozenset(pairs_of(bare)),
        kind=kind_of_act(bare, act.kind),
        handles=bool(load_formulas().handling.search(bare)),
        is_own_affair=act.kind in OWN_AFFAIRS,
    )


def pairs_of(bare: str) -> set[str]:
    """Return the pairs of neighbouring letters that can carry meaning."""
    stop = load_formulas().stop
    pairs = (bare[place : place + 2] for place in range(len(bare) - 1))
    return {p for p in pairs if p not in stop and _HAN.fullmatch(p) and not _NEUTRAL.search(p)}


def _rarity(acts: tuple[OwnAct, ...]) -> dict[str, float]:
    """Give each concept and pair the logarithm of how few units speak of it (inverse document frequency)."""
    units: dict[str, set[str]] = {}
    for act in acts:
        for word in (*act.concepts, *act.pairs):
            units.setdefault(word, set()).add(act.unit)
    every = max(2, len({act.unit for act in acts}))
    return {word: math.log((every + 1) / (len(of) + 0.5)) for word, of in units.items()}


def _subject(heading: str, acts: tuple[OwnAct, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Give the concepts the heading names, without mere groups of people where it names anything else."""
    sayings = find_sayings(heading)
    people = load_formulas().people
    named = {s.concept for s in sayings} - people or {s.concept for s in sayings}
    every = max(1, len({act.unit for act in acts}))
    for concept in {c for act in acts for c in act.concepts} - people:
        if len({act.unit for act in acts if concept in act.concepts}) >= max(2, every * _COMMON_SHARE):
            named.add(concept)
    words = tuple(dict.fromkeys(s.words for s in sayings if s.concept in named))
    return frozenset(named), words
