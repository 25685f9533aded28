"""Text as people type or paste it, made into the blocks of a document: lines are paragraphs, tabs make tables."""

import re
from itertools import groupby

from lianxi.core.refusals import BadInput
from lianxi.papers.layout import Block, Heading, Paragraph, Table, full_width_punctuation

_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"（[一二三四五六七八九十]{1,3}）")),
)
# A line that goes on after a full stop is a paragraph, however it begins.
_LONGEST_HEADING = 60
_MARKUP = re.compile(
    r"</?(?:p|span|div|table|tr|td|br|html|body|style|font|o:p|b|i|a|ul|li)\b[^<>]{0,200}>", re.I
)
_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BLANKS = " \u3000\xa0"


def blocks_of(text: str) -> tuple[Block, ...]:
    """Read a typed text: one paragraph a line, 一、 and （一） as headings, tabs as tables.

    Zero-width characters go and marks between hanzi become full-width. Raises BadInput for pasted markup
    and for a table that is none.
    """
    if found := _MARKUP.search(text):
        raise BadInput(
            f"正文里有网页代码“{found.group()[:40]}”。",
            rule="公文正文是纯文字",
            next_step="请用“只保留文本”重新粘贴。",
        )
    lines = [_clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    blocks: list[Block] = []
    for is_table, group in groupby((line for line in lines if line.strip()), key=lambda line: "\t" in line):
        alike = list(group)
        blocks += [_table(alike)] if is_table else [_paragraph(line) for line in alike]
    return tuple(blocks)


def _clean(line: str) -> str:
    return full_width_punctuation(_ZERO_WIDTH.sub("", line).replace("\xa0", " ").strip(_BLANKS))


def _paragraph(line: str) -> Heading | Paragraph:
    for level, label in _LEVELS:
        if label.match(line) and "。" not in line and len(line) <= _LONGEST_HEADING:
            return Heading(level, line)
    return Paragraph(line)


def _table(lines: list[str]) -> Table:
    header, *rows = (tuple(cell.strip(_BLANKS) for cell in line.split("\t")) for line in lines)
    try:
        return Table(header, tuple(rows))
    except ValueError as error:
        raise BadInput(
            f"正文里的表格：{error}", next_step="请核对各行的列数，列与列之间用一个制表符。"
        ) from error
