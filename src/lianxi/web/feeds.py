"""Calendar feeds: deadlines and meetings of a seat under a secret address that its holder may revoke."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from icalendar import Calendar, Event

from lianxi.bodies.actions import open_feed
from lianxi.bodies.models import Conference, Tenure
from lianxi.bodies.queries import actor_for, find_feed, find_open_feed, rule_value
from lianxi.clocks.queries import calendar_now
from lianxi.clocks.wording import tentative
from lianxi.core.actors import Actor
from lianxi.core.due import from_dict, settled
from lianxi.core.words import day_of, moment_text
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries import list_dated
from lianxi.meetings.models import Meeting
from lianxi.meetings.queries import list_asked, list_coming
from lianxi.meetings.queries_in_consent import minutes_in_consent
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.offers import offers, speaks
from lianxi.web.shared.pages import seated

MOST = 500
# Programs that read feeds keep what is past; a month back is enough to see what was missed.
BACK = timedelta(days=31)
LASTS = timedelta(hours=2)


@require_safe
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the feed of an address as iCalendar; an ended address looks like none."""
    now = timezone.now()
    found = find_feed(token, day_of(now))
    if found is None:
        raise Http404("没有这个日历地址，或它已停用。")
    row, tenure = found
    calendar = Calendar()
    calendar.add("prodid", "-//lianxi//zh")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{tenure.conference.short_name}（{tenure.seat.label}）")
    for event in _events(request, tenure, now):
        calendar.add_component(event)
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="lianxi-{row.pk}.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _events(request: HttpRequest, tenure: Tenure, now: datetime) -> list[Event]:
    actor = actor_for(tenure)
    own = tenure.conference_id
    meetings = list_coming(own, None if actor.is_office else actor.unit_id, now - BACK)
    owed = list_dated(own, actor.unit_id or 0, MOST)
    events = [_meeting(request, row) for row in meetings]
    events += [_deadline(request, row, row.due_on) for row in owed if row.due_on is not None]
    return events + (list(_windows(request, tenure.conference, actor, now)) if speaks(actor) else [])


def _windows(request: HttpRequest, conference: Conference, actor: Actor, now: datetime) -> Iterator[Event]:
    """Give the days until which the unit is asked for its opinion or its consent."""
    unit, day = actor.unit_id or 0, day_of(now)
    for row in list_asked(conference.pk, unit):
        own = f"opinion-{row.pk}", f"/topics/{row.topic_id}", f"书面意见：{row.topic.title}"
        yield _day(request, own, row.due_on, row.due_derivation, row.asked_at)
    silent = rule_value(conference, "silent_consent", day) == "on"
    for one in minutes_in_consent(conference, day, silent):
        minutes = one.minutes
        if minutes.consent_due_on is not None and unit in one.table.waiting():
            own = f"minutes-{minutes.pk}", f"/minutes/{minutes.pk}", f"会签：{minutes.meeting.title}纪要"
            begun = minutes.circulated_at or now
            yield _day(request, own, minutes.consent_due_on, minutes.consent_derivation, begun)


def _event(request: HttpRequest, record: str, page: str, title: str) -> Event:
    event = Event()
    event.add("uid", f"{record}@{request.get_host().partition(':')[0]}")
    event.add("summary", title)
    event.add("url", request.build_absolute_uri(page))
    return event


def _meeting(request: HttpRequest, row: Meeting) -> Event:
    event = _event(request, f"meeting-{row.pk}", f"/meetings/{row.pk}", row.title)
    event.add("dtstamp", row.starts_at)
    event.add("dtstart", row.starts_at)
    event.add("dtend", row.closed_at or row.starts_at + LASTS)
    event.add("location", row.place)
    return event


def _deadline(request: HttpRequest, row: Obligation, due_on: date) -> Event:
    own = f"obligation-{row.pk}", f"/ledger/{row.pk}", f"办理时限：{row.number} {row.title}"
    return _day(request, own, due_on, row.due_derivation, row.created_at)


def _day(
    request: HttpRequest,
    own: tuple[str, str, str],
    due_on: date,
    derivation: Mapping[str, Any] | None,
    begun: datetime,
) -> Event:
    """Give a whole day with how it came out; `own` is the event's record, its page, and its kind and title."""
    record, page, words = own
    kind, _, title = words.partition("：")
    event = _event(request, record, page, f"{kind}{tentative(derivation)}：{title}")
    event.add("dtstamp", begun)
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if derivation:
        event.add("description", settled(from_dict(derivation), calendar_now()).sentence())
    return event


@seated
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_feed(request: HttpRequest) -> HttpResponse:
    """Say whether the acting seat has an address, and show a new one once when asked for."""
    asked = cast("SeatedRequest", request)
    actor = asked.actor
    address = ""
    if request.method == "POST":
        _feed, token = open_feed(actor, timezone.now())
        address = request.build_absolute_uri(reverse("feed", args=[token]))
    row = find_open_feed(actor.seat_id or 0, actor.person_id or 0)
    context = {
        "title": "日历订阅",
        "address": address,
        "since": moment_text(row.opened_at) if row else "",
        "can": offers(actor, "bodies.feed.open", "bodies.feed.revoke"),
    }
    return render(request, "accounts/feed.html", context)


urlpatterns = [
    path("account/feed", own_feed, name="own-feed"),
    path("feeds/<str:token>.ics", feed, name="feed"),
]
