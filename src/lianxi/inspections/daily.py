"""The day's work: a supervision whose term is over lapses."""

from datetime import datetime

from lianxi.core.actors import timer_of
from lianxi.core.words import day_of
from lianxi.inspections.actions import lapse
from lianxi.inspections.queries import over_term


def lapse_all(at: datetime) -> int:
    """Let every supervision lapse whose term is over and give how many."""
    rows = over_term(day_of(at))
    for row in rows:
        lapse(timer_of(row.conference_id), at, supervision_id=row.pk)
    return len(rows)
