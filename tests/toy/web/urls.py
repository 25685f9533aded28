"""The addresses of the wing: the list of memos, and the list as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.web.shared.lights import acting
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Column, named, offered, table_response
from toy.queries import list_memos
from toy.rules import MEMO


@require_safe
@seated
def memos(request: HttpRequest) -> HttpResponse:
    """Show the memos a seat may see."""
    _conference, actor = acting(request)
    context = {"rows": list_memos(actor), "files": offered(request, "/toys/export")}
    return render(request, "toy/list.html", context)


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the memos a seat may see."""
    _conference, actor = acting(request)
    columns = (Column("单位"), Column("内容", 48), Column("阅读期限", 12, is_day=True), Column("状态"))
    rows = ((one.unit.name, one.text, one.due_on, MEMO.labels[one.state]) for one in list_memos(actor))
    return table_response(request, named("玩具备忘"), columns, rows)


urlpatterns: list[URLPattern] = [path("toys", memos), path("toys/export", export)]
