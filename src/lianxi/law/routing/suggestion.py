"""Suggested facts from free words: patterns of case_words.json, with negation, each fact carrying the words that gave it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lianxi.law.routing.letters import REASONS, Letter, read_letter
from lianxi.law.routing.model import Fact, Passed, State
from lianxi.law.routing.vocabulary import MATTER, SIGN, load_vocabulary, read_data, require_code

# How many letters before the words a negation is looked for.
_REACH = 6

_Found = dict[tuple[str, str, State], Fact]


@dataclass(frozen=True, slots=True)
class _Pattern:
    dimension: str
    code: str
    state: State
    is_weak: bool
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    patterns: tuple[_Pattern, ...]
    masks: re.Pattern[str]
    negations: re.Pattern[str]
    negatable: frozenset[str]
    domain: frozenset[tuple[str, str]]
    needs_domain: frozenset[str]
    institutions: frozenset[str]
    trades: frozenset[str]
    uncounted: Mapping[str, frozenset[str]]
    doubted: frozenset[str]


@lru_cache(maxsize=1)
def _load() -> _Lexicon:
    raw = read_data("case_words.json")
    states: dict[str, State] = {"true": "true", "false": "false", "unknown": "unknown"}
    patterns = [
        _pattern(dimension, name, words, states)
        for dimension, codes in raw["patterns"].items()
        for name, words in codes.items()
    ]
    return _Lexicon(
        patterns=tuple(patterns),
        masks=re.compile("|".join(raw["masks"])),
        negations=re.compile("(?:" + "|".join(raw["negations"]) + ")$"),
        negatable=frozenset(raw["negatable"]),
        domain=frozenset(_terms(raw["domain"])),
        needs_domain=frozenset(raw["needs_domain"]),
        institutions=frozenset(raw["institutions"]),
        trades=frozenset(raw["trades"]),
        uncounted={standing: frozenset(names) for standing, names in raw["uncounted"].items()},
        doubted=frozenset(raw["doubted"]),
    )


def _terms(names: list[str]) -> list[tuple[str, str]]:
    pairs = [(name.partition(":")[0], name.partition(":")[2]) for name in names]
    known = load_vocabulary()
    return [(dim, each) for dim, code in pairs for each in (known[dim].values if code == "*" else (code,))]


def _pattern(dimension: str, name: str, words: list[str], states: dict[str, State]) -> _Pattern:
    prefix = {"!": "false", "?": "unknown"}.get(name[0], "true")
    code = name.lstrip("!?~")
    require_code(dimension, code)
    return _Pattern(dimension, code, states[prefix], name.startswith("~"), re.compile("|".join(words)))


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a letter suggests: the facts that count, and the phrases passed over with the reason."""

    facts: tuple[Fact, ...]
    passed: tuple[Passed, ...]


def suggest_facts(text: str) -> tuple[Fact, ...]:
    """Return the facts that the words suggest, in lexicon order, with code-point spans into `text`.

    A negation right before the words makes the fact false ("不属于省属企业"). Whatever is suggested
    waits for a person to confirm it.
    """
    return suggest(read_letter(text)).facts


def suggest(letter: Letter) -> Suggested:
    """Return what a letter suggests; of clauses that do not count, the phrases are passed over with the reason."""
    lexicon = _load()
    # Names that contain a telling word ("应急管理局") are blanked out, letter for letter.
    bare = lexicon.masks.sub(lambda hit: "\x00" * len(hit.group()), letter.bare)
    facts: _Found = {}
    passed: dict[tuple[str, str], Passed] = {}
    # General words ("学校") come last and count only where nothing more telling of their family was said.
    for pattern in sorted(lexicon.patterns, key=lambda each: each.is_weak):
        if pattern.is_weak and any(_is_kin(pattern, fact) for fact in facts.values()):
            continue
        for hit in pattern.regex.finditer(bare):
            heard = _hear(pattern, hit, letter, lexicon) if hit.group() else None
            if isinstance(heard, Fact):
                facts.setdefault((heard.dimension, heard.code, heard.state), heard)
            elif heard is not None:
                passed.setdefault((heard.dimension, heard.code), heard)
    kept = tuple(_relevant(_consistent(_without_trades(facts, lexicon)), lexicon))
    told = {(fact.dimension, fact.code) for fact in kept if fact.state == "true"}
    return Suggested(kept, tuple(row for key, row in passed.items() if key not in told))


def _hear(pattern: _Pattern, hit: re.Match[str], letter: Letter, lexicon: _Lexicon) -> Fact | Passed | None:
    """Give the fact of a hit, or what it would mean where its clause does not count; None for a mere sign there."""
    fact = _fact(pattern, hit, letter, lexicon)
    piece = letter.piece_at(hit.start())
    standing = piece.standing if piece else "asserted"
    if piece is not None and fact.dimension in lexicon.uncounted.get(standing, ()):
        if fact.dimension == SIGN or fact.start is None or fact.end is None:
            return None
        why = f"{REASONS[standing]}（“{piece.why}”）"
        return Passed(fact.dimension, fact.code, fact.words, why, fact.start, fact.end)
    if standing == "reported" and fact.state == "true" and fact.dimension in lexicon.doubted:
        return replace(fact, state="unknown")
    return fact


def is_of_subject(facts: Iterable[Fact]) -> bool:
    """Tell whether facts belong to occupational disease prevention or the conference's own affairs."""
    own = _load().domain
    return any(
        fact.state == "true"
        and ((fact.dimension, fact.code) in own or fact.dimension in {MATTER, "conference"})
        for fact in facts
    )


def _is_kin(pattern: _Pattern, fact: Fact) -> bool:
    if fact.dimension != pattern.dimension:
        return False
    return load_vocabulary()[fact.dimension].is_kin(pattern.code, fact.code)


def _fact(pattern: _Pattern, hit: re.Match[str], letter: Letter, lexicon: _Lexicon) -> Fact:
    start, end = letter.span(hit.start(), hit.end())
    state = pattern.state
    before = letter.bare[max(0, hit.start() - _REACH) : hit.start()]
    if state == "true" and pattern.dimension in lexicon.negatable and lexicon.negations.search(before):
        state = "false"
    return Fact(pattern.dimension, pattern.code, state, letter.text[start:end], "text", start, end)


def _without_trades(facts: _Found, lexicon: _Lexicon) -> _Found:
    """Drop the trade taught or worked inside an institution: a school's foundry course is no foundry."""
    sectors = {code for dimension, code, state in facts if dimension == "sector" and state != "false"}
    if (SIGN, "enterprise", "true") in facts or not sectors & lexicon.institutions:
        return facts
    return {key: fact for key, fact in facts.items() if key[0] != "sector" or key[1] not in lexicon.trades}


def _relevant(facts: list[Fact], lexicon: _Lexicon) -> list[Fact]:
    """Drop matters that the words do not tie to occupational disease: a car-park fee is no matter of this kind."""
    stated = {(fact.dimension, fact.code) for fact in facts if fact.state == "true"}
    if stated & lexicon.domain:
        return facts
    if (SIGN, "outside") in stated:
        return [fact for fact in facts if fact.dimension not in {MATTER, "conference"}]
    return [fact for fact in facts if fact.dimension != MATTER or fact.code not in lexicon.needs_domain]


def _consistent(facts: _Found) -> list[Fact]:
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
