"""Pages of duties: which clauses show work this year and which none; one duty with its figures and events."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.core.words import long_date, moment_text
from lianxi.law.queries import Words, find_words_of
from lianxi.ledger.actions import record_figures, switch_on_duties
from lianxi.ledger.actions.standing import reportable_periods
from lianxi.ledger.holding import holders
from lianxi.ledger.queries.records import find_duty
from lianxi.ledger.queries.standing import (
    CoverageLine,
    figures_elsewhere,
    figures_of,
    find_reports,
    list_coverage,
    list_matters,
    span_of,
    units_of,
)
from lianxi.ledger.rows import IndicatorValueRow, StandingDutyRow
from lianxi.ledger.rules import EVIDENCE_KINDS, OBLIGATION, SHORT_KINDS
from lianxi.ledger.rules.standing import (
    DUTY,
    DUTY_CYCLES,
    NATURE_LABELS,
    Period,
    figure_words,
    indicators,
    period_of,
    period_words,
)
from lianxi.web.ledger.shapes import DutiesEdit, DutiesForm, DutiesLine
from lianxi.web.shared.cutting import cut
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import day_asked, number_of
from lianxi.web.shared.lights import acting, due_words, member_units, short_citation, today
from lianxi.web.shared.offers import offer, offers
from lianxi.web.shared.pages import own_record, seated, timeline, words_view
from lianxi.web.shared.tables import Column, offered, table_response

ORIGINS = {"shipped": "逐条核对的建议", "derived": "按条款文字推得的建议，待核对", "edited": "办公室改定"}
COLUMNS = (
    Column("单位", 16),
    Column("条款", 20),
    Column("职责", 60),
    Column("性质", 12),
    Column("周期", 8),
    Column("跟踪", 12),
    Column("本年履职记录", 12),
    Column("最近一次", 12, is_day=True),
    Column("结论", 14),
)
# Reports a page shows of those counted.
SHOWN, MATTERS = 100, 50
STATES = {"none": "无履职记录", "some": "有履职记录", "off": "未启用跟踪"}


def _day_asked(request: HttpRequest) -> tuple[date, str]:
    return day_asked(request.GET.get("on", ""), today(), latest=today())


def _lines(request: HttpRequest, day: date) -> list[CoverageLine]:
    conference, actor = acting(request)
    unit, state = request.GET.get("unit", ""), request.GET.get("state", "")
    state = state if state in STATES else ""
    lines = list_coverage(conference, day, number_of(unit), to=actor)
    return [line for line in lines if not state or state in _kinds_of(line)]


def _kinds_of(line: CoverageLine) -> set[str]:
    """Give which of the list's filters a duty answers to."""
    found = {"some" if line.done.total else "none"}
    return found if line.duty.state == "on" else found | {"off"}


@require_safe
@seated
def duties(request: HttpRequest) -> HttpResponse:
    """Show each duty clause with this year's records, or that there are none."""
    conference, actor = acting(request)
    day, misread = _day_asked(request)
    lines = _lines(request, day)
    words = find_words_of(line.duty.basis for line in lines)
    groups = [
        {"unit": unit, "rows": [_row(line, words.get(line.duty.basis), actor) for line in rows]}
        for unit, rows in groupby(lines, key=lambda line: line.duty.unit.name)
    ]
    context = {
        "title": "履职情况",
        "day": long_date(day),
        "on": day.isoformat(),
        "misread": misread,
        "is_past": day < today(),
        "total": len(lines),
        "some": sum(line.done.total > 0 for line in lines),
        "none": sum(not line.done.total for line in lines),
        "followed": sum(line.duty.state == "on" for line in lines),
        "groups": groups,
        "units": member_units(conference, day),
        "wanted": {name: request.GET.get(name, "") for name in ("unit", "state")},
        "states": STATES.items(),
        "can": offers(actor, "ledger.duty.propose", "ledger.duty.switch_on"),
        "files": offered(request, "/duties/export"),
    }
    return render(request, "duties/list.html", context)


def _row(line: CoverageLine, words: Words | None, actor: Actor) -> DutiesLine:
    duty = line.duty
    return {
        "duty": duty,
        "cite": short_citation(words.citation) if words else duty.basis_clause,
        "nature": NATURE_LABELS[duty.nature],
        "cycle": DUTY_CYCLES[duty.cycle],
        "state": DUTY.labels[duty.state],
        "can_start": offer(actor, switch_on_duties, [duty]).ok,
        "done": line.done,
        "last": long_date(line.done.last.astimezone(timezone.get_default_timezone()).date())
        if line.done.last
        else "",
    }


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the coverage of duties as the page shows it."""
    day, _misread = _day_asked(request)
    lines = _lines(request, day)
    words = find_words_of(line.duty.basis for line in lines)

    def cells(line: CoverageLine) -> Sequence[str | int | date | None]:
        duty, found = line.duty, words.get(line.duty.basis)
        last = line.done.last
        return (
            duty.unit.name,
            short_citation(found.citation) if found else duty.basis_clause,
            duty.title,
            NATURE_LABELS[duty.nature],
            DUTY_CYCLES[duty.cycle],
            DUTY.labels[duty.state],
            line.done.total,
            last.astimezone(timezone.get_default_timezone()).date() if last else None,
            "有履职记录" if line.done.total else "无履职记录",
        )

    return table_response(request, f"履职情况-{day.isoformat()}", COLUMNS, map(cells, lines))


@require_safe
@seated
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one duty: its clause, how it is followed, figures by period, records, events."""
    return _duty_page(request, pk)


@require_POST
@seated
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the figures typed to the action; a refusal comes back with what was typed."""
    _conference, actor = acting(request)
    typed = {name.removeprefix("f_"): value for name, value in request.POST.items() if name.startswith("f_")}
    given = [f"{code}={value}" for code, value in typed.items() if str(value).strip()]
    period, note = request.POST.get("period", ""), request.POST.get("note", "")
    try:
        record_figures(actor, timezone.now(), duty_id=pk, period=period, figures=given, note=note)
    except Refusal as refusal:
        return _duty_page(request, pk, refusal=refusal, typed={**typed, "period": period, "note": note})
    return HttpResponseRedirect(f"/duties/{pk}")


def _duty_page(
    request: HttpRequest,
    pk: int,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, object] | None = None,
) -> HttpResponse:
    row = own_record(request, find_duty, pk)
    _conference, actor = acting(request)
    day, misread = _day_asked(request)
    words = find_words_of([row.basis]).get(row.basis)
    periods = _periods(row, day)
    units = units_of(row)
    reports = find_reports(row, day, units, SHOWN + 1, to=actor)
    elsewhere = figures_elsewhere(row, span_of(day)[1], periods)
    shown, cut_reports = cut(reports.rows, SHOWN)
    matters, cut_matters = cut(list_matters(row, units, MATTERS + 1, to=actor), MATTERS)
    steps = ("ledger.duty.switch_off", "ledger.duty.edit", "ledger.duty.trigger", "ledger.duty.record")
    can = {**offers(actor, "ledger.duty.switch_on", record=[row]), **offers(actor, *steps, record=row)}
    context = {
        "title": f"{row.unit.name}：{short_citation(words.citation) if words else row.basis_clause}",
        "duty": row,
        "misread": misread,
        "lead": _lead(reports.every, day),
        "left_out": reports.every - reports.seen,
        "clause": words_view(words),
        "facts": _facts(row),
        "table": _table(row, day, periods, elsewhere),
        "periods": [period.code for period in periods],
        "reports": [{"row": one, "at": moment_text(one.at)} for one in shown],
        "cut_reports": cut_reports,
        "cut_matters": cut_matters,
        "matters": [{"row": one, "state": OBLIGATION.labels[one.state]} for one in matters],
        "can": can,
        "may_record": can["ledger_duty_record"].ok,
        "may_trigger": can["ledger_duty_trigger"].ok,
        "form": _form(row, day, elsewhere.get(periods[0].code, {}), typed or {}),
        "edit": _edit(row),
        "refusal": refusal,
        "entries": timeline(actor, f"ledger.standingduty:{row.pk}", of=row),
    }
    return render(request, "duties/show.html", context, status=422 if refusal else 200)


def _lead(count: int, day: date) -> str:
    return (
        f"截至{long_date(day)}，本年有 {count} 条办理反馈。"
        if count
        else f"截至{long_date(day)}，本年没有办理反馈。"
    )


def _facts(row: StandingDutyRow) -> list[Fact]:
    known = indicators()
    facts: list[Fact] = [
        {"label": "跟踪", "value": DUTY.labels[row.state]},
        {"label": "性质", "value": NATURE_LABELS[row.nature]},
        {"label": "周期", "value": DUTY_CYCLES[row.cycle]},
        {"label": "佐证", "value": "、".join(SHORT_KINDS[kind] for kind in row.evidence)},
        {"label": "指标", "value": "、".join(known[code].label for code in row.indicators if code in known)},
        {"label": "设定来源", "value": ORIGINS[row.origin]},
    ]
    if row.trigger:
        facts.insert(3, {"label": "触发条件", "value": row.trigger})
    if row.obligation is not None:
        due = due_words(row.obligation)
        facts.append(
            {
                "label": "本期事项",
                "value": f"{row.obligation.number}（{due}）",
                "url": f"/ledger/{row.obligation_id}",
            }
        )
    return facts


def _periods(row: StandingDutyRow, day: date) -> list[Period]:
    """Give the periods of the day's year until the day, the latest first."""
    found, last = [], period_of(day, row.cycle)
    first = period_of(date(day.year, 1, 1), row.cycle)
    while last.first >= first.first:
        found.append(last)
        last = period_of(date.fromordinal(last.first.toordinal() - 1), row.cycle)
    return found


def _table(
    row: StandingDutyRow,
    day: date,
    periods: Sequence[Period],
    elsewhere: Mapping[str, Mapping[str, IndicatorValueRow]],
) -> Sequence[Mapping[str, object]]:
    """Give the figures by indicator and period; what other records hold is counted, not asked for."""
    known, until = indicators(), span_of(day)[1]
    given = figures_of(row, until, periods)
    rows = []
    for code in row.indicators:
        if code not in known:
            continue
        cells = [
            _cell(row, code, period, {**elsewhere.get(period.code, {}), **given.get(period.code, {})})
            for period in periods
        ]
        rows.append({"label": known[code].label, "cells": cells})
    return rows


def _cell(
    row: StandingDutyRow, code: str, period: Period, given: Mapping[str, IndicatorValueRow]
) -> dict[str, str]:
    shown, counted = {"period": period_words(period.code)}, holders()
    if code in counted:
        held = counted[code](row.conference_id, row.unit_id, period.first, period.last)
        return {
            **shown,
            "value": figure_words(indicators()[code], held.value),
            "from": held.words,
            "url": held.url,
        }
    value = given.get(code)
    if value is None:
        return {**shown, "value": "", "from": "", "url": ""}
    words = figure_words(indicators()[code], Decimal(value.value))
    # The same figure of the same unit, given for another clause, is not asked for again.
    url = f"/duties/{value.duty_id}" if value.duty_id != row.pk else ""
    return {**shown, "value": words, "from": f"{value.by} {moment_text(value.at)}", "url": url}


def _form(
    row: StandingDutyRow, day: date, elsewhere: Mapping[str, IndicatorValueRow], typed: Mapping[str, object]
) -> DutiesForm:
    known = indicators()
    asked = [known[code] for code in row.indicators if code in known and code not in holders()]
    held = {
        code: f"{period_words(value.period)}已为另一条职责填报 {figure_words(known[code], Decimal(value.value))}"
        for code, value in elsewhere.items()
        if code in known
    }
    return {
        "fields": [
            {"indicator": one, "value": typed.get(one.code, ""), "held": held.get(one.code, "")}
            for one in asked
        ],
        "periods": [(code, period_words(code)) for code in reportable_periods(row, day)],
        "period": typed.get("period", ""),
        "note": typed.get("note", ""),
    }


def _edit(row: StandingDutyRow) -> DutiesEdit:
    return {
        "natures": [(code, label, code == row.nature) for code, label in NATURE_LABELS.items()],
        "cycles": [(code, label, code == row.cycle) for code, label in DUTY_CYCLES.items()],
        "kinds": [(code, label, code in row.evidence) for code, label in EVIDENCE_KINDS.items()],
        "indicators": [
            (one.code, one.label, one.unit, one.code in row.indicators) for one in indicators().values()
        ],
    }


urlpatterns: list[URLPattern] = [
    path("duties", duties, name="duties"),
    path("duties/export", export, name="duties-export"),
    path("duties/<int:pk>", duty, name="duty"),
    path("duties/<int:pk>/figures", figures, name="duty-figures"),
]
