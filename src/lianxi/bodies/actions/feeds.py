"""Addresses of calendar feeds: a seat's holder opens one, sees it once, and revokes it."""

import secrets

from lianxi.bodies.facts import holder_facts, own_seat
from lianxi.bodies.models import CalendarFeed
from lianxi.bodies.rules import FEED, guards
from lianxi.core.actors import SEATED
from lianxi.core.canonical import digest
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding


@action("bodies.feed.open", "开通日历订阅", who=SEATED)
def open_feed(act: Act) -> tuple[CalendarFeed, str]:
    """Return the acting seat a new secret address and end its earlier one."""
    for earlier in _own(act):
        act.move_as("bodies.feed.revoke", earlier, FEED)
    token = secrets.token_urlsafe(24)
    feed = CalendarFeed(
        conference_id=act.chain,
        seat_id=act.actor.seat_id or 0,
        person_id=act.actor.person_id or 0,
        token_hash=digest(token),
        opened_at=act.at,
        state=FEED.initial,
    )
    return act.create(feed), token


@action(
    "bodies.feed.revoke",
    "停用日历订阅",
    who=SEATED,
    deciding=Deciding(own_seat, holder_facts, guards.revoke_feed),
)
def revoke_feed(act: Act) -> CalendarFeed:
    """End the acting seat's address. Raises NotFound where it has none."""
    act.subject = ""
    return act.move(_own(act)[0], FEED)


def _own(act: Act) -> list[CalendarFeed]:
    rows = CalendarFeed.objects.select_for_update().filter(state=FEED.initial)
    return list(rows.filter(seat_id=act.actor.seat_id or 0, person_id=act.actor.person_id or 0))
