"""A checklist as numbered folders with an index: each linked record as a PDF with its originals beside it."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import IO

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.core.spooled import written
from lianxi.exchange.queries.checklists import ChecklistPage, Point
from lianxi.papers.files import read_file
from lianxi.papers.pdf import render_pdf
from lianxi.papers.taking import draw, gather

IN_MEMORY = 4 * 1024 * 1024
INDEX = "目录.xlsx"
HEADS = ("序号", "要点", "材料", "文件夹", "说明")


def folders(actor: Actor, page: ChecklistPage, as_of: date, taken: str) -> IO[bytes]:
    """Write the ZIP of a checklist as a seat sees it, read from its start; `taken` says who made it.

    A record that makes no file of its own, or is too large for one, stands in the index with the reason.
    """
    lines: list[tuple[str, ...]] = []
    with written(IN_MEMORY) as target, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for point in page.points:
            lines += _put(package, actor, point, as_of, taken)
        package.writestr(INDEX, _index(lines))
    return target


def _put(
    package: zipfile.ZipFile, actor: Actor, point: Point, as_of: date, taken: str
) -> list[tuple[str, ...]]:
    folder = f"{point.row.place:03d}_{_safe(point.row.text)[:30]}"
    if not point.links:
        return [(point.row.number, point.row.text, "", "", point.row.note or "没有材料")]
    lines: list[tuple[str, ...]] = []
    for place, link in enumerate(point.links, 1):
        head, said = f"{folder}/{place:02d}_{_safe(link.label)[:40]}", point.row.note
        try:
            found = gather(actor, link.record, as_of)
            pdf = render_pdf(draw(found, link.label, as_of, taken))
        except (BadInput, ValueError) as error:
            why = error.message if isinstance(error, BadInput) else str(error)
            lines.append((point.row.number, point.row.text, link.label, "", f"{said}没有放入：{why}"))
            continue
        package.writestr(f"{head}.pdf", pdf)
        for number, row in enumerate(found.files, 1):
            package.writestr(f"{head}_原件/{number:02d}_{_safe(row.name)[-80:]}", read_file(row))
        lines.append((point.row.number, point.row.text, link.label, folder, said))
    return lines


def _index(lines: list[tuple[str, ...]]) -> bytes:
    # Loaded when a sheet is made, not with the pages.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("目录")
        for at, (head, width) in enumerate(zip(HEADS, (8, 50, 40, 36, 40), strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, head)
        for number, line in enumerate(lines, 1):
            for at, cell in enumerate(line):
                sheet.write_string(number, at, cell)
    return out.getvalue()


def _safe(name: str) -> str:
    return "".join("_" if ch in '\\/:*?"<>|' or ord(ch) < 32 else ch for ch in Path(name).name or name)
