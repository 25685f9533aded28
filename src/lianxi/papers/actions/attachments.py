"""Files put to a record that is there already, and taken off again."""

from collections.abc import Sequence
from typing import Annotated

from django.apps import apps

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.attaching import LEVELS, PARTIES, may_attach
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Files, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import record_kinds
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.papers import rules
from lianxi.papers.attaching import attach, writers_of
from lianxi.papers.files import Upload
from lianxi.papers.models import Attachment


@action("papers.attachment.add", "添加附件", who=UNIT_SPEAKERS | OFFICE)
def add_attachment(
    act: Act,
    *,
    record: Annotated[str, Words("所附记录", 120)],
    files: Annotated[Sequence[Upload], Files("附件")],
    level: Annotated[str, Choice("查看范围", LEVELS)] = PARTIES,
) -> list[Attachment]:
    """Put files to a record of this conference: a topic, an opinion, a meeting, a matter, a sending.

    Raises NotFound, NotPermitted for a seat that takes no part in it, BadInput for files that cannot be kept.
    """
    table, _, pk = record.partition(":")
    kind = record_kinds().get(table)
    if kind is None or not kind.attaches or not pk.isdecimal():
        raise BadInput("这种记录不能添加附件。", next_step="请在议题、会议、事项或往来的页面上添加。")
    row = act.lock(apps.get_model(table), int(pk))
    if refusal := may_attach(writers_of(record), act.actor):
        raise refusal
    if not files:
        raise BadInput("请选择文件。")
    return attach(act, row, files, level)


@action(
    "papers.attachment.remove",
    "移除附件",
    who=UNIT_SPEAKERS | OFFICE,
    deciding=on(Attachment, "attachment_id", rules.remove_attachment),
)
def remove_attachment(
    act: Act, *, attachment_id: Annotated[int, One("附件")], reason: Annotated[str, Words("移除理由", 200)]
) -> Attachment:
    """Take a file off its record with the reason; it stays kept and in the journal.

    Raises NotPermitted for a file of another unit.
    """
    row = act.lock(Attachment, attachment_id)
    return act.change(row, is_removed=True, reason=filled(reason, "移除理由", 200))
