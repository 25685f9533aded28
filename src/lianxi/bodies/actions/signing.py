"""Sign-ins, kept and ended: who tried from where, which sessions serve.

Not acts, so not in the chain. A row names no password; a login that nobody has is kept as its hash only.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from lianxi.bodies.models import Person, SignIn
from lianxi.bodies.rows import PersonRow
from lianxi.bodies.rules.secrets import login_hash, stored_key

# How long sign-ins are kept (设定，待确认).
KEPT = timedelta(days=180)


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


def end_other_sessions(person_id: int, session_key: str) -> int:
    """End every session of a person but the one of a key; give how many."""
    rows = SignIn.objects.filter(person_id=person_id, ok=True).exclude(session="")
    keys = rows.exclude(session=stored_key(session_key)).values_list("session", flat=True)
    return int(Session.objects.filter(session_key__in=list(keys)).delete()[0])


def end_session(person_id: int, sign_in_id: int) -> bool:
    """End one of a person's own sessions; False where it is not theirs or has ended."""
    row = SignIn.objects.filter(pk=sign_in_id, person_id=person_id).exclude(session="").first()
    return row is not None and Session.objects.filter(session_key=row.session).delete()[0] > 0
