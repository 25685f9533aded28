"""The office's page of the installation's health: what `lianxi doctor` prints, for who has no command line."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianxi.core.actors import SeatKind
from lianxi.core.rooms import doctor_checks, load
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.pages import seated


@require_safe
@never_cache
@seated
def health(request: HttpRequest) -> HttpResponse:
    """Show the office every sign of every check, those that need something first."""
    _conference, actor = acting(request)
    if not (actor.is_office or actor.kind is SeatKind.OPERATOR):
        raise Http404("安装状况由办公室和运维管理员查看。")
    rows = [(check.title, sign) for check in doctor_checks() for sign in load(check.look)(today())]
    rows.sort(key=lambda row: row[1].well)
    return render(
        request, "journal/health.html", {"rows": rows, "ill": sum(not sign.well for _, sign in rows)}
    )


urlpatterns: list[URLPattern] = [path("health", health, name="health")]
