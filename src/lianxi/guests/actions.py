"""What happens to a guest's task: a link goes out, the body answers once, its sender looks at it, or enters for it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from lianxi.bodies.models import Conference
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS, SeatKind
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Day, File, One, Secret, Words
from lianxi.core.guards import each, stands
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.guests.models import GuestTask
from lianxi.guests.queries import opened_by
from lianxi.guests.rules import (
    CHANNELS,
    KINDS,
    SUFFIXES,
    TASK,
    TaskFacts,
    asked_numbers,
    own,
    read_numbers,
    serves_until,
    token_digest,
)
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, holding
from lianxi.papers.downward import refuse_orders
from lianxi.papers.files import Upload, store_file
from lianxi.papers.ofd.reading import read_ofd
from lianxi.papers.whole import read_docx

SENDERS = UNIT_SPEAKERS | OFFICE
_RULE = "链接填报不收身份证号、手机号码、姓名和病情，也不收人员名单"


def _facts(row: GuestTask, _day: date) -> TaskFacts:
    return TaskFacts(row.state, row.unit_id, row.unit.name)


def _on(step: str) -> Deciding:
    return Deciding(holding(GuestTask, "task_id"), _facts, each(own, stands(TASK, f"guests.task.{step}")))


def plain(act: Act, text: str, label: str, limit: int, *, needed: bool = True) -> str:
    """Return a text without personal data. Raises BadInput that names the field and repeats nothing."""
    kept = filled(text, label, limit) if needed else short_enough(text, label, limit)
    if found := next(find_personal(kept, day_of(act.at)), None):
        raise BadInput(
            f"{label}里有{found.kind}（第 {found.place} 字起）。",
            rule=_RULE,
            next_step="请去掉后再提交；办公电话可以写。",
        )
    return kept


@action("guests.task.open", "发出填报链接", who=SENDERS)
def open_task(
    act: Act,
    *,
    body: Annotated[str, Words("填报单位（县级部门、医院等）", 80)],
    kind: Annotated[str, Choice("类别", KINDS)],
    title: Annotated[str, Words("事由", 200)],
    due_on: Annotated[date, Day("填报期限")],
    question: Annotated[str, Words("要求", 2000, may_be_blank=True)] = "",
    phone: Annotated[str, Words("本单位联系电话", 40)] = "",
    record: Annotated[str, Words("有关记录", 120)] = "",
) -> tuple[GuestTask, str]:
    """Ask one body one thing and return the task with the code of its link, which is shown this once."""
    if kind not in KINDS:
        raise BadInput("类别不在可选范围内。")
    if due_on < day_of(act.at):
        raise BadInput(f"填报期限{long_date(due_on)}已经过去。", next_step="请填写今天或以后的日期。")
    row = GuestTask(conference_id=act.chain, unit_id=act.actor.unit_id or 0, kind=kind, due_on=due_on)
    row.body, row.title = plain(act, body, "填报单位", 80), plain(act, title, "事由", 200)
    row.question = plain(act, question, "要求", 2000, needed=False)
    row.phone, row.record = (
        plain(act, phone, "联系电话", 40, needed=False),
        short_enough(record, "有关记录", 120),
    )
    refuse_orders(Conference.objects.get(pk=act.chain).region, row.body, f"{row.title}\n{row.question}")
    if kind == "count":
        asked_numbers(row.question)
    row.by, row.at = act.actor.label, act.at
    token = secrets.token_urlsafe(16)
    row.token_hash, row.expires_at = token_digest(token), serves_until(due_on)
    return act.create(row), token


@action("guests.task.submit", "填报", who=frozenset({SeatKind.VISITOR}), rule="持链接的单位填报一次")
def submit_task(
    act: Act,
    *,
    token: Annotated[str, Secret("填报链接")],
    text: Annotated[str, Words("填报内容", 2000, may_be_blank=True)] = "",
    file: Annotated[Upload | None, File("文件")] = None,
) -> GuestTask:
    """Take a body's answer by its link, once. A link that is unknown, used, revoked or over is refused alike.

    Raises BadInput for an answer without words, for personal data in it, and for a file that may be a list.
    """
    row = opened_by(token, act.at).select_for_update().first()
    if row is None:
        raise BadInput(
            "这个链接不能用了。",
            rule="链接只用一次，到期失效",
            next_step="请联系发链接的单位另发，或由其代为登记。",
        )
    act.chain = row.conference_id
    told = plain(act, text, "填报内容", 2000, needed=row.kind != "confirm" and file is None)
    if row.kind == "count":
        read_numbers(row.question, told)
    stored = None
    if file is not None:
        _require_no_list(act, file)
        stored = store_file(act, row.conference_id, file)
    act.notify(f"{row.body}已填报：{row.title}"[:300], about=row, unit=row.unit_id)
    given: GuestTask = act.move(row, TASK, text=told, file=stored, submitted_at=act.at, token_hash=None)
    return given


def _require_no_list(act: Act, file: Upload) -> None:
    suffix = Path(file.name).suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput(
            # Its name is not repeated: it may name a person.
            f"链接填报不收这种文件（{suffix[:10] or '没有扩展名'}）。",
            rule=_RULE,
            next_step="请上传文档、PDF、OFD 或图片；表格请改用正文写明数字。",
        )
    for number, text in enumerate(_lines(act, suffix, file), 1):
        if found := next(find_personal(text, day_of(act.at)), None):
            raise BadInput(
                f"文件第 {number} 段里有{found.kind}。", rule=_RULE, next_step="请去掉后重新上传。"
            )


def _lines(act: Act, suffix: str, file: Upload) -> Sequence[str]:
    """Return the lines of a file whose words can be read; of a PDF and a picture none."""
    if suffix == ".docx":
        return act.read(read_docx, file).lines
    if suffix == ".ofd":
        return [line for page in act.read(read_ofd, file.name, file.content) for line in page]
    return [file.content.decode("utf-8", "replace")] if suffix == ".txt" else ()


@action("guests.task.accept", "接收填报", who=SENDERS, deciding=_on("accept"))
def accept_task(act: Act, *, task_id: Annotated[int, One("链接填报")]) -> GuestTask:
    """Take what a body gave, after looking at it: it is then a record of that body."""
    row = act.lock(GuestTask, task_id)
    # By its own row of the table: another room's act may take an answer as a part of itself.
    return act.move_as("guests.task.accept", row, TASK, looked_by=act.actor.label, looked_at=act.at)


@action("guests.task.return", "退回填报", who=SENDERS, deciding=_on("return"))
def return_task(
    act: Act, *, task_id: Annotated[int, One("链接填报")], reason: Annotated[str, Words("理由", 300)]
) -> GuestTask:
    """Send an answer back with why; a new link has to go out."""
    row = act.lock(GuestTask, task_id)
    told = {"looked_by": act.actor.label, "looked_at": act.at}
    return act.move(row, TASK, reason=plain(act, reason, "理由", 300), **told)


@action("guests.task.renew", "另发链接", who=SENDERS, deciding=_on("renew"))
def renew_task(
    act: Act, *, task_id: Annotated[int, One("链接填报")], due_on: Annotated[date, Day("填报期限")]
) -> tuple[GuestTask, str]:
    """Make a new link for a task that was returned, whose link ran out or was lost; the former one ends."""
    row, token = act.lock(GuestTask, task_id), secrets.token_urlsafe(16)
    if due_on < day_of(act.at):
        raise BadInput("填报期限已经过去。", next_step="请填写今天或以后的日期。")
    values: Mapping[str, Any] = {"token_hash": token_digest(token), "expires_at": serves_until(due_on)}
    return act.move(row, TASK, due_on=due_on, **values), token


@action("guests.task.revoke", "作废链接", who=SENDERS, deciding=_on("revoke"))
def revoke_task(act: Act, *, task_id: Annotated[int, One("链接填报")]) -> GuestTask:
    """End a task and its link."""
    return act.move(act.lock(GuestTask, task_id), TASK, token_hash=None)


@action("guests.task.enter", "代为登记", who=SENDERS, deciding=_on("enter"))
def enter_task(
    act: Act,
    *,
    task_id: Annotated[int, One("链接填报")],
    text: Annotated[str, Words("填报内容", 2000)],
    channel: Annotated[str, Choice("方式", CHANNELS)],
    told_by: Annotated[str, Words("告知人职务（不写姓名）", 80)],
    happened_on: Annotated[date, Day("告知日期")],
    file: Annotated[Upload | None, File("扫描件")] = None,
) -> GuestTask:
    """Enter what a body said by telephone or on paper: by which post, when, how; its link ends with it."""
    row = act.lock(GuestTask, task_id)
    if channel not in CHANNELS or happened_on > day_of(act.at):
        raise BadInput("方式不在可选范围内，或告知日期还没有到。", next_step="请核对后再登记。")
    stored = store_file(act, row.conference_id, file) if file is not None else None
    told = {"channel": channel, "told_by": plain(act, told_by, "告知人职务", 80), "happened_on": happened_on}
    looked = {"looked_by": act.actor.label, "looked_at": act.at, "token_hash": None, "file": stored}
    return act.move(row, TASK, text=plain(act, text, "填报内容", 2000), **told, **looked)
