"""The page of archive packages: the years in which anything was done, making a package, and those made so far."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import moment_text
from lianxi.papers.actions import make_archive
from lianxi.papers.queries import count_unfiled, list_packages, years_to_archive
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated


@require_safe
@seated
def show(request: HttpRequest) -> HttpResponse:
    """List the packages made, and offer to make one of a year."""
    conference, actor = acting(request)
    context = {
        "title": "年度归档",
        "rows": [
            {"row": one, "at": moment_text(one.made_at), "size": _size(one.file.size)}
            for one in list_packages(actor, 50)
        ],
        "years": years_to_archive(conference.pk),
        "unfiled": count_unfiled(actor),
        "make": offer(actor, make_archive),
    }
    return render(request, "papers/archives.html", context)


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{count / 1024:.0f} KB"


urlpatterns: list[URLPattern] = [path("papers/archives", show, name="paper-archives")]
