"""The office formulas that all documents share (formulas.json): meetings, members, funds, publicity and their like."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lianxi.law.routing.vocabulary import read_data


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas with what an act and a case say for each, and the words that carry no meaning of their own."""

    labels: dict[str, str]
    act: dict[str, re.Pattern[str]]
    ask: dict[str, re.Pattern[str]]
    near: re.Pattern[str]
    handling: re.Pattern[str]
    exclusive: tuple[frozenset[str], ...]
    people: frozenset[str]
    openings: tuple[str, ...]
    stop: frozenset[str]


@lru_cache(maxsize=1)
def load_formulas() -> Formulas:
    """Return the formulas; they are data of the product and hold for every document."""
    raw = read_data("own_words/formulas.json")
    rows = raw["formulas"]
    return Formulas(
        labels={kind: row["label"] for kind, row in rows.items()},
        act={kind: _any(row["act"]) for kind, row in rows.items()},
        ask={kind: _any(row["ask"]) for kind, row in rows.items()},
        near=re.compile(raw["near"]),
        handling=_any(raw["handling"]),
        exclusive=tuple(frozenset(group) for group in raw["exclusive"]),
        people=frozenset(raw["people"]),
        openings=tuple(sorted(raw["openings"], key=len, reverse=True)),
        stop=frozenset(raw["stop"]),
    )


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(words))


_PARTS = re.compile(r"[，；,;。]")
# Clauses of these kinds are the conference's own: their acts answer no case unless it asks for what they say.
OWN_AFFAIRS = frozenset({"function", "meeting_rule", "office_rule", "composition", "mechanism"})


def kind_of_act(bare: str, clause_kind: str) -> str | None:
    """Return the formula an act belongs to, None where any part of it says something of its own."""
    found = [_kind_of_part(part) for part in _PARTS.split(bare) if part]
    if found and all(found):
        return found[0]
    if clause_kind not in OWN_AFFAIRS:
        return None
    return next((kind for kind in found if kind), "meeting" if clause_kind == "meeting_rule" else "general")


def _kind_of_part(part: str) -> str | None:
    return next((kind for kind, words in load_formulas().act.items() if words.search(part)), None)


def kinds_asked(bare: str) -> dict[str, str]:
    """Return the formulas a case asks for, each with the words that ask."""
    found = {}
    for kind, words in load_formulas().ask.items():
        hit = words.search(bare)
        if hit:
            found[kind] = hit.group()
    return found
