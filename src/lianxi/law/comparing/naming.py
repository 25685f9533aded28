"""Which codes an act's own words name, by the lexicon of act words that routing reads unseen documents with."""

from functools import lru_cache

from lianxi.law.reading.fold import fold
from lianxi.law.routing.vocabulary import read_data


@lru_cache(maxsize=1)
def _terms() -> dict[str, dict[str, list[str]]]:
    terms: dict[str, dict[str, list[str]]] = read_data("act_words.json")["terms"]
    return terms


def bare_words(words: str) -> str:
    """Return words without white space: a line wrap inside a sentence is not a difference."""
    return "".join(words.split())


def named_codes(dimension: str, words: str) -> frozenset[str]:
    """Return the codes of a dimension for which a term stands in the words."""
    bare = fold(bare_words(words))
    codes = _terms().get(dimension, {})
    return frozenset(code for code, terms in codes.items() if any(term in bare for term in terms))


def named_span(dimension: str, code: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span in `text` of the first term that names a code between start and end."""
    places = [place for place in range(start, end) if not text[place].isspace()]
    bare = fold("".join(text[place] for place in places))
    for term in _terms().get(dimension, {}).get(code, ()):
        at = bare.find(term)
        if at >= 0:
            return places[at], places[at + len(term) - 1] + 1
    return None
