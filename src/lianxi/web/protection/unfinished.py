"""The list of unfinished persons of a unit, numbers by unit for the office, and a year by area with small cells hidden."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.small_numbers import publish, publish_row
from lianxi.protection.queries.lists import rows_of_year
from lianxi.protection.queries.steps import next_steps
from lianxi.protection.queries.unfinished import (
    by_area,
    count_by_unit,
    list_near,
    list_unfinished,
)
from lianxi.protection.rules.lists import KINDS
from lianxi.register.queries import list_areas
from lianxi.web.protection.parts import day_words, row_view, step_view, tabs
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, sees_all, today
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import offered

# Rows that the page shows.
MOST, MOST_NEAR = 500, 200


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the rows without movement that a seat sees; the office reads numbers by unit and hard cases by token."""
    conference, actor = acting(request)
    day = today()
    # One more than is shown: only then the page says that there is more.
    rows = list_unfinished(actor, day, MOST + 1)
    near = list_near(actor, day, MOST_NEAR + 1)
    steps = next_steps(actor, [*rows[:MOST], *near[:MOST_NEAR]], day)
    units = count_by_unit(conference.pk, day) if sees_all(actor) else []
    shown, total = publish_row([one.count for one in units]) if units else ([], "0")
    context = {
        "tabs": tabs(request),
        "office": sees_all(actor),
        "units": [(one.name, number) for one, number in zip(units, shown, strict=True)],
        "unit_total": total,
        "rows": [
            {
                **row_view(one),
                "list": one.list.number,
                "url": f"/patients/lists/{one.list_id}",
                "kind": KINDS[one.list.kind],
                "receiver": one.list.receiver.name,
                "listed": day_words(one.listed_on),
                # A row of others shows where it stands, not the last days it keeps.
                "next": step_view(conference, one, steps[one.pk], day) if one.pk in steps else {},
            }
            for one in rows[:MOST]
        ],
        "near": [
            {
                **row_view(one),
                "url": f"/patients/lists/{one.list_id}",
                "next": step_view(conference, one, steps.get(one.pk), day),
            }
            for one in near[:MOST_NEAR]
        ],
        "day": day_words(day),
        "files": offered(request, "/patients/unfinished/export"),
        "cut": MOST if len(rows) > MOST else 0,
        "near_cut": MOST_NEAR if len(near) > MOST_NEAR else 0,
    }
    return render(request, "patients/unfinished.html", context)


@require_safe
@seated
def areas(request: HttpRequest) -> HttpResponse:
    """Show a year by area, never a month: 1–4 hidden with what would give them back, for the office."""
    conference, actor = acting(request)
    year = number_of(request.GET.get("year", ""), 4) or today().year
    names = [one.name for one in list_areas(conference.pk, on=True)]
    told = by_area(rows_of_year(conference.pk, year), names) if sees_all(actor) else []
    table = publish([(ended, count - ended) for _name, count, ended in told]) if told else None
    context = {
        "tabs": tabs(request),
        "year": year,
        "years": [(one, str(one)) for one in range(today().year, today().year - 10, -1)],
        "rows": [
            (name, *cells, total)
            for (name, _count, _ended), cells, total in zip(told, table.cells, table.rows, strict=True)
        ]
        if table
        else [],
        "sums": (*table.columns, table.total) if table else (),
        "office": sees_all(actor),
    }
    return render(request, "patients/areas.html", context)


urlpatterns: list[URLPattern] = [
    path("patients/unfinished", index, name="patients-unfinished"),
    path("patients/areas", areas, name="patients-areas"),
]
