"""The rules of gaps as data: which fact a signal asks for, and whose each is by which clause of which document."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# What an address is for: `sharing` and the rest are kinds of gap; permits and insurance only give and take facts.
JUDGING, DECLARING, FLAGS, RADIATION = "judging", "declaring", "flags", "radiation"
SHARING, PUBLISHING, PERMITS, INSURANCE = "sharing", "publishing", "permits", "insurance"
COUNTY, MECHANISM = "county", "mechanism"


@dataclass(frozen=True, slots=True)
class Address:
    """A unit by its name in the document and the clause that makes a thing its own; no unit where none is named."""

    unit: str
    clause: str


@dataclass(frozen=True, slots=True)
class GapRule:
    """A kind of gap: the fact that closes it, the signal that asks for it, whose it is and how it is worded.

    `applies` is plain, radiation or severe_radiation where the path of a project decides; `late` names what came
    after its signal.
    """

    gap: str
    late: str
    fact: str
    signal: str
    address: str
    applies: str
    label: str
    text: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files("lianxi.projects.rules").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def gap_rules() -> Mapping[str, GapRule]:
    """Return the rules by gap, in their order."""
    return {row["gap"]: GapRule(**row) for row in _rows("gap_rules.csv")}


@cache
def addresses(instrument: str) -> Mapping[str, Address]:
    """Return the addresses of a document by what they are for; empty for one that says nothing of projects."""
    rows = [row for row in _rows("addresses.csv") if row["instrument"] == instrument]
    return {row["kind"]: Address(row["unit"], row["clause"]) for row in rows}


def units_of(instrument: str) -> list[str]:
    """Name the units of a document that give or take facts of projects, each once."""
    return list(dict.fromkeys(one.unit for one in addresses(instrument).values() if one.unit))


@cache
def all_units() -> frozenset[str]:
    """Name the units of all documents that give or take facts of projects."""
    return frozenset(row["unit"] for row in _rows("addresses.csv") if row["unit"])


@cache
def health_addresses() -> tuple[Address, ...]:
    """Return the health line's address in every document."""
    return tuple(
        Address(row["unit"], row["clause"]) for row in _rows("addresses.csv") if row["kind"] == JUDGING
    )
