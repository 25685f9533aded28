"""To whom a list belongs: the conference, its office, an expert or working group, a county body, a dissolved one.

The words before a list and the heading above it decide; the number of names never does.
"""

from __future__ import annotations

import re

CONFERENCE = "conference"
OWNERS = {
    "expert": "专家组",
    "office": "办公室",
    "group": "工作组",
    "team": "检查（执法）队伍",
    "local": "下级的联席会议",
    "dissolved": "撤销的机构",
}
_BODY = (
    r"联席会议|联席会|领导小组|协调小组|工作小组|委员会|指挥部|工作?专班|办公会议|协调会议|协调机制|会商会议"
)
_WORDS = re.compile(
    r"(?P<local>(?:各县|各区|各市|各乡|各镇|各地|县级|区级|乡镇级|县（市、区）)[^。；\n，]{0,20}?(?:联席会议|领导小组|委员会|专班|指挥部|参照|比照|对应|相应|本级|本地))"
    rf"|(?P<dissolved>撤销|不再保留|原(?:有)?的?(?:[\u4e00-\u9fff]{{0,34}}?)(?:{_BODY})|停止运行)"
    r"|(?P<expert>专家(?:组|库|委员会|咨询组|咨询委员会|指导组|团队|顾问组)|咨询委员会|顾问团|智库|专家)"
    rf"|(?P<conference>{_BODY})(?!办公室|的?办公室)"
    r"|(?P<office>办公室|秘书处|办事机构)"
    r"|(?P<team>(?:执法|检查|督查|督导|巡查|巡逻|应急|救援|志愿|宣讲)[\u4e00-\u9fff]{0,4}?(?:队伍|分队|小分队|队|组))"
    r"|(?P<group>(?:[\u4e00-\u9fff]{0,10}?)(?:工作组|专项组|小组|专责组|推进组|保障组|协调组|宣传组|处置组|综合组|组))(?!成|织|长|合|员|建|团)"
)
_OFFICE_HEADING = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,20}}?(?:{_BODY})(?:的)?)?(?:下设)?办公室(?:的)?(?:组成|人员|成员|名单|职责|主任|副主任|设置|及其|工作|主要)*"
)
_TITLED = re.compile(r"(?:名单|组|：)$")
_HEADING = re.compile(
    r"^(?P<mark>第?[一二三四五六七八九十\d]{1,3}[、.章]|（[一二三四五六七八九十\d]{1,3}）)?(?P<text>[^。；：，]{2,40})[：:]?$"
)


_ENDS = re.compile(r"[^。；\n]{0,24}(?:撤销|不再保留|停止运行|予以废止)")


def is_dissolved(flat: str, end: int) -> bool:
    """Tell whether the words behind a list say that the body it belongs to ends (…组成）同时撤销)."""
    return _ENDS.match(flat, end) is not None


def owner_before(flat: str, start: int, end: int) -> tuple[str, str] | None:
    """Give the owner that the words of [start, end) name last before a list, with the word; None where none is named."""
    last: tuple[str, str] | None = None
    for match in _WORDS.finditer(flat, max(start, end - 160), end):
        kind = match.lastgroup or CONFERENCE
        if kind == "group" and re.search(r"(?:领导|协调|工作)小组$", match[0]):
            kind = CONFERENCE
        elif kind == "group" and re.search("专家|咨询|顾问|智库", match[0]):
            kind = "expert"
        last = (kind, match[0])
    return last


def owner_of_heading(line: str) -> str | None:
    """Give the owner that a heading names (三、专家组), `conference` for another heading; None where it is none."""
    match = _HEADING.match(line)
    if match is None or not (match["mark"] or _TITLED.search(line)) or re.search(r"\s", match["text"]):
        return None
    named = owner_before(match["text"], 0, len(match["text"]))
    if named and named[0] == "office" and _OFFICE_HEADING.fullmatch(match["text"]) is None:
        return None
    return named[0] if named else CONFERENCE
