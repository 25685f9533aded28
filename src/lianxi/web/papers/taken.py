"""The page of whole files: taking one of a record as of a day, and who took which on whose word."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.papers.queries import find_taking, list_takings
from lianxi.web.papers.issued import stored_file
from lianxi.web.shared.lights import today
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import record_url, seated


@require_safe
@seated
def takings(request: HttpRequest) -> HttpResponse:
    """List the whole files that were taken, and take one; `record` names it."""
    actor = actor_of(request)
    context = {
        "title": "调阅全卷",
        "offer": offers(actor, "papers.file.take")["papers_file_take"],
        "record": request.GET.get("record", "")[:120],
        "today": today(),
        "rows": [(row, record_url(row.record)) for row in list_takings(actor)],
    }
    return render(request, "papers/taken.html", context)


@require_safe
@seated
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a whole file that was taken."""
    row = find_taking(actor_of(request), pk)
    if row is None:
        raise Http404("没有这一卷，或你的席位不能看。")
    return stored_file(request, row.file)


urlpatterns: list[URLPattern] = [
    path("papers/taken", takings, name="taken"),
    path("papers/taken/<int:pk>.zip", package, name="taken-file"),
]
