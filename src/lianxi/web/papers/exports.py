"""The register of papers as a file, exactly what its page shows."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.rooms import paper_kinds
from lianxi.core.words import day_of
from lianxi.papers.queries import list_papers
from lianxi.web.papers.issued import paper_filter
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import conference_of, seated
from lianxi.web.shared.tables import Column, below, named, table_response

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
    kinds = {code: kind.label for code, kind in paper_kinds().items()}

    def page(before: int | None) -> list[Any]:
        return list_papers(own, replace(wanted, before=before), to=actor_of(request))

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


urlpatterns: list[URLPattern] = [
    path("papers/export", papers, name="papers_export"),
]
