"""The page of the conference's own templates: which are in force, what a template may name, and the upload."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.rooms import kind_of
from lianxi.core.words import long_date
from lianxi.papers.actions import end_template, set_template
from lianxi.papers.queries import list_templates
from lianxi.papers.words import VARIABLES
from lianxi.web.papers.issued import KINDS
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated


@require_safe
@seated
def show(request: HttpRequest) -> HttpResponse:
    """Show the templates in force and how to bring one's own."""
    conference, actor = acting(request)
    context = {
        "title": "公文模板",
        "rows": [
            {"row": one, "kind": kind_of(one.kind).label, "since": long_date(one.starts_on)}
            for one in list_templates(conference.pk)
        ],
        "kinds": list(KINDS.items()),
        "variables": VARIABLES.items(),
        "set": offer(actor, set_template),
        "end": offer(actor, end_template),
    }
    return render(request, "papers/templates.html", context)


urlpatterns: list[URLPattern] = [path("papers/templates", show, name="paper-templates")]
