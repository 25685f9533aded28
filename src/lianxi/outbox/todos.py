"""统一待办 follows the desks: a row that appears is put there, one that falls away is finished there.

The desk is the truth. Each run compares it with what stands over there, so that nothing depends on the run before.
"""

import hashlib
from collections import Counter
from datetime import datetime

from django.conf import settings

from lianxi.bodies.models import Tenure
from lianxi.bodies.queries import actor_for
from lianxi.bodies.waiting import gather_desk, lay_desk
from lianxi.core.actors import Actor, timer_of
from lianxi.core.desk import Task
from lianxi.core.words import day_of
from lianxi.outbox.actions import (
    begin_todo,
    confirm_todo,
    drop_todo,
    fail_todo,
    give_up_todo,
    raise_todo,
    settle_todo,
    withdraw_todo,
)
from lianxi.outbox.adapters import DoneElsewhere, Pushed, TodoAdapter, todo_adapter
from lianxi.outbox.models import Channel, Todo
from lianxi.outbox.queries import due_todos, list_accounts, stale_todos, standing_todos
from lianxi.outbox.rules import TODO_MACHINE, gives_up
from lianxi.outbox.sending import NotSent
from lianxi.outbox.telling import task_title

STOPPED = "送出途中程序停止，用同一编号再试"


def follow_desks(at: datetime) -> int:
    """Compare every desk that has an account with 统一待办, and send what differs; give how many were taken.

    Without a platform nothing is done: what stands over there is finished once it is set again.
    """
    adapter = todo_adapter()
    if adapter is None:
        return 0
    for pk in stale_todos(at):
        fail_todo(_timer(pk), at, todo_id=pk, error=STOPPED)
    for channel in list_accounts():
        _match(channel, at)
    return _send(adapter, at)


def _match(channel: Channel, at: datetime) -> None:
    rows, timer = _rows_of(channel, at), timer_of(channel.conference_id)
    standing = standing_todos(channel)
    for task in rows.keys() - standing.keys():
        title, url = rows[task]
        raise_todo(timer, at, channel_id=channel.pk, task=task, title=title, page=url)
    for task in standing.keys() - rows.keys():
        row = standing[task]
        never_left = row.state == TODO_MACHINE.initial and not row.attempts
        (drop_todo if never_left else withdraw_todo)(timer, at, todo_id=row.pk)


def _rows_of(channel: Channel, at: datetime) -> dict[str, tuple[str, str]]:
    """Return the rows of an account's desk: title and page of each, none once the account or the tenure has ended."""
    tenure, day = channel.tenure, day_of(at)
    if channel.ended_at is not None or tenure is None or not _is_held(tenure, at):
        return {}
    desk = lay_desk(actor_for(tenure), at)
    tasks = [one for one in gather_desk(desk) if isinstance(one, Task) and one.mine]
    several = Counter(_name(one) for one in tasks)
    level = desk.rules["told_todo"]
    return {
        _mark(_name(one) if several[_name(one)] == 1 else f"{_name(one)}|{one.title}"): (
            task_title(one, level, day),
            f"{settings.PUBLIC_URL}{one.url}"[:300],
        )
        for one in tasks
    }


def _is_held(tenure: Tenure, at: datetime) -> bool:
    day, ended = day_of(at), tenure.seat.conference.ends_before
    is_over = tenure.ends_before is not None and tenure.ends_before <= day
    return not is_over and (ended is None or ended > day)


def _name(task: Task) -> str:
    """Name a row of a desk by what it is about; its words may change while it stands, as counts do."""
    return f"{task.room}|{task.kind}|{task.record or task.url}"


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _send(adapter: TodoAdapter, at: datetime) -> int:
    sent = 0
    for pk in due_todos(at):
        row = begin_todo(_timer(pk), at, todo_id=pk)
        if row is None:
            continue
        try:
            _hand_over(adapter, row, at)
        except NotSent as failed:
            _note_failure(row, at, failed)
            if failed.is_down:
                return sent
        else:
            sent += 1
    return sent


def _hand_over(adapter: TodoAdapter, row: Todo, at: datetime) -> None:
    timer = timer_of(row.conference_id)
    told = Pushed(row.key, row.title, row.url, row.account, row.outside_id)
    if row.state == "finishing":
        adapter.finish(told)
        confirm_todo(timer, at, todo_id=row.pk)
        return
    try:
        given = adapter.create(told)
    except DoneElsewhere:
        settle_todo(timer, at, todo_id=row.pk)
    else:
        confirm_todo(timer, at, todo_id=row.pk, outside_id=given)


def _note_failure(row: Todo, at: datetime, failed: NotSent) -> None:
    stops = failed.is_final or gives_up(row.fell_at or row.raised_at, at)
    note = give_up_todo if stops else fail_todo
    note(timer_of(row.conference_id), at, todo_id=row.pk, error=str(failed))


def _timer(todo_id: int) -> Actor:
    return timer_of(Todo.objects.only("conference_id").get(pk=todo_id).conference_id)
