"""Links to seats for the tests: made by the office, released by a convener, as two people do it."""

from datetime import datetime
from typing import Any

from cast import Cast
from lianxi.bodies.actions import invite_holder, release_invitations
from lianxi.bodies.models import Invitation
from lianxi.core.actors import Actor


def invited(
    cast: Cast, at: datetime, seat_id: int, by: Actor | None = None, **more: Any
) -> tuple[Invitation, str]:
    """Make a link to a seat and have it released where it must be; gives it with its code."""
    made, code = invite_holder(by or cast.director, at, seat_id=seat_id, **more)
    if code:
        return made, code
    releaser = cast.convener if seat_id != cast.convener.seat_id else cast.member("市卫健委")
    return release_invitations(releaser, at, invitation_ids=[made.pk])[0]
