"""The day's work: a supervision whose term is over lapses; a plan of checks begins with its first week."""

from datetime import datetime

from lianxi.core.actors import timer_of
from lianxi.core.words import day_of
from lianxi.inspections.actions import begin_plan, lapse
from lianxi.inspections.queries import over_term
from lianxi.inspections.queries.checks import plans_to_begin


def lapse_all(at: datetime) -> int:
    """Let every supervision lapse whose term is over and give how many."""
    rows = over_term(day_of(at))
    for row in rows:
        lapse(timer_of(row.conference_id), at, supervision_id=row.pk)
    return len(rows)


def begin_all(at: datetime) -> int:
    """Begin every plan of checks whose first week has come and give how many."""
    rows = plans_to_begin(day_of(at))
    for row in rows:
        begin_plan(timer_of(row.conference_id), at, plan_id=row.pk)
    return len(rows)
