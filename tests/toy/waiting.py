"""What waits on memos, and their days."""

from collections.abc import Iterator

from lianxi.core.desk import Desk, FeedEntry, Task
from lianxi.journal.acting import record_name
from toy.queries import list_memos


def list_tasks(desk: Desk) -> Iterator[Task]:
    """List the memos that the seat's unit has not read."""
    if desk.speaks:
        for row in list_memos(desk.actor):
            if row.state == "left" and row.unit_id == desk.actor.unit_id:
                yield Task("阅读玩具备忘", row.text, "/toys", "发给你单位", row.due_on)


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the days of the memos a seat may see."""
    for row in list_memos(desk.actor):
        yield FeedEntry(record_name(row), row.version, "/toys", "玩具备忘", row.text, row.due_on)
