"""Requests → common visits: first the most requests served, then the fewest entries into firms, earliest weeks.

A visit is one firm in one week. A unit joins at most `visits_per_week` firms a week; distinct weeks in which it
makes a counted check at a firm stay within its cap, and those of a line's units within the line's. The plan is an
integer programme solved by HiGHS (SciPy): exact where the time is enough, never worse than the greedy plan.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lianxi.inspections.rules.greedy import plan_greedily
from lianxi.inspections.rules.programme import ONE_SOLVE, Programme
from lianxi.inspections.rules.requests import Request, Screened, Subject, screen, weeks_of


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
    floor = plan_greedily(requests, options, task.units, task.system_left)
    if len(floor) == len(requests) and -_worth(requests, floor)[1] == fewest_visits(requests, options):
        return floor
    found = Programme(requests, options, task.units, task.system_left).solve(task.seconds)
    return max(found or {}, floor, key=lambda weeks: _worth(requests, weeks))


def fewest_visits(requests: Sequence[Request], options: Mapping[str, Sequence[int]]) -> int:
    """Count the fewest weeks that meet every request of each firm, were teams and caps without end.

    Earliest ends first: exact for windows, and no plan that serves all has fewer.
    """
    by_firm: dict[str, list[Sequence[int]]] = defaultdict(list)
    for one in requests:
        by_firm[one.firm].append(options[one.id])
    count = 0
    for weeks in by_firm.values():
        entered: list[int] = []
        for given in sorted(weeks, key=lambda given: given[-1]):
            if not set(entered) & set(given):
                entered.append(given[-1])
        count += len(entered)
    return count


def _worth(requests: Sequence[Request], weeks: Mapping[str, int]) -> tuple[int, int]:
    visits = {(one.firm, weeks[one.id]) for one in requests if one.id in weeks}
    return len(weeks), -len(visits)


def _apart(requests: Sequence[Request], task: Task) -> int:
    """Count the visits if each unit planned for itself: its own items at a firm still share a visit."""
    count = 0
    for unit in dict.fromkeys(one.unit for one in requests):
        own = [one for one in requests if one.unit == unit]
        alone = _alone(own, task)
        count += len({(one.firm, alone[one.id]) for one in own if one.id in alone})
    return count


def _alone(own: Sequence[Request], task: Task) -> dict[str, int]:
    # One item a firm, and no week fuller than the unit's teams: every item is a visit of its own.
    firms = {one.firm for one in own}
    if len(firms) == len(own):
        options = {one.id: weeks_of(one, task.units[one.unit], task.weeks) for one in own}
        greedy = plan_greedily(own, options, task.units, task.system_left)
        if len(greedy) == len(own):
            return greedy
    return assigned(own, task)


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
    options = {one.id: weeks_of(one, task.units[one.unit], task.weeks) for one in requests}
    other = Programme(requests, options, task.units, task.system_left)
    other.require_one_of([one.id for one in waiting])
    found = other.solve(task.seconds)
    return found is None or _worth(requests, found) < _worth(requests, weeks)
