"""The clocks' part of the day's run: conferences whose open clocks stand under another calendar."""

from datetime import datetime

from lianxi.bodies.models import Conference
from lianxi.clocks.actions import apply_calendar
from lianxi.clocks.queries import applied_editions, calendar_now
from lianxi.core.actors import timer_of
from lianxi.core.words import day_of
from lianxi.core.workdays import china


def apply_everywhere(at: datetime, *, again: bool = False) -> int:
    """Derive the open clocks anew wherever that is still to be done; it gives what moved.

    With `again` every conference is looked at, as after an update of the shipped calendar. A conference is
    one act: a run that is killed leaves whole conferences, and the next one goes on.
    """
    edition, applied, moved = calendar_now(exact=True).edition, applied_editions(), 0
    for pk in (
        Conference.objects.filter(starts_on__lte=day_of(at)).order_by("pk").values_list("pk", flat=True)
    ):
        if again or applied.get(pk, china().edition) != edition:
            moved += len(apply_calendar(timer_of(pk), at, again=again))
    return moved
