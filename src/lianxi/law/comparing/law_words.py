"""Words of law: those of which one makes another duty — negation, 且 or 或, may or must, time, aid, co-units, extent.

They decide no pairing. They say that two texts are not the same however alike they look, and name the change.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lianxi.law.comparing.units import find_names
from lianxi.law.reading.fold import fold


@dataclass(frozen=True, slots=True)
class LawChange:
    """One kind in which two texts differ: its code and label, and the words that only one side has."""

    kind: str
    label: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: dict[str, tuple[str, re.Pattern[str]]]
    co_unit: re.Pattern[str]
    co_unit_label: str
    manner: re.Pattern[str]
    synonyms: dict[str, str]


@lru_cache(maxsize=1)
def _load() -> _Words:
    path = files("lianxi.law.comparing").joinpath("law_words.json")
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kinds = {kind: (row["label"], re.compile("|".join(row["words"]))) for kind, row in raw["kinds"].items()}
    return _Words(
        kinds=kinds,
        co_unit=re.compile(raw["co_unit"]),
        co_unit_label=raw["co_unit_label"],
        manner=re.compile("|".join(raw["manner"])),
        synonyms=raw["synonyms"],
    )


def without_manner(plain: str) -> str:
    """Return words without those of manner, and with one form for what is said in several."""
    words = _load()
    for form, usual in words.synonyms.items():
        plain = plain.replace(form, usual)
    return words.manner.sub("", plain)


def law_changes(left: str, right: str) -> tuple[LawChange, ...]:
    """Return the kinds in which words of law differ, with what only the one or the other side has."""
    one, other = ("".join(fold(text).split()) for text in (left, right))
    words = _load()
    found = []
    for kind, (label, pattern) in words.kinds.items():
        mine, theirs = _apart(pattern.findall(one), pattern.findall(other))
        if mine or theirs:
            found.append(LawChange(kind, label, mine, theirs))
    mine, theirs = _apart(_co_units(one), _co_units(other))
    if mine or theirs:
        found.append(LawChange("co_unit", words.co_unit_label, mine, theirs))
    return tuple(found)


def _apart(left: list[str], right: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what each side has beyond the other, one for one."""
    mine, theirs = list(left), list(right)
    for word in left:
        if word in theirs:
            theirs.remove(word)
            mine.remove(word)
    return tuple(mine), tuple(theirs)


def _co_units(bare: str) -> list[str]:
    """Give the functions of the units that act together with the one whose duty it is."""
    names = [name for hit in _load().co_unit.finditer(bare) for name in find_names(hit["names"])]
    return list(dict.fromkeys(name.label for name in names))
