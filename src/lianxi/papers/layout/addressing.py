"""Where the 主送机关 stand: under the title, or in the 版记 where they would leave page one without text (7.3.2)."""

from dataclasses import replace
from math import ceil
from typing import Any

from lianxi.papers.layout.blocks import Paragraph
from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.model import Annex, OfficialDocument
from lianxi.papers.layout.roles import LINE, TEXT_HEIGHT
from lianxi.papers.layout.text import width
from lianxi.papers.layout.titles import FULL

LIST_TITLE = "收文单位名单"
# Characters in a line of the type area (5.2.3).
COLUMNS = 28
# Lines that the head takes with all its blank lines: mark, number and red rule; a letter's mark and number.
_HEAD_LINES, _LETTER_LINES = 8, 3
# Blank lines around the title and the line of text that must follow.
_AROUND = 4


def is_long(text: str) -> bool:
    """Tell whether a paragraph is too long to be moved to the next page whole (over four lines)."""
    return width(text) + 2 > 4 * COLUMNS


def lines_under_mark(document: OfficialDocument) -> int:
    """Return how many lines of page one number, red rule, title, 主送机关 and the first text take under a mark."""
    addressed = 0 if moves_recipients(document) else _recipient_lines(document)
    signers = ceil(len(document.co_signers) / 2)
    # Two blank lines and the number with its rule, then as around every title, and two lines of text.
    return 3 + signers + ceil(width(document.title) / FULL) + _AROUND + addressed + 2


def _recipient_lines(document: OfficialDocument) -> int:
    return ceil(width(joined(document.recipients)) / (COLUMNS - 1))


def moves_recipients(document: OfficialDocument) -> bool:
    """Tell whether the 主送机关 are printed in the 版记: of minutes always (分送)."""
    if document.is_minutes or not document.recipients:
        return document.moves_recipients
    secret = document.classification
    lines = _LETTER_LINES if document.is_letter else _HEAD_LINES
    lines += sum(map(bool, (secret.secrecy, secret.urgency))) * (not document.is_letter)
    lines += len(document.mark_organs) + ceil(len(document.co_signers) / 2)
    lines += ceil(width(document.title) / FULL) + _AROUND
    lines += _recipient_lines(document)
    return lines > TEXT_HEIGHT // LINE


# Lines that one list of the 版记 may take before it is printed as an annex: three fit any last page.
MOST_LINES = 6
_SMALL_COLUMNS = 30


def with_listed(document: OfficialDocument) -> OfficialDocument:
    """Print lists too long for the 版记 as an annex, every name of them; the 版记 and 主送 then point to it."""
    long = {
        field: names
        for field in ("copies_up", "copies", "recipients")
        if ceil(width(joined(names := getattr(document, field))) / _SMALL_COLUMNS) > MOST_LINES
        and (field != "recipients" or moves_recipients(document))
    }
    if not long:
        return document
    sent = "分送" if document.is_minutes else "主送"
    labels = {"copies_up": "抄报", "recipients": sent, "copies": "抄送"}
    body = tuple(
        Paragraph(f"{labels[field]}：{joined(long[field]).removesuffix('。')}。")
        for field in labels
        if field in long
    )
    pointed: dict[str, Any] = {
        field: (f"附件“{LIST_TITLE}”所列{len(names)}个单位",) for field, names in long.items()
    }
    return replace(document, annexes=(*document.annexes, Annex(LIST_TITLE, body)), **pointed)
