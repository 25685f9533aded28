"""The journal as a file, exactly what its page shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import moment_text
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.queries import EntryFilter, find_entries
from lianxi.web.journal.entries import journal_filter, record_label
from lianxi.web.shared.pages import conference_of, seated
from lianxi.web.shared.tables import Column, below, named, table_response

READ = 500

JOURNAL = (
    Column("号", 8),
    Column("时间", 22),
    Column("办理", 28),
    Column("以谁的身份", 28),
    Column("途径", 24),
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
            line.door,
            record_label(line.entry.subject),
            line.remark,
            line.entry.hash,
        )
        for line in below(page, lambda line: line.entry.seq)
    )
    return table_response(request, named("日志"), JOURNAL, rows)


urlpatterns: list[URLPattern] = [
    path("journal/export", journal, name="journal_export"),
]
