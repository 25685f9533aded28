"""Filters that a seat keeps: links above the list, saving, renaming, removing.

What a list's fields are is signed into its form when the page is drawn, so that whatever is saved is checked against the
list itself, and no second list of fields is written.
"""

import re
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.context import RequestContext
from django.urls import path
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from lianxi.core.refusals import BadInput, Refusal
from lianxi.journal.filters import Listed, end_filter, keep_filter, list_filters, rename_filter, unknown_in
from lianxi.web.shared.door import local_url
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.pages import seated

SALT = "lianxi.filters"
_NAME = re.compile(r'\sname="([^"]+)"')


def draw_kept(context: RequestContext, content: str, page: str) -> SafeString:
    """Draw what the acting seat keeps of a list, and the form that keeps the present filter."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    if request is None or actor is None or actor.seat_id is None:
        return SafeString("")
    names = sorted(set(_NAME.findall(content)))
    page = page or request.path
    asked = [(name, one) for name in names for one in request.GET.getlist(name) if one]
    query = urlencode(asked)
    rows = [
        {
            "row": row,
            "url": f"{page}?{row.query}",
            "here": row.query == query,
            "unknown": "、".join(unknown_in(row.query, names)),
        }
        for row in list_filters(actor.seat_id, page)
    ]
    if not rows and not query:
        return SafeString("")
    shown = {
        "kept": rows,
        "kept_query": "" if any(one["here"] for one in rows) else query,
        "kept_list": signing.dumps({"page": page, "fields": names}, salt=SALT),
        "kept_next": f"{page}?{query}" if query else page,
    }
    template = context.template.engine.get_template("parts/kept_filters.html")  # type: ignore[union-attr]
    with context.push(**shown):
        return template.render(context)


def _done(request: HttpRequest, step: Callable[[int], None], said: str) -> HttpResponse:
    """Take a step for the acting seat and go back to the list; a refusal is said there."""
    actor = cast("SeatedRequest", request).actor
    try:
        if actor.seat_id is None:
            raise BadInput("以席位办理时才能保存筛选。")
        step(actor.seat_id)
    except Refusal as refusal:
        messages.error(request, f"{refusal.message}{refusal.next_step}")
    else:
        messages.success(request, said)
    return HttpResponseRedirect(local_url(request, request.POST.get("next", "")) or "/")


@require_POST
@seated
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filter that a list was asked with."""

    def step(seat_id: int) -> None:
        try:
            told = signing.loads(request.POST.get("list", ""), salt=SALT)
        except signing.BadSignature:
            raise BadInput("页面已经过期。", next_step="请重新打开列表，筛选后再保存。") from None
        query, name = request.POST.get("query", ""), request.POST.get("name", "")
        keep_filter(seat_id, Listed(told["page"], told["fields"]), query, name, timezone.now())

    return _done(request, step, "已保存，以后在列表上方直接打开。")


@require_POST
@seated
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a kept filter another name."""
    name = request.POST.get("name", "")
    return _done(request, lambda seat: rename_filter(seat, pk, name, timezone.now()), "已改名。")


@require_POST
@seated
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a kept filter."""
    return _done(request, lambda seat: end_filter(seat, pk), "已删去。")


urlpatterns = [
    path("filters/save", save, name="filter-save"),
    path("filters/<int:pk>/rename", rename, name="filter-rename"),
    path("filters/<int:pk>/remove", remove, name="filter-remove"),
]
