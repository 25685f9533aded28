"""Pages of rows: the table of a period with its form, the sheet out and back in, one row with its versions."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.core.words import moment_text
from lianxi.papers.files import MAX_BYTES, Upload
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import own_record, seated, timeline
from lianxi.web.shared.tables import XLSX, offered
from lianxi.web.work.shapes import RowsLine, RowsShownRows, RowsVersion
from lianxi.work.actions import add_row, correct_row, upload_rows
from lianxi.work.actions.filling import RowsRefused
from lianxi.work.queries.knowing import known_for
from lianxi.work.queries.records import (
    count_to_send,
    current,
    find_arrangement,
    find_row,
    rows_seen,
)
from lianxi.work.queries.rows import Span, history_of
from lianxi.work.queries.sheets import field_note, options_of, template
from lianxi.work.queries.telling import counts_of
from lianxi.work.rows import ArrangementRow, EntryRow
from lianxi.work.rules.forms import Field, Form, Kind, read_form
from lianxi.work.rules.periods import Period, period_of, read_period
from lianxi.work.rules.rows import Known, value_words

SHOWN = 100
# Lists longer than this are typed, not chosen from.
MOST_CHOSEN = 120


def shown_rows(
    row: ArrangementRow, actor: Actor, span: Span, *, unit: int | None = None, before: int | None = None
) -> RowsShownRows:
    """Give the table of rows about a span that a seat may see, and how many it may only count."""
    form, known = read_form(row.form), known_for(row.conference_id, today())
    found, total = rows_seen(actor, row, span, unit=unit, before=before, size=SHOWN + 1)
    columns = [one for one in form.fields if one.kind is not Kind.FILE]
    told = _told_total(row, actor, span, total, unit) if not found else str(total)
    return {
        "columns": [one.heading for one in columns],
        "rows": [_row(one, columns, known) for one in found[:SHOWN]],
        "total": told,
        "hidden": told if told != "0" and not found and before is None else "",
        "next": found[SHOWN - 1].pk if len(found) > SHOWN else None,
    }


def _told_total(row: ArrangementRow, actor: Actor, span: Span, total: int, unit: int | None) -> str:
    """Tell how many rows there are, to a seat that sees none of them."""
    if row.level in ("public", "members") or actor.unit_id == (unit or row.unit_id):
        return str(total)
    counts = counts_of(row, span.first.year)
    period = Period("", span.first, span.last)
    asked = next((one for one in counts.periods if (one.first, one.last) == (span.first, span.last)), period)
    return counts.total(asked) if unit is None else counts.cell(unit, asked)


def _row(row: EntryRow, columns: Sequence[Field], known: Known) -> RowsLine:
    return {
        "row": row,
        "url": f"/work/rows/{row.pk}",
        "cells": [(one.label, value_words(one, row.values.get(one.name), known)) for one in columns],
    }


def _period(request: HttpRequest, row: ArrangementRow) -> Period:
    code = request.GET.get("period", "") or request.POST.get("period", "")
    return asked_period(code) if code else period_of(today(), row.returns or 1)


def asked_period(code: str) -> Period:
    """Return the period an address names. Raises Http404 for what is none."""
    try:
        return read_period(code)
    except Refusal as refusal:
        raise Http404(refusal.message) from refusal


@require_safe
@seated
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows of a period, with the ways to bring more."""
    return _rows_page(request, pk)


def _rows_page(
    request: HttpRequest, pk: int, *, refusal: Refusal | None = None, typed: dict[str, str] | None = None
) -> HttpResponse:
    row = current(own_record(request, find_arrangement, pk))
    conference, actor = acting(request)
    period = _period(request, row)
    form, known = read_form(row.form), known_for(conference.pk, today())
    before = number_of(request.GET.get("before", ""))
    can = offers(actor, "work.row.add", "work.row.upload", "work.row.send", record=row)
    context = {
        "title": f"{row.title}：{period.words}",
        "row": row,
        "period": period,
        "table": shown_rows(row, actor, Span(period.first, period.last), before=before),
        "form": form_fields(form, known, typed or {}),
        "can": can,
        "unsent": count_to_send(actor, row, Span(period.first, period.last))
        if can["work_row_send"].ok
        else 0,
        "refusal": refusal,
        "faults": refusal.faults if isinstance(refusal, RowsRefused) else (),
        "files": offered(request, f"/work/arrangements/{row.pk}/rows/file"),
    }
    return render(request, "work/rows.html", context, status=422 if refusal else 200)


def form_fields(form: Form, known: Known, typed: dict[str, str]) -> Sequence[Mapping[str, object]]:
    """Give the fields of a form as a page asks for them."""
    told, group = [], None
    for one in form.typed:
        options = options_of(one, known)
        told.append(
            {
                "field": one,
                "group": one.group if one.group != group else "",
                "name": f"v_{one.name}",
                "value": typed.get(one.name, ""),
                "note": field_note(one),
                "options": options if len(options) <= MOST_CHOSEN else [],
                "type": "date" if one.kind is Kind.DATE else "text",
                "mode": "decimal" if one.kind in (Kind.WHOLE, Kind.DECIMAL, Kind.MONEY) else "",
            }
        )
        group = one.group
    return told


def _typed(request: HttpRequest) -> dict[str, str]:
    return {
        name[2:]: str(value) for name, value in request.POST.items() if name.startswith("v_") and str(value)
    }


def _lines(typed: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in typed.items()]


@require_POST
@seated
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a typed row to the action; a refusal comes back with what was typed."""
    _conference, actor = acting(request)
    typed, period = _typed(request), request.POST.get("period", "")
    try:
        add_row(actor, timezone.now(), arrangement_id=pk, period=period, values=_lines(typed))
    except Refusal as refusal:
        return _rows_page(request, pk, refusal=refusal, typed=typed)
    return HttpResponseRedirect(f"/work/arrangements/{pk}/rows?period={period}")


@require_POST
@seated
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a filled sheet to the action; its faults come back row by row."""
    _conference, actor = acting(request)
    period, file = request.POST.get("period", ""), request.FILES.get("file")
    sent = Upload(file.name or "", file.read(MAX_BYTES + 1)) if file else Upload("未选择的文件.xlsx", b"")
    try:
        upload_rows(actor, timezone.now(), arrangement_id=pk, period=period, file=sent)
    except Refusal as refusal:
        return _rows_page(request, pk, refusal=refusal)
    return HttpResponseRedirect(f"/work/arrangements/{pk}/rows?period={period}")


@require_safe
@seated
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the empty sheet of an arrangement, with its lists and notes."""
    row = current(own_record(request, find_arrangement, pk))
    notes = (row.trigger and f"何时填：{row.trigger}", row.note and f"办结标准：{row.note}")
    content = template(
        row.title, read_form(row.form), known_for(row.conference_id, today()), [one for one in notes if one]
    )
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{row.title}.xlsx") or "attachment"
    return answer


@require_safe
@seated
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a row with its versions, and the form to correct it."""
    return _row_page(request, pk)


def _row_page(
    request: HttpRequest, pk: int, *, refusal: Refusal | None = None, typed: dict[str, str] | None = None
) -> HttpResponse:
    row = own_record(request, find_row, pk)
    conference, actor = acting(request)
    arrangement, known = current(row.line), known_for(conference.pk, today())
    form = read_form(arrangement.form)
    held = {one.name: value_words(one, row.values.get(one.name), known) for one in form.fields}
    context = {
        "title": f"{arrangement.title}：登记行",
        "row": row,
        "arrangement": arrangement,
        "facts": [{"label": one.heading, "value": held[one.name]} for one in form.fields],
        "versions": [_version(one, form, known) for one in history_of(row)],
        "form": form_fields(form, known, typed or held),
        "can": offers(actor, "work.row.correct", "work.row.remove", record=row),
        "refusal": refusal,
        "entries": timeline(actor, f"work.row:{row.pk}"),
    }
    return render(request, "work/row.html", context, status=422 if refusal else 200)


def _version(row: EntryRow, form: Form, known: Known) -> RowsVersion:
    told = (
        f"{one.label} {value_words(one, row.values.get(one.name), known)}"
        for one in form.fields
        if one.name in row.values
    )
    return {"row": row, "at": moment_text(row.at), "words": "已删去" if row.removed else "；".join(told)}


@require_POST
@seated
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a corrected row to the action; a refusal comes back with what was typed."""
    _conference, actor = acting(request)
    typed, seen_version = _typed(request), number_of(request.POST.get("seen", ""))
    try:
        made = correct_row(actor, timezone.now(), row_id=pk, values=_lines(typed), seen=seen_version)
    except Refusal as refusal:
        return _row_page(request, pk, refusal=refusal, typed=typed)
    return HttpResponseRedirect(f"/work/rows/{made.pk}")


urlpatterns: list[URLPattern] = [
    path("work/arrangements/<int:pk>/rows", rows, name="work-rows"),
    path("work/arrangements/<int:pk>/rows/add", add, name="work-row-add"),
    path("work/arrangements/<int:pk>/rows/upload", upload, name="work-row-upload"),
    path("work/arrangements/<int:pk>/template", sheet, name="work-template"),
    path("work/rows/<int:pk>", one, name="work-row"),
    path("work/rows/<int:pk>/correct", correct, name="work-row-correct"),
]
