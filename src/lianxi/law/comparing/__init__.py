"""Comparing: what one founding document says beside another, by unit, matter and scope. Pure; no clock, store or network."""

from lianxi.law.comparing.compare import compare
from lianxi.law.comparing.model import (
    Change,
    Comparison,
    Counterpart,
    Difference,
    Duty,
    DutyAct,
    Limit,
    Pair,
    Relation,
    Row,
    Side,
    Stretch,
)
from lianxi.law.comparing.sentences import ABOUT_LABELS, NO_COUNTERPART, RELATION_LABELS, ROLE_WORDS
from lianxi.law.comparing.sides import read_side
from lianxi.law.comparing.units import find_names, unit_keys

__all__ = [
    "ABOUT_LABELS",
    "NO_COUNTERPART",
    "RELATION_LABELS",
    "ROLE_WORDS",
    "Change",
    "Comparison",
    "Counterpart",
    "Difference",
    "Duty",
    "DutyAct",
    "Limit",
    "Pair",
    "Relation",
    "Row",
    "Side",
    "Stretch",
    "compare",
    "find_names",
    "read_side",
    "unit_keys",
]
