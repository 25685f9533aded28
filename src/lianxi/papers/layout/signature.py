"""署名 and 成文日期, with the places of the seals where the paper takes them (7.3.5.1, 7.3.5.2).

Nothing draws a seal. Its place is a square of `SEAL` whose middle is that of the signature, so that signature and
date stand under the middle of the seal and its top within a line of the text. In the files each place has a name
that prints nothing: the bookmark 印章位置1 in DOCX, the named destination seal-1 in PDF.
"""

from collections.abc import Iterator

from lianxi.papers.layout.addressing import COLUMNS
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.numbers import format_date
from lianxi.papers.layout.pieces import Indents, Line, Run, Seal
from lianxi.papers.layout.roles import CHARACTER, LINE, MILLIMETER, Role
from lianxi.papers.layout.text import width

# The seal of a department is 42 mm wide: usual, the rule itself was not read. A row of such seals must not touch.
SEAL = round(42 * MILLIMETER)
# Sealed: two blank lines over the first row and four between rows, in which a seal finds room.
_OVER_FIRST, _BETWEEN = 2 * LINE, 4 * LINE
# Organs in a row by the longest name that still leaves a blank, with the distance of their middles, in characters.
_ROWS = ((7, 3, 8.0), (13, 2, 14.0))
# How far a seal reaches under the line of the date, in twips.
SEAL_UNDER_DATE = SEAL // 2 + 160 - 2 * LINE


def signature(document: OfficialDocument) -> Iterator[Line]:
    """Return the signature and the date under it; of a joint issue the organs in their order."""
    day = format_date(document.issued_on) if document.issued_on else ""
    if document.sealed and document.signed_by:
        yield from _sealed(document.signed_by, day)
        return
    names, date = _unsealed_places([width(name) for name in document.signed_by], width(day))
    for place, (name, left) in enumerate(zip(document.signed_by, names, strict=True)):
        yield Line(Role.SIGNATURE, (Run(name),), Indents(_wide(left)), LINE if place == 0 else None)
    if day:
        yield Line(Role.ISSUED_ON, (Run(day),), Indents(_wide(date)), None if names else LINE)


def _unsealed_places(names: list[float], day: float) -> tuple[list[float], float]:
    """Place names and date, in characters from the left (7.3.5.2)."""
    longest = max(names, default=0)
    if day > longest:
        # A date longer than the name stands 2 characters in and the name gives way.
        date = COLUMNS - 2 - day
        return [date - 2] * len(names), date
    # Otherwise the name stands 2 characters in and the date starts 2 characters after it.
    left = max(0.0, COLUMNS - 2 - longest)
    return [left] * len(names), left + 2


def _sealed(names: tuple[str, ...], day: str) -> Iterator[Line]:
    """Return the date 4 characters in and the names over it, a joint issue's in rows that end over the date."""
    date = COLUMNS - 4 - width(day or "2026年10月10日")
    middle = date + (COLUMNS - 4 - date) / 2
    count, apart = _in_a_row([width(name) for name in names])
    for reached in range(0, len(names), count):
        row = names[reached : reached + count]
        middles = [middle - apart * (len(row) - 1 - column) for column in range(len(row))]
        yield _row(row, middles, reached, _BETWEEN if reached else _OVER_FIRST)
    if day:
        yield Line(Role.ISSUED_ON, (Run(day),), Indents(_wide(date)))


def _in_a_row(widths: list[float]) -> tuple[int, float]:
    """How many organs stand in a row, and how far their middles are apart."""
    if len(widths) > 1:
        for longest, count, apart in _ROWS:
            if max(widths) <= longest:
                return count, apart
    return 1, 0


def _row(names: tuple[str, ...], middles: list[float], reached: int, before: int) -> Line:
    """One row of names over the middles; a single name too long for its place keeps within the line."""
    first = width(names[0])
    left = max(0.0, min(middles[0] - first / 2, COLUMNS - first))
    if len(names) == 1:
        middles = [left + first / 2]
    seals = tuple(Seal(number, _wide(at)) for number, at in enumerate(middles, start=reached + 1))
    if len(names) == 1:
        return Line(Role.SIGNATURE, (Run(names[0]),), Indents(_wide(left)), before, seals=seals)
    return Line(Role.SIGNATURE, tuple(Run(f"\t{name}") for name in names), None, before, seals=seals)


def _wide(characters: float) -> int:
    return round(characters * CHARACTER)
