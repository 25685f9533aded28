"""Plain text files: which encoding the bytes are in (UTF-8, GB18030, UTF-16, Big5), told by the result."""

from __future__ import annotations

import codecs
import re

from lianxi.core import gb18030
from lianxi.law.reading.unreadable import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_GUESSES = (gb18030.NAME, "big5", "utf-16-le", "utf-16-be")
_COMMON = re.compile(
    "[的工作和部门单位会議议职责職責市省县委局办人员安全管理组织負负责一二三四五、，。：；（）]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff\ufffd]")
_SAMPLE = 4000
_SENTENCE = "这不是文字文件（内容像程序、图片或其他二进制数据），请选文本、DOCX、PDF 或网页文件。"


def plain_text(data: bytes) -> str:
    """Decode the bytes of a text file; raises Unreadable where they are no text in a known encoding."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)
    if _CONTROL.search(text[:_SAMPLE]):
        return _guessed(data)
    return text


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("文字编码有损坏，读不完整，请用记事本打开后另存为 UTF-8 再试。") from error
    if len(_CONTROL.findall(text[:_SAMPLE])) > 8:
        raise Unreadable(_SENTENCE)
    return text


def _guessed(data: bytes) -> str:
    """Return the encoding whose result reads most like Chinese; common characters weigh, odd ones count against."""
    best, text = 0.0, ""
    for encoding in _GUESSES:
        try:
            candidate = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _likeness(candidate[:_SAMPLE])
        if score > best:
            best, text = score, candidate
    if best < 0.08:
        raise Unreadable(_SENTENCE)
    return text


def _likeness(text: str) -> float:
    length = max(1, len(text))
    return (len(_COMMON.findall(text)) - 4 * len(_CONTROL.findall(text))) / length
