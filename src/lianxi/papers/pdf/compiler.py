"""PDF and page images of a document from one warm Typst compiler; the same document gives the same bytes."""

import os
import tempfile
import threading
from functools import cache
from pathlib import Path

import typst

from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.walk import require_printable
from lianxi.papers.pdf.fonts import font_folders, missing_fonts, require_glyphs
from lianxi.papers.pdf.source import shared_source, typst_source

# One compiler is not for two threads at once.
_LOCK = threading.Lock()
# What documents import lies here as long as the process lives; nothing else can be read.
_FOLDER = tempfile.TemporaryDirectory(prefix="lianxi-typst-")


def render_pdf(document: OfficialDocument) -> bytes:
    """Set a document as PDF, byte for byte the same for the same document.

    PDF/A-2u where the document has its date, which is also the file's. Raises ValueError with a Chinese
    sentence when a text holds a control character or one that no font can print.
    """
    source = _source(document)
    with _held():
        made, warnings = _compiler().compile_with_warnings(
            input=source, format="pdf", timestamp=0, pdf_standards=["a-2u"] if document.issued_on else []
        )
    return _pages(made, warnings)[0]


def render_png_pages(document: OfficialDocument, ppi: int = 96) -> list[bytes]:
    """Draw every page of a document as PNG, `ppi` dots an inch. Raises as `render_pdf`."""
    source = _source(document)
    with _held():
        made, warnings = _compiler().compile_with_warnings(input=source, format="png", ppi=float(ppi))
    return _pages(made, warnings)


def _held() -> threading.Lock:
    if _process() != os.getpid():
        raise RuntimeError("the compiler has run before this process was forked: it would wait for ever")
    return _LOCK


def _source(document: OfficialDocument) -> bytes:
    require_printable(document)
    require_glyphs(document)
    return typst_source(document).encode()


def _pages(made: bytes | list[bytes] | None, warnings: list[typst.TypstWarning]) -> list[bytes]:
    if warnings:
        # A font not found would otherwise be replaced in silence.
        raise RuntimeError("; ".join(str(warning) for warning in warnings))
    return [made] if isinstance(made, bytes) else made or []


@cache
def _process() -> int:
    """Give the process in which the compiler first ran; its threads do not follow into a forked one."""
    return os.getpid()


@cache
def _compiler() -> typst.Compiler:
    gone = missing_fonts()
    if gone:
        names = "、".join(font.family for font in gone)
        raise RuntimeError(f"缺少字体 {names}，请重新运行 make run 安装。")
    root = Path(_FOLDER.name)
    (root / "paper.typ").write_text(shared_source(), encoding="utf-8")
    fonts = [str(path) for path in font_folders()]
    return typst.Compiler(root=str(root), font_paths=fonts, ignore_system_fonts=True)
