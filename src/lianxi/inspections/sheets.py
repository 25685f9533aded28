"""Sheets of the units read in a bounded child: only plain values go in and come out."""

from collections.abc import Callable
from datetime import date

from lianxi.core.bounded import bounded, too_much
from lianxi.inspections.rules import sheet_rows
from lianxi.inspections.rules.sheet_rows import Headings, ReadRows
from lianxi.tables.sheets import Sheet, read_sheet

# A unit's plan of a quarter has some thousands of rows; more are sent in parts.
MOST_ROWS = 20_000


def read_plan(name: str, content: bytes, first: date, last: date, today: date) -> ReadRows:
    """Read a filed plan within bounds of time and memory. Raises BadInput for no such table."""
    return _read(name, content, sheet_rows.PLAN, sheet_rows.PLAN_NEEDED,
                 lambda sheet: sheet_rows.plan_rows(sheet, first, last, today))  # fmt: skip


def read_results(name: str, content: bytes, today: date) -> ReadRows:
    """Read results within bounds of time and memory. Raises BadInput for no such table."""
    return _read(name, content, sheet_rows.RESULT, sheet_rows.RESULT_NEEDED,
                 lambda sheet: sheet_rows.result_rows(sheet, today))  # fmt: skip


def read_items(name: str, content: bytes, today: date) -> ReadRows:
    """Read a published list of items within bounds of time and memory. Raises BadInput for no such table."""
    return _read(name, content, sheet_rows.ITEM, sheet_rows.ITEM_NEEDED,
                 lambda sheet: sheet_rows.item_rows(sheet, today))  # fmt: skip


def _read(
    name: str, content: bytes, headings: Headings, needed: tuple[str, ...], check: Callable[[Sheet], ReadRows]
) -> ReadRows:
    def work() -> ReadRows:
        return check(read_sheet(name, content, headings, needed, most=MOST_ROWS, is_bounded=True))

    return bounded(work, too_much(name))
