"""Units of measurement: how reports write them, and exact conversion. ppm needs the molar mass of the substance."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from lianxi.hazards.limits import Hazard
from lianxi.hazards.limits.tables import table

# Litres of a mole at 20 ℃ and 101.3 kPa, as GBZ 2.1-2019 converts.
MOLAR_VOLUME = Fraction("24.05")
# IUPAC abridged standard atomic weights (2021).
_ATOMS = {
    "H": "1.0080",
    "C": "12.011",
    "N": "14.007",
    "O": "15.999",
    "F": "18.998",
    "P": "30.974",
    "S": "32.06",
    "Cl": "35.45",
    "Br": "79.904",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its printed symbol, what it measures, and how many of the first unit of that kind it is."""

    symbol: str
    measures: str
    factor: Fraction


_UNITS = tuple(
    Unit(symbol, measures, Fraction(factor))
    for symbol, measures, factor in (
        ("mg/m3", "mass", "1"),
        ("μg/m3", "mass", "1/1000"),
        ("ng/m3", "mass", "1/1000000"),
        ("g/m3", "mass", "1000"),
        ("mg/L", "mass", "1000"),
        ("μg/L", "mass", "1"),
        ("g/L", "mass", "1000000"),
        ("ppm", "parts", "1"),
        ("ppb", "parts", "1/1000"),
        ("pgTEQ/m3", "toxic equivalent", "1"),
        ("f/mL", "fibres", "1"),
        ("f/cm3", "fibres", "1"),
        ("f/L", "fibres", "1/1000"),
        ("孢子数/m3", "spores", "1"),
        ("dB(A)", "sound", "1"),
        ("℃", "temperature", "1"),
        ("m/s2", "acceleration", "1"),
        ("cm/s2", "acceleration", "1/100"),
        ("kV/m", "electric field", "1000"),
        ("V/m", "electric field", "1"),
        ("A/m", "magnetic field", "1"),
        ("mW/cm2", "power density", "1000"),
        ("μW/cm2", "power density", "1"),
        ("W/m2", "power density", "100"),
        ("μW·h/cm2", "power dose", "1"),
        ("mW·h/cm2", "power dose", "1000"),
        ("mJ/cm2", "radiant exposure", "1"),
        ("J/m2", "radiant exposure", "1/10"),
        ("次/min", "heart rate", "1"),
        ("kJ/d", "energy", "1"),
    )
)
_OTHER_WRITINGS = {
    "毫克/立方米": "mg/m3",
    "毫克每立方米": "mg/m3",
    "微克/立方米": "μg/m3",
    "毫克/升": "mg/L",
    "根/ml": "f/mL",
    "根/mL": "f/mL",
    "根/cm3": "f/cm3",
    "f/ml": "f/mL",
    "dBA": "dB(A)",
    "分贝(A)": "dB(A)",
    "摄氏度": "℃",
    "米/秒2": "m/s2",
    "次/分": "次/min",
}


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"[\s^·⋅*]", "", folded)
    return re.sub(r"\bu(?=g|w)", "μ", folded)


@cache
def _by_writing() -> dict[str, Unit]:
    found = {_folded(unit.symbol): unit for unit in _UNITS}
    named = {unit.symbol: unit for unit in _UNITS}
    return found | {_folded(word): named[symbol] for word, symbol in _OTHER_WRITINGS.items()}


def unit_named(text: str) -> Unit | None:
    """Find a unit as reports write it (mg/m³, ug/m3, dBA …); None where it is not one unit."""
    return _by_writing().get(_folded(text))


@cache
def molar_mass(hazard: Hazard) -> Fraction | None:
    """Return the molar mass of a hazard that is one held compound, else None.

    A limit reckoned as an element (按CN计) or for a group of compounds has none.
    """
    if len(hazard.cas) == 0 or "按" in hazard.name:
        return None
    formulas = {row["cas"]: row["formula"] for row in table("formulas")}
    held = {formulas.get(number) for number in hazard.cas}
    formula = held.pop()
    return mass_of(formula) if not held and formula else None


def mass_of(formula: str) -> Fraction:
    """Add up the atomic weights of a formula such as C2H4Cl2. Raises KeyError for another atom."""
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    return sum((Fraction(_ATOMS[atom]) * int(count or 1) for atom, count in parts), Fraction(0))


def factor_between(given: Unit, wanted: Unit, mass: Fraction | None) -> Fraction | None:
    """Return what a value in `given` is multiplied by to be in `wanted`; None where that cannot be.

    `mass` is the molar mass, needed between ppm and mg/m3: C = ppm × M / 24.05.
    """
    if given.measures == wanted.measures:
        return given.factor / wanted.factor
    if (given.measures, wanted.measures) == ("parts", "mass") and mass is not None:
        return given.factor * mass / MOLAR_VOLUME / wanted.factor
    return None
