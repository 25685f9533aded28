"""The exchange's part of the day's run: reminders, and matters for answers that are missing."""

from datetime import datetime

from lianxi.core.actors import timer_of
from lianxi.exchange.actions.timing import BATCH, oblige_missing, remind_due
from lianxi.exchange.queries.due import find_conferences


def run_exchange(at: datetime) -> int:
    """Enter what is owed and remind of what is open at a moment, and give how many records were touched.

    Each batch is an act of its own, so that a run that is killed leaves whole batches.
    """
    count = 0
    for conference_id in find_conferences():
        for step in (oblige_missing, remind_due):
            touched = BATCH
            while touched >= BATCH:
                touched = step(timer_of(conference_id), at)
                count += touched
    return count
