"""The closed vocabulary of section headings in this genre and the kind of section each one opens."""

from __future__ import annotations

import re

CONFERENCE = (
    r"(?:部门间|部际|厅际|局际)?(?:联席会议|联席会|办公会议|协调会议|联合会议|会商会议|"
    r"(?:工作)?专班|领导小组|协调小组|工作小组|工作组|指挥部|委员会)"
)
CONFERENCE_NAME = re.compile(
    r"联席会议|联席会|办公会议|协调会议|联合会议|会商会议|专班|领导小组|协调小组|工作小组|指挥部"
)

# A 委员会 with a name before it is a body (市发展和改革委员会职责), not the conference.
_SUBJECT = rf"(?:[\u4e00-\u9fff]{{0,20}}?(?!委员会){CONFERENCE}(?:制度)?(?:的)?|委员会(?:的)?)?"
_DUTY = r"(?:职责|职能|任务|职权|责任|分工|功能)"
_ORGAN = r"(?:成员|组成|参加|有关|相关|参与|各)?(?:单位|部门)"

_KINDS: tuple[tuple[str, str], ...] = (
    ("roster", r"(?:成员|组成人员|组成成员|人员|联络员|成员单位及成员)名单"),
    ("both", rf"及(?:其)?办公室(?:的)?(?:主要|工作)*{_DUTY}+"),
    (
        "office",
        r"(?:下设)?(?:日常)?(?:办公室|办事机构|工作机构|日常机构)"
        rf"(?:的)?(?:主要|工作|设置|组成|及其|及)*(?:{_DUTY})*",
    ),
    (
        "duties",
        rf"(?:主要)?(?:各)?{_ORGAN}(?:的)?(?:及|和|及其|与)?(?:主要|工作|具体)*(?:[\u4e00-\u9fff]{{2,12}}?(?:工作)?)?(?:的)?{_DUTY}+(?:任务|分工|安排)?(?:表|一览表)?"
        rf"|(?:主要|工作|部门|任务|具体)*(?:职责|任务|责任|工作)*分工(?:表|安排)?|{_ORGAN}?(?:职责|任务|责任)(?:清单|一览表|表)",
    ),
    (
        "composition",
        r"(?:主要)?(?:组成|构成|架构|组织架构|组织机构|组织体系|组织形式|机构设置|机构组成|机构|组织领导"
        r"|领导机构)(?:单位|人员|部门|成员|及成员|和成员)*"
        r"|(?:人员|成员|单位|机构|组织)(?:组成|构成|单位|设置)?(?:及|和)?(?:人员|组成|成员单位)?",
    ),
    ("functions", rf"(?:主要|工作|基本|总体)*(?:的)?{_DUTY}+(?:任务|职责)?"),
    (
        "rules",
        r"(?:主要)?(?:(?:工作|议事|会议|运行|运作|活动|例会|召开|组织|协调)+"
        r"(?:规则|制度|机制|程序|方式|规程|召开|形式)|规则|规程|会议(?:召集|时间|内容|议题|主持|范围|次数|地点|纪要|议程))(?:和要求|及要求|和程序|及程序)?",
    ),
    (
        "demands",
        r"(?:有关|工作|其他|其它|相关|几点|纪律|具体|会议|组织)*(?:要求|事项|措施|纪律|保障|附则|其他|其它)",
    ),
    (
        "purpose",
        r"(?:总体要求|指导思想|基本原则|工作原则|(?:总体|工作)?目标(?:任务)?|(?:建立)?目的(?:意义)?"
        r"|总则|(?:重要)?意义|(?:制定|建立)?依据|宗旨)",
    ),
)
_LINK = re.compile(r"(?:主要)?(?:是|为|有|包括|如下|分别是|分别为)+$")
# Characters with which a sentence goes on after a word that could have been a heading.
_GOES_ON = frozenset("，、的为由有是及和要应包以可按负之共")
_WHOLE = tuple((kind, re.compile(rf"{_SUBJECT}(?:{pattern})")) for kind, pattern in _KINDS)
_GLUED = re.compile(
    rf"(?:{CONFERENCE}(?:的)?)?(?:及其办公室)?(?:"
    r"(?:主要|工作|基本)(?:职责任务|职责分工|职责|职能|任务)|职责分工|任务分工"
    r"|(?:各)?(?:成员|组成)单位(?:及|和|的)?(?:主要|工作)*(?:职责任务|职责分工|职责|任务分工|任务|分工)"
    r"|办公室(?:主要|工作)*(?:职责|职能|任务)"
    r"|(?:成员|组成)单位(?:组成)?|组成(?:单位|人员|成员)|人员组成|组织(?:机构|架构)|机构设置"
    r"|(?:工作|议事|会议)(?:规则|制度|程序|规程)|(?:工作|有关|相关|其他)(?:要求|事项))"
)


def heading_kind(line: str) -> str | None:
    """Give the kind of section that a line opens as a heading of its own, or None.

    The line is flat text without its number; kinds are functions, composition, duties, rules,
    office, both, demands, purpose and roster.
    """
    text = _LINK.sub("", line.rstrip("：。、 ")) if line.endswith("：") else line.rstrip("。、 ")
    if not 2 <= len(text) <= 32:
        return None
    return next((kind for kind, pattern in _WHOLE if pattern.fullmatch(text)), None)


_LEADS = re.compile(
    r"(?:主要|工作|基本|具体)*(?:职责|职能|任务|工作职责)(?:任务|分工)?(?:是|为|如下|包括|有)*[：:]$"
)


def lead_kind(text: str) -> str | None:
    """Give the kind of the items that a sentence ending in a colon announces (第三条 …主要职责是：), or None."""
    if len(text) > 120 or _LEADS.search(text) is None:
        return None
    last = re.split(r"[，。]", text)[-1]
    if re.search(r"(?:成员单位|各单位|有关部门|各部门)", last):
        return "duties"
    return "office" if "办公室" in last else "functions"


def glued_heading(line: str) -> tuple[str, int] | None:
    """Give kind and length of a heading that stands before its text on one line, or None.

    Two cases: the heading ends in a colon, or the line break after it was lost.
    """
    mark = re.search(r"[：。]", line[:32])
    if mark and mark.start() >= 2 and mark.end() < len(line):
        kind = heading_kind(_LINK.sub("", line[: mark.start()]))
        if kind is not None:
            return kind, mark.end()
    match = _GLUED.match(line)
    if match is None:
        return None
    if line[match.end() : match.end() + 1] in _GOES_ON and not line.startswith("负责", match.end()):
        return None
    kind = heading_kind(match[0])
    return None if kind is None else (kind, match.end())
