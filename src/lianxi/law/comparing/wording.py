"""Words of two texts beside each other: whether they are put the same way, and the stretches in which they differ.

Two texts are put the same way only when nothing but manner, level and marks differs: likeness says nothing of law.
Likeness pairs only acts of one unit whose matter nobody could read.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from lianxi.law.comparing.law_words import without_manner
from lianxi.law.comparing.model import Stretch
from lianxi.law.reading.fold import fold

# The government's own level is not a difference between a province's and a city's text; all its places are another.
_PLACES = re.compile(r"各[省市县区州盟旗]")
_LEVEL = re.compile(r"[全我本]?[省市县区州盟旗]")
_MARKS = re.compile(r"[\s，。、；：（）()“”《》,.;:]")
# What an act may end with without saying more.
_ENDS = "。；，、,;. \n\r\t\u3000"
# Equal stretches shorter than this between two changes are too short to read.
_SHORT = 2


@lru_cache(maxsize=8192)
def plain_words(words: str) -> str:
    """Return words without marks, line wraps and the signs of the government's own level."""
    return _LEVEL.sub("", _PLACES.sub("各地", _MARKS.sub("", fold(words))))


def is_put_the_same(left: str, right: str) -> bool:
    """Tell whether two texts of equal matter, scope and role differ in manner, level and marks only."""
    return without_manner(plain_words(left)) == without_manner(plain_words(right))


def likeness(left: str, right: str) -> float:
    """Return the share of equal characters of two texts without marks and manner, from 0 to 1."""
    # The longer stays first: the measure is not the same both ways round.
    texts = [without_manner(plain_words(text)) for text in (left, right)]
    first, second = sorted(texts, key=lambda text: (-len(text), text))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def stretches(
    left: str, left_start: int, right: str, right_start: int
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Return both texts cut where they differ, with places in their documents; line wraps are no difference."""
    one, other = _places(left), _places(right)
    # The mark an act ends with depends on where it was cut, not on what it says.
    matcher = SequenceMatcher(None, [c for _, c in one], [c for _, c in other], autojunk=False)
    codes = matcher.get_opcodes()
    equal = [
        tag == "equal" and not (0 < place < len(codes) - 1 and i2 - i1 < _SHORT)
        for place, (tag, i1, i2, _, _) in enumerate(codes)
    ]
    cuts = list(zip(equal, codes, strict=True))
    mine = [(same, i1, i2) for same, (_, i1, i2, _, _) in cuts]
    theirs = [(same, j1, j2) for same, (_, _, _, j1, j2) in cuts]
    return _cut(left, left_start, one, mine), _cut(right, right_start, other, theirs)


def _places(text: str) -> list[tuple[int, str]]:
    body = text.rstrip(_ENDS)
    return [(place, fold(char)) for place, char in enumerate(body) if not char.isspace()]


def _cut(
    text: str, offset: int, places: list[tuple[int, str]], runs: list[tuple[bool, int, int]]
) -> tuple[Stretch, ...]:
    """Turn runs over the printed characters into stretches that cover the whole text, white space included."""
    marks: list[tuple[bool, int, int]] = []
    for same, first, last in runs:
        if first == last:
            continue
        start, end = places[first][0], places[last - 1][0] + 1
        if marks and marks[-1][0] == same:
            start = marks.pop()[1]
        marks.append((same, start, end))
    body = len(text.rstrip(_ENDS))
    found: list[Stretch] = []
    for number, (same, start, _) in enumerate(marks):
        begin = 0 if number == 0 else start
        stop = marks[number + 1][1] if number + 1 < len(marks) else body
        found.append(Stretch(offset + begin, offset + stop, text[begin:stop], not same))
    if text[body:]:
        found.append(Stretch(offset + body, offset + len(text), text[body:], False))
    return tuple(found)
