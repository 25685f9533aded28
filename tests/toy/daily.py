"""The day's reminders, and what `lianxi doctor` sees."""

from collections.abc import Iterator
from datetime import date, datetime

from lianxi.core.actors import timer_of
from lianxi.core.doctor import Sign
from lianxi.core.words import day_of
from toy.actions import remind
from toy.queries import list_due


def remind_all(at: datetime) -> int:
    """Remind of every memo whose day it is and give how many."""
    rows = list_due(day_of(at))
    for row in rows:
        remind(timer_of(row.conference_id), at, memo_id=row.pk)
    return len(rows)


def look(_day: date) -> Iterator[Sign]:
    """Say that memos need nothing of the installation."""
    yield Sign(True, "玩具备忘不需要别的程序")
