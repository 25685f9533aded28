"""The DOCX of a document: equal documents give equal bytes."""

from itertools import chain

from lxml import etree

from lianxi.papers.layout.compose import compose
from lianxi.papers.layout.frame import footer, header, section, status
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.package import FOOTER_IDS, HEADER_IDS, core_properties, fixed_parts, pack
from lianxi.papers.layout.styles import styles_element
from lianxi.papers.layout.walk import require_printable
from lianxi.papers.layout.wordml import element, piece_elements


def render_docx(document: OfficialDocument) -> bytes:
    """This function will render a document as DOCX, byte for byte the same for the same document.

    Raises ValueError with a Chinese sentence when a text holds characters that cannot be printed. It
    renders unfinished documents too: whether one may be issued is for `check` to say.
    """
    require_printable(document)
    elements = chain.from_iterable(piece_elements(piece) for piece in compose(document))
    body = element("body", *elements, section(HEADER_IDS, FOOTER_IDS))
    parts = fixed_parts()
    parts["word/document.xml"] = _xml(element("document", body))
    parts["word/styles.xml"] = _xml(styles_element())
    parts["word/header1.xml"] = parts["word/header2.xml"] = _xml(header(document))
    parts["word/footer1.xml"] = _xml(footer(document, even=False))
    parts["word/footer2.xml"] = _xml(footer(document, even=True))
    parts["docProps/core.xml"] = _properties(document)
    return pack(parts)


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
