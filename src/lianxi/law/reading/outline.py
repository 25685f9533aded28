"""The outline of a flat text: segments, each with the number that heads it, also where line breaks were lost.

A number at the beginning of a line is taken as it stands; one in the middle of a
line must go on a count (or begin one that goes on) and must not be a citation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.numbers import MARKER, Marker, marker_at

ORDER = ("chapter", "article", "cn", "paren", "arabic", "decimal", "paren_arabic", "circled", "ordinal")
_SAME = {"circled_cn": "paren"}
_CITED_BEFORE = re.compile(
    r"(?:第|依照|按照|根据|违反|依据|本条例|本办法|本法|法》|条例》|办法》|规定》|之|前述|上述|和|或|以及|、)$"
)
_CITED_AFTER = re.compile(r"(?:规定|第|所列|项|款|的规定|、第|和第|至|类|批|期|级|方面)")
_BREAK = "。；：！？\n"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the flat view: its number (or None), its content, and whether it begins a line."""

    marker: Marker | None
    start: int
    end: int
    at_line: bool


def level_of(marker: Marker | None) -> str | None:
    """Give the level of a number, ㈠ counted as （一）."""
    return None if marker is None else _SAME.get(marker.level, marker.level)


def rank(level: str) -> int:
    """Give the depth of a level; text without a number ranks with 一、."""
    return ORDER.index(level or "cn")


def outline(flat: str) -> list[Segment]:
    """Cut a flat text into segments at line ends and at the numbers of items."""
    segments: list[Segment] = []
    counts = _Counts()
    start = 0
    for line in flat.split("\n"):
        segments.extend(_line_segments(flat, start, start + len(line), counts))
        start += len(line) + 1
    return segments


class _Counts:
    """The last value seen on each level; a number on a level resets the levels below it."""

    def __init__(self) -> None:
        self.last = dict.fromkeys(ORDER, 0)

    def take(self, level: str, value: int) -> None:
        """Count a number on its level."""
        self.last[level] = value
        for below in ORDER[ORDER.index(level) + 1 :]:
            self.last[below] = 0


def _line_segments(flat: str, start: int, end: int, counts: _Counts) -> list[Segment]:
    found: list[Marker] = []
    for match in MARKER.finditer(flat, start, end):
        marker = marker_at(match)
        level = level_of(marker) or "cn"
        if found and marker.start < found[-1].end:
            continue
        value = _accepted(flat, marker, (start, end), counts)
        if value:
            counts.take(level, value)
            found.append(Marker(marker.level, value, marker.start, marker.end))
    edges = [marker.start for marker in found] + [end]
    segments = []
    if edges[0] > start:
        segments.append(Segment(None, start, edges[0], at_line=True))
    for marker, stop in zip(found, edges[1:], strict=True):
        segments.append(Segment(marker, marker.end, stop, marker.start == start))
    return segments


def _accepted(flat: str, marker: Marker, line: tuple[int, int], counts: _Counts) -> int:
    """Give the value of a number that heads an item of a line, else 0."""
    start, end = line
    level = level_of(marker) or "cn"
    last = counts.last[level]
    if marker.value == 0:
        ocr_error = level == "paren" and last > 0 and flat[marker.start - 1] in "。；"
        return last + 1 if ocr_error else 0
    if level == "decimal" and marker.start != start:
        return 0
    if marker.start == start:
        return _at_line_start(flat, marker, level)
    if _is_citation(flat, marker, level, start, last):
        return 0
    return marker.value if _goes_on(flat, marker, level, end, last) else 0


def _at_line_start(flat: str, marker: Marker, level: str) -> int:
    if level == "article" and _CITED_AFTER.match(flat, marker.end):
        return 0
    return marker.value


def _is_citation(flat: str, marker: Marker, level: str, start: int, last: int) -> bool:
    before = flat[max(start, marker.start - 8) : marker.start]
    if level in {"article", "chapter"}:
        return bool(_CITED_BEFORE.search(before) or _CITED_AFTER.match(flat, marker.end)) or (
            before[-1:] not in _BREAK and marker.value != last + 1
        )
    if before.endswith("第") or (level == "paren" and _CITED_AFTER.match(flat, marker.end)):
        return True
    line = flat[max(start, marker.start - 200) : marker.start]
    return line.count("《") > line.count("》") or line.count("“") > line.count("”")


def _goes_on(flat: str, marker: Marker, level: str, end: int, last: int) -> bool:
    clean = flat[marker.start - 1] in _BREAK
    if level == "article":
        return clean or marker.value == last + 1
    if level in {"arabic", "cn"} and not clean and not re.match(r"[^\d\s]", flat[marker.start - 1]):
        return False
    if marker.value == last + 1 and last > 0:
        return clean or level not in {"arabic", "cn", "circled"} or _punctuated(flat, marker)
    return (
        marker.value == 1 and _has_second(flat, marker, level, end) and (clean or _punctuated(flat, marker))
    )


def _punctuated(flat: str, marker: Marker) -> bool:
    sign = flat[marker.start : marker.end]
    return not sign.isdigit() and flat[marker.start - 1] not in "，、"


def _has_second(flat: str, marker: Marker, level: str, end: int) -> bool:
    # The next item may stand on the following lines, so the look ahead is not bound to this one.
    for match in MARKER.finditer(flat, marker.end, min(len(flat), max(end, marker.end + 1200))):
        other = marker_at(match)
        if level_of(other) == level:
            return other.value == 2
    return False
