"""Sign-ins: who tried from where, how long a guesser waits, and the open sessions of a person.

Not acts, so not in the chain. A row names no password; a login that nobody has is kept as its hash only.
"""

from datetime import date, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import models

from lianxi.bodies.models import Person, SignIn, Tenure
from lianxi.bodies.queries import in_force
from lianxi.bodies.rows import PersonRow
from lianxi.bodies.rules import ACCOUNT_TRIES, ADDRESS_TRIES, COUNTED, wait_after
from lianxi.bodies.sessions import stored_key
from lianxi.core.canonical import digest
from lianxi.core.words import day_of

# How long sign-ins are kept (设定，待确认).
KEPT = timedelta(days=180)


def login_hash(login: str) -> str:
    """Return under what a login is counted."""
    return digest(f"login:{login.strip().lower()}")


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


def note_failure(login: str, address: str, at: datetime) -> None:
    """Keep a failed try; who holds the account sees it."""
    person = Person.objects.filter(login=login.strip().lower()).first()
    SignIn.objects.create(login_hash=login_hash(login), person=person, address=address, at=at, ok=False)


def note_sign_in(person: PersonRow, address: str, session_key: str, at: datetime) -> None:
    """Keep a sign-in with its session, and drop the rows that are too old."""
    SignIn.objects.filter(at__lt=at - KEPT).delete()
    SignIn.objects.create(
        login_hash=login_hash(person.login or f"#{person.pk}"),
        person_id=person.pk,
        address=address,
        at=at,
        ok=True,
        session=stored_key(session_key),
    )


def note_new_key(old: str, new: str) -> None:
    """Follow a session whose key was changed, as after a new password."""
    SignIn.objects.filter(session=stored_key(old)).update(session=stored_key(new))


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


def end_other_sessions(person_id: int, session_key: str) -> int:
    """End every session of a person but the one of a key; give how many."""
    rows = SignIn.objects.filter(person_id=person_id, ok=True).exclude(session="")
    keys = rows.exclude(session=stored_key(session_key)).values_list("session", flat=True)
    return int(Session.objects.filter(session_key__in=list(keys)).delete()[0])


def end_session(person_id: int, sign_in_id: int) -> bool:
    """End one of a person's own sessions; False where it is not theirs or has ended."""
    row = SignIn.objects.filter(pk=sign_in_id, person_id=person_id).exclude(session="").first()
    return row is not None and Session.objects.filter(session_key=row.session).delete()[0] > 0
