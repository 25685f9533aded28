"""The list of filed documents (归档文件目录) of a year's archive: a line for each piece, with how long it is kept.

The columns are those of DA/T 22-2015 as known here, to be confirmed by the archive that takes the package. What the
archive gives (档号) and what nobody recorded (页数) stays empty; a piece whose term of keeping was not set says so.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models

from lianxi.core.rooms import RecordKind
from lianxi.papers.rules import RETENTIONS

CATALOGUE = "归档文件目录.xlsx"
COLUMNS = ("件号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "保管期限", "备注")
WIDTHS = (6, 14, 22, 24, 60, 12, 8, 6, 10, 24)
UNSET = "未定"
STANDING = (
    "列名按 DA/T 22-2015，设定，待接收档案馆确认；档号、页数由归档时填写；"
    "保管期限“未定”的，请按本单位的保管期限表确定。"
)
# Where a row says who made it, what number it bears, and what it is called; the first that says anything.
ORGANS = ("from_body", "unit", "lead_unit", "conference")
NUMBERS = ("doc_number", "number")
TITLES = ("title", "name", "sentence")
ELSE_TITLES = ("unit", "kind")
# The same rows give the same bytes.
_MADE = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the list, without its place; `record` names it in the package."""

    record: str
    number: str
    organ: str
    title: str
    day: str
    kept: str = UNSET
    secrecy: str = ""

    def cells(self, place: int) -> tuple[str, ...]:
        """Return the cells of the line under `COLUMNS`."""
        kept = (self.organ, self.title, self.day, self.secrecy, "", self.kept, self.record)
        return (str(place), "", self.number, *kept)


def piece_of(row: models.Model, kind: RecordKind, begun: str, shows: Callable[[str], bool]) -> Piece:
    """Read a piece off a record: of each column that the packing seat sees the first that holds something."""
    words = str(row._meta.verbose_name)
    title = _first(row, (*TITLES, *kind.searched, *ELSE_TITLES), shows)
    draft = getattr(row, "draft", None) if hasattr(type(row), "draft") else row
    kept = RETENTIONS.get(str(getattr(draft, "retention", "")), UNSET)
    number, organ = _first(row, NUMBERS, shows), _first(row, ORGANS, shows)
    return Piece(
        f"{kind.table}:{row.pk}", number, organ, f"{words}：{title}" if title else words, begun, kept
    )


def _first(row: models.Model, names: Sequence[str], shows: Callable[[str], bool]) -> str:
    columns = {one.name: one.attname for one in row._meta.concrete_fields}
    for name in names:
        own, _, rest = name.partition("__")
        if own not in columns or not shows(columns[own]):
            continue
        value: Any = getattr(row, own)
        for part in rest.split("__") if rest else ():
            value = getattr(value, part, None)
        if value not in (None, ""):
            return " ".join(str(value).split())
    return ""


def catalogue(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    """Return the list as rows by column, the pieces in the order in which they came to be."""
    ordered = sorted(pieces, key=lambda one: (one.day or "9999", one.record.partition(":")[0], astuple(one)))
    return [dict(zip(COLUMNS, one.cells(place), strict=True)) for place, one in enumerate(ordered, 1)]


def catalogue_sheet(rows: Sequence[dict[str, str]], title: str) -> bytes:
    """Write the list as a sheet that prints on A4 across, its head on every page."""
    # Loaded when a sheet is made, not with the pages.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE.replace(tzinfo=None)})
        sheet = book.add_worksheet("归档文件目录")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        wrapped, head = (
            book.add_format({"text_wrap": True, "border": 1}),
            book.add_format({"bold": True, "border": 1}),
        )
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(1, 0, STANDING)
        for at, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(2, at, name, head)
        for place, row in enumerate(rows, 3):
            for at, name in enumerate(COLUMNS):
                sheet.write_string(place, at, row[name], wrapped)
    return out.getvalue()
