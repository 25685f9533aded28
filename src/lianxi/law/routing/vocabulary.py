"""The vocabulary of facts: dimensions, codes, labels and how silence on a dimension is taken, read from facets.json."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lianxi.law.routing.acts import IfAbsent
from lianxi.law.routing.errors import BadRoutingData

SIGN = "sign"
MATTER = "matter"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of facts; `families` are groups of codes that are easily taken for each other."""

    name: str
    label: str
    values: dict[str, str]
    if_absent: IfAbsent
    closed: bool
    question: str
    extended: bool
    families: tuple[frozenset[str], ...]

    def is_kin(self, left: str, right: str) -> bool:
        """Tell whether two codes stand in one family, so that a refusal of one explains the other."""
        return any(left in family and right in family for family in self.families)


def read_data(name: str) -> Any:
    """Return the parsed JSON data file of this package; raises FileNotFoundError for an unknown name."""
    return json.loads(files("lianxi.law.routing").joinpath(name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def load_vocabulary() -> dict[str, Dimension]:
    """Return the dimensions by name, in the order of facets.json."""
    raw = read_data("facets.json")["dimensions"]
    return {name: _dimension(name, entry) for name, entry in raw.items()}


def _dimension(name: str, entry: dict[str, Any]) -> Dimension:
    return Dimension(
        name=name,
        label=entry["label"],
        values=dict(entry["values"]),
        if_absent=entry["if_absent"],
        closed=bool(entry["closed"]),
        question=entry["question"],
        extended=bool(entry["extended"]),
        families=tuple(frozenset(group) for group in entry.get("families", ())),
    )


def require_code(dimension: str, code: str) -> None:
    """Check that a code belongs to its dimension; raises BadRoutingData naming both otherwise."""
    known = load_vocabulary().get(dimension)
    if known is None:
        raise BadRoutingData("unknown_dimension", f"没有“{dimension}”这个事实维度。")
    if code not in known.values:
        raise BadRoutingData("unknown_code", f"维度“{known.label}”（{dimension}）里没有代码“{code}”。")


def label_of(dimension: str, code: str) -> str:
    """Return the Chinese label of a code; the code itself when it has none."""
    known = load_vocabulary().get(dimension)
    return known.values.get(code, code) if known else code
