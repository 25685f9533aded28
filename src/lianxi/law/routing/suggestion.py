"""Suggested facts from free words: patterns of case_words.json, with negation, each fact carrying the words that gave it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lianxi.law.routing.letters import REASONS, Letter, read_letter
from lianxi.law.routing.letters.terms import Term, find_terms
from lianxi.law.routing.model import Fact, Passed, State
from lianxi.law.routing.vocabulary import MATTER, SIGN, load_vocabulary, read_data, require_code
from lianxi.law.routing.weighing import WeighingRules, weigh

# How many letters before the words a negation is looked for.
_REACH = 6

_ANY = re.compile(r".+", re.DOTALL)
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
    rules: WeighingRules
    uncounted: Mapping[str, frozenset[str]]
    doubted: frozenset[str]


@lru_cache(maxsize=1)
def _load() -> _Lexicon:
    raw = read_data("case_words.json")
    states: dict[str, State] = {"true": "true", "false": "false", "unknown": "unknown"}
    patterns = [
        _pattern(dimension, name, [_spelt(word, raw["lists"]) for word in words], states)
        for dimension, codes in raw["patterns"].items()
        for name, words in codes.items()
    ]
    return _Lexicon(
        patterns=tuple(patterns),
        masks=re.compile("|".join(raw["masks"])),
        negations=re.compile("(?:" + "|".join(raw["negations"]) + ")$"),
        negatable=frozenset(raw["negatable"]),
        rules=WeighingRules(
            domain=frozenset(_terms(raw["domain"])),
            needs_domain=frozenset(raw["needs_domain"]),
            institutions=frozenset(raw["institutions"]),
            trades=frozenset(raw["trades"]),
            harmed=raw["harmed"],
        ),
        uncounted={standing: frozenset(names) for standing, names in raw["uncounted"].items()},
        doubted=frozenset(raw["doubted"]),
    )


def _terms(names: list[str]) -> list[tuple[str, str]]:
    pairs = [(name.partition(":")[0], name.partition(":")[2]) for name in names]
    known = load_vocabulary()
    return [(dim, each) for dim, code in pairs for each in (known[dim].values if code == "*" else (code,))]


def _spelt(pattern: str, lists: Mapping[str, list[str]]) -> str:
    """Put the words of a list where a pattern names it."""
    for name, words in lists.items():
        pattern = pattern.replace("{" + name + "}", "(?:" + "|".join(words) + ")")
    return pattern


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
    terms = find_terms(bare)
    for term in terms:
        for code in term.codes:
            pattern = _Pattern(term.dimension, code, "true", False, _ANY)
            hit = _ANY.search(bare, term.start, term.end)
            if hit:
                _note(_hear(pattern, hit, letter, lexicon), facts, passed)
    # General words ("学校") come last and count only where nothing more telling of their family was said.
    for pattern in sorted(lexicon.patterns, key=lambda each: each.is_weak):
        if pattern.is_weak and any(_is_kin(pattern, fact) for fact in facts.values()):
            continue
        for hit in pattern.regex.finditer(bare):
            if hit.group() and not _is_inside(terms, pattern, hit):
                _note(_hear(pattern, hit, letter, lexicon), facts, passed)
    kept = weigh(facts, _quoted(facts, letter), lexicon.rules)
    told = {(fact.dimension, fact.code) for fact in kept if fact.state == "true"}
    return Suggested(kept, tuple(row for key, row in passed.items() if key not in told))


def _note(heard: Fact | Passed | None, facts: _Found, passed: dict[tuple[str, str], Passed]) -> None:
    if isinstance(heard, Fact):
        facts.setdefault((heard.dimension, heard.code, heard.state), heard)
    elif heard is not None:
        passed.setdefault((heard.dimension, heard.code), heard)


def _is_inside(terms: list[Term], pattern: _Pattern, hit: re.Match[str]) -> bool:
    """Tell whether a longer catalogue term of another dimension holds the words: the longest wins."""
    return any(
        term.start <= hit.start()
        and hit.end() <= term.end
        and term.end - term.start > hit.end() - hit.start()
        for term in terms
        if pattern.dimension not in {term.dimension, SIGN}
    )


def _quoted(facts: _Found, letter: Letter) -> set[tuple[str, str, State]]:
    """Give the facts that stand in somebody else's words."""
    found = set()
    for key, fact in facts.items():
        places = [place for place, at in enumerate(letter.places) if at == fact.start]
        piece = letter.piece_at(places[0]) if places else None
        if piece is not None and piece.standing == "quoted":
            found.add(key)
    return found


def _hear(pattern: _Pattern, hit: re.Match[str], letter: Letter, lexicon: _Lexicon) -> Fact | Passed | None:
    """Give the fact of a hit, or what it would mean where its clause does not count; None for a mere sign there."""
    fact = _fact(pattern, hit, letter, lexicon)
    piece = letter.piece_at(hit.start())
    standing = piece.standing if piece else "asserted"
    uncounted = lexicon.uncounted.get(standing, frozenset())
    if piece is not None and not uncounted.isdisjoint({fact.dimension, f"{fact.dimension}:{fact.code}"}):
        if fact.dimension == SIGN or fact.start is None or fact.end is None:
            return None
        why = f"{REASONS[standing]}（“{piece.why}”）"
        return Passed(fact.dimension, fact.code, fact.words, why, fact.start, fact.end)
    if standing == "reported" and fact.state == "true" and fact.dimension in lexicon.doubted:
        return replace(fact, state="unknown")
    return fact


def is_of_subject(facts: Iterable[Fact]) -> bool:
    """Tell whether facts belong to occupational disease prevention or the conference's own affairs."""
    own = _load().rules.domain
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
