"""What the pages of counts show of the store: one weekly series with its incomplete weeks marked, counts by area."""

from collections.abc import Iterator

from lianxi.core.words import long_date
from lianxi.surveillance.queries.areas import area_words
from lianxi.surveillance.queries.by_area import list_by_area
from lianxi.surveillance.queries.counting import SOURCES, Key, Series, Source, count_weeks, series_words
from lianxi.surveillance.queries.delaying import Completeness, completeness_of
from lianxi.surveillance.queries.looking import look_now
from lianxi.surveillance.rules.weeks import week_start
from lianxi.web.shared.lights import today
from lianxi.web.surveillance.pictures import draw
from lianxi.web.surveillance.shapes import SeriesPicture

SHOWN = 52
# Series offered to choose from, those with the most in the year before the others.
MOST = 40


def series_context(conference_id: int, code: str | None, key: str) -> dict[str, object]:
    """Give what the page of a series shows: the series of a source by its key, and the others to choose from."""
    source = _source(code)
    look = look_now(conference_id, today(), memory="512MiB")
    series = count_weeks(look, source)
    context: dict[str, object] = {
        "sources": [(one.code, one.words) for one in SOURCES],
        "source": source,
        "series": series,
        "has_centers": bool(look.places),
    }
    if series is None:
        return context
    complete = completeness_of(look, source, int(series.weeks[-1]))
    chosen = _chosen(key, series)
    return context | {
        "areas": area_words(conference_id, source.words, {one[0] for one in series.keys}),
        "by_area": list_by_area(conference_id, series, SHOWN),
        "weeks": min(SHOWN, series.weeks.size),
        "key": "|".join(chosen),
        "left_out": max(0, len(series.keys) - MOST),
        "keys": [("|".join(one), series_words(*one)) for one in _largest(series)],
        "words": series_words(*chosen),
        "picture": draw(_picture(series, complete, chosen)),
        "complete": complete.sentence,
        "late": [_late(series, complete, chosen, week) for week in sorted(complete.shares, reverse=True)],
    }


def area_rows(conference_id: int, code: str | None) -> tuple[str, Iterator[tuple[str | float, ...]]]:
    """Give the words of a source and its counts by area: every area of the list, also those without a count."""
    source = _source(code)
    look = look_now(conference_id, today(), memory="512MiB")
    series = count_weeks(look, source)
    lines = list_by_area(conference_id, series, SHOWN) if series is not None else []
    rows = ((one.name, one.code, "" if one.count is None else one.count, one.note) for one in lines)
    return source.words, rows


def _source(code: str | None) -> Source:
    return next((one for one in SOURCES if one.code == code), SOURCES[-1])


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
