"""Files put to a record: sent to be saved, PDF and pictures to be looked at, and the words of an OFD."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.refusals import BadInput
from lianxi.papers.attaching import find_attachment
from lianxi.papers.files import read_file
from lianxi.papers.ofd.reading import read_ofd
from lianxi.web.papers.issued import attachment as sent
from lianxi.web.papers.issued import inline_pdf, stored_file
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import seated

# What a browser may draw by itself, by the bytes a file begins with and not by its name.
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@require_safe
@seated
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a file of a record to be saved, to whoever reads the record."""
    row = find_attachment(actor_of(request), pk)
    if row is None:
        raise Http404("没有这份附件，或你的席位不能看。")
    return stored_file(request, row.file)


@require_safe
@seated
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a PDF or a picture; anything else is sent to be saved."""
    row = find_attachment(actor_of(request), pk)
    if row is None:
        raise Http404("没有这份附件，或你的席位不能看。")
    try:
        content = read_file(row.file)
    except (ValueError, FileNotFoundError):
        return stored_file(request, row.file)
    if content.startswith(b"%PDF-"):
        return inline_pdf(content, row.title)
    kind = next((kind for start, kind in _PICTURES.items() if content.startswith(start)), "")
    answer = sent(content, row.title, kind)
    if kind:
        answer["Content-Disposition"] = "inline"
    return answer


@require_safe
@seated
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the words of an attached OFD, which no browser draws, page by page."""
    row = find_attachment(actor_of(request), pk)
    if row is None or not row.title.lower().endswith(".ofd"):
        raise Http404("没有这份附件，或你的席位不能看。")
    try:
        content = read_file(row.file)
    except (ValueError, FileNotFoundError):
        return stored_file(request, row.file)
    try:
        pages = read_ofd(row.title, content)
    except BadInput as refused:
        raise Http404(f"{refused.message}{refused.next_step}") from refused
    return render(request, "papers/words.html", {"title": row.title, "row": row, "pages": pages})


urlpatterns: list[URLPattern] = [
    path("attachments/<int:pk>", download, name="attachment"),
    path("attachments/<int:pk>/view", view, name="attachment-view"),
    path("attachments/<int:pk>/words", words, name="attachment-words"),
]
