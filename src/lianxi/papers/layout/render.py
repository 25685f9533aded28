"""The DOCX of a document: equal documents give equal bytes."""

from collections.abc import Iterator

from lxml import etree

from lianxi.papers.layout.compose import compose
from lianxi.papers.layout.frame import empty_footer, footer, header, section, status, turned_footer
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.package import PART_IDS, core_properties, fixed_parts, pack
from lianxi.papers.layout.pieces import Turn
from lianxi.papers.layout.placing import piece_elements, section_break
from lianxi.papers.layout.styles import styles_element
from lianxi.papers.layout.walk import require_printable
from lianxi.papers.layout.wordml import element


def render_docx(document: OfficialDocument) -> bytes:
    """Render a document as DOCX, byte for byte the same for the same document.

    Raises ValueError with a Chinese sentence when a text holds characters that cannot be printed. It
    renders unfinished documents too: whether one may be issued is for `check` to say.
    """
    require_printable(document)
    body = element("body", *_elements(document))
    parts = fixed_parts()
    parts["word/document.xml"] = _xml(element("document", body))
    parts["word/styles.xml"] = _xml(styles_element())
    parts["word/header1.xml"] = parts["word/header2.xml"] = _xml(header(document))
    footers = [footer(document, even=False), footer(document, even=True)]
    footers += [turned_footer(even=False), turned_footer(even=True), empty_footer()]
    for place, made in enumerate(footers, 1):
        parts[f"word/footer{place}.xml"] = _xml(made)
    parts["docProps/core.xml"] = _properties(document)
    return pack(parts)


def _elements(document: OfficialDocument) -> Iterator[etree._Element]:
    """Return the elements of the body, a section ending wherever the pages turn."""
    landscape, letter = False, document.is_letter
    for piece in compose(document):
        if isinstance(piece, Turn):
            yield section_break(section(PART_IDS, landscape=landscape, letter=letter))
            landscape, letter = piece.landscape, False
        else:
            yield from piece_elements(piece)
    yield section(PART_IDS, landscape=landscape, letter=letter)


def _xml(root: etree._Element) -> bytes:
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _properties(document: OfficialDocument) -> bytes:
    # Without its own organ a paper still says whose it is by its mark.
    author = "、".join(document.signed_by) or document.mark
    texts = {
        "dc:title": " ".join(document.title.split()),
        "dc:subject": str(document.number or ""),
        "dc:creator": author,
        "dc:language": "zh-CN",
        "cp:category": document.kind.label,
        "cp:contentStatus": status(document.stage),
    }
    return core_properties(texts, document.issued_on)
