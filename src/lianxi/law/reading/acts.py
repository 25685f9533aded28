"""The acts of a clause: where one predicate ends and the next begins, adjuncts kept with what they govern.

An act ends at a full stop or semicolon, and at a comma where the next words begin a
predicate of their own. It does not end after a condition (…的, …时), a basis
(按照…规定) or a partner (会同…部门), nor before a purpose or an addition (为…提供, 且, 或者).
"""

from __future__ import annotations

import re

from lianxi.law.reading.mechanisms import find_mechanisms
from lianxi.law.reading.sentences import semicolon_parts

_BASIS_END = (
    r"(?:规定|职责|分工|要求|形势|结果|》|需要|精神|情况|部署|政策|标准|原则|方针|计划|规划|授权|安排)"
)
_ADJUNCTS = (
    re.compile(
        rf"(?:[\u4e00-\u9fff]{{0,14}}(?:要|应|应当))?(?:按照|按|根据|依据|依照|依|结合|围绕)[^，]{{1,40}}{_BASIS_END}"
    ),
    re.compile(r"(?:会同|联合|协同|商|配合)[^，]{2,60}(?:部门|单位|机构|[局委厅部办会])"),
    re.compile(r"(?:切实|认真|依法)?履行[^，]{1,24}的职责"),
    re.compile(r".{3,}(?:时|时候|的|后|期间|情况下|过程中)"),
    re.compile(r"(?:在[^，]{2,20}(?:领导|指导|框架|基础)下)"),
    re.compile(
        r"(?:负责|及时|负责及时)?(?:将|把)(?:(?!纳入|列入|作为|报送|抄送|通报|移送|告知|反馈|公开|录入).)+"
    ),
    re.compile(
        r"(?:通过|利用|依托|运用|采取)(?:(?!实现|开展|推动|加强|组织|提供|做好|建立|公开|宣传|普及).)+"
    ),
)
_CONTINUES = re.compile(
    r"且|或者|以及|以便|从而|使|为[^，]{2,24}(?:提供|创造|奠定)|提高[^，]{0,12}(?:意识|素质|知晓率|能力)|充分发挥[^，]{2,20}作用"
)
_PIVOT = re.compile(
    r"(?:督促|指导|监督|引导|推动|要求|检查|、|和|并|负责|依法)+(?P<who>[^，、的]{0,10}?(?:企业|单位|机构|学校|公司|各地|院校))"
)
_OWN_DUTY = re.compile(r"(?:签订|缴纳|遵守|配备|告知|参加|履行[^，]*义务)")
_VOICE = re.compile(r"(?:反映|听取|收集)")
_VOICED = re.compile(r"(?:提出[^，]{0,8}(?:意见|建议)|维护[^，]{2,12}权益)")
_FOUNDING = re.compile(
    r"(?:建立|设立|成立)[^，]{2,60}(?:制度|联席会议|会议|专班|小组)|制定本|《[^》]{2,40}》"
)
_TAILS = (
    re.compile(r"等[^、，。]*(?:组成|构成)[^，]*"),
    re.compile(r"(?:的[^、，。]*)?(?:共同)?(?:组成|构成)[^，]*"),
)


def split_acts(flat: str, start: int, end: int, kind: str) -> list[tuple[int, int]]:
    """Give the flat (start, end) of each act of a clause, in order; a clause of metadata has none."""
    if kind in {"metadata", "roster"}:
        return []
    acts: list[tuple[int, int]] = []
    for left, right in semicolon_parts(flat, start, end):
        stop = right - 1 if flat[right - 1] == "；" else right
        acts.extend(_sentence_acts(flat, left, stop, kind))
    return [one for one in acts if one[0] < one[1]]


def _sentence_acts(flat: str, start: int, end: int, kind: str) -> list[tuple[int, int]]:
    if kind in {"mechanism", "function"}:
        named = find_mechanisms(flat, start, end)
        if named:
            return _with_mechanisms(flat, start, end, named)
    pieces = comma_pieces(flat, start, end)
    if kind == "preamble":
        return [piece for piece in pieces if _FOUNDING.search(flat[slice(*piece)])]
    listed = _listing_tail(flat, pieces) if kind == "composition" else None
    return listed if listed is not None else _merged(flat, pieces)


def _with_mechanisms(flat: str, start: int, end: int, named: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the named mechanisms as acts, and around them the acts of the pieces that name none."""
    around = _merged(flat, comma_pieces(flat, start, end))
    apart = [one for one in around if not any(left < one[1] and one[0] < right for left, right in named)]
    return sorted([*named, *apart])


def _listing_tail(flat: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """Of a sentence that lists the units only its predicate (等 16 个部门组成) is an act."""
    for left, right in pieces:
        if flat[left:right].count("、") >= 3:
            tails = [tail for pattern in _TAILS if (tail := pattern.search(flat[left:right]))]
            for tail in tails[:1]:
                rest = [piece for piece in pieces if piece[0] >= right]
                return [(left + tail.start(), left + tail.end()), *_merged(flat, rest)]
    return None


def comma_pieces(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence at its commas outside brackets and book titles."""
    pieces: list[tuple[int, int]] = []
    depth, left = 0, start
    for place in range(start, end):
        char = flat[place]
        depth += (char in "（《“") - (char in "）》”")
        if char == "，" and depth <= 0:
            pieces.append((left, place))
            left = place + 1
    pieces.append((left, end))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _merged(flat: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    acts: list[tuple[int, int]] = []
    for start, end in pieces:
        if acts and _belongs(flat[acts[-1][0] : acts[-1][1]], flat[start:end]):
            acts[-1] = (acts[-1][0], end)
        else:
            acts.append((start, end))
    return acts


def _belongs(act: str, piece: str) -> bool:
    """Whether a piece goes on with the act before it."""
    last = act.rsplit("，", 1)[-1]
    if is_adjunct(last) or _CONTINUES.match(piece):
        return True
    if _VOICE.match(act) and _VOICED.match(piece):
        return True
    pivot = _PIVOT.match(act)
    if pivot is None:
        return False
    if _OWN_DUTY.match(piece):
        return True
    return piece[0] in "将把" and pivot["who"] not in piece


def is_adjunct(piece: str) -> bool:
    """Tell whether a piece between commas only prepares a predicate: a condition, a basis, a partner."""
    return any(pattern.fullmatch(piece) for pattern in _ADJUNCTS)


def pivot_of(act: str) -> str | None:
    """Give whom an act urges or guides (督促市属企业… → 市属企业), or None."""
    match = _PIVOT.match(act)
    return match["who"] if match else None
