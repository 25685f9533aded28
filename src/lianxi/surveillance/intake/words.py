"""Words of files as codes: each distinct value of a column is resolved once, in Python, and joined back in DuckDB."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from lianxi.core.identifiers import credit_code_fault, plain_identifier
from lianxi.hazards.limits import candidates_of, find_hazard, find_limits, metric_named
from lianxi.hazards.limits.names import plain
from lianxi.register.rules import name_key
from lianxi.register.rules.places import division_names, divisions, former_divisions, industry_digits
from lianxi.surveillance.rules.diseases import disease_rows

FORMULA = ("=", "+", "@")
UNLISTED = "x:"
_SPLIT = re.compile(r"[;；、,，|]+")

# Units as forms write them → the stored unit, what a value is multiplied by, and what the unit measures.
UNITS: dict[str, tuple[str, float, str]] = {}
for _words, _unit, _factor, _of in (
    ("mg/m3 mg/m³ mg/m^3 mgm-3 毫克/立方米 毫克每立方米 毫克/m3", "mg/m3", 1.0, "air"),
    ("ug/m3 μg/m3 µg/m3 μg/m³ ug/m³ 微克/立方米", "mg/m3", 0.001, "air"),
    ("g/m3 g/m³", "mg/m3", 1000.0, "air"),
    ("ppm ml/m3 ml/m³", "ppm", 1.0, "ppm"),
    ("mg/l ug/l μg/l g/l mg/ml mmol/l umol/l μmol/l", "mg/L", 1.0, "liquid"),
    ("f/ml f/cm3 f/cm³ 根/ml", "f/mL", 1.0, "fibre"),
    ("个/m3 孢子数/m3 cfu/m3", "孢子数/m3", 1.0, "count"),
    ("ng/m3 ng/m³", "ng/m3", 1.0, "nano"),
    ("db(a) dba 分贝 db", "dB(A)", 1.0, "sound"),
    ("m/s2 m/s² m/s^2 米/秒2", "m/s2", 1.0, "acceleration"),
    ("℃ °c 摄氏度 c", "℃", 1.0, "warmth"),
    ("v/m", "V/m", 1.0, "field"),
    ("kv/m", "kV/m", 1.0, "field"),
    ("a/m", "A/m", 1.0, "field"),
    ("μw·h/cm2 uw·h/cm2", "μW·h/cm2", 1.0, "field"),
    ("次/min", "次/min", 1.0, "load"),
    ("kj/d", "kJ/d", 1.0, "load"),
    ("pgteq/m3", "pgTEQ/m3", 1.0, "nano"),
    ("mw/cm2 mw/cm²", "mW/cm2", 1.0, "field"),
    ("uw/cm2 μw/cm2 μw/cm² uw/cm²", "μW/cm2", 1.0, "field"),
    ("mj/cm2 mj/cm²", "mJ/cm2", 1.0, "field"),
    ("j/cm2", "J/cm2", 1.0, "field"),
    ("μt ut", "μT", 1.0, "field"),
):
    UNITS |= {plain(word): (_unit, _factor, _of) for word in _words.split()}
FITS = {
    "chemical": ("air", "ppm", "liquid", "nano"),
    "dust": ("air", "fibre", "liquid"),
    "bio": ("air", "count", "nano"),
    "noise": ("sound",),
    "heat": ("warmth",),
    "vibration": ("acceleration",),
}
# The province's codes of the result form: kind of hazard, then what the special mark says is measured.
_PROVINCE = {
    ("1", "1"): ("mac", ""),
    ("1", "2"): ("twa", "ste"),
    ("1", "3"): ("twa", "peak"),
    ("2", "1"): ("dust_total", "peak"),
    ("2", "2"): ("dust_respirable", "peak"),
}
_KIND_WORDS = {
    "1": "1",
    "化学": "1",
    "化学因素": "1",
    "2": "2",
    "粉尘": "2",
    "3": "3",
    "物理": "3",
    "物理因素": "3",
}
ONE_METRIC = {"noise": "lex8h"}


@dataclass(frozen=True)
class Register:
    """What the register holds of employers: code → (name, division, industry), other names settled either way."""

    known: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    aliases: frozenset[tuple[str, str]] = frozenset()
    foreign: frozenset[tuple[str, str]] = frozenset()


def resolve_employers(
    pairs: Iterable[tuple[str, str]], register: Register
) -> list[tuple[str, str, str, str]]:
    """Resolve distinct (code, name) texts to (code text, name text, code, fault)."""
    listed = [(code, name, plain_identifier(code)) for code, name in pairs]
    by_name = _codes_by_name(listed, register)
    names: dict[str, set[str]] = {}
    for _, name, code in listed:
        if code and name:
            names.setdefault(code, set()).add(name_key(name))
    return [
        (raw, name, *_employer(code, name, by_name, names.get(code, set()), register))
        for raw, name, code in listed
    ]


def _codes_by_name(listed: list[tuple[str, str, str]], register: Register) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code, (name, _, _) in register.known.items():
        found.setdefault(name_key(name), set()).add(code)
    for code, key in register.aliases:
        found.setdefault(key, set()).add(code)
    for _, name, code in listed:
        if name and code and not credit_code_fault(code):
            found.setdefault(name_key(name), set()).add(code)
    return found


def _employer(
    code: str, name: str, by_name: Mapping[str, set[str]], names: set[str], register: Register
) -> tuple[str, str]:
    if name.startswith(FORMULA):
        return "", "text_formula"
    if not code:
        codes = by_name.get(name_key(name), set()) if name else set()
        return (next(iter(codes)), "employer_by_name") if len(codes) == 1 else ("", "employer_missing")
    if credit_code_fault(code):
        return "", "employer_code_bad"
    return code, _name_fault(code, name, names, register)


def _name_fault(code: str, name: str, names: set[str], register: Register) -> str:
    settled = {key for owner, key in register.aliases if owner == code} if len(names) > 1 else set()
    if len(names - settled - {name_key(register.known.get(code, ("",))[0])}) > 1:
        return "employer_two_names"
    if not name or code not in register.known:
        return ""
    key = name_key(name)
    if (code, key) in register.foreign:
        return "employer_foreign"
    same = key == name_key(register.known[code][0]) or (code, key) in register.aliases
    return "" if same else "employer_other_name"


def resolve_place(code: str, province: str, city: str, county: str) -> str:
    """Return the county code that a form's place fields stand for; empty when they do not say.

    A longer code (towns have nine digits) lies in the county of its first six.
    """
    digits = plain_identifier(code)
    if digits[:6] in divisions() and _is_county(digits[:6]):
        return digits[:6]
    if digits[:6] in former_divisions():
        # Kept as the file wrote it; the series count it under the code of today.
        return digits[:6]
    names = division_names()
    for text in (
        f"{province}{city}{county}",
        f"{city}{county}",
        code,
        county or city if county or city else "",
    ):
        found = names.get(text.strip(), "")
        if found and _is_county(found):
            return found
    return ""


def _is_county(code: str) -> bool:
    # Dongguan and four other cities have no counties; their own code stands for one.
    level = divisions()[code][1]
    return level in ("county", "zone") or code in _undivided()


@cache
def _undivided() -> frozenset[str]:
    parents = {parent for _, _, parent in divisions().values()}
    return frozenset(code for code in divisions() if code not in parents)


def resolve_industry(narrow: str, wide: str) -> str:
    """Return the GB/T 4754 code (letter and digits) of a form's industry; empty when unknown."""
    known = industry_digits()
    for text in (narrow, wide):
        plain_text = text.strip()
        if plain_text in known:
            return known[plain_text]
        if head := re.match(r"[A-T]?\d{2,4}|[A-T](?=[^A-Z])", plain_text):
            return known.get(head[0], "")
    return ""


def resolve_hazard(text: str) -> tuple[str, str, str]:
    """Return (code, kind, fault) of a hazard's name; an unlisted one keeps its own words."""
    if not text:
        return "", "", "hazard_missing"
    if text.startswith(FORMULA):
        return "", "", "text_formula"
    hazard = find_hazard(text).hazard
    return (hazard.code, hazard.kind, "") if hazard else (UNLISTED + text[:80], "", "hazard_unknown")


def resolve_measured(
    hazard: str, kind_text: str, special: str, metric: str
) -> tuple[str, str, str, str, str]:
    """Return (hazard, kind, metric, metric of the second result, faults joined by |)."""
    code, kind, fault = resolve_hazard(hazard)
    fault = fault or _limit_fault(code)
    group = _KIND_WORDS.get(kind_text.strip(), "")
    kind = kind or {"1": "chemical", "2": "dust"}.get(group, "")
    named = metric_named(metric) if metric else None
    if named is not None:
        return code, kind, _fitting(named.code, kind), "", fault
    first, second = _PROVINCE.get(
        (group or {"chemical": "1", "dust": "2"}.get(kind, ""), special.strip()), ("", "")
    )
    if not first and kind in ONE_METRIC:
        first, fault = ONE_METRIC[kind], "|".join(part for part in (fault, "metric_assumed") if part)
    if not first:
        fault = "|".join(part for part in (fault, "metric_missing") if part)
    return code, kind, first, second, fault


def _limit_fault(code: str) -> str:
    """Say how far a known hazard can be judged; empty where it has a limit of its own."""
    if not code or find_limits(code):
        return ""
    return {0: "limit_none", 1: "limit_configured"}.get(len(candidates_of(code)), "limit_several")


def _fitting(metric: str, kind: str) -> str:
    # 总尘 without more is the metric of dust; TWA of a dust is not told apart by total and respirable.
    return metric if not (kind == "dust" and metric == "twa") else ""


def resolve_unit(text: str) -> tuple[str, float, str]:
    """Return (unit, factor, what it measures) of a unit's text; empty when unknown."""
    return UNITS.get(plain(text), ("", 1.0, ""))


def resolve_hazards(text: str) -> str:
    """Return the codes of a list of hazards, joined by “;”."""
    return ";".join(resolve_hazard(part.strip())[0] for part in _SPLIT.split(text) if part.strip())


def _disease_key(name: str) -> str:
    """Write a disease's name without what forms add or leave out: 职业性, 慢性, remarks, 及其化合物."""
    bare = re.sub(r"^(职业性)?(亚急性|急性|慢性)?(职业性)?", "", re.sub(r"[（(].*?[)）]", "", name.strip()))
    return plain(re.sub(r"及其(无机)?化合物", "", bare))


@cache
def _diseases() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in disease_rows():
        found[_disease_key(row["name"])] = row["code"]
    for row in disease_rows():
        found[plain(row["name"])] = found[row["code"]] = row["code"]
    return found


def resolve_disease(text: str) -> str:
    """Return the code of a disease in the catalogue (2024 edition first); empty when unknown."""
    found = _diseases()
    return found.get(text.strip()) or found.get(plain(text)) or found.get(_disease_key(text), "")
