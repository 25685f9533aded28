"""Pages of checklists: the list with a new one, one with its points, and all of it as numbered folders."""

from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.core.words import moment_text
from lianxi.exchange.queries.checklists import ChecklistPage, get_checklist_page, list_checklists
from lianxi.exchange.queries.foldering import folders
from lianxi.papers.rendering import file_stem
from lianxi.web.shared.lights import today
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import record_url, seated, timeline


@require_safe
@seated
def checklist_list(request: HttpRequest) -> HttpResponse:
    """List the checklists, and take a new one."""
    actor = actor_of(request)
    context = {
        "title": "迎检目录",
        "rows": list_checklists(actor),
        "can": offers(actor, "exchange.checklist.enter", "exchange.checklist.upload"),
    }
    return render(request, "exchange/checklists.html", context)


def _page(request: HttpRequest, pk: int) -> ChecklistPage:
    page = get_checklist_page(actor_of(request), pk)
    if page is None:
        raise Http404("没有这份迎检目录，或你的席位不能看。")
    return page


@require_safe
@seated
def checklist_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a checklist: each point with what answers it, and what is still open."""
    actor, page = actor_of(request), _page(request, pk)
    context = {
        "title": page.checklist.title,
        "page": page,
        "points": [(one, [(link, record_url(link.record)) for link in one.links]) for one in page.points],
        "can": offers(actor, *(f"exchange.checklist.{verb}" for verb in ("link", "unlink", "note"))),
        "here": f"/checklists/{pk}",
        "entries": timeline(actor, f"exchange.checklist:{pk}"),
    }
    return render(request, "exchange/checklist.html", context)


@require_safe
@seated
def as_folders(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a checklist as numbered folders with an index."""
    actor, page = actor_of(request), _page(request, pk)
    taken = f"由{actor.label}于{moment_text(timezone.now())}为“{page.checklist.title}”整理。"
    package = folders(actor, page, today(), taken)
    name = f"{file_stem(page.checklist.title)}.zip"
    return cast("HttpResponse", FileResponse(package, as_attachment=True, filename=name))


urlpatterns: list[URLPattern] = [
    path("checklists", checklist_list, name="checklists"),
    path("checklists/<int:pk>", checklist_page, name="checklist"),
    path("checklists/<int:pk>/folders.zip", as_folders, name="checklist-folders"),
]
