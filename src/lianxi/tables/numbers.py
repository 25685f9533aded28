"""Numbers as people write them: full width, thousands in groups of three; a comma that may be a decimal point is asked.

The same rule stands as SQL in `typing.MACROS`; the tests hold them equal.
"""

import re
import unicodedata

# What shows as nothing: zero-width characters, direction marks, the soft hyphen, the byte-order mark.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u00ad\u180e\ufeff"
_GONE = str.maketrans(dict.fromkeys(INVISIBLE))
# 0,012 is no thousand: no number of thousands begins with a nought.
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")


def visible(text: str) -> str:
    """Return a text without the characters that show as nothing."""
    return text.translate(_GONE)


def number_of(text: str) -> float | None:
    """Read a number; None for what is none, and for a comma that stands where no thousands are."""
    plain = "".join(unicodedata.normalize("NFKC", visible(text)).split()).replace("−", "-")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    return float(plain) if _PLAIN.fullmatch(plain) else None


def has_decimal_comma(text: str) -> bool:
    """Tell a number in which a comma may be the decimal point."""
    plain = "".join(unicodedata.normalize("NFKC", visible(text)).split())
    return bool(_COMMA.fullmatch(plain)) and number_of(text) is None
