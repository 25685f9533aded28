"""A rendered document opened for the tests: its parts, its text in order, and the look of its paragraphs."""

import io
import zipfile

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from lianxi.papers.layout import OfficialDocument, render_docx


def opened(document: OfficialDocument) -> DocxDocument:
    return Document(io.BytesIO(render_docx(document)))


def part(document: OfficialDocument, path: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(render_docx(document))) as archive:
        return etree.fromstring(archive.read(path))


def printed(document: OfficialDocument, path: str = "word/document.xml") -> str:
    """All text of a part in order, paragraphs ended by a line feed."""
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:p"): "\n"}
    text = []
    for event, node in etree.iterwalk(part(document, path), events=("start", "end")):
        if node.tag == qn("w:t") and event == "start":
            text.append(node.text or "")
        elif node.tag in marks and event == "end" and node.getparent().tag != qn("w:tabs"):
            text.append(marks[node.tag])
    return "".join(text)


def paragraph_with(docx: DocxDocument, text: str) -> Paragraph:
    # Text boxes too, which python-docx leaves out.
    every = (Paragraph(found, docx._body) for found in docx.element.body.iter(qn("w:p")))
    return next(found for found in every if text in found.text)


def look(paragraph: Paragraph) -> tuple[str, float]:
    """The East Asian font and the size in points that a paragraph's style gives."""
    fonts = paragraph.style.element.rPr.find(qn("w:rFonts"))
    names = {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert len(names) == 1
    return names.pop(), paragraph.style.font.size.pt


def run_face(paragraph: Paragraph, text: str) -> str | None:
    run = next(run for run in paragraph.runs if run.text == text)
    return run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
