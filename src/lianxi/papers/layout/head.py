"""The 版头: everything above and including the red rule (7.2, 10.3), and the head of a letter (10.1)."""

from collections.abc import Iterator
from dataclasses import replace

from lianxi.papers.layout.addressing import lines_under_mark
from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.numbers import format_date
from lianxi.papers.layout.pieces import JointMark, LetterHead, Line, Piece, Run, plain, ruled
from lianxi.papers.layout.roles import (
    CHARACTER,
    LINE,
    MARGIN_TOP,
    MILLIMETER,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    Face,
    Role,
)
from lianxi.papers.layout.text import width

# The mark's top edge is 35 mm under the top of the type area (7.2.4); a letter's 30 mm under the paper's.
_MARK_DROP, LETTER_MARK_TOP = round(35 * MILLIMETER), round(30 * MILLIMETER)
_MARK_LARGEST, _MARK_SMALLEST = 88, 44
# What lies over the ink of a mark in its line: half of what the line is higher than the size, and the font's own.
_MARK_ROOM = 0.06
_END_TAB = TEXT_WIDTH - CHARACTER
# 4 mm from mark to rule, then 7/8 of a 3号 character to the number (10.1).
_LETTER_RULE_GAP, _LETTER_NUMBER_GAP = round(4 * MILLIMETER), 280
# The two blank lines between the mark and what identifies the paper (7.2.5).
_HEAD_GAP = 2 * LINE
# The room between the lines of a joint mark and between organs and word, in parts of the size.
_JOINT_LINE, _JOINT_GAP = 1.25, 0.3


def head(document: OfficialDocument) -> Iterator[Piece]:
    """Return the pieces of the head; without a mark there is no red rule either."""
    if document.is_letter:
        yield from _letter(document)
        return
    secret = list(_classification(document))
    yield from secret
    if document.mark or document.mark_organs:
        yield _mark(document, _MARK_DROP - len(secret) * LINE)
    lines = list(_identity(document))
    if document.mark and not lines:
        # The rule needs a line to stand under even while a draft has no number.
        lines = [plain(Role.NUMBER, "")]
    if lines and document.mark:
        lines[-1] = ruled(lines[-1])
    yield from lines


def mark_size(mark: str) -> int:
    """Return the largest size (half-points, 44-88) at which the mark fits one line."""
    fitting = int(TEXT_WIDTH / 10 / max(width(mark), 1))
    return max(_MARK_SMALLEST, min(_MARK_LARGEST, fitting))


def _mark(document: OfficialDocument, before: int) -> Line | JointMark:
    if not document.mark_organs:
        size = mark_size(document.mark)
        before -= round(size * 10 * _MARK_ROOM)
        return Line(Role.MARK, (Run(document.mark),), before=before, size=size)
    longest, word = max(width(name) for name in document.mark_organs), width(document.mark)
    fitting = int(TEXT_WIDTH / 10 / (longest + word + (_JOINT_GAP if word else 0)))
    size = max(_MARK_SMALLEST // 2, min(_MARK_LARGEST * 2 // 3, fitting, _joint_height(document)))
    beside = round((word + _JOINT_GAP) * size * 10) if word else 0
    organs = min(round(longest * size * 10) + 20, TEXT_WIDTH - beside)
    # The first line's characters stand in its middle; their top edge is what is 35 mm down.
    before -= round(size * 10 * (_JOINT_LINE - 1) / 2)
    return JointMark(document.mark_organs, document.mark, size, before, (organs, beside))


def _joint_height(document: OfficialDocument) -> int:
    """Return the largest size (half-points) at which the organs leave page one room for title and text (7.3.3)."""
    room = TEXT_HEIGHT - _MARK_DROP - lines_under_mark(document) * LINE
    return int(room / (len(document.mark_organs) * 10 * _JOINT_LINE))


def joint_pitch(piece: JointMark) -> int:
    """Return the distance of a joint mark's lines in twips."""
    return round(piece.size * 10 * _JOINT_LINE)


def _letter(document: OfficialDocument) -> Iterator[Piece]:
    mark = document.mark or "".join(document.mark_organs[:1])
    frame_end = MARGIN_TOP
    rule = None
    if mark:
        size = min(mark_size(mark), 72)
        line = Line(Role.MARK, (Run(mark),), before=0, size=size)
        rule = LETTER_MARK_TOP + size * 10 + _LETTER_RULE_GAP
        frame_end = LETTER_MARK_TOP + size * 11
        yield LetterHead(line, rule)
    number = str(document.number) if document.number else ""
    # The rules hang on a line of 1 pt between frame and number.
    before = None if rule is None else rule + _LETTER_NUMBER_GAP - frame_end - 20
    secret = list(_classification(document))
    if not secret:
        yield Line(Role.LETTER_NUMBER, (Run(number),), before=before)
        return
    # The number shares the line of the first element (10.1).
    first = replace(secret[0], runs=(*secret[0].runs, Run(f"\t{number}", Face.FANG)), before=before)
    yield replace(first, end_tab=TEXT_WIDTH)
    yield from secret[1:]


def _classification(document: OfficialDocument) -> Iterator[Line]:
    secret = document.classification
    if secret.copy_number:
        yield plain(Role.COPY_NUMBER, secret.copy_number)
    for text in (secret.secrecy, secret.urgency):
        if text:
            yield plain(Role.SECRECY, text)


def _identity(document: OfficialDocument) -> Iterator[Line]:
    number = str(document.number) if document.number else ""
    if document.is_upward:
        if number or document.signer:
            yield from _number_and_signers(number, document)
        return
    if number:
        yield plain(Role.NUMBER, number)
    if document.period is not None:
        period = plain(Role.NUMBER, f"第{document.period}期")
        yield replace(period, before=0) if number else period
    if document.is_minutes:
        alone = not number and document.period is None
        yield from _minutes_line(document, _HEAD_GAP if alone else None)


def _number_and_signers(number: str, document: OfficialDocument) -> Iterator[Line]:
    """Return the 签发人, two a line, the later lines under the first name; the number beside the last (7.2.6)."""
    names = (document.signer, *document.co_signers) if document.signer else ()
    if len(names) < 2:
        shown = (Run("\t签发人："), Run(names[0], Face.KAI)) if names else ()
        yield Line(Role.NUMBER_UP, (Run(number), *shown), end_tab=_END_TAB)
        return
    rows = [names[place : place + 2] for place in range(0, len(names), 2)]
    start = _END_TAB - round(max(width("　".join(row)) for row in rows) * CHARACTER)
    for place, row in enumerate(rows):
        left = number if place == len(rows) - 1 else ""
        label = "签发人：" if place == 0 else ""
        runs = (Run(f"{left}\t{label}"), Run("　".join(row), Face.KAI))
        tab = start - round(width(label) * CHARACTER)
        yield Line(Role.NUMBER_UP, runs, start_tab=tab, before=None if place == 0 else 0)


def _minutes_line(document: OfficialDocument, before: int | None) -> Iterator[Line]:
    # Minutes carry organ and date above the rule instead of a signature: practice, which 10.3 leaves open.
    day = format_date(document.issued_on) if document.issued_on else ""
    if document.signed_by or day:
        text = joined(document.signed_by) + (f"\t{day}" if day else "")
        yield Line(Role.HEAD_LINE, (Run(text),), before=before, end_tab=_END_TAB)
