"""What is wrong with the words of a document: characters, numbers, dates, labels, empty entries."""

import re
from collections.abc import Iterator

from lianxi.papers.layout.blocks import Heading, Table
from lianxi.papers.layout.findings import HOUSE_RULE, Finding, must, standard, unconfirmed, warning
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.numbers import date_problem, number_problem
from lianxi.papers.layout.text import (
    find_half_width,
    find_invisible,
    find_reordering,
    find_unprintable,
    width,
)
from lianxi.papers.layout.walk import printed_texts, unprintable_sentence

_CHINESE_DIGITS = "〇○零一二三四五六七八九十"
# Candidates are found widely; the checks of numbers.py then say what is wrong with them.
_DATES = re.compile(
    rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[{_CHINESE_DIGITS}]{{4}}年[{_CHINESE_DIGITS}]{{1,2}}月[{_CHINESE_DIGITS}]{{1,3}}日"
)
_NUMBERS = re.compile(
    r"[一-鿿]?[〔\[［【(（〈<](?:19|20)\d\d[〕\]］】)）〉>]\s*第?\d+号|[一-鿿]?〔\d{2}〕第?\d+号"
)
_LABELS = {
    1: r"[一二三四五六七八九十]{1,3}、",
    2: r"（[一二三四五六七八九十]{1,3}）",
    3: r"\d+\.",
    4: r"（\d+）",
}
_LABEL_NAMES = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
# What a paste from Word or a web page leaves behind; a lone < or & is text.
_TAGS = (
    "p|br|div|span|font|table|tbody|tr|td|th|ul|ol|li|h[1-6]|strong|em|img|html|head|body|style|script|xml"
)
_MARKUP = re.compile(
    rf"</?(?:{_TAGS}|[a-z0-9]{{1,4}}:[a-z]+)(?:\s[^<>]{{0,200}})?/?>|<!--|&(?:nbsp|lt|gt|amp|quot);", re.I
)
# What no renderer breaks: fill-in lines, long numbers, addresses of pages. A line has 28 characters (5.2.2).
_UNBROKEN = re.compile("[!-~]+|[_＿]+|[—―]+|[…]+")
_COLUMNS = 28
# Half of the type area at 14 pt; a longer note would meet the page number.
_FOOTER_ROOM = 24


def check_texts(document: OfficialDocument) -> Iterator[Finding]:
    """Report on every text of the document, then on lists, headings, tables and footer."""
    for place, text in printed_texts(document):
        yield from _characters(place, text)
        yield from _forms(place, text)
    yield from _entries(document)
    yield from _headings(document)
    yield from _tables(document)
    if width(document.footer_note) > _FOOTER_ROOM:
        message = f"页脚说明过长，最多 {_FOOTER_ROOM} 个字。"
        yield warning("footer-long", message, HOUSE_RULE)


def _characters(place: str, text: str) -> Iterator[Finding]:
    if character := find_unprintable(text):
        yield must("unprintable", unprintable_sentence(place, character), HOUSE_RULE)
    if found := _MARKUP.search(text):
        message = f"{place}里有网页代码“{found.group()}”，请用“只粘贴文本”重新粘贴。"
        yield must("markup", message, HOUSE_RULE)
    if run := next((run for run in _UNBROKEN.findall(text) if width(run) > _COLUMNS), ""):
        said = f"{place}里有一串 {len(run)} 个字符（“{run[:8]}…”）不能断行"
        message = f"{said}，一行只有 {_COLUMNS} 个字，请缩短或用空格断开。"
        yield must("unbroken", message, HOUSE_RULE)
    if character := find_reordering(text):
        message = f"{place}里有改变文字方向的字符 {character}，印出的文字会与存档的不同。"
        yield must("reordering", message, HOUSE_RULE)
    if character := find_invisible(text):
        yield warning("invisible", f"{place}里有看不见的字符 {character}。", HOUSE_RULE)
    if mark := find_half_width(text):
        message = f"{place}的汉字之间用了半角标点“{mark}”。"
        yield warning("half-width", message, unconfirmed("GB/T 15834"))


def _forms(place: str, text: str) -> Iterator[Finding]:
    # 7.3.5.4 speaks of the 成文日期; dates elsewhere are expected to agree with it.
    for found in _DATES.findall(text):
        if problem := date_problem(found):
            yield warning("date-form", f"{place}：{problem}", standard("7.3.5.4"))
    for found in _NUMBERS.findall(text):
        if problem := number_problem(found):
            yield warning("number-form", f"{place}：{problem}", standard("7.2.5"))


def _entries(document: OfficialDocument) -> Iterator[Finding]:
    lists = {
        "主送机关": document.recipients,
        "附件说明": document.attachment_names,
        "署名": document.signed_by,
        "抄报机关": document.copies_up,
        "抄送机关": document.copies,
    }
    lists |= {f"{item.label}名单": item.entries for item in document.attendance}
    for name, entries in lists.items():
        if any(not entry.strip() for entry in entries):
            yield must("entry-empty", f"{name}里有空的一项。", HOUSE_RULE)
        if len(set(entries)) < len(entries):
            yield warning("entry-twice", f"{name}里有重复的一项。", HOUSE_RULE)


def _headings(document: OfficialDocument) -> Iterator[Finding]:
    reached = 0
    for place, block in enumerate(document.body, 1):
        if not isinstance(block, Table) and not block.text.strip():
            yield must("block-empty", f"正文第{place}段是空的。", standard("7.3.3"))
        if not isinstance(block, Heading):
            continue
        if not re.match(_LABELS[block.level], block.text):
            label = _LABEL_NAMES[block.level]
            message = f"正文第{place}段是第 {block.level} 层标题，序数应当写作“{label}”的样子。"
            yield warning("heading-label", message, standard("7.3.3"))
        if block.level > reached + 1:
            message = f"正文第{place}段的标题跳过了第 {reached + 1} 层。"
            yield warning("heading-level", message, standard("7.3.3"))
        reached = block.level


def _tables(document: OfficialDocument) -> Iterator[Finding]:
    for place, block in enumerate(document.body, 1):
        if not isinstance(block, Table):
            continue
        if not any(cell.strip() for row in block.rows for cell in row):
            yield warning("table-empty", f"正文第{place}段的表格没有内容。", HOUSE_RULE)
        if any(len(row) < block.columns for row in block.rows):
            yield warning("table-short", f"正文第{place}段的表格有一行缺格。", HOUSE_RULE)
