"""The year as pages: acts by periods on one sheet, and the duty page of a unit, act by act, as of any day."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.words import long_date
from lianxi.law.queries import Words, find_words_of
from lianxi.web.shared.filters import day_asked, number_of
from lianxi.web.shared.lights import acting, member_units, sees_all, short_citation, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import offered
from lianxi.web.work.shapes import YearsAct, YearsCell, YearsFigureRows, YearsLine
from lianxi.work.actions import set_check
from lianxi.work.queries.figures import figures_of
from lianxi.work.queries.returns import check_mode
from lianxi.work.queries.rows import end_of
from lianxi.work.queries.years import CELL_MARKS, CELL_WORDS, Cell, Line, year_of
from lianxi.work.rows import ArrangementRow
from lianxi.work.rules.periods import Period, periods_of_year
from lianxi.work.rules.plans import PATTERN_LABELS
from lianxi.work.rules.steps import CHECK_LABELS

# What the legend names, in its order.
NONE = "none"
LEGEND = ("handed", "nil", "due", "late", "checking", "returned", "rows", "none", "runs")


def asked(request: HttpRequest) -> tuple[date, str]:
    """Return the day a page is asked for, and a sentence where it is another one."""
    return day_asked(request.GET.get("on", ""), today(), latest=today())


def citations(rows: Sequence[ArrangementRow]) -> dict[int, str]:
    """Return the short citations of arrangements by id."""
    words = find_words_of(row.basis for row in rows)
    found = {}
    for row in rows:
        told = words.get(row.basis)
        found[row.pk] = short_citation(told.citation) if told else row.basis_clause
    return found


@require_safe
@seated
def year(request: HttpRequest) -> HttpResponse:
    """Show the acts of a year by unit and period, one sheet of paper; a unit sees its own cells."""
    conference, actor = acting(request)
    day, misread = asked(request)
    unit = number_of(request.GET.get("unit", ""))
    if not sees_all(actor):
        unit = actor.unit_id
    every = year_of(conference.pk, actor, day, unit=unit)
    only = request.GET.get("only", "") == NONE
    lines = [line for line in every if _is_blank(line)] if only else every
    cited = citations([line.arrangement for line in lines])
    asked_of = [line for line in every if line.role == "doer" and line.cells[0].state != "runs"]
    groups = [
        {"unit": name, "unit_id": unit_id, "rows": [_row(line, cited) for line in own]}
        for (unit_id, name), own in groupby(
            _by_unit(conference, lines, day), key=lambda one: (one.unit_id, one.unit)
        )
    ]
    context = {
        "title": f"{day.year}年履职一览",
        "day": long_date(day),
        "on": day.isoformat(),
        "misread": misread,
        "groups": groups,
        "columns": [f"{month}月" for month in range(1, 13)],
        "legend": [(CELL_MARKS[code], CELL_WORDS[code]) for code in LEGEND],
        "units": member_units(conference, day) if sees_all(actor) else (),
        "unit": unit,
        "only": only,
        "done": sum(line.is_done for line in asked_of),
        "total": len(asked_of),
        "can": offers(actor, "work.arrangement.propose"),
        "files": offered(request, "/work/export"),
    }
    return render(request, "work/year.html", context)


def _is_blank(line: Line) -> bool:
    """Tell whether nothing stands in the year of an act that its unit answers for."""
    return line.role == "doer" and not line.is_done and line.cells[0].state != "runs"


def _by_unit(conference: ConferenceRow, lines: Sequence[Line], day: date) -> list[Line]:
    """Sort lines by unit as the document prints the units, each unit's acts as they stand in it."""
    order = {pk: place for place, (pk, _name) in enumerate(member_units(conference, day))}
    return sorted(lines, key=lambda one: (order.get(one.unit_id, 999), one.unit_id))


def _row(line: Line, cited: dict[int, str]) -> YearsLine:
    row = line.arrangement
    return {
        "title": row.title,
        "cite": cited[row.pk],
        "url": f"/work/arrangements/{row.pk}",
        "role": "配合" if line.role == "partner" else "",
        "reports": line.told.reports,
        "cells": [_cell(cell, line.months) for cell in line.cells],
    }


def _cell(cell: Cell, months: int) -> YearsCell:
    return {
        "months": months,
        "period": cell.period.words,
        "mark": cell.mark,
        "words": cell.words,
        "state": cell.state,
        "rows": cell.rows,
        "due": cell.due_on,
        "url": f"/work/returns/{cell.of.pk}" if cell.of else "",
    }


@require_safe
@seated
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the clauses ask of a unit, act by act: what is due, came in and came back, and the figures."""
    conference, actor = acting(request)
    day, misread = asked(request)
    names = dict(member_units(conference, day))
    if pk not in names:
        raise Http404("当日没有这个成员单位。")
    lines = year_of(conference.pk, actor, day, unit=pk, whole=True)
    words = find_words_of(line.arrangement.basis for line in lines)
    context = {
        "title": f"{names[pk]}：{day.year}年履职情况",
        "unit": names[pk],
        "unit_id": pk,
        "units": list(names.items()),
        "day": long_date(day),
        "on": day.isoformat(),
        "misread": misread,
        "is_own": sees_all(actor) or actor.unit_id == pk,
        "may_set": set_check.available(pk, actor, today()) is None,
        "check": check_mode(conference.pk, pk),
        "modes": CHECK_LABELS.items(),
        "acts": [_act(line, words.get(line.arrangement.basis), day, actor) for line in lines],
    }
    return render(request, "work/unit.html", context)


def _act(line: Line, words: Words | None, day: date, actor: Actor) -> YearsAct:
    row = line.arrangement
    periods = periods_of_year(day.year, row.returns)
    return {
        "arrangement": row,
        "words": row.words or (words.cited if words else ""),
        "cite": short_citation(words.citation) if words else row.basis_clause,
        "pattern": PATTERN_LABELS[row.pattern],
        "role": "配合" if line.role == "partner" else "",
        "reports": line.told.reports,
        "cells": [_cell(cell, line.months) for cell in line.cells],
        "figures": figure_rows(row, periods, day, actor) if line.role == "doer" else [],
        "receivers": [
            one.unit.name if one.unit else one.words for one in line.parties if one.role == "receiver"
        ],
    }


def figure_rows(
    row: ArrangementRow, periods: Sequence[Period], day: date, actor: Actor
) -> list[YearsFigureRows]:
    """Give the figures of an arrangement by period, each with the page of its records."""
    until = None if day == today() else end_of(day)
    return [
        {
            "label": told[0].figure.label,
            "printed": told[0].figure.printed,
            "missing": "、".join(told[0].reckoned.missing),
            "cells": [
                {
                    "period": one.period.words,
                    "words": one.words,
                    "above": None if one.is_hidden else one.reckoned.above,
                    "below": None if one.is_hidden else one.reckoned.below,
                    "url": f"/work/arrangements/{row.pk}/rows?period={one.period.code}",
                }
                for one in told
            ],
        }
        for told in figures_of(row, list(periods), until=until, actor=actor)
        if told
    ]


urlpatterns: list[URLPattern] = [
    path("work", year, name="work"),
    path("work/units/<int:pk>", unit, name="work-unit"),
]
