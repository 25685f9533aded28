"""Conditions read off an act's own words, for a founding document nobody has configured: each one carries its span."""

from functools import lru_cache

from lianxi.law.routing.acts import Condition
from lianxi.law.routing.vocabulary import MATTER, load_vocabulary, read_data, require_code

_EXCLUDING = ("除外", "不含", "不包括")
_Entry = tuple[str, str, str]
_Span = tuple[int, int]
# Words of supervision stand in nearly every act; beside a specific matter they say how, not what.
_BROAD = ("supervision_of_sector", "inspection", "hazard_control", "prevention_guidance")


@lru_cache(maxsize=1)
def _terms_by_first() -> dict[str, list[_Entry]]:
    table: dict[str, list[_Entry]] = {}
    for dimension, codes in read_data("act_words.json")["terms"].items():
        for code, terms in codes.items():
            require_code(dimension, code)
            for term in terms:
                table.setdefault(term[0], []).append((term, dimension, code))
    for entries in table.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry))
    return table


@lru_cache(maxsize=1)
def _silent_codes() -> frozenset[str]:
    return frozenset(read_data("act_words.json")["silent"])


def derive_conditions(text: str, start: int, end: int) -> tuple[Condition, ...]:
    """Return the conditions that the act text[start:end] states by the lexicon of act words.

    Line wraps inside a word are skipped. An act that names no matter has no condition at all: it
    then answers nothing rather than everything.
    """
    letters = [(index, text[index]) for index in range(start, end) if not text[index].isspace()]
    bare = "".join(letter for _, letter in letters)
    spans: dict[tuple[str, bool], dict[str, _Span]] = {}
    position = 0
    while position < len(bare):
        entry = _longest(bare, position)
        if entry is None:
            position += 1
            continue
        term, hits = entry
        last = position + len(term) - 1
        for dimension, code in hits:
            group = spans.setdefault((dimension, _is_excluded(bare, last + 1)), {})
            group.setdefault(code, (letters[position][0], letters[last][0] + 1))
        position += len(term)
    return _conditions(spans)


def _longest(bare: str, position: int) -> tuple[str, list[tuple[str, str]]] | None:
    for term, _, _ in _terms_by_first().get(bare[position], ()):
        if bare.startswith(term, position):
            hits = [entry[1:] for entry in _terms_by_first()[term[0]] if entry[0] == term]
            return term, hits
    return None


def _is_excluded(bare: str, after: int) -> bool:
    """Tell whether the bracket or clause that the term stands in ends with words of exclusion."""
    tail = bare[after : after + 16]
    for index, letter in enumerate(tail):
        if tail.startswith(_EXCLUDING, index):
            return True
        if letter in "（(）)，,；;。":
            return False
    return False


def _conditions(spans: dict[tuple[str, bool], dict[str, _Span]]) -> tuple[Condition, ...]:
    matters = spans.get((MATTER, False))
    if matters is None:
        return ()
    spans[MATTER, False] = _telling(matters)
    return tuple(_condition(dimension, excluded, codes) for (dimension, excluded), codes in spans.items())


def _telling(matters: dict[str, _Span]) -> dict[str, _Span]:
    specific = {code: span for code, span in matters.items() if code not in _BROAD}
    if specific:
        return specific
    span = (min(start for start, _ in matters.values()), max(end for _, end in matters.values()))
    return dict.fromkeys(_BROAD, span)


def _condition(dimension: str, excluded: bool, codes: dict[str, _Span]) -> Condition:
    known = load_vocabulary()[dimension]
    return Condition(
        dimension=dimension,
        codes=tuple(codes),
        excludes=excluded,
        start=min(span[0] for span in codes.values()),
        end=max(span[1] for span in codes.values()),
        if_absent="silent" if set(codes) <= _silent_codes() else known.if_absent,
        closed=known.closed,
    )
