"""What follows the body: 附件说明, attendance, signature and date, note and 版记 (7.3.4-7.4, 10.3)."""

from collections.abc import Iterator
from math import ceil

from lianxi.papers.layout.addressing import moves_recipients
from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.numbers import format_date
from lianxi.papers.layout.pieces import Imprint, Indents, Line, Piece, Run, plain
from lianxi.papers.layout.roles import CHARACTER, LINE, SMALL_CHARACTER, TEXT_WIDTH, Face, Role
from lianxi.papers.layout.signature import SEAL_UNDER_DATE, signature
from lianxi.papers.layout.text import width

# What a rule of the 版记 adds to the height of its lines.
_RULE_ROOM = 10


def closing(document: OfficialDocument) -> Iterator[Piece]:
    """Return what follows the body up to the annexes, in its order."""
    yield from _attachments(document.attachment_names)
    yield from _attendance(document)
    if not document.is_minutes:
        yield from signature(document)
        if document.sealed and not document.note and not document.annexes and _bands(document):
            # The seal reaches under the date; it must not cover the 版记.
            yield Line(Role.GAP, (), before=SEAL_UNDER_DATE - 20)
    if document.note:
        note = document.note
        yield plain(Role.NOTE, note if note.startswith("（") else f"（{note}）")


def imprint(document: OfficialDocument) -> Iterator[Imprint]:
    """Return the 版记, which stands at the foot of the last page after all annexes (7.4).

    A letter's holds only whom it goes to, without rules (10.1).
    """
    bands = _bands(document)
    if bands:
        lines = sum(_line_count(line) for band in bands for line in band)
        yield Imprint(bands, lines * LINE + _RULE_ROOM * (len(bands) + 1), ruled=not document.is_letter)


def _bands(document: OfficialDocument) -> tuple[tuple[Line, ...], ...]:
    printing = () if document.is_letter else _printing(document)
    return tuple(band for band in (_copies(document), printing) if band)


def _line_count(line: Line) -> int:
    """How many lines a line of the 版记 takes, its continuation aligned after the label."""
    wide = width("".join(run.text for run in line.runs)) * SMALL_CHARACTER
    full = TEXT_WIDTH - 2 * SMALL_CHARACTER
    if wide <= full or line.end_tab is not None:
        return 1
    out = -line.indents.first if line.indents else 0
    # A character that does not fit leaves part of a line empty.
    return 1 + ceil((wide - full) / (full - out - SMALL_CHARACTER))


def _attachments(names: tuple[str, ...]) -> Iterator[Line]:
    for place, name in enumerate(names, 1):
        lead = "附件：" if place == 1 else ""
        order = f"{place}." if len(names) > 1 else ""
        # 2 characters in, 3 for 附件：, then the order number; continuation under the name (7.3.4).
        out = width(lead + order)
        indents = Indents(_wide(5 + width(order)), 0, -_wide(out))
        before = LINE if place == 1 else None
        runs = (Run(lead + order), Run(name)) if lead + order else (Run(name),)
        yield Line(Role.ATTACHMENTS, runs, indents, before, keep_next=True)


def _attendance(document: OfficialDocument) -> Iterator[Line]:
    for place, attendance in enumerate(document.attendance):
        label = attendance.label.removesuffix("：") + "："
        out = width(label)
        indents = Indents(_wide(2 + out), 0, -_wide(out))
        runs = (Run(label, Face.HEI), Run(joined(attendance.entries)))
        yield Line(Role.ATTENDANCE, runs, indents, LINE if place == 0 else None)


def _copies(document: OfficialDocument) -> tuple[Line, ...]:
    sent = document.recipients if moves_recipients(document) else ()
    lists = [("抄报：", document.copies_up), ("分送：", sent), ("抄送：", document.copies)]
    if not document.is_minutes:
        lists = [("主送：", sent), ("抄报：", document.copies_up), ("抄送：", document.copies)]
    return tuple(_copy_line(label, organs) for label, organs in lists if organs)


def _copy_line(label: str, organs: tuple[str, ...]) -> Line:
    out = round(width(label) * SMALL_CHARACTER)
    indents = Indents(SMALL_CHARACTER + out, SMALL_CHARACTER, -out)
    return Line(
        Role.IMPRINT, (Run(label + joined(organs).removesuffix("。") + "。"),), indents, keep_next=True
    )


def _printing(document: OfficialDocument) -> tuple[Line, ...]:
    if not document.printed_by:
        return ()
    day = document.printed_on or document.issued_on
    text = document.printed_by + (f"\t{format_date(day)}印发" if day else "")
    return (Line(Role.IMPRINT, (Run(text),), end_tab=TEXT_WIDTH - SMALL_CHARACTER),)


def _wide(characters: float) -> int:
    return round(characters * CHARACTER)
