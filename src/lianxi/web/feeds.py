"""Calendar feeds: deadlines and meetings of a seat under a secret address that its holder may revoke."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
from lianxi.bodies.rules import COUNT, FULL
from lianxi.clocks.queries import calendar_now
from lianxi.clocks.wording import tentative
from lianxi.core.actors import Actor
from lianxi.core.due import from_dict, settled
from lianxi.core.words import day_of, moment_text
from lianxi.journal.acting import record_name
from lianxi.journal.queries import chain_name, last_touched
from lianxi.journal.recorded import Recorded
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
# Of a row that no entry names, which verification would report.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
    shows = _events(tenure, now)
    for event in _written(
        request, tenure.conference_id, shows, rule_value(tenure.conference, "told_feed", day_of(now))
    ):
        calendar.add_component(event)
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="lianxi-{row.pk}.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


# A day, and how it was reckoned.
_Until = tuple[date, Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What an event shows of a record: its name in the address's list, page, kind, title, days and the rest."""

    own: str
    page: str
    row: Recorded
    kind: str
    title: str
    starts: date | datetime
    ends: date | datetime
    place: str = ""
    derivation: Mapping[str, Any] | None = None


def _events(tenure: Tenure, now: datetime) -> list[_Shown]:
    actor = actor_for(tenure)
    own = tenure.conference_id
    meetings = list_coming(own, None if actor.is_office else actor.unit_id, now - BACK)
    owed = list_dated(own, actor.unit_id or 0, MOST)
    events = [_meeting(row) for row in meetings]
    events += [_deadline(row, row.due_on) for row in owed if row.due_on is not None]
    return events + (list(_windows(tenure.conference, actor, now)) if speaks(actor) else [])


def _windows(conference: Conference, actor: Actor, now: datetime) -> Iterator[_Shown]:
    """Give the days until which the unit is asked for its opinion or its consent."""
    unit, day = actor.unit_id or 0, day_of(now)
    for row in list_asked(conference.pk, unit):
        page, title = f"/topics/{row.topic_id}", row.topic.title
        yield _day(f"opinion-{row.pk}", page, row, ("书面意见", title), (row.due_on, row.due_derivation))
    silent = rule_value(conference, "silent_consent", day) == "on"
    for one in minutes_in_consent(conference, day, silent):
        minutes = one.minutes
        if minutes.consent_due_on is not None and unit in one.table.waiting():
            page, title = f"/minutes/{minutes.pk}", f"{minutes.meeting.title}纪要"
            due, why = minutes.consent_due_on, minutes.consent_derivation
            yield _day(f"minutes-{minutes.pk}", page, minutes, ("会签", title), (due, why))


def _meeting(row: Meeting) -> _Shown:
    ends = row.closed_at or row.starts_at + LASTS
    own, page = f"meeting-{row.pk}", f"/meetings/{row.pk}"
    return _Shown(own, page, row, "会议", row.title, row.starts_at, ends, place=row.place)


def _deadline(row: Obligation, due_on: date) -> _Shown:
    own, title = f"obligation-{row.pk}", f"{row.number} {row.title}"
    return _day(own, f"/ledger/{row.pk}", row, ("办理时限", title), (due_on, row.due_derivation))


def _day(own: str, page: str, row: Recorded, words: tuple[str, str], until: _Until) -> _Shown:
    """Give a whole day with how it came out; `words` are the event's kind and title."""
    due_on, why = until
    kind = words[0] + tentative(why)
    return _Shown(own, page, row, kind, words[1], due_on, due_on + timedelta(days=1), derivation=why)


def _written(request: HttpRequest, conference_id: int, shows: list[_Shown], level: str) -> Iterator[Event]:
    """Write the events as RFC 5545 has them; no number, title or place where only counts may leave.

    One UID for good (3.8.4.7), whatever the address is asked by; SEQUENCE (3.8.7.4) counts the row's
    changes; DTSTAMP and LAST-MODIFIED (3.8.7.2, .3) are the moment of the last entry that touched it.
    """
    changed = last_touched([record_name(one.row) for one in shows])
    domain = chain_name(conference_id)
    for one in shows:
        event = Event()
        at = changed.get(record_name(one.row)) or EPOCH
        event.add("uid", f"{one.own}@{domain}")
        event.add("sequence", one.row.version - 1)
        event.add("dtstamp", at)
        event.add("last-modified", at)
        event.add("summary", one.kind if level == COUNT else _title(one))
        event.add("url", request.build_absolute_uri(one.page))
        event.add("dtstart", one.starts)
        event.add("dtend", one.ends)
        if not isinstance(one.starts, datetime):
            event.add("transp", "TRANSPARENT")
        if level == FULL and one.place:
            event.add("location", one.place)
        if level != COUNT and one.derivation:
            event.add("description", settled(from_dict(one.derivation), calendar_now()).sentence())
        yield event


def _title(one: _Shown) -> str:
    return one.title if isinstance(one.row, Meeting) else f"{one.kind}：{one.title}"


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
