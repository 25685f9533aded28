"""Where the 主送机关 stand: under the title, or in the 版记 where they would leave page one without text (7.3.2)."""

from math import ceil

from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.roles import LINE, TEXT_HEIGHT
from lianxi.papers.layout.text import width
from lianxi.papers.layout.titles import FULL

# Characters in a line of the type area (5.2.3).
COLUMNS = 28
# Lines that the head takes with all its blank lines: mark, number and red rule; a letter's mark and number.
_HEAD_LINES, _LETTER_LINES = 8, 3
# Blank lines around the title and the line of text that must follow.
_AROUND = 4


def is_long(text: str) -> bool:
    """Tell whether a paragraph is too long to be moved to the next page whole (over four lines)."""
    return width(text) + 2 > 4 * COLUMNS


def moves_recipients(document: OfficialDocument) -> bool:
    """Tell whether the 主送机关 are printed in the 版记: of minutes always (分送)."""
    if document.is_minutes or not document.recipients:
        return document.moves_recipients
    secret = document.classification
    lines = _LETTER_LINES if document.is_letter else _HEAD_LINES
    lines += sum(map(bool, (secret.secrecy, secret.urgency))) * (not document.is_letter)
    lines += len(document.mark_organs) + ceil(len(document.co_signers) / 2)
    lines += ceil(width(document.title) / FULL) + _AROUND
    lines += ceil(width(joined(document.recipients)) / (COLUMNS - 1))
    return lines > TEXT_HEIGHT // LINE
