"""Seats in the conference's office: director, deputies and members, by unit, number and rank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.bodies import is_body
from lianxi.law.reading.model import SeatKind
from lianxi.law.reading.numbers import cn_int
from lianxi.law.reading.people import POST_END
from lianxi.law.reading.roster_units import unit_of_title
from lianxi.law.reading.units import Names

_COUNT = re.compile(r"(?P<each>各)?(?P<count>\d{1,2}|[一二两三四五六])名")
_SEATS: tuple[tuple[SeatKind, re.Pattern[str]], ...] = (
    ("deputy_director", re.compile(r"副主任(?:分别)?由(?P<v>[^，。；]{2,80}?)(?:兼任|担任|出任)")),
    ("deputy_director", re.compile(r"由?(?P<v>[^，。；由]{2,80}?)(?:兼任|担任|任)(?:办公室)?副主任")),
    ("director", re.compile(r"(?<!副)主任由(?P<v>[^，。；]{2,40}?)(?:兼任|担任|出任)")),
    ("director", re.compile(r"由?(?P<v>[^，。；由]{2,40}?)(?:兼任|担任|任)(?:联席会议)?(?:办公室)?主任")),
    ("member", re.compile(r"(?P<v>[^，。；由]{2,80}?)(?:为|任|担任|作为)办公室成员")),
    ("member", re.compile(r"办公室成员由(?P<v>[^，。；]{2,80}?)(?:组成|担任|兼任)")),
)
_REST = re.compile(r"^(?:其他|其它|其余|各)(?:成员)?单位")


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat before its clause is known; flat offsets; `ambiguous` where one each or one in all is open."""

    kind: SeatKind
    unit: str | None
    count: int
    rank: str | None
    start: int
    end: int
    ambiguous: bool


def find_seats(flat: str, names: Names) -> list[Seat]:
    """Give the office's seats in order of rank; 其他成员单位 becomes one seat for each remaining unit.

    A seat held by name (张三同志兼任办公室主任) belongs to the unit that the roster gives that person.
    """
    seats: list[Seat] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _SEATS:
        if any(seat.kind == kind for seat in seats):
            continue
        for match in pattern.finditer(flat):
            if "办公室" not in _sentence(flat, match.start()) or _overlaps(match.span("v"), taken):
                continue
            taken.append(match.span("v"))
            seats.extend(_seats(kind, flat, match.span("v"), names, seats))
            break
    return sorted(seats, key=lambda seat: ("director", "deputy_director", "member").index(seat.kind))


def _sentence(flat: str, place: int) -> str:
    left = max(flat.rfind("。", 0, place), flat.rfind("\n", 0, place)) + 1
    right = min(end for end in (flat.find("。", place), flat.find("\n", place), len(flat)) if end >= 0)
    before = flat[max(0, left - 80) : left]
    return before + flat[left:right]


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(left < span[1] and span[0] < right for left, right in taken)


def _seats(kind: SeatKind, flat: str, place: tuple[int, int], names: Names, before: list[Seat]) -> list[Seat]:
    start, end = place
    text = flat[start:end]
    rest = _REST.match(text)
    count = _COUNT.search(text)
    number = cn_int(count["count"]) if count else 1
    if rest:
        rank = _rank(text[count.end() if count else rest.end() :])
        taken = {seat.unit for seat in before} if text[0] == "其" else set()
        units = [unit.name for unit in names.units if unit.name not in taken]
        return [Seat(kind, unit, number, rank, start, end, ambiguous=False) for unit in units]
    listed, tail = _units(text[: count.start()] if count else text, names)
    if not listed:
        holder = next((unit for person, unit in names.people.items() if person in text), None)
        return [Seat(kind, holder, number, None, start, end, ambiguous=False)]
    rank = _rank(text[count.end() :] if count else tail)
    open_count = count is not None and count["each"] is None and len(listed) > 1
    return [Seat(kind, unit, number, rank, start, end, open_count) for unit in listed]


def _units(text: str, names: Names) -> tuple[list[str | None], str]:
    """Return the units named one after the other, and the words behind the last (their rank)."""
    found: list[str | None] = []
    tail = ""
    for part in re.split(r"[、和及]", text):
        known = names.leading(part)
        length = known[1] if known else unit_of_title(part) or (len(part) if is_body(part) else 0)
        if known or length:
            found.append(known[0] if known else part[:length] or None)
            tail = part[length:]
    return found, tail


def _rank(text: str) -> str | None:
    rank = re.sub(r"(?:(?<!负责)(?<!领导)同志|分别|（.*)$", "", text)
    named = re.match(rf"(.*{POST_END})[\u4e00-\u9fff]{{2,3}}$", rank)
    return (named[1] if named else rank) or None
