"""Which functions a unit serves, by the closed table of names and their successions; never by how alike names look."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lianxi.law.reading.bodies import area_prefix
from lianxi.law.reading.fold import fold

_OWN = "own:"


@dataclass(frozen=True, slots=True)
class UnitName:
    """One printed form of a function's unit; `until` and `basis` tell of a name that has been succeeded."""

    stem: str
    key: str
    label: str
    until: int | None = None
    basis: str = ""


@lru_cache(maxsize=1)
def load_unit_names() -> tuple[UnitName, ...]:
    """Return every form of the table, the longest first. Raises ValueError where a form stands under two keys."""
    raw = json.loads(files("lianxi.law.comparing").joinpath("unit_keys.json").read_text(encoding="utf-8"))
    names = [UnitName(stem, row["key"], row["label"]) for row in raw["keys"] for stem in row["names"]]
    names += [
        UnitName(old["name"], row["key"], row["label"], old["until"], old["basis"])
        for row in raw["keys"]
        for old in row["former"]
    ]
    stems = [name.stem for name in names]
    twice = sorted({stem for stem in stems if stems.count(stem) > 1})
    if twice:
        raise ValueError(f"单位名称表里有重复的名称：{'、'.join(twice)}")
    return tuple(sorted(names, key=lambda name: (-len(name.stem), name.stem)))


@lru_cache(maxsize=4096)
def find_names(unit: str) -> tuple[UnitName, ...]:
    """Return the forms that stand in a unit's name; a longer form hides the shorter ones inside it."""
    bare = "".join(fold(unit).split())
    found: list[tuple[int, UnitName]] = []
    for name in load_unit_names():
        at = bare.find(name.stem)
        if at >= 0:
            found.append((at, name))
            # A mark of the same length keeps the places of what follows.
            bare = bare[:at] + "\n" * len(name.stem) + bare[at + len(name.stem) :]
    return tuple(name for _, name in sorted(found, key=lambda pair: pair[0]))


def unit_keys(unit: str) -> frozenset[str]:
    """Return the keys of a unit's functions; a unit outside the table has only its own name for a key."""
    keys = frozenset(name.key for name in find_names(unit))
    if keys:
        return keys
    bare = "".join(fold(unit).split())
    return frozenset({_OWN + bare.removeprefix(area_prefix(bare))})
