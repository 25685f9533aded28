"""The timer puts the rows of a desk to 统一待办 and finishes them there; office and operator let one leave again."""

import hashlib
from typing import Annotated

from lianxi.core.actors import OFFICE, OPERATOR_ONLY, TIMER_ONLY
from lianxi.core.fields import One, Words
from lianxi.core.guards import stands
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, on
from lianxi.journal.queries import chain_name
from lianxi.outbox.actions.digests import BY_TIMER
from lianxi.outbox.models import Channel, Todo
from lianxi.outbox.rules import TODO_MACHINE, next_try


def _on_todo(action: str) -> Deciding:
    return on(Todo, "todo_id", stands(TODO_MACHINE, action))


@action("outbox.todo.raise", "列入统一待办", who=TIMER_ONLY, rule=BY_TIMER)
def raise_todo(
    act: Act,
    *,
    channel_id: Annotated[int, One("外发渠道")],
    task: Annotated[str, Words("工作台的一行", 64)],
    title: Annotated[str, Words("标题", 200)],
    page: Annotated[str, Words("网址", 300)],
) -> Todo | None:
    """Take a row that appeared on a desk; None where it stands already, or the account has ended."""
    channel = act.lock(Channel, channel_id)
    rows = Todo.objects.filter(channel=channel, task=task)
    if channel.ended_at is not None or rows.filter(fell_at__isnull=True).exists():
        return None
    # A row that comes back is another one over there, and never opens the old one again.
    told = f"{chain_name(act.chain)}|{channel.pk}|{task}|{rows.count() + 1}"
    row = Todo(conference_id=act.chain, channel=channel, task=task, title=title, url=page)
    row.key, row.account = hashlib.sha256(told.encode()).hexdigest()[:40], channel.address
    row.state, row.raised_at, row.next_at = TODO_MACHINE.initial, act.at, act.at
    return act.create(row)


@action("outbox.todo.begin", "开始送出统一待办", who=TIMER_ONLY, rule=BY_TIMER)
def begin_todo(act: Act, *, todo_id: Annotated[int, One("统一待办推送")]) -> Todo | None:
    """Take a row before anything leaves; None where another worker has taken it."""
    row = act.lock(Todo, todo_id)
    if row.state not in ("pending", "to_finish"):
        return None
    return act.move(row, TODO_MACHINE, begun_at=act.at, attempts=row.attempts + 1)


@action(
    "outbox.todo.confirm",
    "登记统一待办已收下",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_todo("outbox.todo.confirm"),
)
def confirm_todo(
    act: Act,
    *,
    todo_id: Annotated[int, One("统一待办推送")],
    outside_id: Annotated[str, Words("对方编号", 120)] = "",
) -> Todo:
    """Note that the other side holds a task, or has finished it; the account is forgotten then."""
    row = act.lock(Todo, todo_id)
    if row.state == "creating":
        found = outside_id or row.outside_id
        return act.move(
            row, TODO_MACHINE, opened_at=act.at, outside_id=found, error="", next_at=None, attempts=0
        )
    return act.move(row, TODO_MACHINE, finished_at=act.at, error="", next_at=None, account="")


@action(
    "outbox.todo.settle",
    "登记在统一待办已办结",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_todo("outbox.todo.settle"),
)
def settle_todo(act: Act, *, todo_id: Annotated[int, One("统一待办推送")]) -> Todo:
    """Note that a task was finished over there: it is not opened again while its row stands on the desk."""
    row = act.lock(Todo, todo_id)
    return act.move(
        row, TODO_MACHINE, finished_at=act.at, is_elsewhere=True, error="", next_at=None, account=""
    )


@action(
    "outbox.todo.fail",
    "登记统一待办未收下",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_todo("outbox.todo.fail"),
)
def fail_todo(
    act: Act,
    *,
    todo_id: Annotated[int, One("统一待办推送")],
    error: Annotated[str, Words("未送出的原因", may_be_blank=True)],
) -> Todo:
    """Note why the other side did not take a task, and when to try again."""
    row = act.lock(Todo, todo_id)
    return act.move(row, TODO_MACHINE, error=error[:200], next_at=next_try(row.attempts, act.at))


@action(
    "outbox.todo.give_up",
    "停止送出统一待办",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_todo("outbox.todo.give_up"),
)
def give_up_todo(
    act: Act,
    *,
    todo_id: Annotated[int, One("统一待办推送")],
    error: Annotated[str, Words("未送出的原因", may_be_blank=True)],
) -> Todo:
    """Stop trying, and tell the office."""
    row = act.lock(Todo, todo_id)
    act.notify(f"统一待办没有送到，已停止尝试：{row.channel.shown}"[:300], about=row, office=True)
    return act.move(row, TODO_MACHINE, error=error[:200], next_at=None)


@action("outbox.todo.drop", "撤下未送出的统一待办", who=TIMER_ONLY, rule=BY_TIMER)
def drop_todo(act: Act, *, todo_id: Annotated[int, One("统一待办推送")]) -> Todo | None:
    """End a task that fell from the desk before anything left; None where something may have arrived."""
    row = act.lock(Todo, todo_id)
    if row.state != TODO_MACHINE.initial or row.attempts:
        return None
    return act.move(row, TODO_MACHINE, fell_at=act.at, finished_at=act.at, next_at=None, account="")


@action("outbox.todo.withdraw", "办结统一待办", who=TIMER_ONLY, rule=BY_TIMER)
def withdraw_todo(act: Act, *, todo_id: Annotated[int, One("统一待办推送")]) -> Todo | None:
    """Let a task be finished over there, since it fell from the desk; None while it is under way."""
    row = act.lock(Todo, todo_id)
    if row.state == "finished":
        return act.change(row, fell_at=act.at)
    if not TODO_MACHINE.may("outbox.todo.withdraw", row.state):
        return None
    return act.move(row, TODO_MACHINE, fell_at=act.at, next_at=act.at, error="", attempts=0)


@action(
    "outbox.todo.retry",
    "重新送出统一待办",
    who=OFFICE | OPERATOR_ONLY,
    deciding=_on_todo("outbox.todo.retry"),
)
def retry_todo(act: Act, *, todo_id: Annotated[int, One("统一待办推送")]) -> Todo:
    """Let a task that was given up leave once more."""
    return act.move(act.lock(Todo, todo_id), TODO_MACHINE, next_at=act.at)
