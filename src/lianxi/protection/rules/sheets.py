"""Sheets of tokens and of outcomes: read in a bounded child, every cell under a known heading, nothing else let in.

What is no token, day, number or word of a list is refused by its place and never repeated; a sheet with one such cell
is refused whole, whichever column or sheet of the workbook it stands in. Nothing of it is kept.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from lianxi.core.bounded import bounded, too_much
from lianxi.core.identifiers import identity_number_fault, plain_identifier
from lianxi.core.refusals import BadInput
from lianxi.protection.rules.lists import ANSWERS, CUSTODY, FLOWS, GONE_WORDS, REASONS, WORDS, wants_reason
from lianxi.protection.rules.tokens import plain_token, token_fault
from lianxi.tables.cells import Cell, cell_date, cell_text
from lianxi.tables.grids import Grid, read_book, read_text

MOST_ROWS, MOST_BYTES, SAID = 5_000, 4 * 1024 * 1024, 5
RULE = "名单里只有人员代码、地区、日期、人数和规定的用语；姓名、身份证号、电话不进入本系统"
HEADINGS = {
    "token": ("人员代码", "人员代号"),
    "area": ("地区", "县（市、区）", "地级以上市"),
    "since_on": ("诊断日期", "诊断（鉴定）日期"),
    "cause": ("情形",),
    "household": ("家庭人数",),
    "household_mark": ("同户标记",),
    "word": ("办理情况",),
    "word_on": ("办理日期",),
    "reason": ("理由",),
    "received_on": ("决定送达日期",),
}
LIST_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "L1": ("token", "area", "since_on"),
    "L2": ("token", "area"),
    "L3": ("token", "area", "cause"),
    "L4": ("token", "area", "cause", "household", "household_mark"),
    **dict.fromkeys(CUSTODY, ("token", "area")),
}
ANSWER_COLUMNS = ("token", "word", "word_on", "reason", "received_on")
OPTIONAL = ("household", "household_mark", "reason", "received_on")
_PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{2,3}\d{7,8}")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """What a sheet holds: one mapping of column to value a row, with its number in the sheet."""

    rows: tuple[tuple[int, dict[str, Any]], ...]
    faults: tuple[str, ...]


def read_list(name: str, content: bytes, *, kind: str, areas: tuple[str, ...], today: date) -> SheetRows:
    """Read the sheet of tokens of a list. Raises BadInput for any cell that has no place in it."""
    return _read(name, content, LIST_COLUMNS[kind], areas, today)


def read_answers(name: str, content: bytes, *, today: date) -> SheetRows:
    """Read a sheet of outcomes by token. Raises BadInput for any cell that has no place in it."""
    return _read(name, content, ANSWER_COLUMNS, (), today)


def _read(
    name: str, content: bytes, columns: Sequence[str], areas: tuple[str, ...], today: date
) -> SheetRows:
    if len(content) > MOST_BYTES:
        raise BadInput("表格太大。", rule=RULE, next_step=f"一份名单不超过 {MOST_ROWS} 行，请分次上传。")
    # A file's own name may be a person's: only its ending is used.
    called = f"名单{PurePath(name.lower()).suffix}"

    def work() -> SheetRows:
        return _checked(_grids(called, content, columns), columns, frozenset(areas), today)

    return bounded(work, too_much(called))


def _grids(name: str, content: bytes, columns: Sequence[str]) -> list[Grid]:
    if not content:
        raise BadInput("这是空文件。", next_step="请重新选择文件。")
    if PurePath(name).suffix in (".csv", ".txt", ".tsv"):
        known = {heading for column in columns for heading in HEADINGS[column]}
        return [
            read_text(name, content, MOST_ROWS, lambda cells: sum(cell_text(one) in known for one in cells))
        ]
    grids, skipped = read_book(name, content, MOST_ROWS, is_bounded=True)
    if skipped or len(grids) != 1:
        raise BadInput(
            "工作簿里不止一张表，或有隐藏的、读不了的表。", rule=RULE, next_step="请只留一张表后再上传。"
        )
    return list(grids)


def _checked(grids: Sequence[Grid], columns: Sequence[str], areas: frozenset[str], today: date) -> SheetRows:
    grid = grids[0]
    places = _placed(grid, columns)
    rows: list[tuple[int, dict[str, Any]]] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for index, cells in enumerate(grid.rows[1:], 2):
        _require_placed(cells, places, index, today)
        if not any(cell_text(cell) for cell in cells):
            continue
        told, wrong = _row(cells, places, areas, today)
        token = told.get("token", "")
        if token and token in seen:
            wrong.append(f"人员代码与第 {seen[token]} 行相同，一份表里一个代码只有一行")
        seen.setdefault(token, index)
        faults += [f"第 {index} 行：{one}。" for one in wrong]
        rows.append((index, told))
    if not rows:
        raise BadInput("表里没有填写任何一行。", next_step="没有人员的月份不用送名单。")
    return SheetRows(tuple(rows), tuple(faults))


def _placed(grid: Grid, columns: Sequence[str]) -> dict[int, str]:
    """Find the column of each heading; the first line holds headings of ours and nothing else."""
    known = {heading: column for column in columns for heading in HEADINGS[column]}
    first = grid.rows[0] if grid.rows else ()
    places: dict[int, str] = {}
    for at, cell in enumerate(first):
        text = cell_text(cell)
        if not text:
            continue
        column = known.get(text)
        if column is None or column in places.values():
            wanted = "、".join(HEADINGS[one][0] for one in columns)
            raise BadInput(
                f"第 1 行第 {at + 1} 列不是这张表的栏目，或重复了；整张表没有读入，什么也没有保存。",
                rule=RULE,
                next_step=f"第 1 行只写：{wanted}。姓名等栏请在另外移交的名册里，不要上传到这里。",
            )
        places[at] = column
    if lost := [HEADINGS[one][0] for one in columns if one not in places.values() and one not in OPTIONAL]:
        raise BadInput(f"缺少栏目：{'、'.join(lost)}。", rule=RULE, next_step="请下载模板填写。")
    return places


def _require_placed(cells: Sequence[Cell], places: Mapping[int, str], index: int, today: date) -> None:
    """Refuse a cell outside the columns, and one that looks like a person's number in any of them."""
    for at, cell in enumerate(cells):
        text = cell_text(cell)
        if not text:
            continue
        plain = plain_identifier(text)
        is_person = (len(plain) == 18 and not identity_number_fault(plain, today)) or _PHONE.fullmatch(plain)
        if is_person or at not in places:
            what = "像是身份证号或电话" if is_person else "不属于任何一栏"
            raise BadInput(
                f"第 {index} 行第 {at + 1} 列的内容{what}；整张表没有读入，什么也没有保存。",
                rule=RULE,
                next_step="请删去这些内容，用模板重新填写后再上传。",
            )


def _row(
    cells: Sequence[Cell], places: Mapping[int, str], areas: frozenset[str], today: date
) -> tuple[dict[str, Any], list[str]]:
    told: dict[str, Any] = {}
    wrong: list[str] = []
    for at, column in places.items():
        cell = cells[at] if at < len(cells) else None
        value, fault = _value(column, cell, areas, today)
        told[column] = value
        if fault:
            wrong.append(fault)
    if told.get("word") and wants_reason(told["word"]) and not told.get("reason"):
        wrong.append(f"“{WORDS[told['word']]}”没有写理由")
    return told, wrong


def _value(column: str, cell: Cell, areas: frozenset[str], today: date) -> tuple[Any, str]:
    label, text = HEADINGS[column][0], cell_text(cell)
    if not text:
        blank: Any = "" if column in ("token", "area", "cause", "word", "reason") else None
        return blank, "" if column in OPTIONAL else f"没有填写{label}"
    if column == "token":
        return plain_token(text), token_fault(plain_token(text))
    if column == "area":
        return text, "" if text in areas else "地区不在本联席会议的地区清单里"
    if column in ("household", "household_mark"):
        number = int(text) if text.isdecimal() and len(text) < 5 else 0
        return number or None, "" if 0 < number < (
            31 if column == "household" else 10_000
        ) else f"{label}不是合理的数"
    if column in ("word", "cause", "reason"):
        options = {"word": ANSWERS, "cause": GONE_WORDS, "reason": REASONS}[column]
        code = next((code for code, words in options.items() if text in (words, code) and code), "")
        return code, "" if code else f"{label}不是规定的用语"
    try:
        day = cell_date(cell)
    except ValueError:
        return None, f"{label}不是一个日期"
    if day is None or day > today or day.year < 1990:
        return None, f"{label}晚于今天，或早得不合理"
    return day, ""


def template_headings(kind: str) -> list[str]:
    """Return the headings of the sheet of a list, or of answers where the kind is empty."""
    return [HEADINGS[one][0] for one in (LIST_COLUMNS[kind] if kind in FLOWS else ANSWER_COLUMNS)]
