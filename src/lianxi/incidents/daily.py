"""The day's work: tellings that nobody signed for go on the office's call list, each once, none entered late."""

from datetime import datetime, timedelta

from lianxi.clocks.queries import time_limits
from lianxi.core.actors import timer_of
from lianxi.core.limits import LimitUnit
from lianxi.core.words import day_of
from lianxi.incidents.actions import remind_telling
from lianxi.incidents.queries.lists import unsigned
from lianxi.incidents.rules.timing import UNANSWERED

CODE = "incidents.unanswered"


def remind_all(at: datetime) -> int:
    """Put every telling that has waited too long on the call list and give how many."""
    due = 0
    for row in unsigned(at).filter(reminded_at=None).order_by("pk"):
        if at - row.happened_at >= _length(row.conference_id, at):
            remind_telling(timer_of(row.conference_id), at, telling_id=row.pk)
            due += 1
    return due


def _length(conference_id: int, at: datetime) -> timedelta:
    limit = time_limits(conference_id, (CODE,), day_of(at)).get(CODE)
    if limit is None or limit.unit not in (LimitUnit.MINUTES, LimitUnit.HOURS):
        return UNANSWERED
    return timedelta(**{limit.unit.value: limit.amount})
