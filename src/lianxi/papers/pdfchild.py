"""A PDF is looked at in a child process: whatever it makes the library do ends with the child.

It takes the file's bytes on stdin and answers one JSON object on stdout: `pages`, the text of each page, and
`extras`, what else the file prints or hides (pictures, annotations, attachments, invisible text), by name.
"""

import ctypes
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SECONDS, MEMORY, MAX_PAGES = 10, 512 * 1024 * 1024, 300


@dataclass(frozen=True, slots=True)
class Looked:
    """What a PDF holds: the text of its pages, and the names of what is no plain text."""

    pages: tuple[str, ...]
    extras: tuple[str, ...]


def look_into(content: bytes) -> Looked | None:
    """Read a PDF within ten seconds and 512 MiB; None where it cannot be read so."""
    command = [sys.executable, "-m", "lianxi.papers.pdfchild"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return Looked(tuple(answer["pages"]), tuple(answer["extras"]))


def _look(content: bytes) -> dict[str, list[str]]:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(content)
    if len(document) > MAX_PAGES:
        raise ValueError(f"{len(document)} pages")
    extras = list(_document_extras(document))
    pages = []
    for page in document:
        layer = page.get_textpage()
        pages.append(layer.get_text_range() if layer.count_chars() else "")
        extras += _page_extras(page)
    return {"pages": pages, "extras": list(dict.fromkeys(extras))}


def _document_extras(document: Any) -> Iterator[str]:
    from pypdfium2 import raw

    if raw.FPDFDoc_GetAttachmentCount(document):
        yield "附件"
    if raw.FPDFDoc_GetJavaScriptActionCount(document):
        yield "脚本"


def _page_extras(page: Any) -> Iterator[str]:
    from pypdfium2 import raw

    for one in page.get_objects():
        if one.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            yield "图片"
        if one.type == raw.FPDF_PAGEOBJ_TEXT and _is_unseen(one):
            yield "看不见的文字"
    for place in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, place)
        if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_LINK:
            yield "批注或表单"
        raw.FPDFPage_CloseAnnot(annotation)


def _is_unseen(text: Any) -> bool:
    """Whether a text is drawn with no ink, or with ink that does not show on paper."""
    from pypdfium2 import raw

    mode = raw.FPDFTextObj_GetTextRenderMode(text)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(text, red, green, blue, alpha):
        return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    pale = 0.2126 * red.value + 0.7152 * green.value + 0.0722 * blue.value > 0.75 * 255
    return bool(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE or pale or alpha.value < 64)


def bound() -> None:
    """Take the limits of time and memory upon this process."""
    try:
        import resource
    except ImportError:  # no such limits on this system; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    """Look into the PDF on stdin under the limits and answer on stdout; exit without a word where it cannot be read."""
    bound()
    sys.stdout.write(json.dumps(_look(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
