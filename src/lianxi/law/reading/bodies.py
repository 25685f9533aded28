"""Names of public bodies: what looks like one, how a printed list of them is taken apart."""

from __future__ import annotations

import re
from itertools import pairwise

AREA = "省市县区州盟旗镇乡"
_TAIL = (
    "人民政府|政府办公室|政府办|办公室|办公厅|管委会|委员会|管理局|监督局|分局|总局|支局|局|委|办|厅|部|署|法院|检察院|院"
    "|总工会|工会|妇联|团委|团市委|团省委|团县委|团区委|团州委|共青团|工商联|残联|文联|科协|侨联|贸促会|红十字会|协会"
    "|联合会|学会|商会|总会|海关|支队|大队|总队|中队|部队|军分区|人武部|支行|分行|银行|集团|公司|日报社|报社|通讯社|电视台|广播电台"
    "|中心|学校|大学|学院|医院|疾控中心|研究所|研究院|管理所|管理处|处|站|社|台|馆|室|科|部门|机关|机构|单位|政法委|综治办|纪委|监委|街道"
)
_NAME = r"[\u4e00-\u9fff·]"
_BRACKET = r"(?:（[^（）]{1,16}）)?"
BODY = re.compile(rf"{_NAME}{{0,24}}?(?:{_TAIL})(?![\u4e00-\u9fff]){_BRACKET}")
_WHOLE = re.compile(rf"(?:{_NAME}|（[^（）]{{1,12}}）){{1,26}}?(?:{_TAIL}){_BRACKET}")
_NOT_NAMES = re.compile(
    r"^(?:将|把|对|依法|按照|配合|协助|参与|指导|督促|开展|做好|拟订|拟定|制定|会同|及时|统筹|推动|推进|完善|健全|履行|牵头|积极"
    r"|加大|安排|抄送|报送|查处|促进|支持|提供|参加)"
    r"|负责|召集|组织(?![部机处科])|开展|职责|成员单位|联席|根据|关于|为了|加强|应当|可以|建立|由|等$|方面$|工作$"
    r"|(?:主要|工作|其他|有关|相关)(?:部门|单位|机关|机构)$|^(?:各|有|本|该|其)?(?:部门|单位|机关|机构|科|室|处|部|委|办|局|所在单位)$|^议事|^(?:发布|发文|主办|主管|制发|印发|责任|联系|报送|来源)(?:单位|机关|部门|机构)$|讨论|提交|研究室主任"
)
_DROPPED_TAIL = re.compile(
    r"(?:为)?(?:牵头|召集|主持|责任|组长|副组长)(?:单位|部门)?$|(?:主要|有关|分管|相关)?(?:负责人|负责同志|领导)$|参加$"
)
_PERSON = re.compile(
    r"(?:市长|省长|县长|区长|州长|秘书长|召集人|负责人|负责同志|领导|主任|局长|书记|同志|组长)$"
)


def is_person(text: str) -> bool:
    """Tell whether a listed item names a post, not a body (分管副市长, 市卫健委主任)."""
    return _PERSON.search(text) is not None


def is_body(text: str) -> bool:
    """Tell whether a whole text (folded, no marks around it) reads like the name of one body."""
    return 2 <= len(text) <= 28 and _WHOLE.fullmatch(text) is not None and _NOT_NAMES.search(text) is None


def split_list(text: str, offset: int) -> list[tuple[int, int]]:
    """Take a printed list of bodies apart and give the (start, end) of each name, offset added.

    Marks between names are 、 and ，, and 和, 及, 与 only where both sides are names by themselves,
    since many names hold a 和 of their own (人力资源和社会保障局).
    """
    pieces: list[tuple[int, int]] = []
    for start, end in _between_marks(text):
        pieces.extend(_split_and(text, start, end))
    trimmed = (_trim(text, start, end) for start, end in pieces)
    return [(offset + start, offset + end) for start, end in trimmed if _usable(text[start:end])]


def _between_marks(text: str) -> list[tuple[int, int]]:
    cuts, depth = [-1], 0
    for place, char in enumerate(text):
        depth += (char == "（") - (char == "）")
        if char in "、，\n" and depth <= 0:
            cuts.append(place)
    cuts.append(len(text))
    return [(left + 1, right) for left, right in pairwise(cuts) if right > left + 1]


def _split_and(text: str, start: int, end: int) -> list[tuple[int, int]]:
    for match in re.finditer(r"以及|[和及与]", text[start:end]):
        left, right = text[start : start + match.start()], text[start + match.end() : end]
        if not left or (is_body(left) and is_body(_DROPPED_TAIL.sub("", right))):
            return [(start, start + match.start()), *_split_and(text, start + match.end(), end)]
    return [(start, end)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    tail = _DROPPED_TAIL.search(text[start:end])
    while tail and tail.start() > 0:
        end = start + tail.start()
        tail = _DROPPED_TAIL.search(text[start:end])
    note = re.search(r"（(?:牵头|召集|组长|主持)[^（）]*）$", text[start:end])
    return (start, start + note.start()) if note else (start, end)


def _usable(name: str) -> bool:
    if not 2 <= len(name) <= 30:
        return False
    return re.search(r"[。；：“”《》]|\d{3}|负责|担任|召集|主持", name) is None


def area_prefix(name: str) -> str:
    """Give the sign of the level that a name begins with (市, 省, 县 …), or an empty text."""
    if len(name) < 3 or name[0] not in AREA or name.startswith(("市场", "区域", "州际", "镇街")):
        return ""
    return name[0]
