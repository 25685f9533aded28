"""Sheets of rows: the template that goes out with its lists and notes, and the filled one that comes back."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxi.core.bounded import bounded, too_much
from lianxi.tables.sheets import Sheet, SheetRow, read_sheet
from lianxi.work.queries.knowing import AreaPairs, Pairs, known_from
from lianxi.work.rules.forms import CODE_LISTS, KIND_LABELS, Field, Form, Kind, read_form
from lianxi.work.rules.rows import Known, check_row, doubled, key_of, period_fault

# A sheet of more rows is sent in parts.
MOST_ROWS = 200_000
# A list in a cell's validation may hold so many characters; longer ones stand on a sheet of their own.
SHORT_LIST, GUIDED_ROWS = 250, 5_000
SECONDS, MEMORY = 120.0, 2 * 1024**3


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row, by its place in the sheet as people find it."""

    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadRows:
    """A sheet that was read: (key, values) of every row, faults, and what to say of the file."""

    rows: tuple[tuple[str, dict[str, Any]], ...]
    faults: tuple[RowFault, ...]
    notes: tuple[str, ...]


def read_rows(
    name: str, content: bytes, *, form: str, names: tuple[Pairs, AreaPairs], span: tuple[date, date]
) -> ReadRows:
    """Read and check a filled sheet against a form, within bounds of time and memory.

    All arguments are plain, since an act reads outside its transaction. Raises BadInput for no such table.
    """
    asked, known = read_form(json.loads(form)), known_from(*names)
    headings = {one.name: (one.heading, one.label) for one in asked.typed}
    needed = [one.name for one in asked.required] or [one.name for one in asked.typed[:1]]

    def work() -> ReadRows:
        sheet = read_sheet(name, content, headings, needed, most=MOST_ROWS, is_bounded=True)
        return check_sheet(sheet, asked, known, *span)

    return bounded(work, too_much(name), seconds=SECONDS, memory=MEMORY)


def check_sheet(sheet: Sheet, form: Form, known: Known, first: date, last: date) -> ReadRows:
    """Check every row of a sheet; a key that stands twice is a fault of the later row."""
    faults: list[RowFault] = []
    rows: list[tuple[str, dict[str, Any]]] = []
    places: list[tuple[str, str]] = []
    for row in sheet.rows:
        told = _odd(row, form)
        if told:
            faults += [RowFault(_where(row), sentence) for sentence in told]
            continue
        checked = check_row(form, row.cells, known)
        late = period_fault(form, checked.values, first, last)
        found = [one.sentence for one in checked.faults] + ([late.sentence] if late else [])
        faults += [RowFault(_where(row), sentence) for sentence in found]
        if not found:
            key = key_of(form, checked.values)
            rows.append((key, checked.values))
            places.append((_where(row), key))
    faults += _twice(form, places)
    notes = [f"“{one}”不是这张表的栏目，没有读。" for one in sheet.unknown]
    return ReadRows(tuple(rows), tuple(faults), (*sheet.notes, *notes))


def _where(row: SheetRow) -> str:
    return f"{row.sheet} 第 {row.number} 行" if row.sheet else f"第 {row.number} 行"


def _odd(row: SheetRow, form: Form) -> list[str]:
    labels = {one.name: one.label for one in form.fields}
    broken = [f"“{labels[name]}”是错误值或没有算出的公式，请改成实际的内容。" for name in row.broken]
    return broken + [f"“{labels[name]}”{why}。" for name, why in row.unsure.items()]


def _twice(form: Form, places: Sequence[tuple[str, str]]) -> Iterator[RowFault]:
    what = "、".join(f"“{one.label}”" for one in form.keys)
    said = f"{what}与{{}}相同，一张表里只能有一行。" if what else "与{}完全相同，请删去重复的一行。"
    for where, earlier in doubled(places).items():
        yield RowFault(where, said.format(earlier))


def template(title: str, form: Form, known: Known, notes: Sequence[str] = ()) -> bytes:
    """Draw the empty sheet of a form: headings, choices as lists, what each field wants on a second sheet."""
    # Loaded when a sheet is made, not with the pages.
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, told, lists = (book.add_worksheet(name) for name in ("填报", "说明", "目录"))
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    must = book.add_format(
        {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top", "bg_color": "#E3F0F0"}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for at, one in enumerate(form.typed):
        sheet.set_column(
            at,
            at,
            max(12, 2 * len(one.heading)),
            {Kind.DATE: day}.get(one.kind, text if _is_text(one) else None),
        )
        sheet.write_string(0, at, one.heading, must if one.required else bold)
        _guide(sheet, lists, at, one, known)
    _notes(told, title, form, notes, bold)
    lists.hide()
    book.close()
    return file.getvalue()


def _is_text(one: Field) -> bool:
    return one.kind in (Kind.ENTERPRISE, Kind.CODE, Kind.TOKEN, Kind.TEXT, Kind.PROJECT)


def options_of(one: Field, known: Known) -> list[str]:
    if one.kind is Kind.CHOICE:
        return list(one.options)
    if one.kind is Kind.AREA:
        return list(known.areas)
    if one.kind is Kind.UNIT:
        return list({pk: name for name, pk in reversed(list(known.units.items()))}.values())[::-1]
    return list(known.lists.get(one.codes, {}).values()) if one.kind is Kind.CODE else []


def _guide(sheet: Any, lists: Any, at: int, one: Field, known: Known) -> None:
    options = options_of(one, known)
    if not options:
        return
    if len(",".join(options)) <= SHORT_LIST:
        source: Any = options
    else:
        for row, option in enumerate(options):
            lists.write_string(row, at, option)
        column = chr(ord("A") + at) if at < 26 else f"A{chr(ord('A') + at - 26)}"
        source = f"=目录!${column}$1:${column}${len(options)}"
    sheet.data_validation(
        1,
        at,
        GUIDED_ROWS,
        at,
        {
            "validate": "list",
            "source": source,
            "error_title": "不在可选范围内",
            "error_message": "请从列表中选择。",
            "error_type": "warning" if one.kind is Kind.CODE else "stop",
        },
    )


def _notes(told: Any, title: str, form: Form, notes: Sequence[str], bold: Any) -> None:
    told.set_column(0, 0, 24)
    told.set_column(1, 1, 80)
    told.write_string(0, 0, title, bold)
    lines = ["填在“填报”表里，一行一件；表头不要改。有底色的是必填栏。", *notes]
    for row, line in enumerate(lines, 1):
        told.write_string(row, 0, line)
    for row, one in enumerate(form.typed, len(lines) + 2):
        told.write_string(row, 0, one.heading)
        told.write_string(row, 1, field_note(one))


def field_note(one: Field) -> str:
    """Say what a field wants, for the notes of the template and the page."""
    parts = [KIND_LABELS[one.kind], "必填" if one.required else "可不填"]
    if one.key:
        parts.append("用来区分各行")
    if one.kind is Kind.DATE:
        parts.append("写成 2026-03-02")
    if one.kind is Kind.ENTERPRISE:
        parts.append("填统一社会信用代码；没有代码的填全称")
    if one.kind is Kind.TOKEN:
        parts.append("只填代号，不填姓名、身份证号、电话")
    if one.kind is Kind.CODE:
        parts.append(f"{CODE_LISTS[one.codes]}：填代码或全称")
    if one.options:
        parts.append("选：" + "、".join(one.options))
    return "；".join(parts)
