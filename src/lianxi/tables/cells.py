"""Cells of spreadsheets as text and as days; and the marks for cells that cannot be taken as they stand."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from lianxi.tables.numbers import visible

Cell = str | int | float | bool | date | datetime | time | timedelta | None
# What spreadsheet programs show where a formula failed; ODS writes Err: and a number.
ERROR_TEXT = re.compile(
    r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|BLOCKED!|CONNECT!|UNKNOWN!)|Err:\d{3}"
)
# Stand for an error of no name, a formula without a result, and a number whose last digits the program has lost.
ERROR, UNRECKONED, TOO_LONG = "#N/A", "#未算出!", "#数字过长!"
# Whole numbers above this many digits are no longer exact where spreadsheets keep them.
EXACT = 10**15
# As text files write a long number: 2.02603E+16.
SCIENTIFIC = re.compile(r"[1-9](\.\d+)?[eE]\+\d{2}")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_PLAIN_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Day 0 of the serial numbers of spreadsheet programs, with their leap day of 1900 that never was.
_EPOCH, SERIALS = date(1899, 12, 30), range(20_000, 80_000)
# Where a cell begins so, spreadsheet programs run it.
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def cell_text(cell: Cell) -> str:
    """Return a cell as text: dates in ISO form, whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return TOO_LONG if abs(cell) >= EXACT else str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    text = visible(unicodedata.normalize("NFC", str(cell)))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def is_broken(text: str) -> bool:
    """Tell a text that stands for an error value, a formula without a result or a number that lost digits."""
    return bool(ERROR_TEXT.fullmatch(text)) or text in (UNRECKONED, TOO_LONG)


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
    if text.isdecimal() and int(text) in SERIALS:
        return _EPOCH + timedelta(days=int(text))
    raise ValueError(f"{text} is not a day")


def guarded(cell: str) -> str:
    """Keep a spreadsheet program from running a cell's text as a formula."""
    return f"'{cell}" if cell.startswith(_RUNS) or cell.lstrip().startswith(_RUNS) else cell
