"""Sentences of a paragraph, and the kind and subject of a rule by its own words."""

from __future__ import annotations

import re

from lianxi.law.reading.headings import CONFERENCE

_OFFICE = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,14}}{CONFERENCE})?(?:下设)?办公室(?!设?.{{0,8}}组成由)|[^，。]{{0,20}}下设办公室"
    r"|(?:副主任|办公室副?主任|办公室成员)由"
)
_COMPOSITION = re.compile(
    r"组成(?:[。，；（]|$)|成员单位(?:为|有|包括|：)|(?:担任|为|任|兼任)(?:联席会议)?(?:总|副)*召集人|召集人(?:由|：|为)"
    r"|(?:为|任|担任)(?:联席会议|专班)?成员|(?:调整|增加|增减|变动|变更)[^。]{0,14}(?:成员|单位)|成员[^。]{0,14}(?:变动|调整|变化)"
    r"|联络员|成员如有|主持人|担任组长|名单"
)
_FUNCTION = re.compile(r"(?:主要|工作|基本)*(?:职责|职能|任务)(?:是|为|：|包括)")
_PREAMBLE = re.compile(
    r"^为(?:了)?|制定本(?:制度|规则|方案|办法)|(?:决定|现|同意)?(?:建立|设立|成立)[^。]{2,40}(?:制度|联席会议|专班)|以下简称|议事协调机构|议事机构|工作机构|通知如下|函复如下"
)
_NAMED = r"(?:(?![要应由向为在经是]|会同|负责)[\u4e00-\u9fff]){0,14}"
_PARTY = re.compile(
    rf"(?P<office>(?:{_NAMED}{CONFERENCE})?办公室)|(?P<members>(?:{_NAMED}{CONFERENCE})?(?:各成员单位|各单位|成员单位|各部门|各有关部门))"
    rf"|(?P<conference>(?:{_NAMED}{CONFERENCE}|会议))"
)


def sentences(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch of flat text at its full stops (not inside brackets) and give the parts."""
    parts: list[tuple[int, int]] = []
    depth, left, place = 0, start, start
    while place < end:
        char = flat[place]
        depth += (char in "（《") - (char in "）》")
        place += 1
        if char in "。！？" and depth <= 0:
            while place < end and flat[place] in "”）":
                place += 1
            parts.append((left, place))
            left = place
    if left < end:
        parts.append((left, end))
    return parts


def semicolon_parts(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch at its semicolons and full stops: the items of an unnumbered list in a sentence."""
    parts: list[tuple[int, int]] = []
    for left, right in sentences(flat, start, end):
        cut = left
        for match in re.finditer("；", flat[left:right]):
            parts.append((cut, left + match.end()))
            cut = left + match.end()
        if cut < right:
            parts.append((cut, right))
    return parts


def rule_kind(sentence: str, default: str) -> str:
    """Give the kind of a sentence outside duties and functions: by its words, else the section's own."""
    if _OFFICE.match(sentence):
        return "office_rule"
    if default != "composition" and _COMPOSITION.search(sentence) and default != "meeting_rule":
        return "composition"
    if default == "meeting_rule" and re.search(r"组成。|担任(?:副|总)*召集人|召集人由", sentence):
        return "composition"
    if default == "article":
        return "preamble" if _PREAMBLE.search(sentence) else "meeting_rule"
    return default


def is_preamble(sentence: str) -> bool:
    """Tell whether a sentence gives the purpose, the basis or the founding itself."""
    return _PREAMBLE.search(sentence) is not None


def party(sentence: str) -> str | None:
    """Give the body that a rule addresses (联席会议, 各成员单位, 联席会议办公室), or None."""
    match = _PARTY.match(sentence)
    if match is None:
        return None
    if match["office"]:
        return "联席会议办公室"
    return "各成员单位" if match["members"] else "联席会议"
