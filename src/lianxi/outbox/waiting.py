"""What the outbox says on the office's desk: how much did not reach its channel."""

from collections.abc import Iterator

from lianxi.core.desk import Alarm, Desk
from lianxi.outbox.queries import count_troubled
from lianxi.outbox.rules import KINDS


def list_alarms(desk: Desk) -> Iterator[Alarm]:
    """Tell the office, by kind of channel, how much did not arrive; the operator reads it on its own page."""
    if not desk.actor.is_office:
        return
    for kind, count in sorted(count_troubled(desk.conference_id).items()):
        yield Alarm(f"条{KINDS[kind]}没有送到", "/outbox#troubled", count)
