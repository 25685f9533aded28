"""The leader's page: one A4 of how the conference stands as of a day, every figure with the records behind it."""

from typing import TypedDict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.core.words import long_date
from lianxi.ledger.actions import draft_report
from lianxi.ledger.queries.briefing import Brief, brief_of, list_named
from lianxi.ledger.queries.moments import RESTS_ON
from lianxi.ledger.queries.reports import report_periods
from lianxi.ledger.rules import OBLIGATION
from lianxi.web.desk.brief_paper import NAME, brief_pdf
from lianxi.web.desk.brief_sheet import UNIT_PARTS, Asked, Other, others_of, sheet_of
from lianxi.web.papers.issued import attachment
from lianxi.web.shared.filters import day_asked
from lianxi.web.shared.lights import acting, sees_all, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated

SPANS = {"30": "近30天", "90": "近90天", "365": "近一年"}
USUAL = "30"
# Days of the longest period that an address may ask for: a leap year, which a yearly report's figures open.
LONGEST = 366
MOST = 200


def _asked(request: HttpRequest) -> Asked:
    until, misread = day_asked(request.GET.get("on", ""), today())
    span = request.GET.get("span", USUAL)
    days = int(span) if span.isascii() and span.isdecimal() and len(span) < 4 else 0
    return Asked(min(until, today()), days if 0 < days <= LONGEST else int(USUAL), misread)


def _closed(request: HttpRequest) -> HttpResponse:
    """Say whom the page is for: the office and the conveners, who see every unit's matters."""
    return render(request, "workbench/brief_closed.html", {"title": "工作简况"}, status=403)


@require_safe
@seated
def brief(request: HttpRequest) -> HttpResponse:
    """Show the page as of a day."""
    conference, actor = acting(request)
    if not sees_all(actor):
        return _closed(request)
    asked = _asked(request)
    context = {
        "title": "工作简况",
        "asked": asked,
        "spans": [(int(days), words) for days, words in SPANS.items()],
        "sheet": sheet_of(actor, conference.pk, asked, timezone.now()),
        "rests_on": RESTS_ON,
        "report": offer(actor, draft_report),
        "periods": [(one.code, one.words) for one in report_periods(today())],
    }
    return render(request, "workbench/brief.html", context)


@require_safe
@seated
def pdf(request: HttpRequest) -> HttpResponse:
    """Send the page as PDF, for whom the page is; nothing is stored."""
    conference, actor = acting(request)
    if not sees_all(actor):
        return _closed(request)
    asked = _asked(request)
    sheet = sheet_of(actor, conference.pk, asked, timezone.now())
    return sheet_attached(brief_pdf(sheet, conference.name, is_demo=conference.is_demo), asked)


def sheet_attached(content: bytes, asked: Asked) -> HttpResponse:
    """Send the PDF of the page to be saved, under the day it stands as of."""
    return attachment(content, f"{NAME}（截至{asked.until.isoformat()}）.pdf", "application/pdf")


@require_safe
@seated
def records(request: HttpRequest) -> HttpResponse:
    """List the records behind a figure of the page, as of the same day."""
    conference, actor = acting(request)
    if not sees_all(actor):
        return _closed(request)
    asked, key = _asked(request), request.GET.get("key", "")
    other = next((one for one in others_of(actor, asked) if one.key == key), None)
    found = _of_other(other) if other else _of_ledger(conference.pk, asked, key)
    context = {"asked": asked, "until": long_date(asked.until), **found}
    return render(request, "workbench/brief_records.html", context)


class _Found(TypedDict, total=False):
    title: str
    count: int
    shown: int
    others: list[object]
    rows: list[dict[str, object]]


def _of_other(other: Other) -> _Found:
    count, rows = len(other.rows), other.rows[:MOST]
    return {"title": other.label, "count": count, "shown": len(rows), "others": list(rows)}


def _of_ledger(conference_id: int, asked: Asked, key: str) -> _Found:
    told = brief_of(conference_id, asked.since, asked.until, timezone.now())
    numbers = told.records(key)
    if numbers is None:
        raise Http404("没有这个数字。")
    found = list_named(conference_id, numbers[:MOST])
    return {
        "title": _label(told, key),
        "count": len(numbers),
        "shown": len(found),
        "rows": [
            {"row": one, "lead": one.lead_unit.name, "state": OBLIGATION.labels[one.state]} for one in found
        ],
    }


def _label(told: Brief, key: str) -> str:
    kind, _, rest = key.partition(".")
    if kind != "unit":
        return next(one.label for one in (*told.figures, *told.states) if one.key == key)
    unit, _, part = rest.partition(".")
    name = next(one.name for one in told.units if str(one.unit_id) == unit)
    return f"{name}：{UNIT_PARTS[part]}"


urlpatterns: list[URLPattern] = [
    path("brief", brief, name="brief"),
    path("brief.pdf", pdf, name="brief-pdf"),
    path("brief/records", records, name="brief-records"),
]
