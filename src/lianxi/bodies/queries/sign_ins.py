"""Reads of sign-ins: how long a guesser waits, and the open sessions of a person."""

from datetime import date, datetime

from django.contrib.sessions.models import Session
from django.db import models

from lianxi.bodies.models import SignIn, Tenure
from lianxi.bodies.queries import in_force
from lianxi.bodies.rules import ACCOUNT_TRIES, ADDRESS_TRIES, COUNTED, wait_after
from lianxi.bodies.rules.secrets import login_hash
from lianxi.core.words import day_of


def waits_until(login: str, address: str, at: datetime) -> datetime | None:
    """Return until when no password is looked at for this account or from this address; None where it may be.

    Who holds a seat on duty for incidents never waits for what others tried: from an address it signed in from
    before, only its own failures there count.
    """
    own, here = SignIn.objects.filter(login_hash=login_hash(login)), SignIn.objects.filter(address=address)
    if address and _is_on_duty(login, day_of(at)) and own.filter(address=address, ok=True).exists():
        ends = [_end(own.filter(address=address), ACCOUNT_TRIES, at)]
    else:
        ends = [_end(own, ACCOUNT_TRIES, at), _end(here, ADDRESS_TRIES, at) if address else None]
    return max((end for end in ends if end is not None and end > at), default=None)


def _is_on_duty(login: str, day: date) -> bool:
    held = Tenure.objects.filter(in_force(day), person__login=login.strip().lower())
    return held.filter(seat__is_on_duty=True).exists()


def _end(rows: models.QuerySet[SignIn], free: int, at: datetime) -> datetime | None:
    """Return when the wait of these rows ends: failures of the counted time, since the last that succeeded."""
    since = rows.filter(ok=True, at__gt=at - COUNTED).aggregate(last=models.Max("at"))["last"]
    failed = rows.filter(ok=False, at__gt=since or at - COUNTED)
    told = failed.aggregate(count=models.Count("pk"), last=models.Max("at"))
    return told["last"] + wait_after(told["count"], free) if told["last"] else None


def list_sign_ins(person_id: int, at: datetime, most: int = 20) -> list[SignIn]:
    """List a person's own latest sign-ins and failed tries; `is_open` where the session still serves."""
    rows = list(SignIn.objects.filter(person_id=person_id).order_by("-at", "-pk")[:most])
    keys = [one.session for one in rows if one.session]
    live = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True)
    )
    for one in rows:
        one.is_open = one.session in live
    return rows
