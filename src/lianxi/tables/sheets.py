"""Spreadsheets as people send them: one table with named columns, read with caps on time and memory.

Takes XLSX, XLS and ODS, and CSV in UTF-8, UTF-16 or GB18030 with comma, tab or semicolon. Knows no table
of ours: the caller says which headings it looks for and what its cells mean.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lianxi.core.bounded import bounded, too_much
from lianxi.core.refusals import BadInput
from lianxi.tables.cells import SERIALS, Cell, cell_text, is_broken
from lianxi.tables.grids import HEADER_WITHIN, Grid, Skipped, is_text, read_book, read_text
from lianxi.tables.numbers import visible
from lianxi.tables.oddities import Odd

MAX_ROWS, MAX_CELL = 20_000, 10_000
# The string by which virus scanners are tried: no table of ours holds it, and a scanner would take the file away.
SCANNER_TEST = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by its number in the spreadsheet (from 1), its cells by heading, and what is odd about it.

    `notes` says what was read otherwise than it stands (formulas, merged cells); `broken` names the headings whose
    cell holds an error value, a formula that was never reckoned or a number that lost digits; `unsure` says, by
    heading, why a value is no certain day. `sheet` is the sheet's name where several were read.
    """

    number: int
    cells: dict[str, Cell]
    notes: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    unsure: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""

    def text(self, heading: str) -> str:
        """Return a cell as text, whole numbers without a decimal point; empty where there is none."""
        return cell_text(self.cells.get(heading))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table found: its headings as they were asked for, its rows, headings nobody knows, and what to say of it.

    Several sheets of a workbook may make up the table; `notes` names those that were read and those that were not.
    """

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    unknown: tuple[str, ...]
    notes: tuple[str, ...] = ()


def read_sheet(
    name: str,
    content: bytes,
    known: Mapping[str, Collection[str]],
    needed: Collection[str],
    *,
    most: int = MAX_ROWS,
    is_bounded: bool = False,
) -> Sheet:
    """Read the table of a spreadsheet file whose headings are known, from all its sheets that have them.

    `known` gives for each column the headings it may stand under; `needed` the columns without which it is
    no such table; `most` how many rows a sheet may have; `is_bounded` says that the caller is a bounded child already.
    Title lines above the headings are passed over. Raises BadInput for a file that is no spreadsheet, has no such
    headings, or is too large.
    """
    if not content:
        raise BadInput(f"“{name}”是空文件。", next_step="请重新选择文件。")
    columns = {_bare(heading): column for column, headings in known.items() for heading in headings}
    if is_text(name):
        grids = [bounded(lambda: _lines(name, content, most, columns), too_much(name))]
        skipped: list[Skipped] = []
    else:
        grids, skipped = read_book(name, content, most, is_bounded=is_bounded)
    found = [(grid, place) for grid in grids if (place := _find_header(grid, columns, needed)) is not None]
    if not found:
        wanted = "、".join(next(iter(known[column])) for column in needed)
        raise BadInput(
            f"“{name}”里没有找到表头：须有“{wanted}”这些列。{_not_read(skipped)}",
            next_step="请检查表头文字，或下载模板后把内容贴进去再上传。",
        )
    tables = [_table(grid, place, columns) for grid, place in found]
    read = {grid.name for grid, _place in found}
    skipped += [
        Skipped(grid.name, f"前 {HEADER_WITHIN} 行里没有所需的表头")
        for grid in grids
        if grid.name not in read
    ]
    return _whole(tables, [grid.name for grid, _place in found], skipped)


def _lines(name: str, content: bytes, most: int, columns: Collection[str]) -> Grid:
    return read_text(name, content, most, lambda cells: sum(_bare(one) in columns for one in cells))


def _not_read(skipped: Sequence[Skipped]) -> str:
    return "".join(f"工作表“{one.name}”{one.why}，没有读。" for one in skipped)


def _whole(tables: Sequence[Sheet], read: Sequence[str], skipped: Sequence[Skipped]) -> Sheet:
    """Put the tables of several sheets together, and say which were read and which were not."""
    notes = []
    if len(read) > 1:
        notes.append(f"读了 {len(read)} 个工作表：{'、'.join(f'“{one}”' for one in read)}。")
    if skipped:
        notes.append(_not_read(skipped))
    rows = tuple(
        replace(row, sheet=name if len(read) > 1 else "")
        for name, table in zip(read, tables, strict=True)
        for row in table.rows
    )
    headings = tuple(dict.fromkeys(one for table in tables for one in table.headings))
    unknown = tuple(dict.fromkeys(one for table in tables for one in table.unknown))
    return Sheet(headings, rows, unknown, tuple(notes))


def _bare(text: object) -> str:
    """Give a heading without blanks, line ends, footnote marks and what stands in brackets."""
    plain = visible(unicodedata.normalize("NFKC", str(text or "")))
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】", "", plain)
    return re.sub(r"[\s*＊:：]", "", plain)


def _find_header(
    grid: Grid, columns: dict[str, str], needed: Collection[str]
) -> tuple[int, list[str]] | None:
    for index, row in enumerate(grid.rows[:HEADER_WITHIN]):
        headings = [_bare(cell) for cell in row]
        if set(needed) <= {columns.get(heading, "") for heading in headings}:
            return index, headings
    return None


def _table(grid: Grid, place: tuple[int, list[str]], columns: dict[str, str]) -> Sheet:
    start, headings = place
    where: dict[int, str] = {}
    for index, heading in enumerate(headings):
        column = columns.get(heading)
        if column is None:
            continue
        if column in where.values():
            raise BadInput(f"表头里“{heading}”所对应的列出现了两次。", next_step="请删去重复的列，或改名。")
        where[index] = column
    rows = (
        _row(grid, start + 1 + offset, cells, where, headings)
        for offset, cells in enumerate(grid.rows[start + 1 :])
    )
    unknown = tuple(heading for heading in headings if heading and heading not in columns)
    return Sheet(tuple(where.values()), tuple(row for row in rows if _says_something(row)), unknown)


def _says_something(row: SheetRow) -> bool:
    return bool(row.broken) or any(cell_text(cell) for cell in row.cells.values())


def _row(
    grid: Grid, index: int, cells: Sequence[Cell], where: dict[int, str], headings: Sequence[str]
) -> SheetRow:
    found: dict[str, Cell] = {}
    notes: list[str] = []
    broken: list[str] = []
    unsure: dict[str, str] = {}
    for column, heading in where.items():
        at = (index, column)
        value = cells[column] if column < len(cells) else None
        odd = grid.odd.get(at, Odd(0))
        if at in grid.merged and not cell_text(value):
            value = grid.merged[at]
            notes.append(f"“{headings[column]}”是合并单元格，取首格的内容")
        if odd & (Odd.FORMULA | Odd.UNRECKONED):
            notes.append(f"“{headings[column]}”是公式，取计算结果")
        if why := _unsure(grid, value, odd):
            unsure[heading] = why
        if is_broken(cell_text(value)):
            broken.append(heading)
        if isinstance(value, str) and SCANNER_TEST in value:
            raise BadInput(
                f"“{grid.name}”第 {index + 1} 行有病毒测试串。",
                next_step="请检查表格的来源，删去后再上传。",
            )
        found[heading] = value[:MAX_CELL] if isinstance(value, str) else value
    return SheetRow(index + 1, found, tuple(notes), tuple(broken), unsure)


def _unsure(grid: Grid, value: Cell, odd: Odd) -> str:
    """Say why a value is no certain day; empty where it may be one."""
    if odd & Odd.MONTH and isinstance(value, date):
        return f"只写到月（{value:%Y年%m月}），没有写哪一天"
    if grid.epoch_1904 and isinstance(value, float) and int(value) in SERIALS:
        return "是数字，而这个工作簿的日期从 1904 年算起，不能确定是哪一天"
    return ""
