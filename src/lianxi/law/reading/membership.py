"""The list of member units, found by its subject: every list carries whom it belongs to, and that decides.

Candidate lists are read wherever bodies are listed: in a sentence (由…组成, …为成员), behind a label
(成员单位：…), one a line, in columns, by groups. The number of names never decides between two lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lianxi.law.reading.aliases import is_stem
from lianxi.law.reading.bodies import is_body, is_group, is_person, split_list
from lianxi.law.reading.headings import heading_kind
from lianxi.law.reading.numbers import MARKER, cn_int
from lianxi.law.reading.owners import CONFERENCE, is_dissolved, owner_before, owner_of_heading
from lianxi.law.reading.roster_units import unit_of_title

_COUNT = r"(?P<count>\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:个|家)"
_KIND = (
    r"(?:(?:市|省|县|区|州)?(?:直|级)?(?:有关|相关|成员)?(?:职能)?(?:部门|单位|机构|企业|组织)"
    r"(?:（单位）|（部门）)?(?:和|、|及)?){1,3}"
)
_HEADS = (
    r"(?:的)?(?:主要|有关|分管|相关|各|主管)*(?:负责人|负责同志|领导同志|领导|同志|人员|副[\u4e00-\u9fff]{1,2}（[^（）]{2,60}）)"
    r"(?:(?:或|和|及|、)(?:分管|主要)?(?:负责人|负责同志|领导|联络员))?"
)
_TAIL = re.compile(
    rf"(?:等)?(?:共)?(?:计)?(?:{_COUNT})?(?:{_KIND})?(?:{_HEADS})?(?:为成员)?(?:共同|参加|，|（|）)*$"
)
_STATED = re.compile(rf"(?:等|共)(?:共|计)?{_COUNT}(?:{_KIND}|成员)?")
_LABEL = re.compile(
    r"(?:以下|下列)(?:单位|部门|成员单位)(?:共同)?(?:组成|构成)：|(?:参加|参会|与会|出席|组成|固定|常设)(?:人员|成员|对象|范围)(?:主要|一般)?(?:为|有|由|包括|是|：)"
    r"|(?:成员|组成|参加|责任|参与|参会|与会)(?:单位|部门)(?:名单)?(?:主要|分别|共\d{1,3}[个家])?(?:为|有|由|包括|包含|是|如下)?(?:以下)?[：:]?"
    r"|(?:合作|签约|参加|参与|联动|共建)?各方(?:为|是|包括)：?|(?:牵头|召集)(?:单位|部门)(?:为|是)?：|召集(?:单位|部门)(?:为|是)"
)
_FORWARD = re.compile(r"(?:成员|组成人员)(?:单位)?(?:为|包括|有|由|：)")
_BACK = re.compile(
    r"组成(?!单位|人员|部门|如下)|构成(?!犯罪)|(?:担任|为|任|作为|是)(?:[\u4e00-\u9fff]{0,12}(?:联席会议|领导小组|委员会|专班|指挥部)(?:的)?)?成员(?:单位)?"
    r"|(?:参加|参与)(?=[。，；]|$)|建立[\u4e00-\u9fff]{0,20}联席会议"
)
_MOST_NAMES, _LONGEST, _PER_SENTENCE = 150, 3000, 6
_FORM_RANK = {
    "label": 0,
    "lines": 0,
    "sentence": 0,
    "member": 1,
    "joined": 2,
    "heads": 2,
    "founders": 3,
    "lead": 9,
}


@dataclass(frozen=True, slots=True)
class Membership:
    """The places of the listed names in the flat view, the stated number, whose list it is and how it was put."""

    names: tuple[tuple[int, int], ...]
    stated: int | None
    tail: int
    end: int
    owner: str = CONFERENCE
    words: str = ""
    form: str = "sentence"

    @property
    def start(self) -> int:
        """Give the place of the first name."""
        return self.names[0][0]


def find_membership(flat: str) -> Membership | None:
    """Give the list of the conference's own members, or None where none is printed.

    Lists of working groups are put together where the document gives members in no other way.
    """
    return chosen(find_lists(flat))


def chosen(lists: list[Membership]) -> Membership | None:
    """Choose among candidate lists by whom they belong to, then by the form they have, then by their place."""
    own = [one for one in lists if one.owner == CONFERENCE]
    if any(one.form != "lead" for one in own):
        first = min(own, key=lambda one: (_FORM_RANK[one.form], one.start))
        return _with_leads(first, own)
    groups = [one for one in lists if one.owner == "group"]
    return _united(groups) if groups else None


def other_lists(lists: list[Membership], taken: Membership | None) -> list[Membership]:
    """Give the candidate lists that were left aside and hold names which the chosen one does not."""
    if taken is None:
        return [one for one in lists if one.owner not in {CONFERENCE, "group"}]
    spans = {(one[0], one[1]) for one in taken.names}
    return [one for one in lists if not spans & set(one.names) and one.form in {"label", "lines", "sentence"}]


def _with_leads(first: Membership, own: list[Membership]) -> Membership:
    """Take a list given in several labelled lines one below the other (牵头单位：…, 成员单位：…, 党委部门：…) as one."""
    if first.form != "label":
        return first
    near = [one for one in own if one.form in {"label", "lead"} and abs(one.start - first.start) < 1500]
    return _united(sorted(near, key=lambda one: one.start)) if len(near) > 1 else first


def _united(lists: list[Membership]) -> Membership:
    names = tuple(dict.fromkeys(name for one in lists for name in one.names))
    stated = next((one.stated for one in lists if one.stated), None)
    last = lists[-1]
    return replace(lists[0], names=names, stated=stated, tail=last.tail, end=last.end)


def find_lists(flat: str) -> list[Membership]:
    """Give every list of bodies with its owner, in the order of the text."""
    found: dict[tuple[int, int], Membership] = {}
    heading = CONFERENCE
    start = 0
    lines = flat.split("\n")
    for step, line in enumerate(lines):
        end = start + len(line)
        own = owner_of_heading(line[:60]) if len(line) <= 60 else _leading_owner(line)
        heading = own or heading
        for one in _of_line(flat, start, end, heading):
            found.setdefault(one.names[0], one)
        below = _below(flat, start, lines, step, heading)
        if below is not None:
            found.setdefault(below.names[0], below)
        start = end + 1
    return sorted(found.values(), key=lambda one: one.start)


def _leading_owner(line: str) -> str | None:
    """Return the owner that a heading glued before its text names (（四）防治管理组：…)."""
    number = MARKER.match(line)
    mark = re.search(r"[：。]", line[:40])
    if number is None or mark is None:
        return CONFERENCE if number is not None and number.lastgroup in {"cn", "article"} else None
    return owner_of_heading(line[: mark.start()])


def _of_line(flat: str, start: int, end: int, heading: str) -> Iterator[Membership]:
    """Return the lists in the sentences of one paragraph."""
    left = start
    while left < end:
        stop = flat.find("。", left, end)
        stop = end if stop < 0 else stop
        if stop - left <= _LONGEST:
            yield from _of_sentence(flat, left, stop, heading)
        left = stop + 1


def _of_sentence(flat: str, start: int, end: int, heading: str) -> Iterator[Membership]:
    for step, match in enumerate(_LABEL.finditer(flat, start, end)):
        if step >= _PER_SENTENCE:
            break
        if flat[match.end() - 1] in "：:为有由是括含方下" or (flat[match.end() : match.end() + 1] == ""):
            form = "lead" if match[0].startswith(("牵头", "召集")) else "label"
            further = _LABEL.search(flat, match.end(), end) if form == "lead" else None
            stop = _stop(flat, match.end(), further.start() if further else end)
            yield from _read(flat, (start, match.start()), (match.end(), stop), form, heading)
    for step, match in enumerate(_BACK.finditer(flat, start, end)):
        if step >= _PER_SENTENCE:
            break
        left = _from(flat, start, match.start())
        form = {"组": "sentence", "构": "sentence", "参": "joined", "建": "founders"}.get(
            match[0][0], "member"
        )
        yield from _read(flat, (start, left), (left, match.start()), form, heading)
    for step, match in enumerate(_FORWARD.finditer(flat, start, end)):
        if step >= _PER_SENTENCE:
            break
        yield from _read(
            flat, (start, match.start()), (match.end(), _stop(flat, match.end(), end)), "heads", heading
        )


def _stop(flat: str, start: int, end: int) -> int:
    """Where a list behind a label ends: at 组成 or with the sentence; a semicolon ends it where no list goes on."""
    joined = re.compile(r"(?:组成|构成)[。，；]?").search(flat, start, end)
    stop = joined.start() if joined else end
    semicolon = flat.find("；", start, stop)
    while semicolon >= 0:
        nxt = flat.find("；", semicolon + 1, stop)
        part = flat[semicolon + 1 : stop if nxt < 0 else nxt]
        pieces = split_list(part[:200], 0)
        if not pieces or not is_item(part[slice(*pieces[0])]):
            return semicolon
        semicolon = nxt
    return stop


def _from(flat: str, start: int, end: int) -> int:
    """Where a list before a predicate begins: behind the last 由, 包括 or semicolon of the sentence."""
    place = start
    for sign in ("由", "包括", "；", "："):
        at = flat.rfind(sign, start, end)
        while at > start and sign == "由" and flat[at - 1] in "自理缘事":
            at = flat.rfind(sign, start, at)
        if at >= 0 and (sign not in "：；" or not _is_list_part(flat[start:at])):
            place = max(place, at + len(sign))
    seated = place
    for match in _SEATED.finditer(flat, place, end):
        seated = match.end()
    return seated


# 临江市、云岭市、望江市人民政府: the areas before the last stand for their governments.
_AREA_NAME = re.compile(r"(?!各)[\u4e00-\u9fff]{2,7}[省市县区州盟旗]")
_STATIONED = re.compile(r"(?:各|有关|相关)*(?:单位|部门|企业|机构)")
_SEATED = re.compile(r"(?:召集人|组长|主任|班长|指挥长|主持|担任|兼任|负责人)，")


def _is_list_part(text: str) -> bool:
    return (
        text.count("、") >= 2 and sum(is_item(text[left:right]) for left, right in split_list(text, 0)) >= 2
    )


def is_item(text: str) -> bool:
    """Tell whether a listed piece is a body or a group of bodies."""
    return is_body(text) or is_group(text) or _AREA_NAME.fullmatch(text) is not None


def _read(
    flat: str, before: tuple[int, int], place: tuple[int, int], form: str, heading: str
) -> Iterator[Membership]:
    start, end = place
    if not 2 <= end - start <= _LONGEST:
        return
    stated = _STATED.search(flat, max(start, end - 40), min(len(flat), end + 12))
    tail = _TAIL.search(flat, max(start, end - 90), end)
    stop = tail.start() if tail else end
    if flat[stop : stop + 1] == "）" and is_item(re.split("[、，；和及与]", flat[start : stop + 1])[-1]):
        stop += 1
    deng = flat.rfind("等", max(start, stop - 30), stop)
    places = [_body_of(flat, *one) for one in split_list(flat[start:stop], start)][:_MOST_NAMES]
    names = [one for one in places if _listed(flat[slice(*one)]) and not is_person(flat[slice(*one)])]
    if deng > start and names and names[-1][1] > deng:
        names[-1] = (names[-1][0], deng)
    if names and "驻" in flat[slice(*names[-1])]:
        rest = _STATIONED.match(flat, names[-1][1], end)
        names[-1] = (names[-1][0], rest.end() if rest else names[-1][1])
    names = [one for one in names if one[1] - one[0] > 1]
    if len(names) < {"label": 2, "lead": 1}.get(form, 3) or not _mostly_bodies(flat, names, stated):
        return
    named = owner_before(flat, *before)
    owner, words = named if named else (heading, "")
    if named and named[0] == CONFERENCE and heading == "group" and form in {"label", "lead"}:
        owner = heading
    if is_dissolved(flat, end):
        owner, words = "dissolved", words or "撤销"
    yield Membership(
        tuple(names), cn_int(stated["count"]) if stated else None, names[-1][1], end, owner, words, form
    )


def _below(flat: str, start: int, lines: list[str], step: int, heading: str) -> Membership | None:
    """Read a list below its heading, one or more bodies a line, with or without numbers; or one behind a label."""
    line = lines[step]
    if len(line) > 60 or not re.search(
        r"(?:成员|组成|参加|责任)(?:单位|部门)(?:及[\u4e00-\u9fff]{0,4})?(?:名单|表)?(?:如下|为|有|包括|是)?[：:]?$|单位名单$",
        line,
    ):
        return None
    names: list[tuple[int, int]] = []
    place = start + len(line) + 1
    for below in lines[step + 1 : step + 1 + _MOST_NAMES]:
        number = MARKER.match(below)
        left = number.end() if number else 0
        body = below[left:].rstrip("。；，、")
        pieces = split_list(body, place + left) if len(below) <= 300 else []
        if heading_kind(body) or not pieces or not all(is_item(flat[slice(*one)]) for one in pieces):
            break
        names += pieces
        place += len(below) + 1
    if len(names) < 3:
        return None
    owner = owner_before(line, 0, len(line))
    return Membership(
        tuple(names), None, names[-1][1], names[-1][1], owner[0] if owner else heading, "", "lines"
    )


def _body_of(flat: str, start: int, end: int) -> tuple[int, int]:
    """Only the body of a listed post (县公安局局长 → 县公安局)."""
    text = flat[start:end]
    if is_item(text):
        return start, end
    return start, start + (unit_of_title(text) or len(text))


def _listed(name: str) -> bool:
    return not re.match(
        r"(?:各|有关|相关|其他|其它|以下|其余)(?:有关|相关)?(?:成员)?(?:单位|部门)", name
    ) and not name.endswith("工作")


def _mostly_bodies(flat: str, names: list[tuple[int, int]], stated: re.Match[str] | None) -> bool:
    good = sum(is_item(flat[start:end]) for start, end in names)
    if good >= 0.7 * len(names):
        return True
    # 卫健、应急、人社等7个部门: stems alone, their number stated.
    stems = sum(is_stem(flat[start:end]) for start, end in names)
    return stated is not None and good + stems >= 0.7 * len(names)
