"""Characters of official documents: what can be printed, how wide it is, and full-width punctuation."""

import re
import unicodedata
from functools import lru_cache

# Legal in XML 1.0 is not enough: C1 controls and DEL are legal there but print as nothing or as a box.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Embeddings, overrides and isolates can make a paper read otherwise than its stored text.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb]")
_HAN = r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003FFFF〇]"
_CLOSERS = "”’》」』）〕】"
_HALF_WIDTH = re.compile(rf"(?<={_HAN}|[{_CLOSERS}])[,:;?!](?={_HAN}|[“‘《「『（〔]|$)")
# Whether the brackets belong to Chinese text is asked of each pair: one pattern for both would take
# quadratic time on a long text with a bracket never closed.
_BRACKETS = re.compile(r"\([^()\n]*\)")
_HANZI = re.compile(_HAN)
_LABEL_GAP = re.compile(rf"^(\d{{1,2}}\.)[ \u3000]+(?={_HAN})", re.MULTILINE)
_FULL_WIDTH = str.maketrans(",:;?!", "，：；？！")


def find_unprintable(text: str) -> str | None:
    """Name the first character no document may hold, as U+0000, or None."""
    return _name(_UNPRINTABLE.search(text))


def find_reordering(text: str) -> str | None:
    """Name the first character that changes the direction of the text, or None."""
    return _name(_REORDERING.search(text))


def find_invisible(text: str) -> str | None:
    """Name the first zero-width character, or None."""
    return _name(_INVISIBLE.search(text))


def find_half_width(text: str) -> str | None:
    """Return the first half-width mark used between hanzi (GB/T 15834), or None."""
    match = _HALF_WIDTH.search(text) or next(filter(_is_chinese, _BRACKETS.finditer(text)), None)
    return match.group()[0] if match else None


def is_silent(character: str) -> bool:
    """Tell whether a character prints nothing by itself: breaks, tabs, zero width."""
    return character in "\n\r\t" or bool(_INVISIBLE.match(character) or _REORDERING.match(character))


def width(text: str) -> float:
    """Return the width of a text in full-width characters: digits and Latin count half."""
    return sum(_half_widths(character) for character in text) / 2


def full_width_punctuation(text: str) -> str:
    """Make , : ; ? ! and ( ) between hanzi full-width and close up `1. 协调` to `1.协调`.

    It changes the text, so it belongs before a model is built (spans count characters), never in rendering.
    """
    text = _HALF_WIDTH.sub(lambda match: match.group().translate(_FULL_WIDTH), text)
    text = _BRACKETS.sub(_widened, text)
    return _LABEL_GAP.sub(r"\1", text)


def _is_chinese(brackets: re.Match[str]) -> bool:
    before = brackets.string[max(0, brackets.start() - 1) : brackets.start()]
    return bool(_HANZI.search(before + brackets.group()))


def _widened(brackets: re.Match[str]) -> str:
    return f"（{brackets.group()[1:-1]}）" if _is_chinese(brackets) else brackets.group()


def _name(match: re.Match[str] | None) -> str | None:
    return f"U+{ord(match.group()):04X}" if match else None


@lru_cache(maxsize=8192)
def _half_widths(character: str) -> int:
    if unicodedata.combining(character) or _INVISIBLE.match(character) or character == "\n":
        return 0
    # Ambiguous characters (“ ” — … ·) are full-width in Chinese fonts.
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
