"""What may leave the house by a channel, at the level the office set for it. Pure, but for what the faces say.

At 写编号和标题 no record names itself that is about an employer, a site or a person, or of which members see the bare
state alone (事件、联合督查): it leaves as a number, or as what kind of step it is. What is about a person or was brought
by a complainant never names itself, nor does a line that names a patient.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lianxi.bodies.rules import COUNT, FULL
from lianxi.core.desk import Task
from lianxi.core.personal import find_personal
from lianxi.core.rooms import RecordKind, message_events, record_kinds
from lianxi.core.sight import Level, Who
from lianxi.outbox.rules import Line

# Columns that say who brought a matter: such a record names nobody outside.
_BROUGHT = frozenset({"complainant"})
_NUMBER = re.compile(r"/\d+(?=/|$)")


def may_name(record: str, text: str, level: str, day: date) -> bool:
    """Tell whether a line about a record (ledger.slip:3) or a page (/signals/3) leaves with its words."""
    if level == COUNT or any(find_personal(text, day)):
        return False
    kinds = _kinds(record)
    if any(kind.sight.about == "person" or _BROUGHT & set(kind.sight.fields) for kind in kinds):
        return False
    return level == FULL or all(_is_open(kind) for kind in kinds)


def _kinds(record: str) -> list[RecordKind]:
    """Return the kind of a record by its name, or of the records on whose page an address leads; lists have none."""
    kinds = record_kinds()
    if not record.startswith("/"):
        kind = kinds.get(record.partition(":")[0])
        return [kind] if kind is not None else []
    page = _page(record)
    return [kind for kind in kinds.values() if kind.url and _page(kind.url) == page]


def _page(url: str) -> str:
    """Return an address without what leads into its page, its record's number as the faces write it."""
    return _NUMBER.sub("/{}", url.partition("#")[0].partition("?")[0])


def _is_open(kind: RecordKind) -> bool:
    """Tell whether a kind of record is about no one firm, nor one of which members see the bare state alone."""
    to_all = [one.level for one in kind.sight.grants if one.who in (Who.MEMBERS, Who.PUBLIC)]
    return not kind.sight.about and all(level == Level.ROW for level in to_all)


def cut_lines(lines: Sequence[Line], level: str, day: date) -> list[Line]:
    """Return a digest's lines with only the words that may leave; one without words is counted alone."""
    if level == COUNT:
        return list(lines)
    return [
        line
        if may_name(line.record, line.text + line.more, level, day)
        else Line(line.event, "", line.record, line.to_seat, "", line.count)
        for line in lines
    ]


def sms_text(conference: str, day: date, lines: Sequence[Line], level: str, most: int) -> str:
    """Write a digest as a text message of at most so many characters: whole sentences, and how many were left out."""
    head = f"{conference}{day.month}月{day.day}日工作摘要"
    count = sum(line.count for line in lines)
    by_event = f"{head}：{'、'.join(_counts(lines))}。"
    sentences = [f"{line.text}{line.more if level == FULL else ''}。" for line in lines if line.text]
    sentences = sentences if level != COUNT else []
    end = "请登录系统查看。"
    if len(by_event) + len(end) > most:
        short = f"{head}共{count}项，{end}"
        return short if len(short) <= most else f"工作摘要共{count}项，{end}"
    kept, room = [by_event], most - len(by_event)
    for place, sentence in enumerate(sentences):
        rest = len(sentences) - place - 1
        # What follows must leave room for how much was left out.
        need = len(sentence) + len(_rest(rest, end))
        if need > room:
            return "".join([*kept, _rest(rest + 1, end)])
        kept.append(sentence)
        room -= len(sentence)
    return "".join([*kept, end])


def _rest(count: int, end: str) -> str:
    return f"另有{count}项没有写出，{end}" if count else end


def _counts(lines: Sequence[Line]) -> Iterator[str]:
    for event in message_events():
        if number := sum(line.count for line in lines if line.event == event.code):
            yield f"{event.label}{number}项"


def task_title(task: Task, level: str, day: date) -> str:
    """Return what 统一待办 is told of a task: what kind of step it is, with its matter where that may leave."""
    why = f"（{task.why}）" if level == FULL and task.why else ""
    whole = f"{task.kind}：{task.title}{why}"
    if may_name(task.record or task.url, whole, level, day) and may_name(task.url, whole, level, day):
        return whole[:200]
    return task.kind if may_name("", task.kind, FULL, day) else "一项待办"
