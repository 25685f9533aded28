"""The person pass: names and identity numbers leave the table before anything else sees it.

The table is rewritten with a pseudonym in place of the identity columns; the identities go to the vault, sealed.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from lianxi.core.identifiers import identity_number_fault, plain_identifier
from lianxi.register.pseudonyms import pseudonym
from lianxi.surveillance.rules.streams import CASES, EXAMS, Stream
from lianxi.tables.headings import Headings, heading_key, known_headings, match_headings
from lianxi.tables.lines import MAX_LINE
from lianxi.tables.opening import Table

# Fields that the person pass takes out of the file before anything is stored.
IDENTITY = ("person_name", "id_number", "id_kind")
# Kinds of document other than the identity card, by code (GB/T 2261 series writes 01 for it) or name.
_OTHER_DOCUMENTS = ("护照", "军官证", "港澳", "台胞", "外国人", "其他")


@dataclass
class Sealing:
    """What the pass found: pseudonym → identity, to be sealed."""

    identities: dict[str, dict[str, str]] = field(default_factory=dict)


def identity_columns(cells: tuple[str, ...]) -> dict[str, int]:
    """Say where names, numbers and kinds of document stand."""
    known = {heading: one for stream in (CASES, EXAMS) for heading, one in known_headings(stream).items()}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        one = cell if cell in IDENTITY else known.get(heading_key(cell), "")
        if one in IDENTITY:
            found.setdefault(one, place)
    return found


def take_persons_out(stream: Stream, table: Table, work: Path, today: date, sealing: Sealing) -> Table:
    """Rewrite a table without identities: person and person_fault replace their columns.

    Only columns that are fields of the stream are kept. A line keeps its place, so that rows keep their numbers.
    """
    where = identity_columns(table.headings)
    headings = match_headings(stream, table.headings)
    kept = sorted({place for places in headings.columns.values() for place in places})
    target = work / f"{table.path.stem}.plain.csv"
    csv.field_size_limit(MAX_LINE)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        out.write("#\n" * (table.skip - 1))
        writer.writerow([*(table.headings[place] for place in kept), "person", "person_fault"])
        for row in _lines(table):
            cells = [row[place] if place < len(row) else "" for place in kept]
            # A line of another shape stays one: the check must see it.
            if not any(row):
                writer.writerow([*cells, "", ""])
            elif len(row) != len(table.headings) and len(row) < max(kept, default=0) + 1:
                writer.writerow(cells[:-1])
            else:
                writer.writerow([*cells, *_person(row, where, headings, today, sealing)])
    names = (*(table.headings[place] for place in kept), "person", "person_fault")
    return replace(table, path=target, headings=names, delimiter=",")


def _lines(table: Table) -> Iterator[list[str]]:
    with table.path.open("r", encoding="utf-8", errors="replace", newline="") as file:
        for _ in range(table.skip):
            file.readline()
        yield from csv.reader((line.replace("\0", "") for line in file), delimiter=table.delimiter)


def _person(
    row: list[str], where: dict[str, int], headings: Headings, today: date, sealing: Sealing
) -> tuple[str, str]:
    """Give the pseudonym and what is wrong with the number; note the identity for the vault."""

    def cell(name: str) -> str:
        place = where.get(name)
        return row[place].strip() if place is not None and place < len(row) else ""

    name, number, kind = cell("person_name"), plain_identifier(cell("id_number")), cell("id_kind")
    if number:
        if not any(word in kind for word in _OTHER_DOCUMENTS) and identity_number_fault(number, today):
            return "", "person_bad"
        return _noted(pseudonym("id", number), {"name": name, "number": number, "kind": kind}, sealing), ""
    card = _first(row, headings, "exam_no") or _first(row, headings, "report_no")
    if not card:
        return "", "person_none"
    own = f"{card}:{_first(row, headings, 'institution')}"
    return (
        _noted(pseudonym("card", own), {"name": name}, sealing) if name else pseudonym("card", own)
    ), "person_none"


def _first(row: list[str], headings: Headings, field_name: str) -> str:
    places = headings.columns.get(field_name, ())
    return next((row[place].strip() for place in places if place < len(row) and row[place].strip()), "")


def _noted(person: str, identity: dict[str, str], sealing: Sealing) -> str:
    sealing.identities[person] = {sys.intern(key): value for key, value in identity.items() if value}
    return person
