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


def office_links(conference: Conference, at: datetime) -> list[tuple[str, str]]:
    """Make the one-time links to the office director's and the convener's seats: pairs of seat and code.

    Earlier unused ones end. The code is empty where the seat has an account that a second seat could let in.
    """
    links = []
    for kind in (SeatKind.OFFICE_DIRECTOR, SeatKind.CONVENER):
        seat = Seat.objects.filter(conference=conference, kind=kind, ends_before__isnull=True).first()
        if seat is not None:
            links.append((seat.label, invite_holder(INSTALLER, at, seat_id=seat.pk)[1]))
    return links


def told_links(conference: Conference, at: datetime, address: str = "") -> list[str]:
    """Return the lines that tell who runs the server the first links, shown this once."""
    return [
        f"{label}\t{address}/invited/{code}"
        if code
        else f"{label}\t已有账号，重设须由召集人或该席位所在单位的另一席位在“待放行的邀请”放行"
        for label, code in office_links(conference, at)
    ]
