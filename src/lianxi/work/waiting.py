"""What waits on returns, and their days."""

from collections.abc import Iterator
from datetime import date, timedelta

from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.journal.acting import record_name
from lianxi.work.models import Return
from lianxi.work.queries.returns import count_to_receive, list_in_hand, list_open
from lianxi.work.rules.machines import ReturnState
from lianxi.work.rules.periods import period_words
from lianxi.work.rules.steps import NIL_WORDS

# A return shows on the desk from so many days before it is due; before that it stands on the duty page.
AHEAD = timedelta(days=31)


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what a unit has to hand in or check, and what the office has to receive."""
    until, in_hand = desk.day + AHEAD, desk.speaks
    if desk.actor.is_office:
        count, in_hand = count_to_receive(desk.actor, until=until)
        if count:
            yield Task("接收报送", f"{count} 份已报送", "/work/returns?state=handed_in", "成员单位已报送")
    if desk.speaks and in_hand:
        yield from _in_hand(desk, until)


def _in_hand(desk: Desk, until: date) -> Iterator[Task | Rest]:
    rows = list_in_hand(desk.actor, until=until, limit=MOST + 1)
    for row in rows[:MOST]:
        if row.state == ReturnState.CHECKING:
            yield _task("审核并报送", row, "本单位另一席位已填好")
        elif row.state == ReturnState.RETURNED:
            yield _task("更正", row, row.reason)
        elif row.state == ReturnState.DUE and row.obligation_id is None:
            yield _task("报送", row, f"没有的报“{NIL_WORDS}”" if row.arrangement.nil_allowed else "按期报送")
    if len(rows) > MOST:
        yield Rest("报送", "/work/returns?state=due")


def _task(kind: str, row: Return, why: str) -> Task:
    title = f"{period_words(row.period)} {row.arrangement.title}"
    return Task(
        kind,
        title,
        f"/work/returns/{row.pk}",
        why,
        row.due_on,
        row.derivation,
        cited=row.arrangement.basis,
        record=record_name(row),
    )


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the days by which the unit's returns are due."""
    for row in list_open(desk.actor, limit=MOST) if desk.speaks else ():
        title = f"{period_words(row.period)} {row.arrangement.title}"
        url = f"/work/returns/{row.pk}"
        yield FeedEntry(record_name(row), row.version, url, "报送截止", title, row.due_on, row.derivation)
