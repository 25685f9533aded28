"""A table as DOCX on landscape pages. Loaded when somebody takes one home: its library is a tenth of a second."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

# XML 1.0 has no place for these, and no office text needs them.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
# The formats write a time into every file; a fixed one keeps equal content equal.
_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on landscape pages: title, notes above it, heads, widths in millimetres and rows."""

    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: list[tuple[str, ...]]


def draw(table: Sheet) -> bytes:
    """Draw a table as DOCX; equal tables give equal bytes."""
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    _faces(document)
    document.add_paragraph().add_run(_clean(table.title)).bold = True
    for note in table.notes:
        document.add_paragraph(_clean(note))
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.heads), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, table.widths, strict=True):
        column.width = Mm(width)
    for line, cells in zip(grid.rows, (table.heads, *table.rows), strict=True):
        for cell, words, width in zip(line.cells, cells, table.widths, strict=True):
            cell.width, cell.text = Mm(width), _clean(words)
    _repeat_head(document)
    return _saved(document, table.title)


def _clean(words: str) -> str:
    return _NOT_XML.sub("", words)


def _faces(document: Docx) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    style.paragraph_format.space_after = Pt(0)


def _repeat_head(document: Docx) -> None:
    """Have the heads stand again at the top of every page."""
    row = next(document.element.body.iter(qn("w:tr")))
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in document.tables[0].rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True


def _saved(document: Docx, title: str) -> bytes:
    """Pack again with one fixed time for every part: the writer would put in the present moment."""
    own = document.core_properties
    own.title, own.author, own.comments, own.last_modified_by = _clean(title)[:255], "联席", "", ""
    own.created = own.modified = _MOMENT.replace(tzinfo=None)
    first, out = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as loose, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in loose.namelist():
            part = zipfile.ZipInfo(name, _MOMENT.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(part, loose.read(name))
    return out.getvalue()
