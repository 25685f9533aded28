"""The closed, numbered list of inferences (inferences.json), applied to a case's facts until nothing is added."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lianxi.law.routing.errors import BadRoutingData
from lianxi.law.routing.factbook import CONFIRMED, FactBook
from lianxi.law.routing.model import Fact, State
from lianxi.law.routing.vocabulary import load_vocabulary, read_data, require_code

Term = tuple[str, str]
_PASSES = 4


@dataclass(frozen=True, slots=True)
class Inference:
    """One numbered inference: when every group of `when` has a true code and no `unless` holds, `then` follows.

    A `meaning` inference holds by what the words mean and applies always; a `hint` only guesses a value
    for a person to confirm, so it never touches a dimension that a person has confirmed.
    """

    number: str
    kind: str
    when: tuple[tuple[Term, ...], ...]
    unless: tuple[Term, ...]
    then: tuple[tuple[Term, State], ...]
    reason: str


@lru_cache(maxsize=1)
def load_inferences() -> tuple[Inference, ...]:
    """Return the inferences in their numbered order; raises BadRoutingData on a code or number that does not fit."""
    rows = tuple(_inference(row) for row in _rows())
    numbers = [row.number for row in rows]
    if len(set(numbers)) != len(numbers):
        raise BadRoutingData("inference_number", "推断的编号有重复。")
    return rows


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_data("inferences.json")["inferences"]
    return rows


def _inference(row: dict[str, Any]) -> Inference:
    if row["kind"] not in {"meaning", "hint"}:
        raise BadRoutingData("inference_kind", f"推断 {row['number']} 的 kind 只能是 meaning 或 hint。")
    return Inference(
        number=row["number"],
        kind=row["kind"],
        when=tuple(tuple(term for name in group for term in _terms(name)) for group in row["when"]),
        unless=tuple(term for name in row.get("unless", ()) for term in _terms(name)),
        then=tuple(_consequence(name) for name in row["then"]),
        reason=row["reason"],
    )


def _terms(name: str) -> list[Term]:
    dimension, _, code = name.partition(":")
    if code == "*":
        return [(dimension, each) for each in load_vocabulary()[dimension].values]
    require_code(dimension, code)
    return [(dimension, code)]


def _consequence(name: str) -> tuple[Term, State]:
    states: dict[str, State] = {"!": "false", "?": "unknown"}
    state = states.get(name[0], "true")
    (term,) = _terms(name.lstrip("!?"))
    return term, state


def infer(facts: tuple[Fact, ...], closed: frozenset[str] = frozenset()) -> FactBook:
    """Return the facts with everything the numbered inferences add, each marked with its number and its grounds.

    Hints add nothing in a dimension that a person has confirmed, nor in one of `closed`.
    """
    book = FactBook(facts)
    for _ in range(_PASSES):
        added = [fact for rule in load_inferences() for fact in _apply(rule, book, closed)]
        if not added:
            break
        book = FactBook((*book.all(), *added))
    return book


def _apply(rule: Inference, book: FactBook, closed: frozenset[str]) -> list[Fact]:
    if any(book.is_true(*term) for term in rule.unless):
        return []
    grounds: list[Fact] = []
    for group in rule.when:
        hits = [fact for term in group if (fact := book.get(*term)) is not None and fact.state == "true"]
        if not hits:
            return []
        grounds.append(hits[0])
    return [
        _derived(rule, term, state, grounds)
        for term, state in rule.then
        if _may_add(rule, term, book, closed)
    ]


def _may_add(rule: Inference, term: Term, book: FactBook, closed: frozenset[str]) -> bool:
    if book.get(*term) is not None:
        return False
    return rule.kind == "meaning" or not (term[0] in closed or book.is_confirmed(term[0]))


def _derived(rule: Inference, term: Term, state: State, grounds: list[Fact]) -> Fact:
    first = min(grounds, key=lambda fact: fact.start if fact.start is not None else 1 << 30)
    words = "、".join(dict.fromkeys(fact.words for fact in grounds if fact.words != CONFIRMED)) or CONFIRMED
    return Fact(term[0], term[1], state, words, rule.number, first.start, first.end)
