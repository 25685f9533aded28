"""The journal as a file, exactly what its page shows."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import moment_text
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.reading import iterate_entries
from lianxi.web.journal.entries import journal_filter, record_label
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import closed_words, seated
from lianxi.web.shared.tables import Column, named, table_response

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
    """Send the journal as its filters show it, each entry with its hash; of a closed one no more than its kind."""
    load_catalogue()
    rows = (
        (
            line.entry.seq,
            moment_text(line.entry.at),
            closed_words(line) or line.title,
            line.entry.actor,
            line.door,
            record_label(line.entry.subject) if line.entry.subject else "",
            line.remark,
            line.entry.hash,
        )
        for line in iterate_entries(actor_of(request), journal_filter(request))
    )
    return table_response(request, named("日志"), JOURNAL, rows)


urlpatterns: list[URLPattern] = [
    path("journal/export", journal, name="journal_export"),
]
