"""After an upgrade: what an older version kept of the clauses' duties is carried over, counted, and its tables go."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from lianxi.core.actors import timer_of


def carry_former(using: str = "default", **_told: Any) -> None:
    """Carry duties and figures of an older version over and drop their tables. All or nothing.

    Runs after every migration; where nothing is left to carry it only looks. Raises RuntimeError where the counts
    before and after differ: then everything stays as it was.
    """
    from lianxi.work.queries.former import are_there, count_former, drop_former, list_former

    if using != "default" or not are_there():
        return
    from lianxi.work.actions.carrying import Carried, carry_duties

    with transaction.atomic():
        duties, figures = count_former()
        done, at = Carried(), timezone.now()
        for conference_id in sorted({one.conference_id for one in list_former()}) if duties else ():
            done += carry_duties(timer_of(conference_id), at)
        if (done.kept + done.replaced, done.figures) != (duties, figures):
            raise RuntimeError(f"duties {duties}, figures {figures} before; carried over: {done}")
        drop_former()
