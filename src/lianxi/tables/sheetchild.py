"""Spreadsheets become CSV, sheet by sheet; meant for a bounded child: whatever a file makes the reader do ends there."""

import csv
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from lianxi.core.refusals import BadInput
from lianxi.tables.cells import EXACT, TOO_LONG
from lianxi.tables.grids import mended, oddities
from lianxi.tables.numbers import visible
from lianxi.tables.oddities import Odd, Place

MEMORY = 4 * 1024**3
SECONDS = 900.0
MAX_SHEETS = 200
MAX_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet that was written to `file`, or why it was not."""

    name: str
    file: str = ""
    rows: int = 0
    why: str = ""
    epoch_1904: bool = False


def cell_text(value: object) -> str:
    """Write a cell's value as plain text: dates as ISO, whole numbers without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if not value.is_integer():
            return repr(value)
        return str(int(value)) if abs(value) < EXACT else TOO_LONG
    if isinstance(value, timedelta | time):
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return visible(str(value))


def _rows(sheet: Any, odd: Mapping[Place, Odd]) -> Iterator[list[str]]:
    """Give the rows from the sheet's first line on, so that line numbers are those people see."""
    filled = _merged(sheet)
    left_edge = (sheet.start or (0, 0))[1]
    by_line: dict[int, list[tuple[int, Odd]]] = {}
    for (line, column), kind in odd.items():
        by_line.setdefault(line, []).append((column - left_edge, kind))
    held: dict[int, tuple[int, str]] = {}
    for line, row in enumerate(sheet.iter_rows()):
        for column, kind in by_line.get(line, ()):
            if 0 <= column < len(row):
                row[column] = _mended(row[column], kind)
        cells = [cell_text(value) for value in row][:MAX_COLUMNS]
        for column, last in filled.get(line, ()):
            held[column] = (last, cells[column] if column < len(cells) else "")
        held = {column: until for column, until in held.items() if line <= until[0]}
        for column, (_, text) in held.items():
            if column < len(cells) and not cells[column]:
                cells[column] = text
        yield cells


def _mended(value: Any, kind: Odd) -> Any:
    # A month alone is no day: written as 2026-12 it is asked.
    return f"{value:%Y-%m}" if kind & Odd.MONTH and isinstance(value, date) else mended(value, kind)


def _merged(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Give, by first line, the columns of cells merged downwards and their last line."""
    found: dict[int, list[tuple[int, int]]] = {}
    left_edge = (sheet.start or (0, 0))[1]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom > top:
            # A range may claim all 16,384 columns.
            for column in range(left, min(right, left_edge + MAX_COLUMNS) + 1):
                found.setdefault(top, []).append((column - left_edge, bottom))
    return found


def write_sheets(path: Path, folder: Path, unreadable: BadInput) -> list[Written]:
    """Write the shown sheets of a workbook as CSV into a folder; a sheet that is not written says why.

    Raises `unreadable` for a file that is no workbook.
    """
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(str(path))
        return [_sheet(book, meta, number, path, folder) for number, meta in enumerate(book.sheets_metadata)]
    except (calamine.CalamineError, zipfile.BadZipFile, ValueError) as error:
        raise unreadable from error


def _sheet(book: Any, meta: Any, number: int, path: Path, folder: Path) -> Written:
    import python_calamine as calamine

    if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
        return Written(meta.name, why="不是表格（图表等）")
    if meta.visible is not calamine.SheetVisibleEnum.Visible:
        return Written(meta.name, why="是隐藏的工作表")
    if number >= MAX_SHEETS:
        return Written(meta.name, why=f"在第 {MAX_SHEETS} 个工作表之后")
    return _written(book.get_sheet_by_name(meta.name), path, meta.name, folder, number)


def _written(sheet: Any, path: Path, name: str, folder: Path, number: int) -> Written:
    if sheet.total_width > MAX_COLUMNS:
        return Written(name, why=f"超过 {MAX_COLUMNS} 列")
    target, rows = folder / f"sheet{number}.csv", 0
    odd = oddities(path, name, quick=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in _rows(sheet, odd.cells):
            writer.writerow(row or [""])
            rows += 1
    return Written(name, target.name, rows, epoch_1904=odd.epoch_1904)
