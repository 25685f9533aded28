"""A plan made greedily: firm by firm the week that serves most, within teams and caps; the floor of every plan."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from lianxi.inspections.rules.requests import Request, Subject


class Room:
    """How much room is left: a unit's teams in a week, counted weeks of a unit and of a line at a firm."""

    def __init__(self, units: Mapping[str, Subject], system_left: Mapping[tuple[str, str], int]) -> None:
        self.units, self.system_left = units, system_left
        self.is_bounded = True
        self.joined: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.counted: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.of_line: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)

    def has(self, one: Request, week: int) -> bool:
        """Tell whether a request fits into a week."""
        subject = self.units[one.unit]
        if self.is_full(one.unit, week) and one.firm not in self.joined[one.unit, week]:
            return False
        if not one.is_counted:
            return True
        weeks = self.counted[one.unit, one.firm]
        if week not in weeks and len(weeks) >= subject.left(one.firm):
            return False
        line, left = self.of_line[subject.system, one.firm], self.system_left.get((subject.system, one.firm))
        return left is None or (one.unit, week) in line or len(line) < left

    def is_full(self, unit: str, week: int) -> bool:
        """Tell whether a unit has no team left in a week."""
        return self.is_bounded and len(self.joined[unit, week]) >= self.units[unit].visits_per_week

    @contextmanager
    def unbounded(self) -> Iterator[None]:
        """Look at caps alone, as if teams were without end."""
        self.is_bounded = False
        try:
            yield
        finally:
            self.is_bounded = True

    def clear(self, own: Sequence[Request], weeks: Mapping[str, int]) -> None:
        """Give back all the room of one firm, whose requests are `own`."""
        for one in own:
            if one.id in weeks:
                self.joined[one.unit, weeks[one.id]].discard(one.firm)
            self.counted.pop((one.unit, one.firm), None)
            self.of_line.pop((self.units[one.unit].system, one.firm), None)

    def take(self, one: Request, week: int) -> None:
        """Take up the room of a request in a week."""
        self.joined[one.unit, week].add(one.firm)
        if one.is_counted:
            self.counted[one.unit, one.firm].add(week)
            self.of_line[self.units[one.unit].system, one.firm].add((one.unit, week))


def plan_greedily(
    requests: Sequence[Request],
    options: Mapping[str, Sequence[int]],
    room: Room,
) -> dict[str, int]:
    """Give requests their weeks, firms with the narrowest windows first."""
    by_firm: dict[str, list[Request]] = defaultdict(list)
    for one in requests:
        by_firm[one.firm].append(one)
    weeks: dict[str, int] = {}
    for own in sorted(by_firm.values(), key=lambda rows: min(len(options[one.id]) for one in rows)):
        placed = place_firm(own, options, room)
        for one in own:
            if one.id in placed:
                room.take(one, placed[one.id])
        weeks |= placed
    return weeks


def place_firm(own: Sequence[Request], options: Mapping[str, Sequence[int]], room: Room) -> dict[str, int]:
    """Give the requests of one firm their weeks, each time the week that serves most; the room is left as it was."""
    left, weeks = list(own), {}
    while left:
        week, served = _best(left, options, room)
        if not served:
            break
        for one in served:
            room.take(one, week)
            weeks[one.id] = week
        left = [one for one in left if one.id not in weeks]
    room.clear(own, weeks)
    return weeks


def _best(
    left: Sequence[Request], options: Mapping[str, Sequence[int]], room: Room
) -> tuple[int, list[Request]]:
    best: tuple[int, list[Request]] = (0, [])
    for week in sorted({week for one in left for week in options[one.id]}):
        served = _fitting(
            [one for one in left if week in options[one.id] and room.has(one, week)], week, room
        )
        if len(served) > len(best[1]):
            best = week, served
    return best


def _fitting(served: Sequence[Request], week: int, room: Room) -> list[Request]:
    """Leave out what no longer fits once the others of one line are in."""
    lines: dict[str, set[str]] = defaultdict(set)
    kept = []
    for one in served:
        system = room.units[one.unit].system
        left = room.system_left.get((system, one.firm))
        if left is not None and one.is_counted:
            taken = room.of_line[system, one.firm] | {(unit, week) for unit in lines[system]}
            if (one.unit, week) not in taken and len(taken) >= left:
                continue
            lines[system].add(one.unit)
        kept.append(one)
    return kept
