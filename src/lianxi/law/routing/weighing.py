"""What of the facts a letter suggests stands: whose trade, who is harmed, which subject, open against definite."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lianxi.law.routing.model import Fact, State
from lianxi.law.routing.vocabulary import MATTER, SIGN, load_vocabulary

Key = tuple[str, str, State]
Found = dict[Key, Fact]
_SECTOR = "sector"
# Where residents speak, a woman with child or a child is none of a workforce.
_OF_WORKERS = {("population", "female_workers"), ("population", "minor_workers"), (MATTER, "working_time")}
_PUBLIC = (SIGN, "public_body", "true")
_RESIDENTS = re.compile("居民|村民|小区|邻居|住户|街坊|扰民|我家|路人|农田|鱼塘|菜地|阳台|楼上|楼下")
_WORKERS = ("population", "workers", "true")


@dataclass(frozen=True, slots=True)
class WeighingRules:
    """The data of weighing (case_words.json): what shows the subject, which trades stand in institutions, who is harmed."""

    domain: frozenset[tuple[str, str]]
    needs_domain: frozenset[str]
    institutions: frozenset[str]
    trades: frozenset[str]
    harmed: Mapping[str, str]


def weigh(facts: Found, quoted: set[Key], rules: WeighingRules) -> tuple[Fact, ...]:
    """Return the facts that stand, in the order found; `quoted` are those in somebody else's words."""
    facts = _without_quoted_sectors(facts, quoted)
    facts = _by_harmed(_without_trades(facts, rules), rules)
    return tuple(_relevant(_consistent(facts), rules))


def _is_said(facts: Found, sign: str) -> bool:
    return (SIGN, sign, "true") in facts


def _without_quoted_sectors(facts: Found, quoted: set[Key]) -> Found:
    """Drop a sector that only another body named where the writer names one himself."""
    own = any(key[0] == _SECTOR and key[2] == "true" and key not in quoted for key in facts)
    return {k: f for k, f in facts.items() if not (own and k[0] == _SECTOR and k in quoted)}


def _without_trades(facts: Found, rules: WeighingRules) -> Found:
    """Drop the trade taught or worked inside an institution: a school's foundry course is no foundry."""
    sectors = {code for dimension, code, state in facts if dimension == _SECTOR and state != "false"}
    if _is_said(facts, "enterprise") or not sectors & rules.institutions:
        return facts
    return {key: fact for key, fact in facts.items() if key[0] != _SECTOR or key[1] not in rules.trades}


def _by_harmed(facts: Found, rules: WeighingRules) -> Found:
    """Take a hazard for one of the environment where residents are harmed and no worker is spoken of."""
    if not _is_said(facts, "public_body"):
        return facts
    if _WORKERS in facts:
        # A worker who writes of a village or a bad night is no neighbour of the works.
        said = facts[SIGN, "public_body", "true"].words
        return facts if _RESIDENTS.search(said) else {k: f for k, f in facts.items() if k != _PUBLIC}
    changed: Found = {}
    for (dimension, code, state), fact in facts.items():
        if (dimension, code) in _OF_WORKERS:
            continue
        outside = rules.harmed.get(code) if dimension == "hazard" and state == "true" else None
        if outside:
            changed.setdefault(("hazard", outside, "true"), replace(fact, code=outside))
        else:
            changed[dimension, code, state] = fact
    return changed


def _relevant(facts: list[Fact], rules: WeighingRules) -> list[Fact]:
    """Drop matters that the words do not tie to occupational disease: a car-park fee is no matter of this kind.

    An office that asks for a decision speaks of the subject unless it says otherwise. What is of another subject
    counts only where a worker's protection is missing as well.
    """
    stated = {(fact.dimension, fact.code) for fact in facts if fact.state == "true"}
    at_work = ("population", "workers") in stated
    guarded = at_work and (SIGN, "gap") in stated
    if (SIGN, "other_subject") in stated and not (guarded or any(name == "disease" for name, _ in stated)):
        return [f for f in facts if f.dimension not in {MATTER, "conference", "hazard", "event"}]
    if stated & rules.domain:
        is_work = (SIGN, "gap") in stated or (at_work and any(name == "hazard" for name, _ in stated))
        return [f for f in facts if not (is_work and (f.dimension, f.code) == (SIGN, "outside"))]
    if (SIGN, "outside") in stated:
        return [f for f in facts if f.dimension not in {MATTER, "conference"}]
    if (SIGN, "office_request") in stated:
        return facts
    return [f for f in facts if f.dimension != MATTER or f.code not in rules.needs_domain]


def _consistent(facts: Found) -> list[Fact]:
    """Keep a definite statement over an open one; where the words both affirm and deny, keep the affirmation."""
    kept = []
    named = {dimension for dimension, _, state in facts if state == "true"}
    for (dimension, code, state), fact in facts.items():
        if state == "unknown" and dimension in named and load_vocabulary()[dimension].closed:
            continue
        if state != "true" and (dimension, code, "true") in facts:
            continue
        if state == "unknown" and (dimension, code, "false") in facts:
            continue
        kept.append(fact)
    return kept
