"""What follows the body: 附件说明, attendance, signature and date, note and 版记 (7.3.4-7.4, 10.3)."""

from collections.abc import Iterator

from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.numbers import format_date
from lianxi.papers.layout.pieces import Imprint, Indents, Line, Piece, Run, plain
from lianxi.papers.layout.roles import CHARACTER, LINE, SMALL_CHARACTER, TEXT_WIDTH, Face, Role
from lianxi.papers.layout.text import width

# Characters in a line of the type area (5.2.3).
_COLUMNS = 28


def closing(document: OfficialDocument) -> Iterator[Piece]:
    """This function will give everything printed after the body, in its order."""
    yield from _attachments(document.attachments)
    yield from _attendance(document)
    if not document.is_minutes:
        yield from _signature(document)
    if document.note:
        note = document.note
        yield plain(Role.NOTE, note if note.startswith("（") else f"（{note}）")
    bands = tuple(band for band in (_copies(document), _printing(document)) if band)
    if bands:
        yield Imprint(bands)


def _attachments(names: tuple[str, ...]) -> Iterator[Line]:
    for place, name in enumerate(names, 1):
        lead = "附件：" if place == 1 else ""
        order = f"{place}." if len(names) > 1 else ""
        # 2 characters in, 3 for 附件：, then the order number; continuation under the name (7.3.4).
        out = width(lead + order)
        indents = Indents(_wide(5 + width(order)), 0, -_wide(out))
        before = LINE if place == 1 else None
        yield Line(Role.ATTACHMENTS, (Run(lead + order + name),), indents, before, keep_next=True)


def _attendance(document: OfficialDocument) -> Iterator[Line]:
    for place, attendance in enumerate(document.attendance):
        label = attendance.label.removesuffix("：") + "："
        out = width(label)
        indents = Indents(_wide(2 + out), 0, -_wide(out))
        runs = (Run(label, Face.HEI), Run(joined(attendance.entries)))
        yield Line(Role.ATTENDANCE, runs, indents, LINE if place == 0 else None)


def _signature(document: OfficialDocument) -> Iterator[Line]:
    day = format_date(document.issued_on) if document.issued_on else ""
    places = _sealed_places if document.sealed else _unsealed_places
    names, date = places([width(name) for name in document.signed_by], width(day))
    for place, (name, left) in enumerate(zip(document.signed_by, names, strict=True)):
        # Sealed or not, one blank line: a seal's top must come within a line of the text (7.3.5.1).
        yield Line(Role.SIGNATURE, (Run(name),), Indents(_wide(left)), LINE if place == 0 else None)
    if day:
        yield Line(Role.ISSUED_ON, (Run(day),), Indents(_wide(date)), None if names else LINE)


def _unsealed_places(names: list[float], day: float) -> tuple[list[float], float]:
    """This function will place names and date, in characters from the left (7.3.5.2)."""
    longest = max(names, default=0)
    if day > longest:
        # A date longer than the name stands 2 characters in and the name gives way.
        date = _COLUMNS - 2 - day
        return [date - 2] * len(names), date
    # Otherwise the name stands 2 characters in and the date starts 2 characters after it.
    left = max(0.0, _COLUMNS - 2 - longest)
    return [left] * len(names), left + 2


def _sealed_places(names: list[float], day: float) -> tuple[list[float], float]:
    """This function will place the date 4 characters in and the names centered above it (7.3.5.1)."""
    date = _COLUMNS - 4 - day
    return [max(0.0, min(date + (day - wide) / 2, _COLUMNS - wide)) for wide in names], date


def _copies(document: OfficialDocument) -> tuple[Line, ...]:
    sent = document.recipients if document.moves_recipients else ()
    lists = (("抄报：", document.copies_up), ("分送：", sent), ("抄送：", document.copies))
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
