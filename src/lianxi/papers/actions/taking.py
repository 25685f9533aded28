"""The taking of a whole file (调阅): who took which record's file, as of which day, on whose word."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Day, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, moment_text
from lianxi.journal.acting import Act, action
from lianxi.papers.files import keep_file
from lianxi.papers.models import FileTaking
from lianxi.papers.taking import draw, gather, write


@action("papers.file.take", "调阅全卷", who=OFFICE, rule="全卷由办公室调阅")
def take_file(
    act: Act,
    *,
    record: Annotated[str, Words("调阅的记录", 120)],
    as_of: Annotated[date, Day("截至")],
    on_word: Annotated[str, Words("经谁同意（职务）", 120)],
    reason: Annotated[str, Words("调阅事由", 300)],
) -> FileTaking:
    """Put together the whole file of a record as of a day, and keep who took it, why and on whose word.

    Raises BadInput for a day to come, a record that makes no file, and a file whose originals are damaged.
    """
    if as_of > day_of(act.at):
        raise BadInput("截至日还没有到。", next_step="请填写今天或以前的日期。")
    row = FileTaking(
        conference_id=act.chain, record=record.strip(), as_of=as_of, by=act.actor.label, at=act.at
    )
    row.on_word, row.reason = filled(on_word, "经谁同意", 120), filled(reason, "调阅事由", 300)
    found = gather(act.actor, row.record, as_of)
    row.records, row.files = len(found.held), len(found.files)
    if not found.held:
        raise BadInput("截至这一天还没有这条记录。", next_step="请改填较晚的日期。")
    title = f"{found.held[0].kind}全卷"
    taken = f"由{row.by}于{moment_text(act.at)}调阅，经{row.on_word}同意，事由：{row.reason}。"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.zip"
        write(found, draw(found, title, as_of, taken), path)
        name = f"{title}-{row.record.replace(':', '-')}-{as_of.isoformat()}.zip"
        row.file = keep_file(act, act.chain, path, name, "application/zip")
    return act.create(row)
