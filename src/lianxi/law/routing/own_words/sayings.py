"""How people say a thing: concepts with their official words and everyday sayings, longest match first (sayings.csv)."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

# The row of names that contain a telling word and mean nothing by it (市政府 is no 市政).
_NAMES = "无"


@dataclass(frozen=True, slots=True)
class Saying:
    """A concept met in a text: code points into the text without blanks, and the words that stand there.

    `is_weak` marks words that only hint at the concept (a building site may be of any kind); in the table they
    end with a question mark.
    """

    concept: str
    start: int
    end: int
    words: str
    is_weak: bool = False


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    path = files("lianxi.law.routing").joinpath("own_words", "sayings.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    return {row["concept"]: row["terms"].split() for row in _rows()}


@lru_cache(maxsize=1)
def wider_of() -> dict[str, str]:
    """Return the wider concept that a narrower one belongs to: a blocked escape route is about fire safety."""
    return {row["concept"]: row["implies"] for row in _rows() if row["implies"]}


@lru_cache(maxsize=1)
def _terms() -> tuple[dict[str, tuple[tuple[str, bool], ...]], dict[str, tuple[int, ...]]]:
    """Give every term with its concepts (and whether weak), and by first letter the lengths to try, longest first."""
    by_term: dict[str, list[tuple[str, bool]]] = {}
    for concept, terms in _table().items():
        for term in terms:
            by_term.setdefault(term.rstrip("?"), []).append((concept, term.endswith("?")))
    lengths: dict[str, set[int]] = {}
    for term in by_term:
        lengths.setdefault(term[0], set()).add(len(term))
    return (
        {term: tuple(concepts) for term, concepts in by_term.items()},
        {letter: tuple(sorted(sizes, reverse=True)) for letter, sizes in lengths.items()},
    )


def sayings_of(concept: str) -> tuple[str, ...]:
    """Return the words by which a concept is said, the official ones first; empty for an unknown one."""
    return tuple(term.rstrip("?") for term in _table().get(concept, ()))


def daily_words(text: str, most: int = 6) -> tuple[str, ...]:
    """Return how people say what an act is about, as the table of all documents has it; its own words left out."""
    bare = "".join(text.split())
    concepts = dict.fromkeys(saying.concept for saying in find_sayings(bare))
    words = (one for concept in concepts for one in sayings_of(concept)[:4])
    return tuple(dict.fromkeys(one for one in words if one not in bare))[:most]


def find_sayings(bare: str) -> list[Saying]:
    """Return the concepts of a text without blanks, the longest words winning, in order."""
    by_term, lengths = _terms()
    found: list[Saying] = []
    place = 0
    while place < len(bare):
        size = next((n for n in lengths.get(bare[place], ()) if bare[place : place + n] in by_term), 0)
        if not size:
            place += 1
            continue
        words = bare[place : place + size]
        found += [
            Saying(concept, place, place + size, words, weak)
            for concept, weak in by_term[words]
            if concept != _NAMES
        ]
        place += size
    return found
