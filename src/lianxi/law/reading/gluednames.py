"""Rosters without spaces: 周守琪国务院副总理鲁国岩国土资源部部长 taken apart by surnames, posts and the words of bodies."""

from __future__ import annotations

import re

from lianxi.law.reading.people import ORG_START, POST_END, SURNAME, person_lengths
from lianxi.law.reading.personrow import Person

_ENDS = re.compile(POST_END)
_SPACE = re.compile(r"[\s，、；]{0,8}")
_LONGEST = 46


def glued_people(folded: str, start: int, end: int, role: str) -> list[Person]:
    """Give the people of a stretch in which names and titles follow each other without a mark; empty where none do."""
    people: list[Person] = []
    place = start
    while place < end:
        blank = _SPACE.match(folded, place, end)
        place = blank.end() if blank else place
        person = _person_at(folded, place, end, role)
        if person is None:
            break
        people.append(person)
        place = person.end
    return people


def _person_at(folded: str, place: int, end: int, role: str) -> Person | None:
    for length in person_lengths(
        folded[place : min(end, place + 5)] + folded[place + 5 : min(end, place + 12)]
    ):
        name_end = place + length
        if ORG_START.match(folded, name_end, end) is None:
            continue
        stop = _title_end(folded, name_end, end)
        if stop:
            return Person(role, place, stop, (place, name_end), (name_end, stop))
    return None


def _title_end(folded: str, start: int, end: int) -> int:
    """Where a title ends: at the first post behind which another person, a mark or nothing stands."""
    limit = min(end, start + _LONGEST)
    for match in _ENDS.finditer(folded, start, limit):
        stop = match.end()
        if stop < end and folded[stop] == "（":
            close = folded.find("）", stop, min(end, stop + 16))
            stop = close + 1 if close > 0 else stop
        if (
            stop >= end
            or folded[stop] in " \t，；。\n"
            or re.match(r"[一二三四五六七八九十]+、|（[一二]", folded[stop : stop + 4])
        ):
            return stop
        rest = folded[stop : min(end, stop + 12)]
        if SURNAME.match(rest) and any(ORG_START.match(rest, length) for length in person_lengths(rest)):
            return stop
    return 0
