"""The list of member units in a composition sentence, wherever the sentence stands and however it is put."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.bodies import is_body, is_person, split_list
from lianxi.law.reading.headings import CONFERENCE
from lianxi.law.reading.numbers import cn_int
from lianxi.law.reading.roster_units import unit_of_title

_COUNT = r"(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})?\s*(?:个|家)?"
_KIND = (
    r"(?:(?:市|省|县|区|州)?(?:直|级)?(?:有关|相关)?(?:职能)?(?:部门|单位|机构|企业|组织)"
    r"(?:（单位）|（部门）)?(?:和|、|及)?){1,3}"
)
_HEADS = (
    r"(?:的)?(?:主要|有关|分管|相关|各)*(?:负责人|负责同志|领导同志|领导|同志|人员)"
    r"(?:(?:或|和|及|、)(?:分管|主要)?(?:负责人|负责同志|领导|联络员))?"
)
_LIST = r"(?P<list>[^。；由]{4,1500}?)"
_TAIL = rf"(?:等)?{_COUNT}(?:{_KIND})?(?:{_HEADS})?(?:为成员)?(?:共同)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"由{_LIST}{_TAIL}(?:组成|构成)",
        rf"(?:成员|组成|参加)(?:单位|部门)(?:名单)?(?:主要|分别)?(?:为|有|包括|包含|是|如下|由)?(?:以下)?[：\n]*{_LIST}"
        rf"(?:{_TAIL}(?:组成|构成|参加))?(?=[。；\n]|$)",
        rf"(?:^|[，。；：\n])(?P<list>[^，。；：\n由]{{4,600}}?)(?:等)?{_COUNT}(?:{_KIND})?{_HEADS}(?:担任|为|任|作为|是)"
        rf"(?:[\u4e00-\u9fff]{{0,12}}?{CONFERENCE}(?:的)?)?成员",
        rf"(?:^|[。；：\n])(?P<list>[^。；：\n由]{{4,900}}?)(?:等)?{_COUNT}(?:{_KIND})?(?:为|是|作为)"
        rf"(?:[\u4e00-\u9fff]{{0,12}}?{CONFERENCE}(?:的)?)?成员单位",
        rf"由{_LIST}(?:等)?{_COUNT}(?:{_KIND})?(?:共同)?(?:参加|参与)(?=[。，；])",
        rf"(?:成员|组成人员)(?:为|包括|有|：){_LIST}(?:等)?{_COUNT}(?:{_KIND})?{_HEADS}(?=[。；，\n]|$)",
    )
)


_BY_LINE = re.compile(r"(?:成员|组成)单位(?:名单)?：?\n(?P<list>(?:[^\n，。；：]{2,30}(?:\n|$)){3,})")
_GROUP = re.compile(r"各[\u4e00-\u9fff（）、]{0,12}(?:人民政府|政府|办事处|管委会|街道|乡镇)")


@dataclass(frozen=True, slots=True)
class Membership:
    """The places of the listed names in the flat view, the stated number, and the sentence's tail."""

    names: tuple[tuple[int, int], ...]
    stated: int | None
    tail: int
    end: int


def find_membership(flat: str) -> Membership | None:
    """Give the fullest list of member units of a flat text, or None where none is printed."""
    found = [_read(flat, match) for pattern in _PATTERNS for match in pattern.finditer(flat)]
    found += [_read_lines(flat, match) for match in _BY_LINE.finditer(flat)]
    lists = [one for one in found if one is not None]
    return max(lists, key=lambda one: len(one.names), default=None)


def _read(flat: str, match: re.Match[str]) -> Membership | None:
    start, end = match.span("list")
    places = [_body_of(flat, *one) for one in split_list(flat[start:end], start)]
    names = [one for one in places if _listed(flat[slice(*one)]) and not is_person(flat[slice(*one)])]
    if len(names) < 3 or not _mostly_bodies(flat, names):
        return None
    stated = match.groupdict().get("count")
    return Membership(tuple(names), cn_int(stated) if stated else None, names[-1][1], match.end())


def _read_lines(flat: str, match: re.Match[str]) -> Membership | None:
    """A list with one body on each line, with or without numbers."""
    names: list[tuple[int, int]] = []
    for line in re.finditer(r"(?:\d{1,2}[、.]|（[一二三四五六七八九十\d]{1,3}）)?([^\n]+)\n?", match["list"]):
        start = match.start("list") + line.start(1)
        pieces = split_list(line[1], start)
        if not pieces or not all(is_body(flat[slice(*one)]) or _GROUP.match(flat, *one) for one in pieces):
            break
        names += pieces
    return Membership(tuple(names), None, names[-1][1], names[-1][1]) if len(names) >= 3 else None


def _body_of(flat: str, start: int, end: int) -> tuple[int, int]:
    """Only the body of a listed post (县公安局局长 → 县公安局)."""
    text = flat[start:end]
    if is_body(text):
        return start, end
    return start, start + (unit_of_title(text) or len(text))


def _listed(name: str) -> bool:
    return not re.match(r"(?:各|有关|相关|其他|以下)(?:成员)?(?:单位|部门)", name) and not name.endswith(
        "工作"
    )


def _mostly_bodies(flat: str, names: list[tuple[int, int]]) -> bool:
    good = sum(is_body(flat[start:end]) for start, end in names)
    return good >= 0.7 * len(names)
