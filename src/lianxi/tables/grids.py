"""The cells of a file as they stand, sheet by sheet: workbooks in a bounded child, text tables here."""

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path, PurePath

from lxml import etree

from lianxi.core import gb18030
from lianxi.core.bounded import bounded, too_much
from lianxi.core.refusals import BadInput
from lianxi.tables.biff import SIGNATURE, odd_xls
from lianxi.tables.cells import ERROR, UNRECKONED, Cell
from lianxi.tables.oddities import Odd, Oddities, Place
from lianxi.tables.sheet_package import check_package, odd_cells

MAX_COLUMNS, HEADER_WITHIN, LONGEST = 100, 60, 131_072
_BOOKS = (".xlsx", ".xls", ".ods", ".et")
MARKS = (",", "\t", ";", "|")
_HEAD, _MOST_MERGED = 1 << 20, 80_000


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet from its first line on, what its merged cells hold, and its odd cells."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Mapping[Place, Cell] = field(default_factory=dict)
    odd: Mapping[Place, Odd] = field(default_factory=dict)
    epoch_1904: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sheet that was not read, and why."""

    name: str
    why: str


def is_text(name: str) -> bool:
    """Tell a text table from a workbook by its name. Raises BadInput for neither."""
    suffix = PurePath(name.lower()).suffix
    if suffix in _BOOKS:
        return False
    if suffix in (".csv", ".txt", ".tsv"):
        return True
    raise BadInput(f"不能读取“{name}”这种文件。", next_step="请上传 XLSX、XLS、ODS 或 CSV 表格。")


def read_text(name: str, content: bytes, most: int, score: Callable[[Sequence[Cell]], int]) -> Grid:
    """Read a text table; the mark between its cells is the one under which a line scores most as a heading.

    Raises BadInput for what is no text, or too large.
    """
    text = _decoded(name, content)
    head = text[:_HEAD].splitlines()[:HEADER_WITHIN]
    # Line by line: an open quote in a title must not swallow the heading.
    best = max(MARKS, key=lambda mark: max((score(_cells(line, mark)) for line in head), default=0))
    rows: list[list[Cell]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=best):
            # Said here, too: the reader's own limit belongs to the whole process, and others raise it.
            if max(map(len, cells), default=0) > LONGEST:
                raise csv.Error("a cell is too long")
            rows.append([_unquoted(cell) for cell in cells[: MAX_COLUMNS + 1]])
            check_size(name, len(rows), len(cells), most)
    except csv.Error as error:
        raise BadInput(
            f"“{name}”第 {len(rows) + 1} 行读不通：引号不成对，或一格里的字太多。",
            next_step="请用表格软件打开后另存为 XLSX 或 CSV（UTF-8）再上传。",
        ) from error
    return Grid("", rows)


def _cells(line: str, mark: str) -> list[Cell]:
    try:
        return [*next(csv.reader([line], delimiter=mark), [])]
    except csv.Error:
        return []


def _unquoted(cell: str) -> str:
    # Spreadsheet programs write ="001" so that a number keeps its zeros.
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _decoded(name: str, content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", gb18030.NAME):
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


def check_size(name: str, rows: int, columns: int, most: int) -> None:
    """Refuse a table of more rows or columns than are read."""
    if rows > most + HEADER_WITHIN:
        raise BadInput(
            f"“{name}”超过 {most:,} 行。",
            next_step="请按年度或单位拆成几个表，分次上传；没有存入任何内容。",
        )
    if columns > MAX_COLUMNS:
        raise BadInput(f"“{name}”超过 {MAX_COLUMNS} 列。", next_step="请只保留需要的列。")


def read_book(
    name: str, content: bytes, most: int, *, is_bounded: bool = False
) -> tuple[list[Grid], list[Skipped]]:
    """Read the sheets of a workbook in a bounded child, those that are shown; and name the others.

    `is_bounded` says that the caller is such a child already, with bounds of its own.
    Raises BadInput for a file that is no workbook, is too large, or takes more time or memory than one may.
    """
    check_package(name, content)
    return (
        _book(name, content, most)
        if is_bounded
        else bounded(lambda: _book(name, content, most), too_much(name))
    )


def _book(name: str, content: bytes, most: int) -> tuple[list[Grid], list[Skipped]]:
    import python_calamine as calamine

    grids, skipped = [], []
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for meta in book.sheets_metadata:
                if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                    skipped.append(Skipped(meta.name, "不是表格（图表等）"))
                elif meta.visible is not calamine.SheetVisibleEnum.Visible:
                    skipped.append(Skipped(meta.name, "是隐藏的工作表"))
                else:
                    sheet = book.get_sheet_by_name(meta.name)
                    check_size(f"{name}的{meta.name}", sheet.total_height, sheet.total_width, most)
                    rows: list[list[Cell]] = [
                        *map(list[Cell], sheet.to_python(skip_empty_area=False, nrows=most + HEADER_WITHIN))
                    ]
                    grids.append(_grid(content, meta.name, rows, sheet.merged_cell_ranges or ()))
    except calamine.PasswordError as error:
        raise BadInput(f"“{name}”加了密码。", next_step="请先去掉密码再上传。") from error
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadInput(
            f"“{name}”不是能读取的表格，可能已损坏或只是改了扩展名。",
            next_step="请用表格软件打开后另存为 XLSX 再上传。",
        ) from error
    return grids, skipped


Ranges = Sequence[tuple[tuple[int, int], tuple[int, int]]]


def _grid(content: bytes, sheet: str, rows: list[list[Cell]], ranges: Ranges) -> Grid:
    odd = oddities(content, sheet)
    mend(rows, odd)
    return Grid(sheet, rows, _spread(rows, ranges), odd.cells, odd.epoch_1904)


def oddities(book: bytes | Path, sheet: str, *, quick: bool = False) -> Oddities:
    """Say which cells of a sheet are odd; none where the file does not tell. `quick` leaves plain formulas out."""
    try:
        with io.BytesIO(book) if isinstance(book, bytes) else book.open("rb") as file:
            if file.read(len(SIGNATURE)) == SIGNATURE:
                file.seek(0)
                return odd_xls(file.read(), sheet)
            with zipfile.ZipFile(file) as package:
                return odd_cells(package, sheet, quick=quick)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, struct.error, IndexError, ValueError):
        return Oddities()


def mend(rows: list[list[Cell]], odd: Oddities) -> None:
    """Write into rows what their odd cells stand for: 35 % as a text, an error as its mark, a day not rounded up."""
    for (row, column), kind in odd.cells.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = mended(rows[row][column], kind)


def mended(value: Cell, kind: Odd) -> Cell:
    """Return what an odd cell stands for."""
    if kind & Odd.ERROR:
        return value if isinstance(value, str) and value else ERROR
    if kind & Odd.UNRECKONED and value in (None, ""):
        return UNRECKONED
    if kind & Odd.PERCENT and isinstance(value, int | float):
        return f"{value * 100:.12g}%"
    if kind & Odd.LATE and isinstance(value, datetime):
        return value - timedelta(days=1) if value.time() == time() else value
    return value


def _spread(rows: Sequence[Sequence[Cell]], ranges: Ranges) -> dict[Place, Cell]:
    """Give the value of every cell that a merged range covers, but for the one that holds it."""
    found: dict[Place, Cell] = {}
    for (top, left), (bottom, right) in ranges:
        # A range over the whole sheet is a title or an attack; neither carries a table's values.
        if (
            top >= len(rows)
            or left >= len(rows[top])
            or (right - left + 1) * (bottom - top + 1) > _MOST_MERGED
        ):
            continue
        value = rows[top][left]
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            found |= {
                (row, column): value for column in range(left, right + 1) if (row, column) != (top, left)
            }
    return found
