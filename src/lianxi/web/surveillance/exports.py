"""The signals as a file, exactly what their page shows."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import day_of
from lianxi.surveillance.queries.signals import list_signals
from lianxi.surveillance.rows import SignalRow
from lianxi.surveillance.rules.machines import RISK_LABELS, SIGNAL
from lianxi.web.shared.lights import acting
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Column, below, named, table_response
from lianxi.web.surveillance.signals import signal_filter

SIGNALS = (
    Column("编号", 8),
    Column("情况", 60),
    Column("规则", 24),
    Column("发生日期", 12, is_day=True),
    Column("发现日期", 12, is_day=True),
    Column("状态", 16),
    Column("风险", 10),
    Column("观测值", 10),
    Column("预期值", 10),
    Column("界限", 10),
    Column("单位", 10),
    Column("告知日期", 12, is_day=True),
    Column("数据校验（SHA-256）", 64),
)


@require_safe
@seated
def signals(request: HttpRequest) -> HttpResponse:
    """Send the signals a seat may see, as the filters show them."""
    _conference, actor = acting(request)
    wanted = signal_filter(request.GET)

    def page(before: int | None) -> Sequence[SignalRow]:
        return list_signals(actor, replace(wanted, before=before))

    rows = (
        (
            row.pk,
            row.sentence,
            row.rule_title,
            row.happened_on,
            day_of(row.detected_at),
            SIGNAL.labels[row.state],
            RISK_LABELS[row.risk],
            row.observed,
            row.expected,
            row.bound,
            row.unit,
            day_of(row.warned_at) if row.warned_at else None,
            row.data_sha256,
        )
        for row in below(page, lambda row: row.pk)
    )
    return table_response(request, named("预警信号"), SIGNALS, rows)


urlpatterns: list[URLPattern] = [path("signals/export", signals, name="signals_export")]
