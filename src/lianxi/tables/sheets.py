"""Spreadsheets as people send them: one table with named columns, read with caps on time and memory.

Takes XLSX, XLS and ODS, and CSV in UTF-8, UTF-16 or GB18030 with comma, tab or semicolon. Knows no table
of ours: the caller says which headings it looks for and what its cells mean.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

from lianxi.core.refusals import BadInput
from lianxi.tables.sheet_package import Places, check_package, odd_cells

Cell = str | int | float | bool | date | datetime | time | timedelta | None
MAX_ROWS, MAX_COLUMNS, HEADER_WITHIN = 20_000, 100, 20
MAX_CELL, LONGEST = 10_000, 131_072
_BOOKS = (".xlsx", ".xls", ".ods", ".et")
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
# The string by which virus scanners are tried: no table of ours holds it, and a scanner would take the file away.
SCANNER_TEST = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
# Where a cell begins so, spreadsheet programs run it.
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_PLAIN_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Day 1 of the serial numbers of spreadsheet programs, with their leap day of 1900 that never was.
_EPOCH, _SERIALS = date(1899, 12, 30), range(20_000, 80_000)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by its number in the spreadsheet (from 1), its cells by heading, and what is odd about it.

    `notes` says what was read otherwise than it stands (formulas, merged cells); `broken` names the
    headings whose cell holds an error value or a formula that was never reckoned.
    """

    number: int
    cells: dict[str, Cell]
    notes: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    def text(self, heading: str) -> str:
        """Return a cell as text, whole numbers without a decimal point; empty where there is none."""
        return cell_text(self.cells.get(heading))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table found: its name, its headings as they were asked for, its rows, and headings nobody knows."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    name: str
    rows: Sequence[Sequence[Cell]]
    first_row: int
    merged: dict[tuple[int, int], Cell]
    formulas: Places = frozenset()
    errors: Places = frozenset()


def read_sheet(
    name: str, content: bytes, known: Mapping[str, Collection[str]], needed: Collection[str]
) -> Sheet:
    """Read the table of a spreadsheet file whose headings are known.

    `known` gives for each column the headings it may stand under; `needed` the columns without which it is
    no such table. Title lines above the headings are passed over. Raises BadInput for a file that is no
    spreadsheet, has no such headings, or is too large.
    """
    if not content:
        raise BadInput(f"“{name}”是空文件。", next_step="请重新选择文件。")
    grids = _csv_grid(name, content) if _is_text(name) else _book_grids(name, content)
    columns = {_bare(heading): column for column, headings in known.items() for heading in headings}
    for grid in grids:
        place = _find_header(grid, columns, needed)
        if place is not None:
            return _table(grid, place, columns)
    wanted = "、".join(next(iter(known[column])) for column in needed)
    raise BadInput(
        f"“{name}”里没有找到表头：须有“{wanted}”这些列。",
        next_step="请检查表头文字，或下载模板后把内容贴进去再上传。",
    )


def cell_text(cell: Cell) -> str:
    """Return a cell as text: dates in ISO form, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return unicodedata.normalize("NFC", str(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()


def cell_date(cell: Cell) -> date | None:
    """Read a day from a date cell, a date as text or a serial number; None for an empty cell.

    Raises ValueError for anything that is not one whole day, such as 3月1日 without a year.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFKC", cell_text(cell))
    if not text:
        return None
    match = _DATE.fullmatch(text) or _PLAIN_DATE.fullmatch(text)
    if match:
        return date(int(match[1]), int(match[2]), int(match[3]))
    if text.isdecimal() and int(text) in _SERIALS:
        return _EPOCH + timedelta(days=int(text))
    raise ValueError(f"{text} is not a day")


def _bare(text: object) -> str:
    """Give a heading without blanks, line ends, footnote marks and what stands in brackets."""
    plain = unicodedata.normalize("NFKC", str(text or ""))
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】", "", plain)
    return re.sub(r"[\s*＊:：]", "", plain)


def _is_text(name: str) -> bool:
    suffix = PurePath(name.lower()).suffix
    if suffix in _BOOKS:
        return False
    if suffix in (".csv", ".txt", ".tsv"):
        return True
    raise BadInput(f"不能读取“{name}”这种文件。", next_step="请上传 XLSX、XLS、ODS 或 CSV 表格。")


def _csv_grid(name: str, content: bytes) -> Iterator[_Grid]:
    text = _decoded(name, content)
    head = text[:20_000]
    delimiter = max(",\t;", key=head.count)
    rows: list[list[Cell]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            # Said here, too: the reader's own limit belongs to the whole process, and others raise it.
            if max(map(len, cells), default=0) > LONGEST:
                raise csv.Error("a cell is too long")
            rows.append([_unquoted(cell) for cell in cells[: MAX_COLUMNS + 1]])
            _check_size(name, len(rows), len(cells))
    except csv.Error as error:
        raise BadInput(
            f"“{name}”第 {len(rows) + 1} 行读不通：引号不成对，或一格里的字太多。",
            next_step="请用表格软件打开后另存为 XLSX 或 CSV（UTF-8）再上传。",
        ) from error
    yield _Grid(name, rows, 1, {})


def _unquoted(cell: str) -> str:
    # Spreadsheet programs write ="001" so that a number keeps its zeros.
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _decoded(name: str, content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(
        f"“{name}”不是文字表格，或编码不是 UTF-8、GB18030。",
        next_step="请用表格软件另存为 XLSX 或 CSV（UTF-8）。",
    )


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS + HEADER_WITHIN:
        raise BadInput(
            f"“{name}”超过 {MAX_ROWS:,} 行。",
            next_step="请按年度或单位拆成几个表，分次上传；没有存入任何内容。",
        )
    if columns > MAX_COLUMNS:
        raise BadInput(f"“{name}”超过 {MAX_COLUMNS} 列。", next_step="请只保留需要的列。")


def _book_grids(name: str, content: bytes) -> Iterator[_Grid]:
    import python_calamine as calamine

    check_package(name, content)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for meta in book.sheets_metadata:
                if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                    continue
                if meta.visible is not calamine.SheetVisibleEnum.Visible:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                _check_size(name, sheet.total_height, sheet.total_width)
                rows = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + HEADER_WITHIN)
                merged = _spread(rows, sheet.merged_cell_ranges or ())
                yield _Grid(meta.name, rows, 1, merged, *odd_cells(content, meta.name))
    except calamine.PasswordError as error:
        raise BadInput(f"“{name}”加了密码。", next_step="请先去掉密码再上传。") from error
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadInput(
            f"“{name}”不是能读取的表格，可能已损坏或只是改了扩展名。",
            next_step="请用表格软件打开后另存为 XLSX 再上传。",
        ) from error


def _spread(
    rows: Sequence[Sequence[Cell]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> dict[tuple[int, int], Cell]:
    """Give the value of every cell that a merged range covers, but for the one that holds it."""
    found: dict[tuple[int, int], Cell] = {}
    for (top, left), (bottom, right) in ranges:
        # A range over the whole sheet is a title or an attack; neither carries a table's values.
        if (
            top >= len(rows)
            or left >= len(rows[top])
            or (right - left + 1) * (bottom - top + 1) > MAX_ROWS * 4
        ):
            continue
        value = rows[top][left]
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            found |= {
                (row, column): value for column in range(left, right + 1) if (row, column) != (top, left)
            }
    return found


def _find_header(
    grid: _Grid, columns: dict[str, str], needed: Collection[str]
) -> tuple[int, list[str]] | None:
    for index, row in enumerate(grid.rows[:HEADER_WITHIN]):
        headings = [_bare(cell) for cell in row]
        if set(needed) <= {columns.get(heading, "") for heading in headings}:
            return index, headings
    return None


def _table(grid: _Grid, place: tuple[int, list[str]], columns: dict[str, str]) -> Sheet:
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
    return Sheet(
        grid.name, tuple(where.values()), tuple(row for row in rows if _says_something(row)), unknown
    )


def _says_something(row: SheetRow) -> bool:
    return bool(row.broken) or any(cell_text(cell) for cell in row.cells.values())


def _row(
    grid: _Grid, index: int, cells: Sequence[Cell], where: dict[int, str], headings: Sequence[str]
) -> SheetRow:
    found: dict[str, Cell] = {}
    notes: list[str] = []
    broken: list[str] = []
    for column, heading in where.items():
        at = (index, column)
        value = cells[column] if column < len(cells) else None
        if at in grid.merged and not cell_text(value):
            value = grid.merged[at]
            notes.append(f"“{headings[column]}”是合并单元格，取首格的内容")
        if at in grid.formulas:
            notes.append(f"“{headings[column]}”是公式，取计算结果")
        unreckoned = at in grid.formulas and not cell_text(value)
        if unreckoned or at in grid.errors or cell_text(value) in _ERRORS:
            broken.append(heading)
        if isinstance(value, str) and SCANNER_TEST in value:
            raise BadInput(
                f"“{grid.name}”第 {grid.first_row + index} 行有病毒测试串。",
                next_step="请检查表格的来源，删去后再上传。",
            )
        found[heading] = value[:MAX_CELL] if isinstance(value, str) else value
    return SheetRow(grid.first_row + index, found, tuple(notes), tuple(broken))


def guarded(cell: str) -> str:
    """Keep a spreadsheet program from running a cell's text as a formula."""
    return f"'{cell}" if cell.startswith(_RUNS) or cell.lstrip().startswith(_RUNS) else cell
