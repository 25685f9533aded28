"""Where a long title breaks: lines of like length, broken at word sense (7.3.1)."""

import re
from functools import lru_cache
from math import ceil

from lianxi.papers.layout.text import width

# 22 pt characters that fit into 156 mm.
FULL = 20
_GOOD_STARTS = ("关于", "的通知", "的通报", "的报告", "的更正", "会议", "工作", "情况", "《", "（")
_BAD_STARTS = tuple("的、，：；。》）”’")
_BAD_ENDS = tuple("《（“‘第")


@lru_cache(maxsize=256)
def title_width(title: str) -> float:
    """Return the width, in 22 pt characters, to which a title's lines are held.

    A title with its own line breaks keeps the full width. Otherwise the width is such that all lines
    but the last are full and the break falls, as far as the text allows, between words.
    """
    length = width(title)
    if "\n" in title or length <= FULL:
        return FULL
    lines = ceil(length / FULL)
    if lines > 6:
        return FULL
    shortest = ceil(length / lines)
    best = max(range(shortest, FULL + 1), key=lambda held: (_score(title, held), -held))
    # Room for digits that a stand-in font draws wider, less than would admit another character.
    return min(FULL, best + 0.7)


def _score(title: str, held: int) -> int:
    cuts = _cuts(title, held)
    last = title[cuts[-1] :] if cuts else title
    # A last line as full as the others would spill one character into a line of its own.
    spills = bool(cuts) and width(last) > held - 1
    return sum(_break_score(title, cut) for cut in cuts) - 3 * spills


def _cuts(title: str, held: int) -> list[int]:
    cuts, used = [], 0.0
    for place, character in enumerate(title):
        step = width(character)
        if used + step > held:
            cuts.append(place)
            used = 0.0
        used += step
    return cuts


def _break_score(title: str, cut: int) -> int:
    before, after = title[:cut], title[cut:]
    if before[-1].isdigit() and (after[0].isdigit() or after[0] in "年月日"):
        return -3
    if after.startswith(_GOOD_STARTS) or re.match(r"\d{4}年", after) or before.endswith(("关于", "》")):
        return 2
    if after.startswith(_BAD_STARTS) or before.endswith(_BAD_ENDS):
        return -2
    # A short last line reads as an accident, whatever stands in it.
    return -1 if width(after) <= 2 else 0
