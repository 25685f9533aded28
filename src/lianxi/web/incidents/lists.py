"""The list of incidents, and the form by which a call comes in."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.core.actors import Actor
from lianxi.core.words import day_of, moment_text
from lianxi.incidents.queries.grading import totals_by
from lianxi.incidents.queries.lists import (
    PAGE,
    IncidentFilter,
    detailed,
    duty_sheet,
    list_incidents,
    shown_count,
    visible,
)
from lianxi.incidents.queries.records import list_running
from lianxi.incidents.rows import IncidentRow
from lianxi.incidents.rules.machines import ENDED, INCIDENT, KINDS
from lianxi.register.queries import list_areas
from lianxi.web.incidents.duty import call_list
from lianxi.web.incidents.shapes import ListsRowOf
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import offered


def incident_filter(given: QueryDict) -> IncidentFilter:
    """Read the filters of the list from an address; what is no state or kind filters nothing."""
    return IncidentFilter(
        state=given.get("state", "") if given.get("state") in INCIDENT.labels else "",
        kind=given.get("kind", "") if given.get("kind") in KINDS else "",
        open_only=given.get("open") == "1",
        before=number_of(given.get("before", "")),
    )


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the incidents a seat may see, the newest first."""
    _conference, actor = acting(request)
    given = request.GET
    wanted = incident_filter(given)
    found = list_incidents(actor, wanted)
    rows = found[:PAGE]
    known, totals = detailed(actor, rows), totals_by(rows)
    kept = {name: given[name] for name in ("state", "kind", "open") if given.get(name)}
    context = {
        "rows": [row_of(one, totals[one.pk], whole=one.pk in known) for one in rows],
        "wanted": wanted,
        "states": INCIDENT.labels.items(),
        "kinds": KINDS.items(),
        "running": visible(actor).exclude(state__in=ENDED).count(),
        "may": offers(actor, "incidents.call.enter")["incidents_call_enter"],
        "files": offered(request, "/incidents/export"),
        "next_url": f"?{urlencode({**kept, 'before': rows[-1].pk})}" if len(found) > PAGE else "",
    }
    return render(request, "incidents/list.html", context)


def row_of(one: IncidentRow, totals: dict[str, int], *, whole: bool) -> ListsRowOf:
    """Give a line of the list; outside the handling units without place and with small numbers covered."""
    return {
        "url": f"/incidents/{one.pk}",
        "number": one.number,
        "title": one.title,
        "division": one.division or "不详",
        "kind": KINDS[one.kind],
        "ill": shown_count(totals["ill"], whole=whole),
        "dead": shown_count(totals["dead"], whole=whole),
        "told": moment_text(one.told_at),
        "told_at": one.told_at,
        "state": INCIDENT.labels[one.state],
        "is_open": one.state not in ENDED,
        "is_late": one.is_late,
    }


@require_safe
@seated
def call(request: HttpRequest) -> HttpResponse:
    """Show the form of a call: first whether county health and the CDC know, then four fields that are needed."""
    conference, actor = acting(request)
    now = timezone.now()
    context = {
        "may": offers(actor, "incidents.call.enter")["incidents_call_enter"],
        "now": now,
        "areas": [("", "还不知道"), *((row.name, row.name) for row in list_areas(conference.pk, on=True))],
        "same": _running(actor),
        "calls": call_list(duty_sheet(conference.pk, day_of(now)), now),
    }
    return render(request, "incidents/call.html", context)


def _running(actor: Actor) -> list[tuple[str, str]]:
    rows = list_running(actor)
    known = detailed(actor, rows)
    return [("", "新的事件"), *((str(row.pk), str(row)) for row in rows if row.pk in known)]


urlpatterns: list[URLPattern] = [
    path("incidents", index, name="incidents"),
    path("incidents/new", call, name="incident-call"),
]
