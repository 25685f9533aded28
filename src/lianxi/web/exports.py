"""Every list as a file for a spreadsheet: exactly what the page's filters show, all pages of it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.bodies.queries import list_seats
from lianxi.clocks.wording import unannounced_years
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, moment_text
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.queries import EntryFilter, find_entries
from lianxi.law.queries import find_words_of
from lianxi.ledger.queries import LedgerFilter, LedgerPage, list_obligations
from lianxi.ledger.rules import CYCLE_LABELS, OBLIGATION, origin_labels
from lianxi.meetings.queries import TopicFilter, list_meetings, list_topics
from lianxi.meetings.rules.machines import MEETING, MEETING_KINDS, TOPIC, TOPIC_KINDS
from lianxi.papers.layout import Kind
from lianxi.papers.queries import PaperFilter, list_papers
from lianxi.web.journal.entries import journal_filter, record_label
from lianxi.web.ledger.lists import ledger_filter
from lianxi.web.meetings.topics import topic_filter
from lianxi.web.papers.issued import paper_filter
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.pages import conference_of, seated
from lianxi.web.shared.tables import Cells, Column, table_response

READ = 500
MOST_MEETINGS = 100_000


def below(page: Callable[[int | None], list[Any]], key: Callable[[Any], int]) -> Iterator[Any]:
    """Walk a list that is read page by page below a number, until a page brings nothing new."""
    before: int | None = None
    while rows := page(before):
        yield from (row for row in rows if before is None or key(row) < before)
        if before is not None and key(rows[-1]) >= before:
            return
        before = key(rows[-1])


def named(name: str) -> str:
    """Return a file's name with the day."""
    return f"{name}-{today().isoformat()}"


LEDGER = (
    Column("编号", 12),
    Column("事项", 48),
    Column("内容", 48),
    Column("主办单位"),
    Column("协办单位", 28),
    Column("办理时限", 12, is_day=True),
    Column("时限说明", 12),
    Column("灯", 10),
    Column("状态", 10),
    Column("周期", 8),
    Column("来源类别", 12),
    Column("来源", 28),
    Column("需要的材料", 24),
    Column("依据", 36),
)


@require_safe
@seated
def ledger(request: HttpRequest) -> HttpResponse:
    """Send the ledger as its filters show it."""
    conference, _actor = acting(request)
    day = today()
    try:
        wanted = ledger_filter(request.GET)
        first = list_obligations(conference, day, wanted, size=READ, with_text=True)
    except BadInput as bad:
        return render(request, "ledger/refused.html", {"refusal": bad}, status=400)
    return table_response(request, named("台账"), LEDGER, _ledger_rows(conference, day, wanted, first))


def _ledger_rows(conference: Any, day: date, wanted: LedgerFilter, page: LedgerPage) -> Iterator[Cells]:
    while True:
        found = find_words_of(line.obligation.basis for line in page.lines)
        for line in page.lines:
            row, words = line.obligation, found.get(line.obligation.basis)
            yield (
                row.number,
                row.title,
                row.text,
                row.lead_unit.name,
                "、".join(line.co_units),
                row.due_on,
                "暂定" if unannounced_years(row.due_derivation) else "",
                line.reading.label,
                OBLIGATION.labels[row.state],
                CYCLE_LABELS.get(row.cycle, row.cycle),
                origin_labels().get(row.origin, row.origin),
                row.source_label,
                row.evidence_wanted,
                words.citation if words else row.basis.clause,
            )
        if not page.next_cursor:
            return
        page = list_obligations(conference, day, wanted, page.next_cursor, READ, with_text=True)


PAPERS = (
    Column("发文字号", 20),
    Column("标题", 48),
    Column("文种", 10),
    Column("印发日期", 12, is_day=True),
    Column("签发", 24),
    Column("收文单位数", 10),
    Column("已签收", 8),
    Column("校验值（SHA-256）", 64),
)


@require_safe
@seated
def papers(request: HttpRequest) -> HttpResponse:
    """Send the register of papers as its filters show it."""
    own, wanted = conference_of(request), paper_filter(request)
    kinds = {kind.value: kind.label for kind in Kind}

    def page(before: int | None) -> list[Any]:
        return list_papers(own, PaperFilter(wanted.kind, wanted.year, wanted.words, wanted.unit_id, before))

    rows = (
        (
            row.number,
            row.title,
            kinds.get(row.kind, row.kind),
            day_of(row.issued_at),
            row.issued_by,
            row.sent,
            row.received,
            row.file.sha256,
        )
        for row in below(page, lambda row: row.pk)
    )
    return table_response(request, named("公文"), PAPERS, rows)


TOPICS = (
    Column("编号", 8),
    Column("议题", 48),
    Column("类别", 12),
    Column("提出单位", 20),
    Column("提出日期", 12, is_day=True),
    Column("状态", 12),
    Column("待回意见", 10),
    Column("依据", 36),
)


@require_safe
@seated
def topics(request: HttpRequest) -> HttpResponse:
    """Send the topics as their filters show them."""
    own, wanted = conference_of(request), topic_filter(request)

    def page(before: int | None) -> list[Any]:
        return list_topics(own, TopicFilter(wanted.kind, wanted.state, wanted.unit_id, wanted.words, before))

    rows = (
        (
            row.pk,
            row.title,
            TOPIC_KINDS.get(row.kind, row.kind),
            row.unit.name if row.unit else row.source_body,
            day_of(row.raised_at),
            TOPIC.labels[row.state],
            row.waiting,
            row.cite or row.basis_clause,
        )
        for row in below(page, lambda row: row.pk)
    )
    return table_response(request, named("议题"), TOPICS, rows)


MEETINGS = (
    Column("名称", 40),
    Column("时间", 22),
    Column("类别", 10),
    Column("地点", 24),
    Column("状态", 10),
    Column("议题数", 8),
    Column("通知单位数", 10),
    Column("已回执", 8),
)


@require_safe
@seated
def meetings(request: HttpRequest) -> HttpResponse:
    """Send all meetings, those to come first."""
    own = conference_of(request)
    found: list[Any] = [row for ended in (False, True) for row in list_meetings(own, ended, MOST_MEETINGS)]
    rows = (
        (
            row.title,
            moment_text(row.starts_at),
            MEETING_KINDS.get(row.kind, row.kind),
            row.place,
            MEETING.labels[row.state],
            row.topics,
            row.units,
            row.answered,
        )
        for row in found
    )
    return table_response(request, named("会议"), MEETINGS, rows)


JOURNAL = (
    Column("号", 8),
    Column("时间", 22),
    Column("办理", 28),
    Column("以谁的身份", 28),
    Column("记录", 28),
    Column("备注", 40),
    Column("哈希", 66),
)


@require_safe
@seated
def journal(request: HttpRequest) -> HttpResponse:
    """Send the journal as its filters show it, each entry with its hash."""
    load_catalogue()
    own, wanted = conference_of(request), journal_filter(request)

    def page(before: int | None) -> list[Any]:
        return find_entries(own, EntryFilter(wanted.record, wanted.actor, wanted.action), before, None, READ)

    rows = (
        (
            line.entry.seq,
            moment_text(line.entry.at),
            line.title,
            line.entry.actor,
            record_label(line.entry.subject),
            line.remark,
            line.entry.hash,
        )
        for line in below(page, lambda line: line.entry.seq)
    )
    return table_response(request, named("日志"), JOURNAL, rows)


SEATS = (
    Column("单位", 20),
    Column("席位", 16),
    Column("姓名", 12),
    Column("职务", 28),
    Column("自", 12, is_day=True),
)


@require_safe
@seated
def seats(request: HttpRequest) -> HttpResponse:
    """Send the seats of today with their holders; a vacant seat has no name."""
    conference, _actor = acting(request)
    rows = (
        (
            held.seat.unit.name,
            held.seat.get_kind_display(),
            held.tenure.person.name if held.tenure else "",
            held.tenure.title if held.tenure else "",
            held.tenure.starts_on if held.tenure else None,
        )
        for held in list_seats(conference, day_of(timezone.now()))
    )
    return table_response(request, named("席位"), SEATS, rows)


urlpatterns: list[URLPattern] = [
    path("ledger/export", ledger, name="ledger_export"),
    path("papers/export", papers, name="papers_export"),
    path("topics/export", topics, name="topics_export"),
    path("meetings/export", meetings, name="meetings_export"),
    path("journal/export", journal, name="journal_export"),
    path("conference/export", seats, name="seats_export"),
]
