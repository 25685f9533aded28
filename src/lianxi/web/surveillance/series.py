"""Pages of counts: one weekly series with its incomplete weeks marked, and the centers of counties for the scan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import moment_text
from lianxi.detectors.reasons import NO_CENTROIDS
from lianxi.register.rules.places import divisions
from lianxi.surveillance.queries.centroids import centroids_in_force, list_earlier
from lianxi.surveillance.rules.centroids import FORMAT
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Column, offered, table_response
from lianxi.web.surveillance.signals import sees_all

COLUMNS = (Column("地区", 20), Column("区划代码", 12), Column("近52周合计", 14), Column("说明", 40))


@require_safe
@seated
def weekly(request: HttpRequest) -> HttpResponse:
    """Draw one series of weekly counts, by its source and its key, with the others to choose from."""
    conference, actor = acting(request)
    if not sees_all(actor):
        raise Http404("周数列由办公室和召集人查看。")
    # Arrays and detectors are loaded when a series is asked for, not with the pages.
    from lianxi.web.surveillance.series_shown import series_context

    context = series_context(conference.pk, request.GET.get("source"), request.GET.get("key", ""))
    if context["series"] is not None:
        context["files"] = offered(request, "/signals/series/export")
    return render(request, "surveillance/series.html", context)


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the counts by area as a file: every area of the list, also those without a count."""
    conference, actor = acting(request)
    if not sees_all(actor):
        raise Http404("周数列由办公室和召集人查看。")
    from lianxi.web.surveillance.series_shown import area_rows

    words, rows = area_rows(conference.pk, request.GET.get("source"))
    return table_response(request, f"分地区{words}", COLUMNS, rows)


@require_safe
@seated
def centroids(request: HttpRequest) -> HttpResponse:
    """Show the centers of counties in force, where they come from, and take another file from the office."""
    conference, actor = acting(request)
    held = centroids_in_force(conference.pk)
    context = {
        "held": held,
        "at": moment_text(held.set_at) if held else "",
        "places": [
            (code, name or divisions()[code][0], east, north) for code, name, east, north in held.places
        ]
        if held
        else [],
        "earlier": [
            (str(one), one.source_text, moment_text(one.set_at)) for one in list_earlier(conference.pk, 10)
        ],
        "silent": NO_CENTROIDS,
        "format": FORMAT,
        "may": offers(actor, "surveillance.centroids.set")["surveillance_centroids_set"],
    }
    return render(request, "surveillance/centroids.html", context)


urlpatterns: list[URLPattern] = [
    path("signals/series", weekly, name="series"),
    path("signals/series/export", export, name="series-export"),
    path("signals/centroids", centroids, name="centroids"),
]
