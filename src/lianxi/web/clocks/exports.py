"""The time limits with their history as a file."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.clocks.queries import list_limits
from lianxi.core.limits import TO_CONFIRM
from lianxi.web.shared.pages import conference_of, seated
from lianxi.web.shared.tables import Column, named, table_response

LIMITS = (
    Column("代码", 28),
    Column("时限", 36),
    Column("起算", 20),
    Column("长度", 14),
    Column("出处", 48),
    Column("可靠程度", 14),
    Column("自", 12, is_day=True),
    Column("止（不含）", 12, is_day=True),
)


@require_safe
@seated
def limits(request: HttpRequest) -> HttpResponse:
    """Send every time limit with its history, each with its source and what that is worth."""
    rows = (
        (
            one.code,
            one.title,
            one.event,
            one.words,
            one.source,
            "" if one.is_confirmed else TO_CONFIRM,
            one.starts_on,
            one.ends_before,
        )
        for held in list_limits(conference_of(request)).values()
        for one in held
    )
    return table_response(request, named("时限规则"), LIMITS, rows)


urlpatterns: list[URLPattern] = [
    path("clocks/export", limits, name="limits_export"),
]
