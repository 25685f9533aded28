"""Lists of the ledger as files: obligations, slips, circulars, exactly what their pages show."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.clocks.words import unannounced_years
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.core.words import moment_text
from lianxi.law.queries import find_words_of
from lianxi.ledger.queries import LedgerFilter, LedgerPage, list_circulars, list_obligations
from lianxi.ledger.queries.slips import list_slips
from lianxi.ledger.rows import SlipRow
from lianxi.ledger.rules import CIRCULAR, CYCLE_LABELS, OBLIGATION, origin_labels
from lianxi.ledger.rules.slips import SLIP
from lianxi.web.ledger.lists import ledger_filter, own_lights
from lianxi.web.ledger.slips import slip_filter
from lianxi.web.shared.lights import acting, member_units, own_light, today
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Cells, Column, below, named, table_response

READ = 500
MOST_CIRCULARS = 100_000

LEDGER = (
    Column("编号", 12),
    Column("事项", 48),
    Column("内容", 48),
    Column("主办单位"),
    Column("协办单位", 28),
    Column("办理时限", 12, is_day=True),
    Column("时限说明", 12),
    Column("灯", 10),
    Column("状态", 10),
    Column("周期", 8),
    Column("来源类别", 12),
    Column("来源", 28),
    Column("需要的材料", 24),
    Column("依据", 36),
)


@require_safe
@seated
def ledger(request: HttpRequest) -> HttpResponse:
    """Send the ledger as its filters show it."""
    conference, actor = acting(request)
    day = today()
    try:
        wanted = own_lights(actor, ledger_filter(request.GET))
        first = list_obligations(conference, day, wanted, size=READ, with_text=True, to=actor)
    except BadInput as bad:
        return render(request, "ledger/refused.html", {"refusal": bad}, status=400)
    rows = _ledger_rows(conference, actor, day, wanted, first)
    return table_response(request, named("台账"), LEDGER, rows)


def _ledger_rows(
    conference: ConferenceRow, actor: Actor, day: date, wanted: LedgerFilter, page: LedgerPage
) -> Iterator[Cells]:
    own = dict(member_units(conference, day)).get(actor.unit_id or 0, "")
    while True:
        found = find_words_of(line.obligation.basis for line in page.lines)
        for line in page.lines:
            row, words = line.obligation, found.get(line.obligation.basis)
            yield (
                row.number,
                row.title,
                row.text,
                row.lead_unit.name,
                "、".join(line.co_units),
                row.due_on,
                "暂定" if unannounced_years(row.due_derivation) else "",
                line.reading.label if own_light(actor, row, line.co_units, own) else "",
                OBLIGATION.labels[row.state],
                CYCLE_LABELS.get(row.cycle, row.cycle),
                origin_labels().get(row.origin, row.origin),
                row.source_label,
                row.evidence_wanted,
                words.citation if words else row.basis.clause,
            )
        if not page.next_cursor:
            return
        page = list_obligations(conference, day, wanted, page.next_cursor, READ, with_text=True, to=actor)


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

    def page(before: int | None) -> Sequence[SlipRow]:
        return list_slips(conference.pk, replace(wanted, before=before), to=actor)

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
    conference, actor = acting(request)
    rows = (
        (
            row.title,
            moment_text(row.as_of),
            CIRCULAR.labels[row.state],
            row.paper.number if row.paper else "",
            f"{row.drafted_by}，{moment_text(row.drafted_at)}",
        )
        for row in list_circulars(conference, MOST_CIRCULARS, to=actor)
    )
    return table_response(request, named("通报"), CIRCULARS, rows)


urlpatterns: list[URLPattern] = [
    path("ledger/export", ledger, name="ledger_export"),
    path("slips/export", slips, name="slips_export"),
    path("circulars/export", circulars, name="circulars_export"),
]
