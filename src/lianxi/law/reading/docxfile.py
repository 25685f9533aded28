"""Word documents: the text of the main part, tables as one line a row, with caps on every size.

The package is read here and not through a document library, because a library
unpacks whole members before any of its callers can look at their size.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from lianxi.law.reading.unreadable import Unreadable

MAX_MEMBERS = 2000
MAX_PART = 8 * 1024 * 1024
MAX_RATIO = 400
_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {
    f"{_W}del", f"{_W}instrText", f"{_W}delText", f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_BOMB = "这个 DOCX 解压后大得不正常，可能是损坏或恶意文件，没有读取；请用 Word 重新另存一份后再试。"
_BROKEN = "这个 DOCX 已损坏，读不出正文，请用 Word 或 WPS 打开并重新另存后再试。"


def docx_text(data: bytes) -> str:
    """Give the text of a DOCX: a line per paragraph, a line per table row with tabs between its cells.

    Raises Unreadable for another kind of package, a package that unpacks to an abnormal
    size, or a broken one.
    """
    root = _root(_main_part(data))
    body = root.find(f"{_W}body")
    lines = list(_lines(body if body is not None else root))
    text = "\n".join(lines)
    if not text.strip():
        raise Unreadable("这个 DOCX 里没有文字，可能整页是图片，请先做文字识别（OCR）后再试。")
    return text


def _main_part(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if len(members) > MAX_MEMBERS:
                raise Unreadable(_BOMB)
            info = next((one for one in members if one.filename.replace("\\", "/") == _MAIN), None)
            if info is None:
                raise Unreadable(_other_package({one.filename for one in members}))
            _check_sizes(members, info)
            with package.open(info) as stream:
                part = stream.read(MAX_PART + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Unreadable(_BROKEN) from error
    if len(part) > MAX_PART:
        raise Unreadable(_BOMB)
    return part


def _check_sizes(members: list[zipfile.ZipInfo], main: zipfile.ZipInfo) -> None:
    if main.flag_bits & 0x1:
        raise Unreadable("这个文件加了密码，请先去掉密码后再试。")
    ratio = main.file_size / max(1, main.compress_size)
    if main.file_size > MAX_PART or ratio > MAX_RATIO:
        raise Unreadable(_BOMB)
    if sum(one.file_size for one in members) > 80 * MAX_PART:
        raise Unreadable(_BOMB)


def _other_package(names: set[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "这是电子表格（XLSX），不是文件正文，请把建立联席会议的文件另存为 .docx 或文本后再试。"
    if any(name.startswith("ppt/") for name in names):
        return "这是演示文稿（PPTX），请选建立联席会议的文件正文。"
    return "这是压缩包或别的打包文件，里面没有 Word 正文，请先解压，再选其中的文件。"


def _root(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_BROKEN) from error
    if root is None:
        raise Unreadable(_BROKEN)
    return root


def _lines(block: etree._Element) -> Iterator[str]:
    for child in block:
        if child.tag == f"{_W}p":
            yield _inline(child)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                yield "\t".join(_cell(cell) for cell in row.findall(f"{_W}tc"))
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _lines(child)


def _cell(cell: etree._Element) -> str:
    return "\n".join(_inline(paragraph) for paragraph in cell.findall(f"{_W}p")).strip()


def _inline(paragraph: etree._Element) -> str:
    parts: list[str] = []
    skipped: etree._Element | None = None
    for event, node in etree.iterwalk(paragraph, events=("start", "end")):
        if skipped is not None:
            skipped = None if event == "end" and node is skipped else skipped
        elif event == "start" and node.tag in _SKIPPED:
            skipped = node
        elif event == "start" and node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif event == "start":
            parts.append(_BREAKS.get(str(node.tag), ""))
    return "".join(parts)
