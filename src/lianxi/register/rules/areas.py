"""The areas of a conference, proposed from the division table and from the addressees of its document."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lianxi.register.rules.places import division_names, divisions

# Divisions on the books that the conference's own level does not administer: proposed, but off (设定，待确认).
NOT_ADMINISTERED = {"350527": "区划表列有，现不由本市管理；设定，待确认"}
UNNAMED_ZONE = "统计用区划中的功能区，文件没有点名；需要计入的请启用"
FROM_TABLE, FROM_DOCUMENT, ADDED = "divisions", "document", "added"
ORIGINS = {FROM_TABLE: "区划表", FROM_DOCUMENT: "建立文件主送", ADDED: "办公室增补"}
KINDS = {"county": "县（市、区）", "prefecture": "地级市（州、盟）", "zone": "功能区", "body": "管委会"}

_GOVERNED = ("county", "prefecture")

_PARTS = re.compile(r"[、,，;；:：。\s]+")
_COMMITTEE = re.compile(r"(?:党工委|工委)?(?:管理委员会|管委会)$")
_ZONE = re.compile(
    r"(?:开发区|投资区|新区|高新区|园区|管理区|实验区|试验区|示范区|保税区|综保区|度假区|合作区|产业区|功能区|港区)$"
)
_GENERIC = re.compile(r"各|^(?:有关|相关|全)")


@dataclass(frozen=True, slots=True)
class ProposedArea:
    """An area as proposed: `code` of six digits or empty, `why_off` empty where it counts."""

    name: str
    code: str
    kind: str
    origin: str
    why_off: str = ""


def propose_areas(region: str, addressees: str = "") -> list[ProposedArea]:
    """Propose the areas of a conference of a region: the divisions right below it, then the zones that its document
    addresses.

    A zone of the table counts where the document names it. A region that is no division gives the zones alone.
    """
    named = addressed_zones(addressees)
    code = division_names().get("".join(region.split()), "")
    found = [_from_table(one, name, level, named) for one, name, level in _below(code)]
    known = {area.name for area in found}
    return [*found, *(ProposedArea(name, "", "body", FROM_DOCUMENT) for name in named if name not in known)]


def addressed_zones(addressees: str) -> list[str]:
    """List the zones that a line of addressees names, without the words for their committee."""
    found = []
    for part in _PARTS.split(addressees):
        name = _COMMITTEE.sub("", part)
        if name and not _GENERIC.search(name) and (name != part or _ZONE.search(name)):
            found.append(name)
    return list(dict.fromkeys(found))


def missing_areas(codes: Iterable[tuple[str, str]], seen: Iterable[str]) -> list[str]:
    """Name the areas (code, name) of which no division seen is one or lies below; those without a code are left out."""
    there = set(seen)
    heads = {one[:4] for one in there}
    return [
        name
        for code, name in codes
        if code and code not in there and not (code.endswith("00") and code[:4] in heads)
    ]


def area_organ(name: str, kind: str) -> str:
    """Name the organ that papers to an area go to: its government, or its committee where it is no division."""
    return name if name.endswith("会") else f"{name}{'人民政府' if kind in _GOVERNED else '管委会'}"


def lies_within(division: str, codes: Collection[str]) -> bool:
    """Tell whether a division is one of the areas, or a county of an area that is a city."""
    return division in codes or f"{division[:4]}00" in codes


def counties_of(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes under which data of these areas come: a city's counties, any other area itself."""
    wanted, found = set(codes), set[str]()
    for one, (_name, level, parent) in divisions().items():
        if parent in wanted and level == "county":
            found.add(one)
    heads = {divisions()[one][2] for one in found}
    return frozenset(found | (wanted - heads))


def _below(code: str) -> list[tuple[str, str, str]]:
    rows = (
        (one, name, level) for one, (name, level, parent) in divisions().items() if code and parent == code
    )
    return sorted(rows, key=lambda row: (row[2] == "zone", row[0]))


def _from_table(code: str, name: str, level: str, named: list[str]) -> ProposedArea:
    why = NOT_ADMINISTERED.get(code, "")
    if level == "zone" and name not in named:
        why = UNNAMED_ZONE
    return ProposedArea(name, code, level, FROM_TABLE, why)
