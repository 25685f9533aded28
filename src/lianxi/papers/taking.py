"""The whole file (全卷) of a record as of a day: what belongs to it by the faces, its values from the journal, originals.

It starts at a record and follows what points at it (rows, and records that name it); what these point at is taken in
and not followed. Only what the seat sees comes in, and values are folded from the journal, so that they are those of
the day and hold nothing the journal does not.
"""

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import record_kinds
from lianxi.core.words import CHINA, long_date, moment_text
from lianxi.journal.act import record_name
from lianxi.journal.queries import HistoryLine
from lianxi.journal.reading import read_entry, read_history
from lianxi.journal.sight import seen, sights_of
from lianxi.papers.files import read_file
from lianxi.papers.kinds import PLAN
from lianxi.papers.layout import Block, Heading, OfficialDocument, Paragraph, Table
from lianxi.papers.models import StoredFile
from lianxi.papers.pdf import render_pdf

MOST_RECORDS, MOST_ENTRIES, LONGEST = 400, 2_000, 300
# Columns in which a record names another one, as the journal does.
NAMING = ("source", "record", "subject", "about")


@dataclass(frozen=True, slots=True)
class Held:
    """A record of a whole file: its name, its kind in words, and its values of the day by label."""

    record: str
    kind: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class WholeFile:
    """What was gathered: the records, the journal's lines on them, and the originals that the seat reads."""

    held: tuple[Held, ...]
    lines: tuple[HistoryLine, ...]
    files: tuple[StoredFile, ...]


def gather(actor: Actor, record: str, as_of: date) -> WholeFile:
    """Gather the whole file of a record as a seat sees it. Raises BadInput where it is too large to be one file."""
    rows = _rows(actor, record)
    end = datetime.combine(as_of + timedelta(days=1), time.min, CHINA)
    lines = [one for one in read_history(actor, *rows, limit=MOST_ENTRIES + 1) if one.entry.at < end]
    if len(lines) > MOST_ENTRIES:
        raise BadInput(f"这一卷的日志超过 {MOST_ENTRIES} 条。", next_step="请按其中的单项分别调阅。")
    opened = [read_entry(actor, one.entry.seq) for one in reversed(lines) if not one.is_closed]
    told = [one for one in opened if one is not None]
    values = _folded(told)
    held = tuple(_held(name, values[name]) for name in rows if name in values)
    names = {name for name in rows if name in values}
    files = [row for name, row in rows.items() if isinstance(row, StoredFile) and name in names]
    return WholeFile(held, tuple(told), tuple(files))


def _rows(actor: Actor, record: str) -> dict[str, models.Model]:
    """Return the rows of a whole file by name, the record itself first, those after it in the order they were found."""
    table, _, pk = record.partition(":")
    kinds = [apps.get_model(one.table) for one in record_kinds().values() if one.in_file]
    kind = record_kinds().get(table)
    root = None
    if kind is not None and kind.in_file and pk.isdecimal():
        root = seen(actor, apps.get_model(table)._default_manager.filter(pk=int(pk))).first()
    if root is None:
        raise BadInput(
            "没有这条记录，或它不能成卷。", next_step="请从会议、议题、事项、往来或收文的页面调阅。"
        )
    found: dict[str, models.Model] = {record_name(root): root}
    queue = [root]
    while queue:
        row = queue.pop(0)
        for child in _children(actor, row, kinds):
            name = record_name(child)
            if name not in found:
                found[name] = child
                # Another record of the root's own kind, and a file, are taken in and lead no further.
                queue += [] if isinstance(child, type(root) | StoredFile) else [child]
        if len(found) > MOST_RECORDS:
            raise BadInput(f"这一卷超过 {MOST_RECORDS} 条记录。", next_step="请按其中的单项分别调阅。")
    for name, row in _pointed_at(actor, found.values(), kinds).items():
        found.setdefault(name, row)
    return found


def _children(actor: Actor, row: models.Model, kinds: Iterable[type[models.Model]]) -> Iterator[models.Model]:
    name = record_name(row)
    for model in kinds:
        columns = {column.name: column for column in model._meta.concrete_fields}
        wanted = models.Q(pk__in=())
        for column in columns.values():
            if column.is_relation and column.related_model is type(row):
                wanted |= models.Q(**{column.attname: row.pk})
        for naming in NAMING:
            if isinstance(columns.get(naming), models.CharField):
                wanted |= models.Q(**{naming: name})
        if len(wanted.children) > 1:
            yield from seen(actor, model._default_manager.filter(wanted)).order_by("pk")


def _pointed_at(
    actor: Actor, rows: Iterable[models.Model], kinds: Iterable[type[models.Model]]
) -> dict[str, models.Model]:
    """Return what the rows point at, of kinds that stand in files: a topic of an item, the file of an attachment."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    known = set(kinds)
    for row in rows:
        for column in row._meta.concrete_fields:
            target, pk = column.related_model, getattr(row, column.attname)
            if column.is_relation and target in known and pk is not None:
                wanted[target].add(pk)
    found: dict[str, models.Model] = {}
    for model, keys in wanted.items():
        names = [f"{model._meta.label_lower}:{pk}" for pk in sorted(keys)]
        told = sights_of(actor, names)
        kept = [int(name.partition(":")[2]) for name in names if told[name].is_whole]
        found |= {record_name(one): one for one in model._default_manager.filter(pk__in=kept).order_by("pk")}
    return found


def _folded(lines: Iterable[HistoryLine]) -> dict[str, dict[str, Any]]:
    """Fold the changes of entries, the earliest first, into each record's values after the last of them."""
    values: dict[str, dict[str, Any]] = defaultdict(dict)
    for line in lines:
        for change in line.changes:
            values[str(change["record"])] |= change.get("new", {})
    return values


def _held(name: str, values: dict[str, Any]) -> Held:
    model = apps.get_model(name.partition(":")[0])
    labels = {column.attname: str(column.verbose_name) for column in model._meta.concrete_fields}
    shown = {
        labels[key]: _words(value)
        for key, value in values.items()
        if key in labels
        and value not in (None, "", [], {}, "***")
        and any(ch >= "\u4e00" for ch in labels[key])
    }
    return Held(name, str(model._meta.verbose_name), shown)


def _words(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"{text[:LONGEST]}……（全文见日志摘录）" if len(text) > LONGEST else text


def draw(found: WholeFile, title: str, as_of: date, taken: str) -> OfficialDocument:
    """Draw the whole file: its list, then each record with its values as of the day."""
    rows = tuple((str(place), one.kind, _title(one)) for place, one in enumerate(found.held, 1))
    body: list[Block] = [
        Paragraph(f"截至{long_date(as_of)}。{taken}"),
        Paragraph("数值按日志还原到截至日；本卷只含调阅席位可以看的内容，密封的内容不在卷内。"),
        Heading(1, "一、卷内目录"),
        Table(("序号", "类别", "名称"), rows, widths=(1, 3, 8)),
        Heading(1, "二、各件内容"),
    ]
    for place, one in enumerate(found.held, 1):
        body.append(Heading(2, f"（{place}）{one.kind}"))
        if one.values:
            body.append(Table(("项目", "内容"), tuple(one.values.items()), widths=(2, 7)))
    body.append(Heading(1, "三、办理经过"))
    done = tuple((moment_text(one.entry.at), one.entry.actor, one.title) for one in found.lines)
    body.append(Table(("时间", "席位", "办理"), done, widths=(3, 4, 4)))
    return OfficialDocument(kind=PLAN, title=title, body=tuple(body))


def _title(one: Held) -> str:
    names = ("事项", "标题", "标题（事由）", "议题", "名称", "文件名", "编号")
    return next((one.values[name] for name in names if name in one.values), one.record)


def write(found: WholeFile, document: OfficialDocument, path: Path) -> None:
    """Write the ZIP of a whole file: its PDF, the originals, and the journal's extract with its hashes.

    Raises BadInput where an original is no longer what was kept: a file that vouches for damage is not made.
    """
    try:
        pdf = render_pdf(document)
    except ValueError as error:
        # A character that no font of the papers has: the message names it and its place.
        raise BadInput(str(error), next_step="请更正该处文字后再调阅。") from error
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("全卷.pdf", pdf)
        for place, row in enumerate(found.files, 1):
            try:
                package.writestr(f"原件/{place:03d}_{_safe(row.name)}", read_file(row))
            except (ValueError, OSError) as error:
                raise BadInput(
                    f"文件“{row.name}”已损坏或不见了。", next_step="请管理员从备份恢复后再调阅。"
                ) from error
        package.writestr("日志摘录.ndjson", "".join(_extract(found.lines)))


def _extract(lines: Iterable[HistoryLine]) -> Iterator[str]:
    for line in lines:
        known = line.entry
        told = {"seq": known.seq, "at": known.at.isoformat(), "actor": known.actor, "action": line.title}
        told |= {"remark": line.remark, "changes": list(line.changes), "left_out": line.hidden}
        told |= {"prev_hash": known.prev_hash, "hash": known.hash}
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _safe(name: str) -> str:
    return "".join("_" if ch in '\\/:*?"<>|' or ord(ch) < 32 else ch for ch in name)[-120:]
