"""Work's part of the day's run: returns of a new period are opened, those that were missed become matters."""

from datetime import datetime

from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import timer_of
from lianxi.core.words import day_of
from lianxi.core.workdays import is_workday
from lianxi.work.actions.opening import BATCH, miss_returns, open_returns
from lianxi.work.queries.returns import conferences_with_work


def open_all(at: datetime) -> int:
    """Open the returns of every conference's present period and give how many."""
    return sum(open_returns(timer_of(one), at) for one in conferences_with_work())


def miss_all(at: datetime) -> int:
    """Make missed returns matters of the ledger, on working days only, and give how many.

    Each batch is an act of its own, so that a run that is killed leaves whole batches.
    """
    if not is_workday(day_of(at), calendar_now(exact=True)):
        return 0
    count = 0
    for one in conferences_with_work():
        touched = BATCH
        while touched >= BATCH:
            touched = miss_returns(timer_of(one), at)
            count += touched
    return count
