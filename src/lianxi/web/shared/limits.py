"""How long a session serves: idle and absolute limits, and from where a request comes."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from lianxi.bodies.actions.signing import note_sign_in
from lianxi.bodies.rows import PersonRow
from lianxi.bodies.rules import IDLE, LONGEST_SESSION

BEGAN, SEEN = "began", "seen"
# Noting every request would write at every look; the idle limit may be late by this much, in seconds.
NOTED_EVERY = 300


def address_of(request: HttpRequest) -> str:
    """Return from where a request comes; behind a proxy what that saw, empty where it does not say.

    Over HTTPS there is a proxy: its own address would stand for everybody.
    """
    if settings.SESSION_COOKIE_SECURE:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Tell whether a session has reached its limits; else note that it was used."""
    moment, session = now.timestamp(), request.session
    began = session.get(BEGAN)
    seen = session.get(SEEN, began)
    if began is None or seen is None:
        # A session of before there were limits begins now.
        session[BEGAN] = session[SEEN] = moment
        return False
    if moment - seen > IDLE.total_seconds() or moment - began > LONGEST_SESSION.total_seconds():
        return True
    if moment - seen > NOTED_EVERY:
        session[SEEN] = moment
    return False


def begin(request: HttpRequest, user: PersonRow, **_more: object) -> None:
    """Note a sign-in and when its session began, whatever door it came through."""
    from django.utils import timezone

    now = timezone.now()
    request.session[BEGAN] = request.session[SEEN] = now.timestamp()
    note_sign_in(user, address_of(request), request.session.session_key or "", now)
