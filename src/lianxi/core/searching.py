"""Finding words whatever script and width they are written in: traditional or simplified, full width or half.

Nothing that is stored is changed: what is looked for is spelled out in every form that a title may have it in.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from importlib.resources import files
from itertools import product

# Full-width forms, radicals and compatibility characters that stand for one character.
_COMPATIBLE = (range(0x2E80, 0x2FE0), range(0x3000, 0x3001), range(0xF900, 0xFB00), range(0xFF01, 0xFF5F))
_PLAIN = re.compile(r"[\w]")


@cache
def _folds() -> dict[int, str]:
    text = files("lianxi.core").joinpath("traditional.txt").read_text(encoding="utf-8")
    pairs = "".join(line for line in text.splitlines() if not line.startswith("#"))
    found = {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}
    for code in (one for span in _COMPATIBLE for one in span):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code) and len(plain) == 1:
            found[code] = found.get(ord(plain), plain)
    found |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    # Ａ leads over A to a.
    return {code: found.get(ord(to), to) for code, to in found.items()}


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, to in _folds().items():
        found[to].append(chr(code))
    return {to: (to, *forms) for to, forms in found.items()}


def fold(text: str) -> str:
    """Give a text with each character in the one form by which it is compared; its length stays."""
    return text.translate(_folds())


def words_of(text: str, longest: int) -> list[str]:
    """Give the words of what somebody looks for, folded, each once; at most so many characters in all."""
    return list(dict.fromkeys(fold(text)[:longest].split()))


def forms_of(character: str) -> tuple[str, ...]:
    """List the forms in which a folded character may be written, itself first."""
    return _forms().get(character, (character,))


def pattern_of(word: str) -> str:
    """Write the regular expression, as both databases read it, that finds a folded word in any form."""
    return "".join(_any_of(forms_of(one)) for one in word)


def spellings(word: str) -> list[str]:
    """List every way in which a short folded word may be written, A to Z in small letters."""
    ways = ("".join(way) for way in product(*(forms_of(one) for one in word)))
    return list(dict.fromkeys("".join(c.lower() if c.isascii() else c for c in way) for way in ways))


def _any_of(forms: tuple[str, ...]) -> str:
    if len(forms) == 1:
        return re.escape(forms[0])
    if all(_PLAIN.match(one) for one in forms):
        return f"[{''.join(forms)}]"
    return f"(?:{'|'.join(map(re.escape, forms))})"
