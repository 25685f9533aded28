"""Mechanisms and meeting systems by name (信息通报和发布机制, 全体会议和专题会议制度), as the text lists them."""

from __future__ import annotations

import re

_BUILT = re.compile(
    r"(?:建立健全|建立和完善|建立完善|建立|健全|完善|形成|落实|实行|推行)(?P<list>[^。；：，]{1,160}机制)(?![\u4e00-\u9fff])"
)
_SYSTEM = re.compile(
    r"(?:联席会议|会议|办公会议)(?:实行|建立|采取|采用)(?P<list>[^。；：，]{0,60}?(?:会议|例会|会商|通报|报告|联络员|督办|督查|考核)[^。；：，]{0,10}?制度)(?![\u4e00-\u9fff])"
)
# Aims, not mechanisms with a name of their own.
_GENERIC = re.compile(r"^(?:[^、]*)?(?:长效|工作|协调|协作|运行|联动)机制$")


def find_mechanisms(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the (start, end) of each mechanism that a stretch of flat text establishes by name."""
    found: list[tuple[int, int]] = []
    for match in _BUILT.finditer(flat, start, end):
        found.extend(_parts(flat, *match.span("list")))
    return [one for one in found if not _generic(flat[one[0] : one[1]], len(found))]


def find_systems(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the (start, end) of each system of meetings that the conference runs by name."""
    return [match.span("list") for match in _SYSTEM.finditer(flat, start, end)]


def _parts(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Each name of the list where every part ends in 机制, else the whole list as one name."""
    text = flat[start:end]
    cuts = [match.span() for match in re.finditer(r"(?<=机制)(?:、|和|及|与|以及)", text)]
    if not cuts or "、" in re.sub(r"(?<=机制)、", "", text):
        return [(start, end)]
    edges = [0, *(place for cut in cuts for place in cut), len(text)]
    return [(start + edges[i], start + edges[i + 1]) for i in range(0, len(edges), 2)]


def _generic(name: str, count: int) -> bool:
    return count == 1 and _GENERIC.match(name) is not None
