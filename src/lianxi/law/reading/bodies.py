"""Names of public bodies: what looks like one by its shape, how a printed list of them is taken apart.

A name is an area or nothing, a stem, and a closed suffix; stems may hold quotes, figures, Latin letters
and second names in brackets. A *group* (各县（市、区）人民政府, 中央驻闽有关单位) stands for several bodies at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

AREA = "省市县区州盟旗镇乡"
# Characters a name may hold between its brackets; 〔〕 also stands for [ ] and 【】 (see fold).
NAME_CHARS = r"\u4e00-\u9fffA-Za-z0-9·“”‘’\"'+&＋"
_TAIL = (
    "人民政府|政府办公室|政府办|办公室|办公厅|管委会|委员会|管理局|监督局|分局|总局|支局|局|委|办|厅|部|署|法院|检察院|院"
    "|总工会|工会|妇联|团委|团市委|团省委|团县委|团区委|团州委|共青团|工商联|残联|文联|科协|侨联|贸促会|红十字会|协会"
    "|联合会|学会|商会|总会|促进会|理事会|基金会|海关|支队|大队|总队|中队|部队|军分区|警备区|人武部|支行|分行|银行|集团|公司|日报社|报社"
    "|通讯社|电视台|广播电台|中心|学校|大学|学院|医院|疾控中心|研究所|研究院|管理所|管理处|处|所|站|社|台|馆|室|科|纪检组|监察组|派驻组|部门|机关|机构"
    "|单位|政法委|综治办|纪委|监委|人大|政协|街道|办事处|社区|村|居委会|村委会|开发区|新区|高新区|经开区|园区|保税区|度假区"
    "|移动|电信|联通|铁塔|国土|林场|农场|水库|港务|机场|党校|电网|高法|高检|最高法|最高检|信用社|供销社|管委|学部|系|校区"
    "|政府|联社|合作社|监狱|戒毒所|看守所|银保监局|证监局|队"
)
_NAME = rf"[{NAME_CHARS}]"
_IN_BRACKETS = r"(?:（[^（）]{1,24}）|〔[^〔〕]{1,24}〕)"
_BRACKET = rf"{_IN_BRACKETS}{{0,2}}"
BODY = re.compile(rf"{_NAME}{{0,24}}?(?:{_TAIL})(?![\u4e00-\u9fff]){_BRACKET}")
_WHOLE = re.compile(rf"(?:{_NAME}|{_IN_BRACKETS}){{1,26}}?(?:{_TAIL}){_BRACKET}")
_NOT_NAMES = re.compile(
    r"^(?:监督检查|监督(?!管理局|局|所|站|中心|总站|执法)|检查(?!院|站)|受理|办理|承担|打击|落实|保障(?!局|中心)|规范|维护|引导|培育|收集)"
    r"|^(?:将|把|对|依法|按照|配合|协助|参与|指导|督促|开展|做好|拟订|拟定|制定|会同|及时|统筹|推动|推进|完善|健全|履行|牵头|积极"
    r"|加大|安排|抄送|报送|查处|促进|支持|提供|参加|增加|增补|调整|新增|撤销|免去|任命|原则上|必要时|同意|每|向|到|经|在|与|和|及|或|并|但|其中|下设)"
    r"|[局委办厅部院会]原|负责|召集|组织(?![部机处科委])|开展|职责|成员单位|联席|根据|关于|为了|加强|应当|可以|建立|由|等$|方面$|工作$|召开|主持|担任|情况"
    r"|(?:主要|工作|其他|有关|相关|牵头)(?:部门|单位|机关|机构)$|^(?:各|有|本|该|其)?(?:部门|单位|机关|机构|科|室|处|部|委|办|局|所|组|院|队|社|站|系|村|人大|政府|所在单位)$|^议事"
    r"|^[主承协督交]办$|^办公[室厅]$|^(?:发布|发文|主办|主管|制发|印发|责任|联系|报送|来源|承办|成员|参加)(?:单位|机关|部门|机构)$|讨论|提交|研究室主任|领导小组|专班|指挥部|协调小组"
)
_ORGAN_ROOM = re.compile(
    r"^(?!.{0,30}(?:领导小组|联席会议|专班|指挥部)$).{2,}(?:领导小组|联席会议|专班|指挥部)办公室$"
)
_DROPPED_TAIL = re.compile(
    r"(?:为)?(?:牵头|召集|主持|责任|组长|副组长)(?:单位|部门)?$"
    r"|的?(?:主要|有关|分管|相关|各|业务)*(?:负责人|负责同志|领导同志|领导|同志)$|参加$"
)
_GROUP = re.compile(
    r"(?:各|全[省市县区州校院]各)(?!有关(?:部门|单位)$|相关(?:部门|单位)$|成员单位$|部门$|单位$)[^，。；、]{0,6}(?:（[^（）]{1,24}）)?[^，。；、]{1,14}"
    r"|各[县市区乡镇街村省地州盟旗][^，。；]{0,24}"
    r"|[^，。；、各]{0,8}(?:直|属|级|驻[\u4e00-\u9fff]{0,4}|辖)(?:各|有关|相关)?[^，。；、]{0,10}(?:单位|部门|企业|机构|部队|院校|中心|所)(?:单位)?"
    r"|(?:有关|相关|其他|其它)[^，。；、]{0,10}(?:企业|公司|高校|院校|学校|医院|机构|协会|街道|乡镇|镇街|园区|村|社区|政府)"
)
_PERSON = re.compile(
    r"(?:市长|省长|县长|区长|州长|镇长|乡长|秘书长|召集人|负责人|负责同志|领导|主任|局长|书记|同志|组长|部长|院长|检察长|校长|园长|行长|处长|科长)$"
)


def is_person(text: str) -> bool:
    """Tell whether a listed item names a post, not a body (分管副市长, 市卫健委主任)."""
    return _PERSON.search(text) is not None


@lru_cache(maxsize=8192)
def is_body(text: str) -> bool:
    """Tell whether a whole text (folded, no marks around it) reads like the name of one body."""
    if not 2 <= len(text) <= 44 or _WHOLE.fullmatch(text) is None:
        return False
    plain = re.sub(_IN_BRACKETS, "", text)
    return len(plain) <= 26 and (_NOT_NAMES.search(plain) is None or _ORGAN_ROOM.match(plain) is not None)


@lru_cache(maxsize=8192)
def is_group(text: str) -> bool:
    """Tell whether a text stands for several bodies at once (各乡镇（街道）, 市直有关单位)."""
    return 2 <= len(text) <= 30 and _GROUP.fullmatch(text) is not None and "负责" not in text


def split_list(text: str, offset: int) -> list[tuple[int, int]]:
    """Take a printed list of bodies apart and give the (start, end) of each name, offset added.

    Marks between names are 、 ， ； and line ends; 和, 及, 与, /, · and . only where both sides are names by
    themselves, since many names hold one of their own (人力资源和社会保障局). A label before a
    group of the list (党委部门：) is no name.
    """
    pieces: list[tuple[int, int]] = []
    for start, end in _between_marks(text):
        pieces.extend(_split_and(text, *_without_label(text, start, end)))
    trimmed = (_trim(text, start, end) for start, end in pieces)
    return [(offset + start, offset + end) for start, end in trimmed if _usable(text[start:end])]


def _between_marks(text: str) -> list[tuple[int, int]]:
    cuts, depth = [-1], 0
    for place, char in enumerate(text):
        depth = max(0, depth + (char in "（〔") - (char in "）〕"))
        if char in "、，；\n\t" and depth == 0:
            cuts.append(place)
    cuts.append(len(text))
    return [(left + 1, right) for left, right in pairwise(cuts) if right > left + 1]


def _without_label(text: str, start: int, end: int) -> tuple[int, int]:
    mark = text.find("：", start, min(end, start + 14))
    return (mark + 1, end) if mark >= 0 else (start, end)


_JOINTS = re.compile(r"以及|[和及与/·.]")


def _split_and(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > 90:
        yield start, end
        return
    left = start
    for match in _JOINTS.finditer(text, start, end):
        before, after = text[left : match.start()], text[match.end() : end]
        first = _DROPPED_TAIL.sub("", before)
        if not before or (
            _is_item(first) and (_is_item(_first_item(after)) or (first != before and is_person(after)))
        ):
            if before:
                yield left, match.start()
            left = match.end()
    yield left, end


def _first_item(text: str) -> str:
    """Return the words up to the next joint at which a name may end."""
    whole = _DROPPED_TAIL.sub("", text)
    if _is_item(whole):
        return whole
    parts = (text[: match.start()] for match in _JOINTS.finditer(text))
    return next((part for part in parts if _is_item(part)), whole)


def _is_item(text: str) -> bool:
    return is_body(text) or is_group(text)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    tail = _DROPPED_TAIL.search(text[start:end]) if end - start < 80 else None
    while tail and tail.start() > 0:
        end = start + tail.start()
        tail = _DROPPED_TAIL.search(text[start:end])
    note = (
        re.search(r"（(?:牵头|召集|组长|主持|主任|以下)[^（）]*）$", text[start:end])
        if end - start < 80
        else None
    )
    return (start, start + note.start()) if note else (start, end)


def _usable(name: str) -> bool:
    if not 2 <= len(name) <= 44:
        return False
    return re.search(r"[。；：《》]|\d{6}|负责|担任|召集|主持", name) is None


def area_prefix(name: str) -> str:
    """Give the sign of the level that a name begins with (市, 省, 县 …), or an empty text."""
    if len(name) < 3 or name[0] not in AREA or name.startswith(("市场", "区域", "州际", "镇街")):
        return ""
    return name[0]
