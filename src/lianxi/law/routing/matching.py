"""Testing one act against a case: each condition is met, contradicted, excluded, unknown or silent; the tier follows."""

from dataclasses import dataclass
from typing import Literal

from lianxi.law.routing.acts import Act, Condition
from lianxi.law.routing.factbook import FactBook
from lianxi.law.routing.model import Fact, Met, Tier

Outcome = Literal["met", "contradicted", "excluded", "unknown", "silent", "free"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one act stood the test; `tier` is None when it does not answer, and `silent` are the unspoken conditions."""

    act: Act
    tier: Tier | None
    met: tuple[Met, ...]
    unknown: tuple[Condition, ...]
    silent: tuple[Condition, ...]
    against: tuple[tuple[Condition, Outcome, tuple[Fact, ...]], ...]


def check_condition(condition: Condition, book: FactBook) -> tuple[Outcome, tuple[Fact, ...]]:
    """Return how a condition stands with the facts, and the facts that decide it."""
    spoken = [fact for code in condition.codes if (fact := book.get(condition.dimension, code)) is not None]
    true = tuple(fact for fact in spoken if fact.state == "true")
    is_open = tuple(fact for fact in spoken if fact.state == "unknown")
    if condition.excludes:
        if true:
            return "excluded", true
        return ("unknown", is_open) if is_open else ("free", ())
    if true:
        return "met", true
    if is_open:
        return "unknown", is_open
    return _unmet(condition, spoken, book)


def _unmet(condition: Condition, spoken: list[Fact], book: FactBook) -> tuple[Outcome, tuple[Fact, ...]]:
    if len(spoken) == len(condition.codes):
        return "contradicted", tuple(spoken)
    others = tuple(book.true_facts(condition.dimension))
    if others and condition.closed:
        return "contradicted", others
    return ("unknown" if condition.if_absent == "ask" else "silent"), ()


def judge(act: Act, book: FactBook) -> Verdict:
    """Return the verdict on one act: established, conditional, general, or none with what stands against it."""
    met: list[Met] = []
    unknown: list[Condition] = []
    silent: list[Condition] = []
    against: list[tuple[Condition, Outcome, tuple[Fact, ...]]] = []
    for condition in act.conditions:
        outcome, facts = check_condition(condition, book)
        if outcome == "met":
            met.append(Met(condition, facts))
        elif outcome == "unknown":
            unknown.append(condition)
        elif outcome == "silent":
            silent.append(condition)
        elif outcome != "free":
            against.append((condition, outcome, facts))
    tier = None if against or silent or not met else _tier(act, unknown)
    return Verdict(act, tier, tuple(met), tuple(unknown), tuple(silent), tuple(against))


def _tier(act: Act, unknown: list[Condition]) -> Tier:
    if unknown:
        return "conditional"
    return "general" if act.general else "established"
