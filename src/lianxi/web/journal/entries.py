"""Pages of the journal: the chain's entries, one entry with old and new values, and its verification."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import chain, islice
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField, ForeignKey, Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianxi.bodies.queries import unit_names
from lianxi.core.actors import Actor
from lianxi.core.basis import Basis
from lianxi.core.refusals import Busy
from lianxi.core.rooms import machine_of
from lianxi.core.words import moment_text
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.chain import Break
from lianxi.journal.queries import EntryFilter, HistoryLine, chain_length
from lianxi.journal.queue import one_at_a_time
from lianxi.journal.reading import read_entries, read_entry
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_entries
from lianxi.law.queries import find_words_of
from lianxi.web.journal.shapes import EntriesLine, EntriesRecord
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import closed_words, conference_of, record_url, seated, words_view
from lianxi.web.shared.tables import offered

PAGE = 50
MOST_BREAKS = 20
# A longer chain is re-read without its rows: the page must answer within two seconds.
MOST_REPLAYED = 2000
# Columns that carry no Chinese name in their table.
COLUMNS = {
    "at": "时间",
    "by": "办理席位",
    "code": "代号",
    "conference": "联席会议",
    "due_order": "排序日期",
    "ends_before": "结束（此日前）",
    "is_active": "可以登录",
    "kind": "类别",
    "lead_unit": "牵头单位",
    "meeting": "会议",
    "minutes": "纪要",
    "notice": "会议通知",
    "ordinal": "次序",
    "paper": "公文",
    "paragraph": "段落",
    "paragraphs": "段落",
    "person": "人员",
    "result": "结果",
    "revision": "第几版",
    "role": "到会情况",
    "seat": "席位",
    "source": "来源",
    "stance": "表态",
    "starts_on": "开始日期",
    "state": "状态",
    "text": "内容",
    "title": "标题",
    "topic": "议题",
    "unit": "单位",
    "value": "取值",
}
# Of no use to a reader: the count of changes, and the conference whose journal this is.
HIDDEN = ("version", "conference_id")
OPERATIONS = {"create": "新增", "change": "更改"}
BREAK_KINDS = {
    "changed": "被改动",
    "removed": "缺失",
    "reordered": "次序不对",
    "columns": "检索栏不符",
    "head": "链头不符",
    "touch": "记录索引不符",
    "notice": "通知不符",
    "row": "记录与日志不符",
}


def journal_filter(request: HttpRequest) -> EntryFilter:
    """Read the filters of the journal from an address."""
    return EntryFilter(
        **{name: request.GET.get(name, "").strip()[:120] for name in ("record", "actor", "action")}
    )


@seated
def journal(request: HttpRequest) -> HttpResponse:
    """List the conference's entries, the latest first, filtered and paged by number."""
    load_catalogue()
    wanted = journal_filter(request)
    before, after = _number(request, "before"), _number(request, "after")
    page = read_entries(actor_of(request), wanted, before, after, PAGE + 1)
    lines, more = list(page.lines), len(page.lines) > PAGE
    # Read towards newer entries, the surplus one is the newest; otherwise it is the oldest.
    lines = (lines[1:] if after is not None else lines[:PAGE]) if more else lines
    context = {
        "rows": [_row(line) for line in lines],
        "wanted": wanted,
        "record_label": record_label(wanted.record) if wanted.record else "",
        "record_url": record_url(wanted.record) if wanted.record else "",
        "filtered": any(asdict(wanted).values()),
        "files": offered(request, "/journal/export"),
        "total": chain_length(conference_of(request)),
        "rest_url": f"/journal?{urlencode({**_kept(wanted), 'before': page.rest})}" if page.rest else "",
        "actions": sorted(((a.id, a.title) for a in catalogue.values()), key=lambda pair: pair[1]),
        "pager": _pager(
            lines,
            wanted,
            older=more or after is not None,
            newer=before is not None or (more and after is not None),
        ),
    }
    return render(request, "journal/list.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    return number_of(request.GET.get(name, ""))


def _row(line: HistoryLine) -> EntriesLine:
    entry = line.entry
    return {
        "seq": entry.seq,
        "at": moment_text(entry.at),
        "iso": entry.at.isoformat(),
        "title": closed_words(line) or line.title,
        "is_closed": line.is_closed,
        "hash": entry.hash,
        "actor": entry.actor,
        "door": line.door,
        "subject": record_label(entry.subject) if entry.subject else "",
        "subject_url": record_url(entry.subject) if entry.subject else "",
        "remark": line.remark,
        "count": line.count,
    }


def _kept(wanted: EntryFilter) -> dict[str, str]:
    return {name: value for name, value in asdict(wanted).items() if value}


def _pager(
    lines: list[HistoryLine], wanted: EntryFilter, *, older: bool, newer: bool
) -> dict[str, str] | None:
    if not lines:
        return None
    kept = _kept(wanted)
    first, last = lines[0].entry.seq, lines[-1].entry.seq
    return {
        "summary": _("第 %(first)s 至 %(last)s 号") % {"first": first, "last": last},
        "prev_url": f"/journal?{urlencode({**kept, 'after': first})}" if newer else "",
        "next_url": f"/journal?{urlencode({**kept, 'before': last})}" if older else "",
    }


def record_label(record: str) -> str:
    """Name a record such as meetings.topic:3 for people: 议题 3."""
    model, number = _model_of(record)
    return f"{model._meta.verbose_name} {number}" if model is not None else record


def _model_of(record: str) -> tuple[type[Model] | None, str]:
    name, _colon, number = record.partition(":")
    try:
        return apps.get_model(name), number
    except (LookupError, ValueError):
        return None, number


@seated
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one entry: what changed from what to what, its bases in words, its hashes."""
    load_catalogue()
    line = read_entry(actor_of(request), seq)
    if line is None:
        raise Http404("没有这条日志，或它不属于本联席会议。")
    bases = [Basis(**basis) for basis in line.bases if basis["clause"]]
    words = find_words_of(bases)
    units = _named_units(line)
    context = {
        "line": line,
        "row": _row(line),
        "records": [_record(change, units) for change in line.changes],
        "clauses": [(basis.clause, words_view(words.get(basis))) for basis in bases],
        "length": chain_length(conference_of(request)),
    }
    return render(request, "journal/entry.html", context)


def _record(change: dict[str, Any], units: Mapping[int, str]) -> EntriesRecord:
    model, _pk = _model_of(change["record"])
    old, new = change.get("old", {}), change["new"]
    return {
        "label": record_label(change["record"]),
        "url": record_url(change["record"]),
        "record": change["record"],
        "operation": OPERATIONS.get(change["op"], change["op"]),
        "is_change": change["op"] == "change",
        "values": [
            _value(_field(model, name), name, (old.get(name), value), units)
            for name, value in new.items()
            if name not in HIDDEN and (change["op"] == "change" or value not in (None, "", [], {}))
        ],
    }


def _named_units(line: HistoryLine) -> dict[int, str]:
    """Look the names of all units up at once that the entry's values point to."""
    found = set()
    for change in line.changes:
        model, _pk = _model_of(change["record"])
        for name, value in [*change["new"].items(), *change.get("old", {}).items()]:
            field = _field(model, name)
            if isinstance(value, int) and _is_unit(field):
                found.add(value)
    return unit_names(found) if found else {}


def _is_unit(field: object) -> bool:
    """Tell whether a column points to a unit."""
    return isinstance(field, ForeignKey) and field.related_model._meta.label_lower == "bodies.unit"


def _field(model: type[Model] | None, name: str) -> object:
    try:
        return model._meta.get_field(name.removesuffix("_id")) if model else None
    except FieldDoesNotExist:
        return None


def _value(field: Any, name: str, values: tuple[Any, Any], units: Mapping[int, str]) -> dict[str, str]:
    own, plain = str(field.verbose_name) if field is not None else "", name.removesuffix("_id")
    is_chinese = any("\u4e00" <= mark <= "\u9fff" for mark in own)
    is_unit = _is_unit(field)
    old, new = (
        units.get(value) or _said(field, value) if is_unit else _said(field, value) for value in values
    )
    return {"label": own if is_chinese else COLUMNS.get(plain, plain), "name": name, "old": old, "new": new}


def _said(field: Any, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(field, DateTimeField):
        return moment_text(datetime.fromisoformat(value))
    if isinstance(field, ForeignKey):
        return f"{field.related_model._meta.verbose_name} {value}"
    if field is not None and field.name == "state":
        machine = machine_of(field.model._meta.label_lower)
        return (
            f"{machine.labels[value]}（{value}）"
            if machine is not None and value in machine.labels
            else str(value)
        )
    return str(value)


@seated
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Re-read the conference's chain and rows and say plainly what holds and what does not.

    The rows of a long chain are left to `lianxi journal verify`; the page says so.
    """
    key = conference_of(request)
    length = chain_length(key)
    try:
        with one_at_a_time("verify"):
            rows = verify_rows(key) if length <= MOST_REPLAYED else ()
            found = list(islice(chain(verify_entries(key), rows), MOST_BREAKS + 1))
    except Busy as busy:
        return render(request, "parts/refusal.html", {"refusal": busy}, status=503)
    context = {
        "length": length,
        "rows_too": length <= MOST_REPLAYED,
        "breaks": [_break(one, actor_of(request)) for one in found[:MOST_BREAKS]],
        "more": len(found) > MOST_BREAKS,
        "seq": _posted_seq(request),
    }
    return render(request, "journal/verified.html", context)


def _break(one: Break, actor: Actor) -> dict[str, object]:
    """Tell a break; what it says names records, which a seat of a unit may not see: it learns where, not which."""
    message = one.message if actor.is_office else "涉及的记录由办公室查看。"
    return {"seq": one.seq, "kind": BREAK_KINDS.get(one.kind, one.kind), "message": message}


def _posted_seq(request: HttpRequest) -> int | None:
    return number_of(request.POST.get("seq", ""))


urlpatterns = [
    path("journal", journal, name="journal"),
    path("journal/verify", verify, name="verify"),
    path("journal/<int:seq>", entry, name="entry"),
]
