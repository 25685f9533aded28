"""A roster set as a table: which column holds the seat, the name, the title; one person of a row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.bodies import is_body, is_group
from lianxi.law.reading.people import LABEL, label_name

_CELL = re.compile(r"[^\t]+?(?=\t| {2,}|\s*$)")
_NAME_HEAD = re.compile(r"(?:成员)?姓\s{0,4}名|人员姓名|负责人|责任领导")
_ROLE_HEAD = re.compile(
    r".{0,12}(?:小组|委员会|联席会议|专班|指挥部|会议|机构|组)(?:内)?(?:的)?(?:职\s{0,4}务|职位|身份|角色|任职)|成员类别|类\s{0,4}别|担任职务|角色|组成人员|(?:拟)?任职"
)
_TITLE_HEAD = re.compile(
    r"(?:工作|所在|现任|现|成员)?(?:单\s{0,4}位|部门)(?:名称)?(?:及|和|、|与)?(?:行政)?(?:职\s{0,4}务|职位|职称)?|(?:行政|现任|现|党政)?职\s{0,4}务(?:（?职称）?)?|职位"
)
_PLACE = re.compile(r"(?:[\u4e00-\u9fff] {0,4}){2,4}|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8}")


@dataclass(frozen=True, slots=True)
class Person:
    """One person: the seat's label, the places of name and title in the source, and the whole line."""

    role: str
    start: int
    end: int
    name: tuple[int, int]
    title: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a roster's table, counted from 0; `role` is None where no column gives the seat."""

    count: int
    role: int | None
    name: int
    titles: tuple[int, ...]


def cells_of(raw: str) -> list[tuple[int, int]]:
    """Give the cells of a line, parted by tabs or by two spaces and more."""
    found = []
    for match in re.finditer(r"[^\t]+", raw):
        place = match.start()
        for part in re.split(r"( {2,})", match[0]):
            if part.strip():
                left = place + len(part) - len(part.lstrip())
                found.append((left, left + len(part.strip())))
            place += len(part)
    return _joined(raw, found)


def _joined(raw: str, cells: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put the two characters of a padded name (王  明) into one cell."""
    joined: list[tuple[int, int]] = []
    for left, right in cells:
        if joined and right - left == 1 == joined[-1][1] - joined[-1][0] and raw[left] >= "\u4e00":
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    return joined


def columns_of(raw: str) -> Columns | None:
    """Give the columns that a heading row names, or None where the line is none."""
    if len(raw) > 120:
        return None
    cells = [raw[left:right] for left, right in cells_of(raw)]
    names = [place for place, cell in enumerate(cells) if _NAME_HEAD.fullmatch(cell)]
    if len(names) != 1 or len(cells) < 2:
        return None
    roles = [place for place, cell in enumerate(cells) if _ROLE_HEAD.fullmatch(cell)]
    titles = [place for place, cell in enumerate(cells) if _TITLE_HEAD.fullmatch(cell) and place not in roles]
    if (
        not roles
        and len(titles) > 1
        and re.fullmatch(r"职\s{0,4}务", cells[titles[0]])
        and titles[0] < names[0]
    ):
        roles, titles = titles[:1], titles[1:]
    return Columns(len(cells), roles[0] if roles else None, names[0], tuple(titles)) if titles else None


def person_of_row(start: int, raw: str, columns: Columns, role: str | None) -> Person | None:
    """Give the person of a row under these columns; a merged seat cell keeps the seat of the row above."""
    cells = cells_of(raw)
    short = columns.count - len(cells)
    if short < 0 or short > 2 or len(raw) > 300:
        return None
    shift = _shift(raw, cells, columns)
    if shift is None:
        return None
    if columns.role is not None and 0 <= columns.role - (shift if columns.role < columns.name else 0) < len(
        cells
    ):
        place = columns.role - (shift if columns.role < columns.name else 0)
        seat = raw[slice(*cells[place])]
        label = LABEL.fullmatch(seat)
        role = (
            label_name(label["label"])
            if label
            else (role if shift and columns.role < columns.name else seat.replace(" ", ""))
        )
    titles = [cells[place - shift] for place in columns.titles if 0 <= place - shift < len(cells)]
    name = cells[columns.name - shift]
    if not titles:
        return None
    title = (start + min(left for left, _ in titles), start + max(right for _, right in titles))
    line = (start + cells[0][0], start + cells[-1][1])
    return Person(role or "成员", *line, (start + name[0], start + name[1]), title)


def _shift(raw: str, cells: list[tuple[int, int]], columns: Columns) -> int | None:
    """How many cells before the name are missing, as merged cells leave it; None where no name is found."""
    for shift in range(columns.count - len(cells) + 1):
        place = columns.name - shift
        cell = raw[slice(*cells[place])] if 0 <= place < len(cells) else ""
        if _PLACE.fullmatch(cell) and not (is_body(cell) or is_group(cell)):
            return shift
    return None
