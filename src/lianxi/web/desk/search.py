"""The one search: records of all rooms that the seat sees, clauses of the founding document, units and people."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.queries import list_memberships, list_seats
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.searching import fold, words_of
from lianxi.journal.finding import SHOWN, Hits, find_records
from lianxi.journal.searching import LONGEST
from lianxi.law.queries import find_clauses
from lianxi.law.rows import ClauseRow
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.pages import seated


@require_safe
@seated
def search(request: HttpRequest) -> HttpResponse:
    """Show what holds every word that was asked for, kind by kind; an empty question shows how to ask."""
    conference, actor = acting(request)
    asked = request.GET.get("q", "").strip()[:LONGEST]
    words = words_of(asked, LONGEST)
    groups = [*_around(conference, words), *find_records(actor, asked)] if words else []
    context = {
        "title": "搜索",
        "search_query": asked,
        "asked": asked,
        "groups": groups,
        "found": sum(len(one.rows) for one in groups),
        "most": SHOWN,
    }
    return render(request, "workbench/search.html", context)


def _around(conference: ConferenceRow, words: list[str]) -> Iterator[Hits]:
    """Give the clauses, units and people that hold every word; they are few, and everybody sees them."""
    clauses = find_clauses(conference.instrument, conference.instrument_version, " ".join(words))
    yield from _group("条款", [(f"{one.citation} {one.text[:60]}", _source(one)) for one in clauses])
    units = [
        (one.unit.name, f"/conference/units/{one.unit_id}") for one in list_memberships(conference, today())
    ]
    yield from _group("单位", _holding(units, words))
    people = [
        (f"{held.tenure.person.name} {held.seat.label} {held.tenure.title}", "/conference#seats")
        for held in list_seats(conference, today())
        if held.tenure is not None
    ]
    yield from _group("人员", _holding(people, words))


def _source(clause: ClauseRow) -> str:
    return f"/documents/{clause.instrument_version_id}?at={clause.start}-{clause.end}#s{clause.start}"


def _holding(rows: Iterable[tuple[str, str]], words: list[str]) -> list[tuple[str, str]]:
    return [row for row in rows if all(word in fold(row[0]) for word in words)]


def _group(label: str, rows: list[tuple[str, str]]) -> Iterator[Hits]:
    if rows:
        yield Hits(label, tuple(rows[:SHOWN]), len(rows) > SHOWN)


urlpatterns: list[URLPattern] = [path("search", search, name="search")]
