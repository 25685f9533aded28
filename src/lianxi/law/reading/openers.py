"""How a unit's duties begin: a heading of its own, `unit：duty`, or the unit's name and a verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.aliases import body_key
from lianxi.law.reading.bodies import NAME_CHARS, is_body, is_group, split_list
from lianxi.law.reading.headings import heading_kind
from lianxi.law.reading.outline import Segment, level_of, rank

_VERBS = (
    r"负责|应当|应|须|要|按照|依法|依照|依据|根据|会同|配合|协助|协同|协调|组织|牵头|承担|做好|指导|参与|参加|督促|监督"
    r"|加强|强化|将|把|对|开展|制定|制订|拟订|拟定|统筹|研究|落实|履行|主要|具体|积极|及时|建立|健全|完善|推动|推进"
    r"|查处|核查|支持|提供|办理|受理|结合|严格|进一步|发挥|引导|深入|充分|联合|保障|安排|审核|检查|管理|利用|在|为|与"
    r"|通过|严厉|打击|收集|汇总|宣传|落实|贯彻|执行|维护|培育|规范|排查|掌握|定期|优先|动员|发动|围绕|切实|认真|综合"
)
_STRONG = r"负责|承担|的?(?:主要|工作|具体)*(?:职责|任务|职能)(?:是|为|：)|应当|牵头负责|主要负责|具体负责"
DUTY_VERB = re.compile(_VERBS)
_STRONG_VERB = re.compile(_STRONG)
_LEAD = re.compile(r"的?(?:主要|工作|具体)*(?:职责|任务|职能)(?:是|为)?[：，]?")
_GROUP = re.compile(
    r"(?:各|其他|其它|有关)(?:[\u4e00-\u9fff（）、]{0,24}?)(?:人民政府|政府|管委会|成员单位|单位|部门|办事处|街道|镇街)"
)
_TAILS = re.compile(r"[局委办厅部会院署社处行队]|中心|公司|政府")
_NOTE = re.compile(r"（(?:牵头|召集|组长|主持|主任)[^（）]*）$")
_DUTIES_OF = re.compile(rf"([{NAME_CHARS}（）〔〕、]{{2,40}}?)的?(?:主要|工作|具体)*(?:职责|任务|职责分工)")
_MARKS = "：:\t—。"


@dataclass(frozen=True, slots=True)
class Opener:
    """A unit's name at [start, end) of the flat view and the place where its duty text begins."""

    start: int
    end: int
    body: int
    strong: bool
    known: bool


def find_opener(flat: str, start: int, end: int, known: frozenset[str]) -> Opener | None:
    """Give the opener with which a stretch begins, or None; `known` holds keys of listed units."""
    text = flat[start:end]
    whole = _NOTE.sub("", text.rstrip("：。\t "))
    headed = _DUTIES_OF.fullmatch(whole)
    whole = headed[1] if headed and heading_kind(whole) is None else whole
    if _is_name(whole, known):
        return Opener(start, start + len(whole), end, strong=True, known=body_key(whole) in known)
    return _marked(text, start, known) or _glued(text, start, known)


def _is_name(text: str, known: frozenset[str]) -> bool:
    if not 2 <= len(text) <= 60 or re.search(r"[：；。\t]", text):
        return False
    if body_key(text) in known or is_body(text) or is_group(text) or _GROUP.fullmatch(text):
        return True
    parts = split_list(text, 0)
    return len(parts) > 1 and all(
        is_body(text[left:right]) or is_group(text[left:right]) or body_key(text[left:right]) in known
        for left, right in parts
    )


def _marked(text: str, start: int, known: frozenset[str]) -> Opener | None:
    match = re.match(rf"([^{_MARKS}；]{{2,60}}?)[{_MARKS}]+", text)
    if match is None:
        return None
    name = _LEAD.sub("", _NOTE.sub("", match[1])) or match[1]
    if not _is_name(name, known):
        return None
    return Opener(start, start + len(name), start + match.end(), strong=True, known=body_key(name) in known)


def _glued(text: str, start: int, known: frozenset[str]) -> Opener | None:
    for length in range(min(24, len(text) - 1), 1, -1):
        name = text[:length]
        if body_key(name) in known and DUTY_VERB.match(text, length):
            return _after(text, start, length, known=True)
    match = re.match(rf"([{NAME_CHARS}（）〔〕、]{{2,40}}?)(?={_STRONG})", text)
    if match and _is_name(match[1], known):
        return _after(text, start, len(match[1]), known=False)
    return None


def _after(text: str, start: int, length: int, *, known: bool) -> Opener:
    lead = _LEAD.match(text, length)
    body = lead.end() if lead else length
    strong = bool(_STRONG_VERB.match(text, length))
    return Opener(start, start + length, start + body, strong=strong, known=known)


def styled_opener(text: str, start: int, known: frozenset[str]) -> Opener | None:
    """Give the opener of a text that begins with a body's name and a verb, where units open in this very style."""
    for match in _TAILS.finditer(text[:26]):
        length = match.end()
        if DUTY_VERB.match(text, length) and is_body(text[:length]):
            return _after(text, start, length, known=body_key(text[:length]) in known)
    return None


def opener_runs(flat: str, segments: list[Segment], known: frozenset[str]) -> frozenset[int]:
    """Give the places of segments that open unit after unit in one style: duties by their shape, under any heading.

    A run is three segments or more of one level (two where both are listed units), nothing but deeper levels
    between them, each opening with another body's name and a mark, a verb, or nothing.
    """
    runs: set[int] = set()
    current: dict[str, list[tuple[int, str, bool]]] = {}
    filled: set[int] = set()
    last = -1
    bare: list[list[int]] = [[]]
    for segment in segments:
        level = level_of(segment.marker) or ""
        if segment.start >= segment.end:
            continue
        opener = find_opener(flat, segment.start, min(segment.end, segment.start + 160), known)
        if (
            opener is None
            or not opener.strong
            or (opener.body >= segment.end and level == "" and not opener.known)
        ):
            if level:
                _close(current, runs, {one for one in current if one and rank(one) >= rank(level)})
            elif opener is None and flat[segment.end - 1] == "：":
                _close(current, runs, set(current))
            filled.add(last)
            if opener is None or opener.body < segment.end:
                bare.append([])
            else:
                bare[-1].append(segment.start)
            continue
        name = flat[opener.start : opener.end]
        current.setdefault(level, []).append((segment.start, body_key(name), opener.known))
        last = segment.start
        if opener.body < segment.end:
            filled.add(last)
            bare.append([])
        else:
            bare[-1].append(last)
    _close(current, runs, set(current))
    # Names alone, one below the other, are a list of members and no duties.
    runs.difference_update(*(one for one in bare if len(one) >= 3))
    return frozenset(runs) if 2 * len(runs & filled) > len(runs) else frozenset()


def _close(current: dict[str, list[tuple[int, str, bool]]], runs: set[int], levels: set[str]) -> None:
    for level in levels:
        found = current.pop(level)
        names = {name for _, name, _ in found}
        if len(names) >= 3 or (len(names) == 2 and all(known for _, _, known in found)):
            runs.update(start for start, _, _ in found)
