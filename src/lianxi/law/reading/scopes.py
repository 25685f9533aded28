"""Several conferences in one notice: where each one's part stands, so that nothing of one is given to another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.numbers import MARKER, marker_at
from lianxi.law.reading.outline import level_of

_BODY = r"联席会议|联席会|领导小组|协调小组|工作小组|委员会|指挥部|工作专班|专班"
_TITLE = re.compile(
    rf"(?:附件?\s?\d{{0,2}}[：:．.]?)?(?P<name>(?![各本])[\u4e00-\u9fff“”（）、\d]{{3,60}}?(?:{_BODY}))"
    r"(?P<tail>(?:工作)?(?:制度|规则|章程|机制|方案)|(?:组成|成员)(?:人员|单位)?(?:名单)?)?(?:（[^（）\n]{1,12}）)?[：:]?"
)
_SETTLES = re.compile(r"组成|成员单位|召集人|组\s{0,4}长|主\s{0,4}任")
_MOST = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of a flat text that belongs to one conference, with the name printed above it."""

    name: str
    start: int
    end: int


def find_scopes(flat: str) -> tuple[Scope, ...]:
    """Give the parts of the several conferences that a text founds; empty where it founds one or none."""
    heads = _heads(flat)
    scopes: list[Scope] = []
    for place, (name, start, level) in enumerate(heads):
        end = heads[place + 1][1] if place + 1 < len(heads) else _end(flat, start, level)
        if _SETTLES.search(flat, start + len(name), end):
            scopes.append(Scope(name, start, end))
    if not 2 <= len(scopes) <= _MOST or len({_key(one.name) for one in scopes}) != len(scopes):
        return ()
    keys = [_key(one.name) for one in scopes]
    if any(left != right and left in right for left in keys for right in keys):
        return ()
    return tuple(scopes)


def _heads(flat: str) -> list[tuple[str, int, str]]:
    """Lines that are a conference's own name, the first of each name, with the level of their number."""
    found: list[tuple[str, int, str]] = []
    start = 0
    for line in flat.split("\n"):
        if 6 <= len(line) <= 90:
            number = MARKER.match(line)
            left = number.end() if number else 0
            match = _TITLE.fullmatch(line[left:])
            if (
                match
                and (number or match["tail"])
                and all(_key(match["name"]) != _key(one[0]) for one in found)
            ):
                level = level_of(marker_at(number)) if number else ""
                found.append((match["name"], start, level or ""))
        start += len(line) + 1
    levels = {level for _, _, level in found}
    return found if len(levels) == 1 else []


def _end(flat: str, start: int, level: str) -> int:
    """End the last conference's part where the next number of its heading's level stands."""
    if not level:
        return len(flat)
    place = flat.find("\n", start) + 1
    while 0 < place < len(flat):
        number = MARKER.match(flat, place)
        if number and level_of(marker_at(number)) == level:
            return place
        place = flat.find("\n", place) + 1
    return len(flat)


def _key(name: str) -> str:
    return re.sub(
        r"^[\u4e00-\u9fff]{1,6}?[省市县区州镇乡](?=[\u4e00-\u9fff]{4})|工作|^[省市县区州]", "", name
    )


def masked(flat: str, scopes: tuple[Scope, ...], kept: Scope) -> str:
    """Give the flat text with the parts of all conferences but one blanked; every offset stays."""
    chars = list(flat)
    for scope in scopes:
        if scope != kept:
            chars[scope.start : scope.end] = "\n" * (scope.end - scope.start)
    return "".join(chars)
