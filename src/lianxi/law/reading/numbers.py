"""Numbers as they head an item: 第一条, 一、, （一）, ㈠, 1., （1）, ①, 一是; their level, value and place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}

_CN = "[〇零一二三四五六七八九十百]"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第({_CN}{{1,5}})[章节]"),
    ("article", rf"第({_CN}{{1,5}}|\d{{1,3}})条"),
    ("cn", rf"({_CN}{{1,4}})[、.](?!\d)"),
    ("paren", rf"（({_CN}{{1,4}}|[A-Z])）"),
    ("circled_cn", r"([㈠-㈩])、?"),
    ("decimal", r"(?<![\d.])\d{1,2}\.(\d{1,2})[、.]?(?=[\u4e00-\u9fff])"),
    (
        "arabic",
        r"(?<![\d.])(\d{1,2})(?:[、.](?!\d)|\t|(?=[\u4e00-\u9fff])"
        r"(?![年月日号个名家项条次天小时级人位以至度万亿元%届]))",
    ),
    ("paren_arabic", r"[（]?(?<!\d)(\d{1,2})）[、.]?|([⑴-⒇])"),
    ("circled", r"([①-⑳])、?"),
    ("ordinal", rf"({_CN})是"),
)  # fmt: skip
MARKER = re.compile("|".join(f"(?P<{level}>{pattern})" for level, pattern in _PATTERNS))


@dataclass(frozen=True, slots=True)
class Marker:
    """An item's number at [start, end) of the flat text, with its level and integer value."""

    level: str
    value: int
    start: int
    end: int


def cn_int(sign: str) -> int:
    """Give the integer of a Chinese or Arabic numeral (一百二十三, 十, 12); 0 where it is none."""
    if sign.isascii() and sign.isdigit():
        return int(sign)
    total, digit = 0, 0
    for char in sign:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return 0
    return total + digit


def cn_year(signs: str) -> int:
    """Give the integer of digits read one by one (二〇〇七 → 2007)."""
    return int("".join(char if char.isdigit() and char.isascii() else str(_DIGITS[char]) for char in signs))


def _value(level: str, sign: str) -> int:
    if level == "circled_cn":
        return ord(sign) - ord("㈠") + 1
    if level == "circled":
        return ord(sign) - ord("①") + 1
    if level == "paren_arabic" and not sign.isdigit():
        return ord(sign) - ord("⑴") + 1
    return cn_int(sign)


def marker_at(match: re.Match[str]) -> Marker:
    """Give the marker of a match of MARKER; its value is 0 where the sign is unreadable (an OCR error)."""
    level = match.lastgroup or "cn"
    sign = next(group for group in match.groups()[_first(match, level) :] if group is not None)
    return Marker(level, _value(level, sign), match.start(), match.end())


def _first(match: re.Match[str], level: str) -> int:
    # Groups count from 1 and the level's own group comes before its sign.
    return match.re.groupindex[level]
