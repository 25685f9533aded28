"""What the installer does: found a conference from a document and open the office's first seat."""

from datetime import datetime

from lianxi.bodies.actions import invite_holder
from lianxi.bodies.models import Conference, Seat
from lianxi.core.actors import INSTALLER, SeatKind
from lianxi.law.actions import adopt_version, draft_shipped_version, draft_version


def found_shipped(code: str, at: datetime, *, is_demo: bool = False) -> Conference:
    """Found a shipped document's conference, its reading awaiting the office's confirmation."""
    version = draft_shipped_version(INSTALLER, at, code=code)
    return adopt_version(INSTALLER, at, version_id=version.pk, is_demo=is_demo)


def found_text(code: str, text: str, at: datetime) -> Conference:
    """Found a conference from any document's text; nothing is stored if it founds none."""
    from django.db import transaction

    with transaction.atomic():
        version = draft_version(INSTALLER, at, code=code, text=text)
        return adopt_version(INSTALLER, at, version_id=version.pk)


def office_link(conference: Conference, at: datetime) -> str:
    """Make the one-time link to the office director's seat; an earlier unused one ends."""
    seat = Seat.objects.filter(conference=conference, kind=SeatKind.OFFICE_DIRECTOR).earliest("ordinal")
    _, token = invite_holder(INSTALLER, at, seat_id=seat.pk)
    return token
