"""The desk of a seat: what waits in all rooms, the nearest day first, with lights; and its calendar."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from lianxi.bodies.waiting import gather_desk, lay_desk
from lianxi.core.actors import Actor
from lianxi.core.desk import Alarm, FeedEntry, Rest, Task
from lianxi.core.rooms import Refused, load, rooms
from lianxi.core.workdays import add_workdays, count_workdays
from lianxi.ledger.rules import Cutoffs, read_light
from lianxi.ledger.waiting import limits_of


@dataclass(frozen=True, slots=True)
class Tasks:
    """What waits for a seat on a day; `rests` say which rooms have more than they list, `alarms` what is
    said first, `limits` those of the day's lights.
    """

    day: date
    rows: tuple[Task, ...]
    rests: tuple[Rest, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    limits: Cutoffs | None = None

    def as_json(self) -> list[dict[str, Any]]:
        """Return the tasks as plain JSON: room, kind, title, why, due, light, url, mine."""
        return [
            {
                "room": task.room,
                "kind": task.kind,
                "title": task.title,
                "why": task.why,
                "due": task.due_on.isoformat() if task.due_on else None,
                "light": task.light,
                "url": task.url,
                "mine": task.mine,
            }
            for task in self.rows
        ]


def list_tasks(actor: Actor, at: datetime) -> Tasks:
    """List what waits for a seat in all rooms, the nearest day first, without a day last."""
    desk = lay_desk(actor, at)
    found, limits = gather_desk(desk), limits_of(desk)
    tasks = [_lit(one, limits) for one in found if isinstance(one, Task)]
    tasks.sort(key=lambda task: (not task.first, task.due_on is None, task.due_on or desk.day))
    alarms = tuple(one for one in found if isinstance(one, Alarm))
    return Tasks(desk.day, tuple(tasks), tuple(one for one in found if isinstance(one, Rest)), alarms, limits)


def _lit(task: Task, limits: Cutoffs) -> Task:
    """Return a task with the light of its day, unless the room gave one."""
    if task.due_on is None or task.light:
        return task
    reading = read_light("issued", task.due_on, _of_term(task, limits))
    if reading.light is None:
        return task
    return replace(task, light=str(reading.light), light_words=reading.label, light_why=reading.sentence)


def _of_term(task: Task, limits: Cutoffs) -> Cutoffs:
    """Return the limits for a task's term: of a short one no more than its last third is near, at least one day."""
    start = (task.derivation or {}).get("start")
    if not start or task.due_on is None:
        return limits
    term = count_workdays(date.fromisoformat(str(start)), task.due_on, limits.calendar)
    near = max(1, min(limits.near_days, term // 3))
    return (
        limits
        if near == limits.near_days
        else replace(
            limits, near_days=near, near_before=add_workdays(limits.today, near + 1, limits.calendar)
        )
    )


def list_days(actor: Actor, at: datetime) -> Iterator[FeedEntry]:
    """List the entries of a seat's calendar from all rooms."""
    desk = lay_desk(actor, at)
    for room in reversed(rooms()):
        if not isinstance(room.feed, Refused):
            yield from load(room.feed)(desk)
