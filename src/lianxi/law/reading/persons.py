"""Roster lines as values: person, seat, unit and post, out of the printed name and title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lianxi.law.reading.build import Subjects
from lianxi.law.reading.found import Found
from lianxi.law.reading.model import ClauseText, RosterLine
from lianxi.law.reading.page import Page
from lianxi.law.reading.personrow import Person
from lianxi.law.reading.procedure import find_conveners
from lianxi.law.reading.roster_units import unit_of_title
from lianxi.law.reading.rosters import Roster, person_name
from lianxi.law.reading.units import Names
from lianxi.law.reading.walk import flat_range


def roster_lines(
    page: Page, roster: Roster, clauses: list[ClauseText], subjects: Subjects
) -> list[RosterLine]:
    """Give the roster's lines; `clauses` are the roster's records in the same order."""
    return [
        _line(page, person, clause, subjects) for person, clause in zip(roster.people, clauses, strict=True)
    ]


def _line(page: Page, person: Person, clause: ClauseText, subjects: Subjects) -> RosterLine:
    start, end = flat_range(page, *person.title)
    title, flat_title = page.cut(start, end).replace("\t", ""), page.flat[start:end].replace("\t", "")
    known = subjects.names.leading(flat_title)
    length = known[1] if known else unit_of_title(flat_title)
    unit = known[0] if known else (title[:length] or None)
    return RosterLine(
        role=person.role,
        person=person_name(page.source, person),
        person_as_printed=page.source[person.name[0] : person.name[1]],
        unit=unit,
        title=title,
        post=title[length:] or title,
        start=person.start,
        end=person.end,
        clause_id=clause.id,
    )


def convener_in_roster(page: Page, roster: Roster, names: Names, role: str) -> Found | None:
    """Give who holds a role by the roster: names with titles where printed so, else the titles alone."""
    people = [person for person in roster.people if person.role == role]
    if not people:
        return None
    values = [_value(page, person, names) for person in people]
    start, end = flat_range(page, people[0].start, people[-1].end)
    return Found("、".join(values), start, end, f"role_roster:{role}")


def _value(page: Page, person: Person, names: Names) -> str:
    start, end = flat_range(page, *person.title)
    title = page.cut(start, end)
    bracketed = page.folded[person.name[1] : person.title[0]].strip().startswith("（")
    has_unit = names.leading(page.flat[start:end]) or unit_of_title(page.flat[start:end])
    named = bracketed or (not has_unit and "召集人" not in person.role)
    return f"{person_name(page.source, person)}（{title}）" if named else title


def deputy_lines(
    page: Page, lines: tuple[RosterLine, ...], names: Names, locate: Callable[[int], str | None]
) -> Iterator[RosterLine]:
    """Give the deputies: those of the roster, else the posts that a sentence names (副召集人由…担任), persons empty."""
    listed = [line for line in lines if line.role.lstrip("常务执行第一").startswith("副")]
    if listed:
        yield from listed
        return
    for role in ("副召集人", "副组长", "副主任"):
        found = find_conveners(page, role)
        if found is None or (
            role == "副主任" and "办公室" in page.flat[max(0, found.start - 12) : found.end + 6]
        ):
            continue
        place = found.start
        for part in re.split("[、和及](?![^（]*）)", page.flat[found.start : found.end]):
            known = names.leading(part)
            length = known[1] if known else unit_of_title(part)
            span = page.span(place, place + max(1, len(part)))
            unit = known[0] if known else (page.cut(place, place + length) or None)
            title = page.cut(place, place + len(part))
            yield RosterLine(
                role,
                "",
                "",
                unit,
                title,
                title[length:] or title,
                span.start,
                span.end,
                locate(span.start) or "",
            )
            place += len(part) + 1
        return
