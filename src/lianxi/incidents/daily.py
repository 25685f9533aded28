"""The day's work: unsigned tellings go on the office's call list, each once; the week's duty sheet is asked for."""

from datetime import datetime, timedelta

from lianxi.bodies.queries import in_force
from lianxi.clocks.queries import calendar_now, time_limits
from lianxi.core.actors import timer_of
from lianxi.core.limits import LimitUnit
from lianxi.core.words import day_of
from lianxi.core.workdays import is_workday
from lianxi.incidents.actions import ask_print, remind_telling
from lianxi.incidents.models import DutyPhone
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


def ask_prints(at: datetime) -> int:
    """Ask each conference that keeps a duty sheet to print it, on the first working day of a week; give how many."""
    day = day_of(at)
    if not is_workday(day, calendar_now()):
        return 0
    kept = DutyPhone.objects.filter(in_force(day)).values_list("conference_id", flat=True).distinct()
    return sum(
        ask_print(timer_of(conference_id), at) is not None for conference_id in kept.order_by("conference_id")
    )
