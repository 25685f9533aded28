"""An event's page: what is asked first, five gradings, clocks, counts, who was told, what was done, its line of time."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxi.core.actors import Actor
from lianxi.core.words import day_of, moment_text
from lianxi.guests.queries import list_about
from lianxi.guests.rules import TASK
from lianxi.incidents.actions import ask_count, send_tellings, take_count
from lianxi.incidents.queries.documents import draft_report
from lianxi.incidents.queries.entries import answer_facts, event_of_whole
from lianxi.incidents.queries.grading import Whole, duties_of, load_whole, totals_now
from lianxi.incidents.queries.lists import (
    duty_sheet,
    propose_units,
    sees_details,
    shown_count,
)
from lianxi.incidents.queries.records import find_incident, list_running, list_steps
from lianxi.incidents.queries.standing import standing_of_whole
from lianxi.incidents.rows import HandSignalRow, IncidentRow
from lianxi.incidents.rules.guards import is_with_province
from lianxi.incidents.rules.machines import INCIDENT, KINDS, RUNNING, SOURCES
from lianxi.incidents.rules.steps import EventFacts
from lianxi.incidents.words import NOT_INVESTIGATING, PROVINCE
from lianxi.meetings.queries import list_called_from
from lianxi.web.guests.urls import with_link
from lianxi.web.incidents.done import (
    actions_of,
    follow_up_rows,
    group_rows,
    letter_rows,
    measure_rows,
    told_rows,
)
from lianxi.web.incidents.drawing import draw_line
from lianxi.web.incidents.duty import call_list
from lianxi.web.incidents.facts import clause_choices, facts_form, lead_choices, summary_rows
from lianxi.web.incidents.graded import count_rows, due_views, grade_rows, history_rows, own_telling
from lianxi.web.incidents.shapes import EventsAsked, EventsDone, EventsGraded, EventsHead
from lianxi.web.shared.lights import acting, member_units
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import found, own_record, seated, timeline

MISSING = "没有这个事件，或它不属于本联席会议。"

# The parts of the page, for a reader on a phone who looks for one of them.
PLACES = (
    ("asked", "已报情况"), ("grades", "分级"), ("due", "时限"), ("counts", "人数"), ("told", "告知"),
    ("groups", "工作组"), ("measures", "措施"), ("letters", "工会文书"), ("follow", "后续"), ("closing", "收尾"),
    ("calls", "来电"), ("line", "时间线"),
)  # fmt: skip


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event as far as the seat sees it."""
    _conference, actor = acting(request)
    incident = found(find_incident(actor, pk), MISSING)
    whole, now = load_whole(incident), timezone.now()
    event, details = event_of_whole(whole, day_of(now)), sees_details(actor, incident)
    context: dict[str, object] = {**_head(actor, whole, event, now, details=details)}
    if details:
        context |= {**_asked(whole, now), **_graded(actor, whole, event, now)}
        context |= {**_done(actor, whole, event, now)}
    return render(request, "incidents/page.html", context)


@require_safe
@seated
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the sheet of the calls, which prints as it is seen."""
    _conference, actor = acting(request)
    incident = found(find_incident(actor, pk), MISSING)
    if not sees_details(actor, incident):
        raise Http404("来电由办公室、报告单位和接到告知的单位查看。")
    whole, now = load_whole(incident), timezone.now()
    event = event_of_whole(whole, day_of(now))
    context = {**_head(actor, whole, event, now, details=True), **_asked(whole, now)}
    return render(request, "incidents/sheet.html", context)


def _head(actor: Actor, whole: Whole, event: EventFacts, now: datetime, *, details: bool) -> EventsHead:
    incident, totals = whole.incident, totals_now(whole)
    return {
        "incident": incident,
        "details": details,
        "places": PLACES,
        "state": INCIDENT.labels[incident.state],
        "kind": KINDS[incident.kind],
        "counted": "发病 {} 人（含死亡 {} 人）".format(
            *(shown_count(totals[name], whole=details) for name in ("ill", "dead"))
        ),
        "told_at": moment_text(whole.told_at),
        "warning": PROVINCE if is_with_province(totals["ill"], totals["dead"]) else "",
        "not_investigating": NOT_INVESTIGATING,
        "parts": whole.parts,
        "running": incident.state in RUNNING,
        "may": actions_of(actor, incident, standing_of_whole(whole, day_of(now)), event),
        "now": now,
        "meetings": list_called_from(actor, [f"incidents.incident:{pk}" for pk in whole.ids]),
        "meeting_url": _meeting_url(incident) if actor.is_office and incident.state in RUNNING else "",
    }


def _meeting_url(incident: IncidentRow) -> str:
    """Return the page that plans a meeting, called from this event."""
    asked = {"origin": f"incidents.incident:{incident.pk}", "title": f"{incident.title}专题会议"}
    return f"/meetings/new?{urlencode(asked)}"


def _asked(whole: Whole, now: datetime) -> EventsAsked:
    """Give the first question with its answers, the call list, and the calls as they were entered."""
    incident = whole.incident
    rows = duty_sheet(incident.conference_id, day_of(now))
    calls: list[dict[str, object]] = []
    for one in call_list(rows, now):
        told = [row for row in whole.tellings if row.whom_kind == one["code"]]
        first = min(told, key=lambda row: row.happened_at) if told else None
        calls.append({**one, "told": first, "told_at": moment_text(first.happened_at) if first else ""})
    known = {one["code"] for one in calls if one["told"]}
    return {
        "calls": calls,
        "unknown": [
            one["body"] for one in calls if one["code"] in ("county_health", "cdc") and not one["told"]
        ],
        "asked": {"county_health", "cdc"} <= known,
        "signals": [signal_of(row) for row in whole.calls],
        "summary": summary_rows(whole),
    }


def _graded(actor: Actor, whole: Whole, event: EventFacts, now: datetime) -> EventsGraded:
    incident = whole.incident
    duties = duties_of(whole, now)
    end = incident.closed_at or now
    steps = list_steps(whole.ids)
    counts = whole.effective()
    drawn = draw_line(whole.told_at, end, counts, duties, [row.happened_at for row in steps])
    return {
        "grades": grade_rows(whole, now),
        "graded": history_rows(whole),
        "due": due_views(duties),
        "counts": count_rows(whole, actor, event),
        "steps": steps,
        "line": drawn,
        "tellings": told_rows(actor, whole, event),
        "own_telling": own_telling(whole, now),
        "asked_bodies": [
            (
                row,
                TASK.labels[row.state],
                offer(actor, take_count, row, facts=answer_facts(row, event, whole.ids)),
            )
            for row in list_about(actor, [f"incidents.incident:{pk}" for pk in whole.ids])
            if row.kind == "count"
        ],
        "others": [row for row in whole.tellings if row.unit_id is None],
    }


def _done(actor: Actor, whole: Whole, event: EventFacts, now: datetime) -> EventsDone:
    incident, day = whole.incident, day_of(now)
    told = {row.unit_id for row in whole.tellings}
    office = actor.is_office
    sends = offer(actor, send_tellings, incident, facts=event).ok
    proposed = propose_units(incident, day) if sends else []
    return {
        "proposed": [one for one in proposed if one.unit_id not in told],
        "members": member_units(incident.conference, day) if office else [],
        "groups": group_rows(actor, whole, event),
        "measures": measure_rows(actor, whole, event),
        "letters": letter_rows(actor, whole, event),
        "follow_ups": follow_up_rows(actor, whole, event),
        "merge_into": list_running(actor, incident.pk) if office else [],
        "entries": timeline(actor, f"incidents.incident:{incident.pk}") if office else [],
        "form": facts_form(incident) if office else {},
        "leads": lead_choices(incident, day),
        "clauses": clause_choices(incident) if office else [],
        "report": incident.report or (draft_report(whole, now) if incident.state == "followed" else ""),
    }


@require_POST
@seated
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a body the link for its counts, and show it this once."""
    own_record(request, find_incident, pk)
    return with_link(request, ask_count)


def signal_of(row: HandSignalRow) -> HandSignalRow:
    """Give a call with its source in words."""
    row.source_words = SOURCES[row.source_kind]  # type: ignore[attr-defined]
    return row


urlpatterns: list[URLPattern] = [
    path("incidents/<int:pk>", record, name="incident"),
    path("incidents/<int:pk>/ask", ask, name="incident-ask"),
    path("incidents/<int:pk>/calls", sheet, name="incident-calls"),
]
