"""Spreadsheets are read in a child process with bounds: whatever a file makes the reader do ends with the child.

Called as `python -m …sheetchild FILE FOLDER`, it writes every sheet as CSV into the folder (dates as ISO, merged
cells filled in) and prints a JSON list of [file, sheet's name, rows].
"""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

MEMORY = 4 * 1024**3
SECONDS = 900
MAX_SHEETS = 20
MAX_COLUMNS = 1000


def cell_text(value: object) -> str:
    """Write a cell's value as plain text: dates as ISO, whole numbers without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, timedelta | time):
        return str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Give the rows from the sheet's first line on, so that line numbers are those people see."""
    filled = _merged(sheet)
    held: dict[int, tuple[int, str]] = {}
    for line, row in enumerate(sheet.iter_rows()):
        cells = [cell_text(value) for value in row][:MAX_COLUMNS]
        for column, last in filled.get(line, ()):
            held[column] = (last, cells[column] if column < len(cells) else "")
        held = {column: until for column, until in held.items() if line <= until[0]}
        for column, (_, text) in held.items():
            if column < len(cells) and not cells[column]:
                cells[column] = text
        yield cells


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


def main() -> None:
    """Write the sheets of argv[1] into the folder argv[2] and print what it wrote."""
    import python_calamine

    _bound()
    book = python_calamine.load_workbook(sys.argv[1])
    folder, written = Path(sys.argv[2]), []
    for number, name in enumerate(book.sheet_names[:MAX_SHEETS]):
        sheet = book.get_sheet_by_name(name)
        path, rows = folder / f"sheet{number}.csv", 0
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            for row in _rows(sheet):
                writer.writerow(row or [""])
                rows += 1
        written.append([path.name, name, rows])
    sys.stdout.write(json.dumps(written))


def _bound() -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    main()
