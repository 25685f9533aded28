"""PDF files with a text layer: the words of each page in order, with a cap on pages."""

from __future__ import annotations

import pypdfium2 as pdfium

from lianxi.law.reading.unreadable import Unreadable

MAX_PAGES = 200
MAX_CHARS = 1_000_000
_IMAGE = "这个 PDF 只有扫描图片，没有文字层，请先做文字识别（OCR），再用识别后的文件。"


def pdf_text(data: bytes) -> str:
    """Give the text layer of a PDF, pages joined by line feeds.

    Raises Unreadable where the file is encrypted, broken, too long or only images.
    """
    document = _open(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise Unreadable(
                f"这个 PDF 有 {count} 页，超过 {MAX_PAGES} 页的上限，请只保留建立联席会议的那几页后再试。"
            )
        text = "\n".join(_pages(document, count))
    except pdfium.PdfiumError as error:
        raise Unreadable("这个 PDF 有页面损坏，读不完整，请重新导出后再试。") from error
    finally:
        document.close()
    if not text.strip():
        raise Unreadable(_IMAGE)
    return text


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("这个 PDF 加了密码，请先去掉密码后再试。") from error
        raise Unreadable("这个 PDF 已损坏，打不开，请重新下载或导出后再试。") from error


def _pages(document: pdfium.PdfDocument, count: int) -> list[str]:
    pages: list[str] = []
    length = 0
    for place in range(count):
        page = document[place]
        layer = page.get_textpage()
        text = layer.get_text_range() if layer.count_chars() else ""
        layer.close()
        page.close()
        length += len(text)
        if length > MAX_CHARS:
            raise Unreadable("这个 PDF 的文字太多，不像一份建立联席会议的文件，请只保留有关的几页后再试。")
        pages.append(text)
    return pages
