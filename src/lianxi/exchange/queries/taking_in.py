"""The paragraphs and tables of a unit's DOCX, to be put among those of others."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.table import Table as DocxTable

from lianxi.papers.files import Upload
from lianxi.papers.incoming import open_docx
from lianxi.papers.layout import Block, Paragraph, Table

MOST_BLOCKS, MOST_COLUMNS = 3_000, 12


@dataclass(frozen=True, slots=True)
class Merged:
    """What was read of one DOCX: its paragraphs and tables, and a sentence where something was left out."""

    blocks: tuple[Block, ...]
    left_out: str = ""


def read_blocks(upload: Upload) -> Merged:
    """Read the paragraphs and tables of a harmless DOCX in their order; pictures and what is too much are counted out.

    Raises BadInput as `open_docx` does.
    """
    open_docx(upload)
    document = Document(io.BytesIO(upload.content))
    blocks: list[Block] = []
    pictures = len(document.inline_shapes)
    for part in document.iter_inner_content():
        if len(blocks) >= MOST_BLOCKS:
            return Merged(tuple(blocks), f"“{upload.name}”太长，只并入前 {MOST_BLOCKS} 段")
        blocks += list(_table(part)) if isinstance(part, DocxTable) else _paragraph(part.text)
    return Merged(tuple(blocks), f"“{upload.name}”中 {pictures} 幅图片没有并入" if pictures else "")


def _paragraph(text: str) -> list[Block]:
    return [Paragraph(" ".join(text.split()))] if text.strip() else []


def _table(table: DocxTable) -> Iterator[Block]:
    rows = [tuple(" ".join(cell.text.split()) for cell in row.cells) for row in table.rows]
    width = max((len(row) for row in rows), default=0)
    if not rows or width > MOST_COLUMNS or not any(rows[0]):
        # Too wide for a page, or without a head: kept as lines, so that no word is lost.
        yield from (Paragraph("　".join(cell for cell in row if cell)) for row in rows if any(row))
        return
    head = (*rows[0], *[""] * (width - len(rows[0])))
    yield Table(head, tuple(rows[1:]))
