"""Suggested facts from free words: patterns of case_words.json, with negation, each fact carrying the words that gave it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lianxi.law.routing.model import Fact, State
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
class _Letter:
    """The case's text without blanks, and where each remaining letter stands in the original."""

    text: str
    bare: str
    places: tuple[int, ...]

    def span(self, hit: re.Match[str]) -> tuple[int, int]:
        return self.places[hit.start()], self.places[hit.end() - 1] + 1


def suggest_facts(text: str) -> tuple[Fact, ...]:
    """Return the facts that the words suggest, in lexicon order, with code-point spans into `text`.

    A negation right before the words makes the fact false ("不属于省属企业"). Whatever is suggested
    waits for a person to confirm it.
    """
    lexicon = _load()
    letter = _read(text, lexicon)
    facts: _Found = {}
    # General words ("学校") come last and count only where nothing more telling of their family was said.
    for pattern in sorted(lexicon.patterns, key=lambda each: each.is_weak):
        if pattern.is_weak and any(_is_kin(pattern, fact) for fact in facts.values()):
            continue
        for hit in pattern.regex.finditer(letter.bare):
            if hit.group():
                fact = _fact(pattern, hit, letter, lexicon)
                facts.setdefault((fact.dimension, fact.code, fact.state), fact)
    return tuple(_relevant(_consistent(_without_trades(facts, lexicon)), lexicon))


def _is_kin(pattern: _Pattern, fact: Fact) -> bool:
    if fact.dimension != pattern.dimension:
        return False
    return load_vocabulary()[fact.dimension].is_kin(pattern.code, fact.code)


def _read(text: str, lexicon: _Lexicon) -> _Letter:
    # Blanks and line wraps inside words are common in pasted letters, so patterns never see them.
    places = tuple(index for index, letter in enumerate(text) if not letter.isspace())
    bare = "".join(text[index] for index in places)
    # Names that contain a telling word ("应急管理局") are blanked out, letter for letter.
    return _Letter(text, lexicon.masks.sub(lambda hit: "\x00" * len(hit.group()), bare), places)


def _fact(pattern: _Pattern, hit: re.Match[str], letter: _Letter, lexicon: _Lexicon) -> Fact:
    start, end = letter.span(hit)
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
