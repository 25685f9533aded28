"""An edited DOCX that comes back: refused with a sentence where it could do harm, else its text, read in order."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import takewhile
from pathlib import PurePath
from typing import NoReturn

from lxml import etree

from lianxi.core.refusals import BadInput
from lianxi.papers.files import MAX_BYTES, Upload

MAX_UNPACKED, MAX_RATIO, MAX_MEMBERS = 60 * 1024 * 1024, 200, 2_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = re.compile(r"vbaProject|vbaData|\.bin$|macros/|keyMapCustomizations", re.IGNORECASE)
_EMBEDDED = re.compile(r"/embeddings/|/activeX/|oleObject|/ink/", re.IGNORECASE)
_ACTIVE_FIELDS = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON)\b", re.IGNORECASE
)
_RULE = "上传的公文只能是不含宏、对象和外部链接的 DOCX"

Parts = dict[str, bytes]


def open_docx(upload: Upload) -> Parts:
    """Unpack a DOCX after looking at it as it lies. Raises BadInput saying what is wrong.

    Refused are another kind of file, a package that unpacks to an abnormal size, macros, embedded objects,
    links to outside, fields that fetch, and tracked changes nobody decided on.
    """
    name = PurePath(upload.name.replace("\\", "/")).name or "文件"
    if PurePath(name).suffix.lower() == ".docm":
        _refuse(f"“{name}”是带宏的文档。", "请另存为不含宏的 DOCX 再上传。")
    if PurePath(name).suffix.lower() != ".docx" or not upload.content.startswith(b"PK"):
        _refuse(f"“{name}”不是 DOCX 文件。", "请在 WPS 或 Word 中另存为 DOCX 再上传。")
    if len(upload.content) > MAX_BYTES:
        _refuse(f"“{name}”超过 20 MB。", "请压缩其中的图片后再上传。")
    parts = _unpacked(name, upload.content)
    _require_harmless(name, parts)
    return parts


def docx_lines(parts: Parts) -> list[str]:
    """Return the paragraphs of the text in reading order, cells and text boxes included."""
    return part_lines(xml_tree(parts["word/document.xml"]))


def part_lines(root: etree._Element) -> list[str]:
    """Return the paragraphs under an element of a part in reading order."""
    rows = (one for one in root.iter(f"{_W}p") if not _is_fallback(one, root))
    return [line for row in rows if (line := _line(row).strip())]


def _is_fallback(paragraph: etree._Element, root: etree._Element) -> bool:
    """Whether a paragraph is the second form of one that was read: what older programs show of a box."""
    inside = paragraph.iterancestors()
    return any(one.tag == _FALLBACK for one in takewhile(lambda one: one is not root, inside))


def header_lines(parts: Parts) -> list[str]:
    """Return the paragraphs of the page headers."""
    heads = [content for name, content in parts.items() if re.fullmatch(r"word/header\d*\.xml", name)]
    return [line for head in heads for line in part_lines(xml_tree(head))]


def _refuse(message: str, next_step: str) -> NoReturn:
    raise BadInput(message, rule=_RULE, next_step=next_step)


def _unpacked(name: str, content: bytes) -> Parts:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            unpacked = sum(one.file_size for one in members)
            dense = any(
                one.file_size > 1024 * 1024 and one.file_size > MAX_RATIO * max(1, one.compress_size)
                for one in members
            )
            if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS or dense:
                _refuse(f"“{name}”解压后大得不正常，没有读取。", "请另存为新的 DOCX 再上传。")
            return {one.filename: package.read(one) for one in members if not one.is_dir()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise BadInput(
            f"“{name}”已损坏或加了密码，读不出内容。", rule=_RULE, next_step="请另存为新的 DOCX 再上传。"
        ) from error


def _require_harmless(name: str, parts: Parts) -> None:
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(_MACROS.search(part) for part in parts):
        _refuse(f"“{name}”里有宏。", "请另存为不含宏的 DOCX 再上传。")
    if "word/document.xml" not in parts or _MAIN_TYPE not in types:
        _refuse(f"“{name}”不是 Word 文字文档。", "请在 WPS 或 Word 中另存为 DOCX 再上传。")
    if any(_EMBEDDED.search(f"/{part}") for part in parts):
        _refuse(f"“{name}”里嵌入了其他对象。", "请删去嵌入的对象，或把它作为附件单独上传。")
    for part, content in parts.items():
        if part.endswith((".xml", ".rels")):
            _require_plain_xml(name, part, content)


def _require_plain_xml(name: str, part: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        _refuse(f"“{name}”的内部结构里有实体定义。", "请在 WPS 或 Word 中另存为新的 DOCX 再上传。")
    if part.endswith(".rels"):
        for link in _tree_or_refuse(name, content):
            if link.get("TargetMode") == "External":
                target = (link.get("Target") or "")[:60]
                _refuse(f"“{name}”里有外部链接“{target}”。", "请取消这些链接（保留文字）后再上传。")
    elif part.startswith("word/"):
        _require_plain_text(name, _tree_or_refuse(name, content))


def _require_plain_text(name: str, root: etree._Element) -> None:
    fields = [one.text or "" for one in root.iter(f"{_W}instrText")]
    # A code may be cut into several runs.
    fields.append("".join(fields))
    fields += [one.get(f"{_W}instr") or "" for one in root.iter(f"{_W}fldSimple")]
    if any(_ACTIVE_FIELDS.search(field) for field in fields):
        _refuse(f"“{name}”里有会读取其他文件的域。", "请把域转换为文字（Ctrl+Shift+F9）后再上传。")
    if next(root.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo"), None) is not None:
        _refuse(f"“{name}”里有没有接受的修订。", "请接受或拒绝全部修订，关闭修订后再上传。")


def _tree_or_refuse(name: str, content: bytes) -> etree._Element:
    try:
        return xml_tree(content)
    except etree.XMLSyntaxError:
        _refuse(f"“{name}”已损坏，读不出内容。", "请另存为新的 DOCX 再上传。")


def xml_tree(content: bytes) -> etree._Element:
    """Parse a part of a package that was looked at; nothing is fetched and no entity resolved."""
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )


def _line(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: etree._Element) -> Iterator[str]:
    """Return the text of a paragraph without that of paragraphs in boxes inside it, which stand by themselves."""
    for child in element:
        if child.tag in (f"{_W}p", _FALLBACK):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}ptab"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "\u2011"
        elif isinstance(child.tag, str) and child.tag not in (f"{_W}pPr", f"{_W}rPr"):
            yield from _pieces(child)
