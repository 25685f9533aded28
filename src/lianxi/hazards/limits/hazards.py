"""Hazard codes: one stable code for everything a measurement can be of.

`c` and the number of table 1 (c12 benzene; c224a lead dust), `d` and the number of table 2 (d40 silica dust),
`b` and the number of table 3, a word for a physical agent (noise, heat, vibration, uv …), and `k` and the number of
the hazard catalogue of 2015 for what has no limit (k2008). Codes are kept when a later edition renumbers.
"""

import re
from dataclasses import dataclass
from functools import cache

from lianxi.hazards.limits.metrics import physical_kind
from lianxi.hazards.limits.names import cas_numbers, keys, plain
from lianxi.hazards.limits.tables import Row, table

_CATALOGUE_KINDS = {"粉尘": "dust", "化学因素": "chemical", "生物因素": "bio"}
_PHYSICAL = {
    "noise": "噪声",
    "heat": "高温",
    "vibration": "手传振动",
    "power_field": "工频电场",
    "vhf": "超高频辐射",
    "hf": "高频电磁场",
    "microwave": "微波辐射",
    "uv": "紫外辐射",
    "workload": "体力劳动",
    "mine_climate": "煤矿井下采掘气象条件",
}
# Irritation and nothing else: Brief–Scala does not apply (GBZ 2.1-2019, long shifts).
_IRRITATION = re.compile(r"(眼|鼻|喉|皮肤|黏膜|上呼吸道|下呼吸道|呼吸道|强烈|强|弱|刺激|和|及|、)+")


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard: code, printed name, kind, CAS numbers, group of the weekly series, and what limits long shifts.

    `unadjusted` says why long shifts do not change its limit (configured from the critical effect), or is empty.
    """

    code: str
    name: str
    kind: str
    group: str
    cas: tuple[str, ...] = ()
    english: str = ""
    marks: str = ""
    unadjusted: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of hazards whose measurements form one series."""

    code: str
    name: str
    hazards: frozenset[str]


GROUPS: dict[str, Group] = {
    row["group"]: Group(row["group"], row["name"], frozenset(row["hazards"].split()))
    for row in table("groups")
}
_GROUP_OF = {hazard: group.code for group in GROUPS.values() for hazard in group.hazards}


def air_code(row: Row) -> str:
    """Return the code of a row of table 1; a superseded row shares the code of the one in force."""
    return f"c{row['seq']}{row['sub'] if row['sub'].isalpha() else ''}"


def dust_code(row: Row) -> str:
    """Return the code of a row of table 2; the three rows of silica dust are one hazard."""
    return f"d{row['seq']}{'' if row['seq'] == '40' else row['sub']}"


def _why_unadjusted(effect: str) -> str:
    parts = [part for part in re.split("[；;。]", effect) if part]
    if parts and all("刺激" in part and _IRRITATION.fullmatch(part) for part in parts):
        return f"临界不良健康效应只有刺激（{effect}）"
    return "单纯窒息性物质" if effect == "窒息" else ""


def _of_row(code: str, kind: str, row: Row) -> Hazard:
    name = row["name_zh"] if not row.get("condition", "").startswith("海拔") else _with(row)
    return Hazard(
        code=code,
        name=name,
        kind=kind,
        group=_GROUP_OF.get(code, kind),
        cas=cas_numbers(row["cas"]),
        english=row["name_en"],
        marks=row.get("note", ""),
        unadjusted=_why_unadjusted(row["critical_effect"]),
    )


def _with(row: Row) -> str:
    return row["name_zh"].removesuffix("）") + f"，{row['condition']}）"


@cache
def _limited() -> dict[str, Hazard]:
    found: dict[str, Hazard] = {}
    for row in table("oel_chemical"):
        if row["status"] == "current":
            found[air_code(row)] = _of_row(air_code(row), "chemical", row)
    for row in table("oel_dust"):
        found[dust_code(row)] = _of_row(dust_code(row), "dust", row)
    for row in table("oel_bio"):
        found[f"b{row['seq']}"] = _of_row(f"b{row['seq']}", "bio", row)
    for code, name in _PHYSICAL.items():
        kind = physical_kind(code)
        found[code] = Hazard(code, name, kind, _GROUP_OF.get(code, kind))
    return found


@cache
def aliases() -> dict[str, tuple[str, str]]:
    """Return other names, folded, with the code they stand for and a remark for verdicts."""
    return {plain(row["alias"]): (row["hazard"], row["note"]) for row in table("aliases")}


@cache
def printed_names() -> dict[str, frozenset[str]]:
    """Return the codes of the limit tables that each folded key of a printed name belongs to."""
    found: dict[str, set[str]] = {}
    for code, hazard in _limited().items():
        names = (hazard.name, hazard.english) if hazard.english else (hazard.name,)
        for name in names:
            for key in keys(name, synonyms=hazard.kind != "dust"):
                found.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def same_as(row: Row) -> str | None:
    """Return the code of the limit tables that a row of the 2015 catalogue names, or None."""
    if (alias := aliases().get(plain(row["name"]))) is not None:
        return alias[0]
    for key in keys(row["name"], synonyms=False):
        if len(codes := printed_names().get(key, frozenset())) == 1:
            return next(iter(codes))
    return None


@cache
def hazards() -> dict[str, Hazard]:
    """Return every hazard by its code: those with limits, then the rest of the 2015 catalogue."""
    found = dict(_limited())
    for row in table("hazard_catalogue"):
        if same_as(row) is None:
            kind = _CATALOGUE_KINDS.get(row["category"], "other")
            code = f"k{row['code']}"
            group = kind if kind in GROUPS else "other"
            found[code] = Hazard(code, row["name"], kind, group, cas_numbers(row["cas"]))
    return found


def get_hazard(code: str) -> Hazard:
    """Return the hazard of a code. Raises KeyError for a code that does not exist."""
    return hazards()[code]
