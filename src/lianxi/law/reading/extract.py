"""From a file to its text: the kind of file is told by its bytes, each kind has its own bounded reader.

Bounds: 20 MB a file, 200,000 characters of text, caps on pages and on the
members of a package. A founding document is a few pages; what is beyond the bounds
is some other file, and is refused before it is read.
"""

from __future__ import annotations

from pathlib import Path

from lianxi.core.bounded import bounded, too_much
from lianxi.law.reading.docxfile import docx_text
from lianxi.law.reading.htmlfile import html_text, looks_like_html
from lianxi.law.reading.ofdfile import ofd_text
from lianxi.law.reading.ofdpackage import is_ofd
from lianxi.law.reading.pdfchild import bounded_pdf_text
from lianxi.law.reading.plainfile import plain_text
from lianxi.law.reading.unreadable import Unreadable

__all__ = ["Unreadable", "extract"]

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARS = 200_000
MAX_HTML = 2_000_000
_KINDS_REFUSED: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        "这是旧版 Word 文件（.doc）或加了密码的 Office 文件，请用 Word 或 WPS 去掉密码并另存为 .docx 后再试。",
    ),
    (b"{\\rtf", "这是 RTF 文件，请用 Word 或 WPS 另存为 .docx 后再试。"),
    (b"\x89PNG", "这是一张图片，里面没有文字，请先做文字识别（OCR），再把识别出的文字存为文本或 .docx。"),
    (
        b"\xff\xd8\xff",
        "这是一张图片，里面没有文字，请先做文字识别（OCR），再把识别出的文字存为文本或 .docx。",
    ),
    (b"GIF8", "这是一张图片，里面没有文字，请先做文字识别（OCR），再把识别出的文字存为文本或 .docx。"),
    (b"BM", "这是一张图片，里面没有文字，请先做文字识别（OCR），再把识别出的文字存为文本或 .docx。"),
    (
        b"II*\x00",
        "这是扫描图片（TIFF），里面没有文字，请先做文字识别（OCR），再把识别出的文字存为文本或 .docx。",
    ),
    (b"Rar!", "这是压缩包，请先解压，再选其中的文件。"),
    (b"7z\xbc\xaf", "这是压缩包，请先解压，再选其中的文件。"),
    (b"\x1f\x8b", "这是压缩包，请先解压，再选其中的文件。"),
    (b"\x7fELF", "这是程序文件，不是文档，请确认选对了文件。"),
    (b"MZ\x90", "这是程序文件，不是文档，请确认选对了文件。"),
)


def extract(path: Path) -> str:
    """Read a file (text, DOCX, OFD, PDF with a text layer, HTML) and give its decoded text.

    The text is what all offsets of a reading count in: code points, line ends as found.
    Raises Unreadable with one plain Chinese sentence saying what was found and what to do, BadInput where the
    file takes more time or memory than one may.
    """
    data = _bytes(path)
    text = _text(data)
    if not text.strip("\ufeff \t\r\n\u3000\x0c"):
        raise Unreadable("文件里没有任何文字，请确认选对了文件。")
    if len(text) > MAX_CHARS:
        raise Unreadable(
            f"文件里有 {len(text)} 个字，超过 {MAX_CHARS} 个字的上限，请只保留建立联席会议的那一份文件后再试。"
        )
    return text


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise Unreadable(f"“{path.name}”是文件夹，请选其中的一个文件。")
    if not path.exists():
        raise Unreadable(f"找不到文件“{path.name}”，请检查文件名和位置。")
    if not path.is_file():
        raise Unreadable(f"“{path.name}”不是普通文件，请选一份文档。")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Unreadable(
                f"文件有 {size / 1024 / 1024:.0f} MB，超过 20 MB 的上限；建立联席会议的文件通常只有几页，请确认选对了文件。"
            )
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"打不开文件“{path.name}”，请检查读取权限后再试。") from error


def _text(data: bytes) -> str:
    if not data.strip():
        raise Unreadable("文件是空的，请确认选对了文件。")
    for mark, sentence in _KINDS_REFUSED:
        if data.startswith(mark):
            raise Unreadable(sentence)
    if data[:1024].find(b"%PDF-") >= 0:
        return bounded_pdf_text(data)
    if data.startswith(b"PK\x03\x04"):
        return bounded(lambda: ofd_text(data) if is_ofd(data) else docx_text(data), too_much("文件"))
    text = plain_text(data)
    if not looks_like_html(text):
        return text
    if len(text) > MAX_HTML:
        raise Unreadable("这个网页太大，不像一份建立联席会议的文件，请只复制正文，存为文本后再试。")
    return bounded(lambda: html_text(text), too_much("网页"))
