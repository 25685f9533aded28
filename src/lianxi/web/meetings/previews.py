"""Minutes as a file before they are issued: marked as a draft or as the round's text, or as what was issued."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone

from lianxi.core.words import day_of
from lianxi.meetings.queries import (
    MinutesPage,
    get_minutes_page,
)
from lianxi.meetings.queries.documents import minutes_document, minutes_parts
from lianxi.meetings.queries.records import find_minutes, uploaded_of
from lianxi.papers.layout import Stage
from lianxi.web.papers.issued import drawn, stored_file
from lianxi.web.shared.pages import own_record, seated


@seated
def preview(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Return the minutes as PDF marked 草稿 or 会签稿, or as DOCX; once issued, what was issued.

    The DOCX bears no mark, so that it can come back as the file of record; where one has, it is given itself.
    """
    minutes = own_record(request, find_minutes, pk)
    if minutes.paper is not None:
        pdf = f"/papers/{minutes.paper.pk}/paper.pdf"
        return HttpResponseRedirect(pdf if form == "pdf" else f"/files/{minutes.paper.file_id}")
    kept = uploaded_of(minutes)
    if kept is not None and (form == "docx" or kept.pdf is not None):
        return stored_file(
            request, kept.pdf if form == "pdf" and kept.pdf else kept.file, inline=form == "pdf"
        )
    return _drawn(request, get_minutes_page(minutes, day_of(timezone.now())), form)


def _drawn(request: HttpRequest, page: MinutesPage, form: str) -> HttpResponse:
    minutes, day = page.minutes, day_of(timezone.now())
    stage = Stage.COSIGN if minutes.state == "in_consent" else Stage.DRAFT
    name = f"{minutes.meeting.title}纪要（{stage.word}第{minutes.revision}版）"
    document = minutes_document(minutes_parts(minutes, page.paragraphs, day), day)
    try:
        return drawn(replace(document, stage=stage) if form == "pdf" else document, name, form)
    except ValueError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(f"/minutes/{minutes.pk}")


urlpatterns: list[URLPattern] = [
    path("minutes/<int:pk>/preview.docx", preview, {"form": "docx"}, name="minutes-preview"),
    path("minutes/<int:pk>/preview.pdf", preview, {"form": "pdf"}, name="minutes-preview-pdf"),
]
