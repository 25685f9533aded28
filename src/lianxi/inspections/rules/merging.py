"""Requests → common visits: first the most requests served, then the fewest entries into firms, earliest weeks.

A visit is one firm in one week. A unit joins at most `visits_per_week` firms a week; distinct weeks in which it
makes a counted check at a firm stay within its cap, and those of a line's units within the line's. A greedy plan is
made better step by step; where it serves all in the fewest visits that the windows ask, nothing better exists. Small
plans of which that is not known are an integer programme solved by HiGHS (SciPy), exactly.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lianxi.inspections.rules.greedy import Room, plan_greedily
from lianxi.inspections.rules.improving import Board, earliest_ends
from lianxi.inspections.rules.requests import Request, Screened, Subject, screen, weeks_of

# Up to so many requests the programme is solved exactly.
ONE_SOLVE = 200


@dataclass(frozen=True, slots=True)
class Visit:
    """One entry into one firm in one week, and the requests served by it."""

    firm: str
    week: int
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A merged plan. `separate` is the number of visits were each unit to go by itself.

    `waiting` are requests no week can hold, with their reason; `is_waiting_certain` is False where another
    plan as good serves one of them in place of another.
    """

    screened: Screened
    visits: tuple[Visit, ...]
    separate: int
    waiting: Mapping[str, str]
    is_waiting_certain: bool
    attached: tuple[str, ...] = ()
    unattached: tuple[str, ...] = ()

    @property
    def scheduled(self) -> int:
        return sum(len(one.requests) for one in self.visits)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be planned: units, weeks, designated levels, caps of whole lines by firm; seconds to spend."""

    units: Mapping[str, Subject]
    weeks: Sequence[int]
    designated: Mapping[str, str] = field(default_factory=dict)
    system_left: Mapping[tuple[str, str], int] = field(default_factory=dict)
    seconds: float = 20.0


def merge(requests: Sequence[Request], task: Task) -> Plan:
    """Screen requests and merge the rest into visits."""
    screened = screen(requests, task.units, task.weeks, task.designated)
    rest = screened.on_site
    weeks = assigned(rest, task)
    by_visit: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one in rest:
        if one.id in weeks:
            by_visit[one.firm, weeks[one.id]].append(one.id)
    visited = {firm for firm, _week in by_visit}
    waiting = [one for one in rest if one.id not in weeks]
    return Plan(
        screened=screened,
        visits=tuple(Visit(firm, week, tuple(sorted(ids))) for (firm, week), ids in sorted(by_visit.items())),
        separate=_apart(rest, task),
        waiting={one.id: _why(one, rest, weeks, task) for one in waiting},
        is_waiting_certain=not waiting or _is_certain(rest, waiting, weeks, task),
        attached=tuple(sorted(one.id for one in screened.union if one.firm in visited)),
        unattached=tuple(sorted(one.id for one in screened.union if one.firm not in visited)),
    )


def assigned(requests: Sequence[Request], task: Task) -> dict[str, int]:
    """Give each request its week; those that no week can hold are left out."""
    if not requests:
        return {}
    options = {one.id: weeks_of(one, task.units[one.unit], task.weeks) for one in requests}
    room = Room(task.units, task.system_left)
    floor = Board(requests, options, room, plan_greedily(requests, options, room)).improve()
    is_best = _worth(requests, floor) == (len(requests), -fewest_visits(requests, options))
    if is_best or len(requests) > ONE_SOLVE:
        return floor
    # The solver is loaded when a plan is made, not with the pages.
    from lianxi.inspections.rules.programme import Programme

    found = Programme(requests, options, task.units, task.system_left).solve(task.seconds)
    return max(found or {}, floor, key=lambda weeks: _worth(requests, weeks))


def fewest_visits(requests: Sequence[Request], options: Mapping[str, Sequence[int]]) -> int:
    """Count the fewest weeks that meet every request of each firm, were teams and caps without end.

    No plan that serves all has fewer.
    """
    by_firm: dict[str, list[Sequence[int]]] = defaultdict(list)
    for one in requests:
        by_firm[one.firm].append(options[one.id])
    return sum(len(earliest_ends(weeks)) for weeks in by_firm.values())


def _worth(requests: Sequence[Request], weeks: Mapping[str, int]) -> tuple[int, int]:
    visits = {(one.firm, weeks[one.id]) for one in requests if one.id in weeks}
    return len(weeks), -len(visits)


def _apart(requests: Sequence[Request], task: Task) -> int:
    """Count the visits if each unit planned for itself: its own items at a firm still share a visit."""
    count = 0
    for unit in dict.fromkeys(one.unit for one in requests):
        own = [one for one in requests if one.unit == unit]
        alone = assigned(own, task)
        count += len({(one.firm, alone[one.id]) for one in own if one.id in alone})
    return count


def _why(one: Request, requests: Sequence[Request], weeks: Mapping[str, int], task: Task) -> str:
    """Say why a request waits: the cap at its firm is used up, or no team is free."""
    if not one.is_counted:
        return "no_capacity"
    subject = task.units[one.unit]
    at_firm = [
        (other.unit, weeks[other.id])
        for other in requests
        if other.firm == one.firm and other.is_counted and other.id in weeks
    ]
    own = {week for unit, week in at_firm if unit == one.unit}
    if len(own) >= subject.left(one.firm):
        return "cap_reached"
    line = {pair for pair in at_firm if task.units[pair[0]].system == subject.system}
    left = task.system_left.get((subject.system, one.firm))
    return "cap_reached" if left is not None and len(line) >= left else "no_capacity"


def _is_certain(
    requests: Sequence[Request], waiting: Sequence[Request], weeks: Mapping[str, int], task: Task
) -> bool:
    """Tell whether no plan as good serves one of the waiting requests; large plans do not ask."""
    if len(requests) > ONE_SOLVE:
        return False
    from lianxi.inspections.rules.programme import Programme

    options = {one.id: weeks_of(one, task.units[one.unit], task.weeks) for one in requests}
    other = Programme(requests, options, task.units, task.system_left)
    other.require_one_of([one.id for one in waiting])
    found = other.solve(task.seconds)
    return other.is_proven and (found is None or _worth(requests, found) < _worth(requests, weeks))
