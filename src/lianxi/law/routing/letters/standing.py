"""The standing of a clause: whether what it says counts, and the words that decide it (standing.json)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lianxi.law.routing.vocabulary import read_data

Standing = Literal[
    "asserted", "disclaimed", "refuted", "closed", "background", "reported", "quoted", "supposed"
]
# Why a phrase did not count, as the page says it.
REASONS: dict[Standing, str] = {
    "disclaimed": "写明不是所求，或与本件无关",
    "refuted": "已核实推翻",
    "closed": "是已经办结的旧事",
    "background": "只是背景，来件另有所问",
    "reported": "是听说的，没有证实",
    "quoted": "是别人的说法",
    "supposed": "是假设或演练",
}


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled words of each standing."""

    refuted: re.Pattern[str]
    closed: re.Pattern[str]
    past: re.Pattern[str]
    disclaimed: re.Pattern[str]
    only: re.Pattern[str]
    reported: re.Pattern[str]
    quoted: re.Pattern[str]
    goes_on: re.Pattern[str]
    supposed: re.Pattern[str]


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Return the cues of standing.json."""
    raw = read_data("letters/standing.json")
    return Cues(**{name: re.compile("|".join(raw[name])) for name in Cues.__dataclass_fields__})
