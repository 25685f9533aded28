"""Changes that an amending notice orders: units added, removed and renamed, persons put in and out, each with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lianxi.law.reading.bodies import split_list
from lianxi.law.reading.membership import is_item
from lianxi.law.reading.model import Change
from lianxi.law.reading.page import Page
from lianxi.law.reading.people import POST_END

_MEMBER = r"(?:[\u4e00-\u9fff]{0,24}?(?:联席会议|领导小组|委员会|专班|指挥部)?)?(?:的)?成员(?:单位)?"
_ADDS = (
    re.compile(rf"(?:增加|增补|新增|补充|吸收|吸纳|增列)(?P<list>[^。；：\n]{{2,400}}?)(?:等)?(?:\d{{1,2}}[个家](?:部门|单位)*)?(?:为|作为|成为){_MEMBER}"),
    re.compile(rf"(?:将|把)(?P<list>[^。；：\n]{{2,400}}?)(?:增补|增加|补充|列入|纳入|吸收|列为|增列)(?:为|入)?{_MEMBER}"),
    re.compile(r"(?:增加|增补|新增|补充)(?:的)?(?:成员|组成)单位(?:为|有|：|包括)?(?P<list>[^。；\n]{2,400})"),
    re.compile(r"(?:成员|组成)单位(?:中)?(?:增加|增补|新增|补充)(?:了)?(?:：)?(?P<list>[^。；\n]{2,400})"),
)  # fmt: skip
_REMOVES = (
    re.compile(rf"(?:^|[。；\n、：])(?P<list>[^。；：\n]{{2,300}}?)(?:因[^，。；]{{2,20}}，)?不再(?:作为|担任|列为|是|为){_MEMBER}"),
    re.compile(rf"(?:撤销|取消|移除|调出|减少|核减|免去|删去)(?P<list>[^。；：\n]{{2,300}}?)(?:的)?{_MEMBER}(?:资格|身份)?"),
    re.compile(rf"(?:^|[。；\n：])(?P<list>[^。；：\n]{{2,300}}?)(?:退出|调出){_MEMBER}?"),
)  # fmt: skip
_RENAME = re.compile(
    r"(?P<old>[\u4e00-\u9fff“”（）、]{3,60}?)(?:更名为|改为|变更为|调整为|更改为|改称|名称变更为|合并(?:组建|成立)?为|整合(?:组建)?为|并入)(?P<new>[\u4e00-\u9fff“”（）]{3,40}?)(?=[，。；、\n]|$|继续|作为|为成员)"
)
_NAME = r"[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{2,5}·[\u4e00-\u9fff]{2,6}"
_ROLE = (
    r"(?:[\u4e00-\u9fff]{0,16}?)(?P<role>(?:第一|总|常务|执行|副)*(?:召集人|组长|主任|指挥长|"
    r"总指挥|班长|成员|委员|联络员)|办公室(?:副)?主任)"
)
_IN_BRACKETS = re.compile(rf"(?P<name>{_NAME})(?:同志)?（(?P<title>[^（）]{{2,40}})）")
_TAKES_OFFICE = re.compile(rf"(?:同志)?(?:任|担任|为|兼任){_ROLE}")
_WITH_TITLE = re.compile(
    rf"(?P<title>[\u4e00-\u9fff、]{{2,40}}?{POST_END})(?P<name>{_NAME})同志(?:任|担任|兼任|为){_ROLE}"
)
_SEAT_FIRST = re.compile(
    rf"{_ROLE}由(?P<title>[\u4e00-\u9fff、]{{2,40}}?{POST_END})?(?P<name>{_NAME})(?:同志)?(?:担任|兼任|接任)"
)
_BECOMES = re.compile(
    rf"{_ROLE}(?:由[^，。；]{{2,30}}?)?(?:变更为|调整为|更换为|改为)(?P<title>[\u4e00-\u9fff、]{{2,40}}?{POST_END})?(?P<name>{_NAME})(?:同志)(?=[，。；\n]|$)"
)
_BARE = re.compile(rf"(?:由)?(?P<name>{_NAME})同志(?:任|担任|兼任|接替[^，。；]{{2,12}}(?:任|担任)){_ROLE}")
_OUT = re.compile(
    rf"(?P<names>(?:{_NAME})(?:同志)?(?:、(?:{_NAME})(?:同志)?){{0,20}})(?:因[^，。；]{{2,16}}，?)?不再(?:担任|兼任|任|为){_ROLE}"
)


def find_changes(page: Page) -> tuple[Change, ...]:
    """Give every change that the text orders, in its order, with source spans."""
    found: dict[tuple[str, int], Change] = {}
    for one in (*_units(page), *_renames(page), *_persons(page)):
        found.setdefault((one.kind, one.start), one)
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _lines(flat: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\n]{1,1200}", flat):
        yield match.span()


def _units(page: Page) -> Iterator[Change]:
    for start, end in _lines(page.flat):
        for kind, patterns in (("add", _ADDS), ("remove", _REMOVES)):
            for pattern in patterns:
                for match in pattern.finditer(page.flat, start, end):
                    yield from _listed(page, *match.span("list"), "add" if kind == "add" else "remove")


def _listed(page: Page, start: int, end: int, kind: Literal["add", "remove"]) -> Iterator[Change]:
    cut = max(
        page.flat.rfind(word, start, end) + len(word) if page.flat.rfind(word, start, end) >= 0 else start
        for word in ("增加", "增补", "新增", "补充", "将", "把")
    )
    for left, right in split_list(page.flat[cut:end], cut):
        if is_item(page.flat[left:right]):
            span = page.span(left, right)
            yield Change(kind, page.cut(left, right), span.start, span.end)


def _renames(page: Page) -> Iterator[Change]:
    for match in _RENAME.finditer(page.flat):
        old, new = match.span("old"), match.span("new")
        left = old[0] + max(page.flat[slice(*old)].rfind(mark) + 1 for mark in "、，原将")
        if is_item(page.flat[left : old[1]]) and is_item(page.flat[slice(*new)]):
            span = page.span(left, new[1])
            yield Change("rename", page.cut(left, old[1]), span.start, span.end, to=page.cut(*new))


def _persons(page: Page) -> Iterator[Change]:
    taken: set[int] = set()
    for one in (*_bracketed(page), *_titled(page)):
        if one.start not in taken:
            taken.add(one.start)
            yield one
    yield from _leaving(page)


def _bracketed(page: Page) -> Iterator[Change]:
    """张三（县委常委）任组长; several joined by 、 share the seat."""
    flat = page.flat
    pending: list[re.Match[str]] = []
    for match in _IN_BRACKETS.finditer(flat):
        joined = bool(pending) and flat[pending[-1].end() : match.start()] in {"、", "，", "和"}
        pending = [*pending, match] if joined and len(pending) < 60 else [match]
        role = _TAKES_OFFICE.match(flat, match.end())
        for one in pending if role else ():
            span = page.span(*one.span())
            title = page.cut(*one.span("title"))
            yield Change(
                "person",
                page.cut(*one.span("name")),
                span.start,
                span.end,
                role=role["role"] if role else None,
                title=title,
            )


def _titled(page: Page) -> Iterator[Change]:
    """市政府副市长张三同志担任召集人, or 张三同志任组长 alone."""
    for pattern in (_SEAT_FIRST, _BECOMES, _WITH_TITLE, _BARE):
        for match in pattern.finditer(page.flat):
            name = page.span(*match.span("name"))
            end = page.span(match.start(), match.end()).end
            title = page.cut(*match.span("title")) if "title" in match.groupdict() else None
            yield Change(
                "person", page.cut(*match.span("name")), name.start, end, role=match["role"], title=title
            )


def _leaving(page: Page) -> Iterator[Change]:
    for match in _OUT.finditer(page.flat):
        for name in re.finditer(rf"(?:{_NAME})(?=同志|、|$)", match["names"].replace("同志", "、、")):
            left = match.start("names") + name.start()
            span = page.span(left, left + len(name[0]))
            printed = page.cut(left, left + len(name[0]))
            yield Change("person", printed, span.start, span.end, role=match["role"], leaves=True)
