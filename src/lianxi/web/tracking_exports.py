"""Lists of the tracking as files: slips, circulars, time limits, exactly what their pages show."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.clocks.queries import list_limits
from lianxi.core.limits import TO_CONFIRM
from lianxi.core.words import moment_text
from lianxi.ledger.queries import list_circulars
from lianxi.ledger.queries.slips import list_slips
from lianxi.ledger.rules import CIRCULAR
from lianxi.ledger.rules.slips import SLIP
from lianxi.web.exports import below, named
from lianxi.web.ledger.slips import slip_filter
from lianxi.web.shared.lights import acting
from lianxi.web.shared.pages import conference_of, seated
from lianxi.web.shared.tables import Column, table_response

MOST_CIRCULARS = 100_000

SLIPS = (
    Column("编号", 20),
    Column("名称", 14),
    Column("事项", 48),
    Column("发往", 20),
    Column("办理时限", 12, is_day=True),
    Column("签发日期", 12, is_day=True),
    Column("签发", 28),
    Column("签收", 28),
    Column("状态", 10),
    Column("越级或提前的理由", 36),
)


@require_safe
@seated
def slips(request: HttpRequest) -> HttpResponse:
    """Send the slips as their filters show them."""
    conference, actor = acting(request)
    wanted = slip_filter(request, actor)

    def page(before: int | None) -> list[Any]:
        return list_slips(conference.pk, replace(wanted, before=before))

    rows = (
        (
            row.number,
            row.label,
            str(row.obligation),
            row.unit.name,
            row.due_on,
            row.issued_on,
            row.issued_by,
            f"{row.received_by}，{moment_text(row.received_at)}" if row.received_at else "",
            SLIP.labels[row.state],
            row.reason,
        )
        for row in below(page, lambda row: row.pk)
    )
    return table_response(request, named("催办单"), SLIPS, rows)


CIRCULARS = (
    Column("标题", 60),
    Column("统计时点", 22),
    Column("状态", 12),
    Column("文号", 20),
    Column("起草", 36),
)


@require_safe
@seated
def circulars(request: HttpRequest) -> HttpResponse:
    """Send the circulars, the latest first."""
    conference, _actor = acting(request)
    rows = (
        (
            row.title,
            moment_text(row.as_of),
            CIRCULAR.labels[row.state],
            row.paper.number if row.paper else "",
            f"{row.drafted_by}，{moment_text(row.drafted_at)}",
        )
        for row in list_circulars(conference, MOST_CIRCULARS)
    )
    return table_response(request, named("通报"), CIRCULARS, rows)


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
    path("slips/export", slips, name="slips_export"),
    path("circulars/export", circulars, name="circulars_export"),
    path("clocks/export", limits, name="limits_export"),
]
