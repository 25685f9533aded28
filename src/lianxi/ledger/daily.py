"""The ledger's part of the day's run: slips whose day has come, conference by conference."""

from datetime import datetime

from lianxi.bodies.models import Conference
from lianxi.core.actors import timer_of
from lianxi.core.words import day_of
from lianxi.ledger.actions.slips import issue_due_slips


def issue_slips(at: datetime) -> int:
    """This function will issue every slip that is due at a moment and give how many were issued or stopped.

    Each batch is an act of its own: a run that is killed leaves whole batches, and the next one goes on.
    """
    begun = Conference.objects.filter(starts_on__lte=day_of(at)).order_by("pk")
    count = 0
    for conference_id in begun.values_list("pk", flat=True):
        while touched := issue_due_slips(timer_of(conference_id), at):
            count += touched
    return count
