"""Pages of counts: one weekly series with its incomplete weeks marked, and the centers of counties for the scan."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import long_date, moment_text
from lianxi.detectors.scan import NO_CENTROIDS
from lianxi.register.places import divisions
from lianxi.surveillance.queries.areas import area_words
from lianxi.surveillance.queries.centroids import centroids_in_force, list_earlier
from lianxi.surveillance.rules.centroids import FORMAT
from lianxi.surveillance.running.by_area import list_by_area
from lianxi.surveillance.running.counting import SOURCES, Key, Series, Source, count_weeks, series_words
from lianxi.surveillance.running.delaying import Completeness, completeness_of
from lianxi.surveillance.running.looking import look_whole
from lianxi.surveillance.store import open_store, week_start
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Column, offered, table_response
from lianxi.web.surveillance.pictures import draw
from lianxi.web.surveillance.shapes import SeriesPicture
from lianxi.web.surveillance.signals import sees_all

SHOWN = 52
COLUMNS = (Column("地区", 20), Column("区划代码", 12), Column("近52周合计", 14), Column("说明", 40))
# Series offered to choose from, those with the most in the year before the others.
MOST = 40


@require_safe
@seated
def weekly(request: HttpRequest) -> HttpResponse:
    """Draw one series of weekly counts, by its source and its key, with the others to choose from."""
    conference, actor = acting(request)
    if not sees_all(actor):
        raise Http404("周数列由办公室和召集人查看。")
    source = _source(request)
    look = look_whole(conference.pk, today(), open_store(conference.pk, memory="512MiB"), {})
    series = count_weeks(look, source)
    context: dict[str, object] = {
        "sources": [(one.code, one.words) for one in SOURCES],
        "source": source,
        "series": None,
        "has_centers": bool(look.places),
    }
    if series is not None:
        complete = completeness_of(look, source, int(series.weeks[-1]))
        chosen = _chosen(request.GET.get("key", ""), series)
        context |= {
            "series": series,
            "areas": area_words(conference.pk, source.words, {key[0] for key in series.keys}),
            "by_area": list_by_area(conference.pk, series, SHOWN),
            "weeks": min(SHOWN, series.weeks.size),
            "files": offered(request, "/signals/series/export"),
            "key": "|".join(chosen),
            "left_out": max(0, len(series.keys) - MOST),
            "keys": [("|".join(key), series_words(*key)) for key in _largest(series)],
            "words": series_words(*chosen),
            "picture": draw(_picture(series, complete, chosen)),
            "complete": complete.sentence,
            "late": [_late(series, complete, chosen, week) for week in sorted(complete.shares, reverse=True)],
        }
    return render(request, "surveillance/series.html", context)


def _source(request: HttpRequest) -> Source:
    given = request.GET.get("source")
    return next((one for one in SOURCES if one.code == given), SOURCES[-1])


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the counts by area as a file: every area of the list, also those without a count."""
    conference, actor = acting(request)
    if not sees_all(actor):
        raise Http404("周数列由办公室和召集人查看。")
    source = _source(request)
    look = look_whole(conference.pk, today(), open_store(conference.pk, memory="512MiB"), {})
    series = count_weeks(look, source)
    lines = list_by_area(conference.pk, series, SHOWN) if series is not None else []
    rows = ((one.name, one.code, "" if one.count is None else one.count, one.note) for one in lines)
    return table_response(request, f"分地区{source.words}", COLUMNS, rows)


def _largest(series: Series) -> list[Key]:
    totals = series.counts[:, -SHOWN:].sum(axis=1)
    order = sorted(range(len(series.keys)), key=lambda at: (-totals[at], series.keys[at]))
    return [series.keys[at] for at in order[:MOST]]


def _chosen(written: str, series: Series) -> Key:
    division, hazard, industry = ([*written.split("|"), "", ""])[:3]
    return (
        (division, hazard, industry) if (division, hazard, industry) in series.keys else _largest(series)[0]
    )


def _picture(series: Series, complete: Completeness, key: Key) -> SeriesPicture:
    counts = series.counts[series.keys.index(key), -SHOWN:]
    points = [
        {
            "label": week_start(int(week)).isoformat(),
            "value": float(n),
            "mark": "",
            "late": complete.words(int(week)),
        }
        for week, n in zip(series.weeks[-SHOWN:], counts, strict=True)
    ]
    return {
        "title": f"{series_words(*key)}每周{series.source.words}",
        "unit": series.source.unit,
        "points": points,
        "note": series.note(key[0]),
    }


def _late(series: Series, complete: Completeness, key: Key, week: int) -> dict[str, str]:
    n = (
        float(series.counts[series.keys.index(key), week - int(series.weeks[0])])
        if week in series.weeks
        else 0.0
    )
    share = complete.shares[week]
    return {
        "week": f"{long_date(week_start(week))}起一周",
        "n": f"{n:g}",
        "words": complete.words(week),
        "final": f"{n / share:.1f}" if share > 0 else "—",
    }


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
