"""A signal's facts for routing: what its data state of industry, hazard and event, and the words that say so."""

import csv
from functools import cache
from importlib.resources import files
from typing import Protocol

from lianxi.hazards.limits import hazards
from lianxi.law.routing import Fact

# Every signal is about hazards at workplaces: what may be asked of a unit is to govern, to inspect, to supervise.
MATTERS = ("hazard_control", "inspection", "supervision_of_sector")
_HAZARDS = {
    "dust": "dust",
    "chemical": "poison",
    "noise": "noise",
    "heat": "heat",
    "vibration": "vibration",
    "bio": "biological",
}
_EVENTS = {"acute_poisoning": "acute_poisoning_accident"}
_PEOPLE = {
    "suspected_case": "suspected_patients",
    "employer_cases": "od_patients",
    "pneumoconiosis_short": "od_patients",
}
FactRow = dict[str, str]


class About(Protocol):
    """What facts are read from: a finding or a signal."""

    @property
    def rule(self) -> str: ...
    @property
    def industry(self) -> str: ...
    @property
    def hazard(self) -> str: ...


@cache
def _sectors() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = files("lianxi.surveillance.rules").joinpath("sectors.csv").read_text(encoding="utf-8")
    rows = [(row["industry"], tuple(row["sectors"].split())) for row in csv.DictReader(text.splitlines())]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def sectors_of(industry: str) -> tuple[str, ...]:
    """Return routing's sectors of a GB/T 4754 code with its letter, by its longest listed beginning."""
    return next((found for head, found in _sectors() if head and industry.startswith(head)), ())


def facts_of(about: About) -> list[FactRow]:
    """Return a signal's facts as stored rows: dimension, code, state, words."""
    rows = [("matter", code, "监测预警的处置") for code in MATTERS]
    rows += [("sector", code, f"行业代码{about.industry}") for code in sectors_of(about.industry)]
    hazard = hazards().get(about.hazard)
    if hazard is not None and hazard.kind in _HAZARDS:
        rows.append(("hazard", _HAZARDS[hazard.kind], hazard.name))
    if about.rule in _EVENTS:
        rows.append(("event", _EVENTS[about.rule], "急性职业中毒病例"))
    if about.rule in _PEOPLE:
        rows.append(("population", _PEOPLE[about.rule], "病例"))
    return [{"dimension": name, "code": code, "state": "true", "words": words} for name, code, words in rows]


def as_facts(rows: list[FactRow]) -> tuple[Fact, ...]:
    """Return stored rows as facts; what the office has confirmed is marked so."""
    return tuple(
        Fact(row["dimension"], row["code"], row["state"], row["words"], row.get("basis", "text"))  # type: ignore[arg-type]
        for row in rows
    )
