"""Whether a task of a work point may be said to be done, and what is left of a year carried over."""

from collections.abc import Sized
from datetime import date
from typing import Protocol

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.work.rules.machines import POINT_TASK

RULE = "要点由办公室登记，任务由承担单位填报"


class TaskFacts(Protocol):
    """What decides on a task: whose it is and where it stands."""

    @property
    def unit_id(self) -> int: ...
    @property
    def state(self) -> str: ...


def finish(facts: TaskFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that does a task say once that it is done."""
    if actor.unit_id != facts.unit_id:
        return NotPermitted("这项任务由别的单位承担。", rule=RULE, next_step="请由承担单位填报。")
    return POINT_TASK.refusal("work.task.finish", facts.state)


def carry(left: Sized, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office carry a year's tasks over while some are left."""
    return None if left else BadInput("这一年没有未完成的任务。", next_step="无需转入。")
