"""The ledger's part of the day's run: periods that begin and slips whose day has come, conference by conference."""

from datetime import datetime

from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import timer_of
from lianxi.core.words import day_of
from lianxi.core.workdays import is_workday
from lianxi.ledger.actions.periods import begin_period
from lianxi.ledger.actions.slips import BATCH, issue_due_slips
from lianxi.ledger.queries.clauses import list_waiting_past
from lianxi.ledger.queries.slips import find_waiting_conferences


def begin_periods(at: datetime) -> int:
    """Begin the next period of what recurs and still waits to be verified; give how many have begun."""
    found = list_waiting_past(day_of(at))
    return sum(begin_period(timer_of(of), at, obligation_id=pk) is not None for of, pk in found)


def issue_slips(at: datetime) -> int:
    """Issue every slip that is due at a moment and give how many were issued or stopped.

    Each batch is an act of its own: a run that is killed leaves whole batches, and the next one goes on.
    """
    day, calendar, count = day_of(at), calendar_now(exact=True), 0
    if not is_workday(day, calendar):
        return 0
    for conference_id in find_waiting_conferences(day, calendar):
        touched = BATCH
        # Less than a batch was all there was.
        while touched >= BATCH:
            touched = issue_due_slips(timer_of(conference_id), at)
            count += touched
    return count
