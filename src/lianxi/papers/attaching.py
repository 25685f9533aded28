"""Files put to a record of any room, as a part of the act that makes the record, and reads of them."""

from collections.abc import Iterable, Sequence

from lianxi.core.actors import Actor
from lianxi.core.attaching import LEVELS, MEMBERS, PARTIES, Writers
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import load, record_kinds
from lianxi.journal.acting import Act, record_name
from lianxi.journal.recorded import Recorded
from lianxi.journal.sight import sights_of
from lianxi.papers.files import Upload, store_file
from lianxi.papers.models import Attachment
from lianxi.papers.sight import levels_of

MOST_AT_ONCE, MOST = 20, 200


def writers_of(record: str) -> Writers | None:
    """Ask the record's room who may put files to it; None where it takes no files or is not there."""
    table, _, pk = record.partition(":")
    kind = record_kinds().get(table)
    if kind is None or not kind.attaches or not pk.isdecimal():
        return None
    found: Writers | None = load(kind.attaches)(int(pk))
    return found


def attach(
    act: Act, row: Recorded, files: Sequence[Upload], level: str = PARTIES, *, of_unit: int | None = None
) -> list[Attachment]:
    """Keep files with a record, owned by the acting seat's unit, or by the unit whose letter the office scans.

    Raises BadInput for a level that is none, too many files, or a file that cannot be kept.
    """
    if level not in LEVELS:
        raise BadInput("附件的查看范围不在可选范围内。")
    record, conference_id = record_name(row), act.chain
    there = Attachment.objects.filter(conference_id=conference_id, record=record, is_removed=False).count()
    if len(files) > MOST_AT_ONCE or there + len(files) > MOST:
        raise BadInput(
            f"一次最多附 {MOST_AT_ONCE} 个文件，一条记录最多 {MOST} 个。",
            next_step="请打成压缩包，或分次添加。",
        )
    made = []
    for upload in files:
        stored = store_file(act, conference_id, upload)
        one = Attachment(
            conference_id=conference_id, record=record, title=stored.name, file=stored, level=level
        )
        one.unit_id, one.seat_id = of_unit or act.actor.unit_id or 0, act.actor.seat_id or 0
        one.by, one.at = act.actor.label, act.at
        made.append(act.create(one))
    return made


def list_attachments(actor: Actor, record: str) -> list[Attachment]:
    """List the files of a record that a seat may read, the first ones first."""
    return attachments_of(actor, (record,)).get(record, [])


def attachments_of(actor: Actor, records: Iterable[str]) -> dict[str, list[Attachment]]:
    """List the files of several records that a seat may read, by record; records without any are left out."""
    rows = Attachment.objects.filter(
        conference_id=actor.conference_id or 0, record__in=list(records), is_removed=False
    )
    kept = list(rows.select_related("file", "unit").order_by("pk"))
    found: dict[str, list[Attachment]] = {}
    for row in _readable(actor, kept):
        found.setdefault(row.record, []).append(row)
    return found


def _readable(actor: Actor, rows: list[Attachment]) -> list[Attachment]:
    """Keep the files that a seat reads; their records are looked up at once, a kind by a kind."""
    if not rows:
        return []
    told, levels = sights_of(actor, {row.record for row in rows}), levels_of(actor)
    return [
        row
        for row in rows
        if row.unit_id == actor.unit_id
        or row.level == MEMBERS
        or (row.level in levels and told[row.record].is_whole)
    ]


def find_attachment(actor: Actor, pk: int) -> Attachment | None:
    """Return a file of a record if the seat may read it; one that it may not looks missing."""
    rows = Attachment.objects.filter(conference_id=actor.conference_id or 0, pk=pk, is_removed=False)
    return next(iter(_readable(actor, list(rows.select_related("file", "unit")))), None)
