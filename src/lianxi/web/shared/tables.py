"""A list as a file: the rows a page shows, all pages of them, as CSV or XLSX, written while they are read."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO, TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from lianxi.core.spooled import written
from lianxi.core.words import day_of
from lianxi.tables.cells import guarded

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

T = TypeVar("T")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A sheet of the format holds 1,048,576 rows; the rest goes on in the next one.
ROWS_PER_SHEET, IN_MEMORY = 1_000_000, 4 * 1024 * 1024
# What a cell of the format holds at most.
LONGEST = 32_767


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; `width` in characters, `is_day` where its cells are days."""

    heading: str
    width: int = 16
    is_day: bool = False


Cells = Sequence[str | int | float | date | None]


def offered(request: HttpRequest, url: str) -> dict[str, str]:
    """Return the two export links of a list for parts/export.html, with the page's filters."""
    kept = {k: v for k, v in request.GET.items() if v and k not in ("cursor", "trail", "before", "after")}
    return {form: f"{url}?{urlencode({**kept, 'form': form})}" for form in ("xlsx", "csv")}


def below(page: Callable[[int | None], Sequence[T]], key: Callable[[T], int]) -> Iterator[T]:
    """Walk a list that is read page by page below a number, until a page brings nothing new."""
    before: int | None = None
    while rows := page(before):
        yield from (row for row in rows if before is None or key(row) < before)
        if before is not None and key(rows[-1]) >= before:
            return
        before = key(rows[-1])


def named(name: str) -> str:
    """Return a file's name with the day."""
    return f"{name}-{day_of(timezone.now()).isoformat()}"


def table_response(
    request: HttpRequest, name: str, columns: Sequence[Column], rows: Iterable[Cells]
) -> HttpResponse:
    """Send a table as a file: XLSX where the address says form=xlsx, else CSV.

    Rows are drawn from the iterator as they are written, so that a list of any length takes little memory.
    """
    if request.GET.get("form") == "xlsx":
        answer: FileResponse | StreamingHttpResponse = FileResponse(
            _workbook(name, columns, rows), content_type=XLSX
        )
        suffix = "xlsx"
    else:
        answer = StreamingHttpResponse(_csv(columns, rows), content_type="text/csv; charset=utf-8")
        suffix = "csv"
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{suffix}") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", answer)


def _csv(columns: Sequence[Column], rows: Iterable[Cells]) -> Iterator[str]:
    # Spreadsheet programs take a file for Chinese text only with this mark in front.
    yield "\ufeff" + _line([column.heading for column in columns])
    for cells in rows:
        yield _line(cells)


def _line(cells: Cells) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_plain(cell) for cell in cells])
    return line.getvalue()


def _plain(cell: str | float | date | None) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _workbook(name: str, columns: Sequence[Column], rows: Iterable[Cells]) -> IO[bytes]:
    # Constant memory: a row is on disk once the next one begins. Texts stay texts, never formulas or links.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    # Loaded when a sheet is made, not with the pages.
    import xlsxwriter

    with written(IN_MEMORY) as file:
        book = xlsxwriter.Workbook(file, options)
        drawn, number = iter(rows), 1
        while True:
            first = list(islice(drawn, 1))
            if not first and number > 1:
                break
            sheet = book.add_worksheet(f"{name[:24]}{number if number > 1 else ''}")
            own = (row for part in (first, islice(drawn, ROWS_PER_SHEET - 1)) for row in part)
            _fill(book, sheet, columns, own)
            number += 1
        book.close()
    return file


def _fill(book: "Workbook", writer: "Worksheet", columns: Sequence[Column], rows: Iterable[Cells]) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    writer.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        writer.set_column(at, at, column.width)
        writer.write_string(0, at, column.heading, bold)
    for row, cells in enumerate(rows, 1):
        for at, cell in enumerate(cells):
            if isinstance(cell, date):
                writer.write_datetime(row, at, cell, day)
            elif isinstance(cell, str):
                writer.write_string(row, at, cell[:LONGEST])
            elif cell is not None:
                writer.write_number(row, at, cell)
