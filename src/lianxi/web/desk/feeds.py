"""Calendar feeds: deadlines and meetings of a seat under a secret address that its holder may revoke."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianxi.bodies.actions import open_feed
from lianxi.bodies.queries import actor_for, find_feed, find_open_feed, rule_value
from lianxi.bodies.rules import COUNT, FULL
from lianxi.clocks.queries import calendar_now
from lianxi.clocks.words import tentative
from lianxi.core.desk import FeedEntry
from lianxi.core.due import from_dict, settled
from lianxi.core.words import day_of, moment_text
from lianxi.journal.queries import chain_name, last_touched
from lianxi.journal.sight import sights_of
from lianxi.ledger.queries.desk import list_days
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated

if TYPE_CHECKING:
    from icalendar import Event

DAY = timedelta(days=1)
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
    # Loaded when a calendar asks, not with the pages.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//lianxi//zh")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{tenure.conference.short_name}（{tenure.seat.label}）")
    level = rule_value(tenure.conference, "told_feed", day_of(now))
    actor = actor_for(tenure)
    shows = list(list_days(actor, now))
    told = sights_of(actor, [one.record for one in shows])
    shows = [one for one in shows if told[one.record].is_whole]
    for event in _written(request, tenure.conference_id, shows, level):
        calendar.add_component(event)
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="lianxi-{row.pk}.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _written(
    request: HttpRequest, conference_id: int, shows: list[FeedEntry], level: str
) -> Iterator["Event"]:
    """Write the events as RFC 5545 has them; no number, title or place where only counts may leave.

    One UID for good (3.8.4.7), whatever the address is asked by; SEQUENCE (3.8.7.4) counts the row's
    changes; DTSTAMP and LAST-MODIFIED (3.8.7.2, .3) are the moment of the last entry that touched it.
    """
    from icalendar import Event

    changed, domain = last_touched([one.record for one in shows]), chain_name(conference_id)
    for one in shows:
        event, at = Event(), changed.get(one.record) or EPOCH
        event.add("uid", f"{one.name}@{domain}")
        event.add("sequence", one.version - 1)
        event.add("dtstamp", at)
        event.add("last-modified", at)
        event.add("summary", _summary(one, level))
        event.add("url", request.build_absolute_uri(one.url))
        event.add("dtstart", one.due_on or one.starts_at)
        event.add("dtend", one.due_on + DAY if one.due_on else one.ends_at)
        if one.due_on:
            event.add("transp", "TRANSPARENT")
        if level == FULL and one.place:
            event.add("location", one.place)
        if level != COUNT and (why := _why(one)):
            event.add("description", why)
        yield event


def _summary(one: FeedEntry, level: str) -> str:
    kind = one.kind + tentative(one.derivation)
    if level == COUNT:
        return kind
    return f"{kind}：{one.title}" if one.due_on else one.title


def _why(one: FeedEntry) -> str:
    return settled(from_dict(one.derivation), calendar_now()).sentence() if one.derivation else one.why


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
