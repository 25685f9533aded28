"""Reads of one-time links: which are unused, which a seat may release, which one a code opens."""

from datetime import date, datetime

from django.db.models import Q

from lianxi.bodies.models import Invitation, Seat, Tenure
from lianxi.bodies.queries import in_force
from lianxi.bodies.rules import RELEASERS
from lianxi.bodies.rules.secrets import code_hash
from lianxi.core.actors import CONVENERS, Actor
from lianxi.journal.sight import seen


def list_open_invitations(to: Actor) -> list[Invitation]:
    """List the one-time links that were not used or revoked, expired ones included: those the seat sees.

    The conveners, who release them, see them all; who was asked, and to which address, is no other unit's matter.
    """
    rows = Invitation.objects.filter(conference_id=to.conference_id or 0, state__in=("waiting", "open"))
    shown = rows if to.kind in CONVENERS else seen(to, rows)
    return list(
        shown.select_related("seat__unit", "made_by__unit", "released_by__unit").order_by("expires_at", "pk")
    )


def invited_seats(conference_id: int, at: datetime) -> dict[int, str]:
    """Return the seats whose one-time link is on its way, by id, with its state: waiting for a release, or open."""
    rows = Invitation.objects.filter(conference_id=conference_id, state__in=("waiting", "open"))
    return dict(rows.filter(expires_at__gt=at).order_by("pk").values_list("seat_id", "state"))


def list_releasable(actor: Actor, at: datetime) -> list[Invitation]:
    """List the links that wait for a release this actor may give, the oldest first."""
    if actor.kind not in RELEASERS:
        return []
    rows = Invitation.objects.filter(
        conference_id=actor.conference_id or 0, state="waiting", expires_at__gt=at
    )
    if actor.kind not in CONVENERS:
        rows = rows.filter(seat__unit_id=actor.unit_id)
    rows = rows.exclude(seat_id=actor.seat_id)
    return list(rows.select_related("seat__unit", "made_by__unit").order_by("pk"))


def has_releaser(seat: Seat, day: date) -> bool:
    """Tell whether somebody with an account could release a link to a seat: a convener or its own unit."""
    rows = Tenure.objects.filter(in_force(day), conference_id=seat.conference_id, person__login__isnull=False)
    rows = rows.filter(Q(seat__kind__in=CONVENERS) | Q(seat__unit_id=seat.unit_id, seat__kind__in=RELEASERS))
    return rows.exclude(seat=seat).filter(person__is_active=True).exists()


def find_invitation(token: str, at: datetime) -> Invitation | None:
    """Find the link a token opens, while it can still be used; looking uses nothing up."""
    rows = Invitation.objects.filter(token_hash=code_hash(token), state="open", expires_at__gt=at)
    return rows.select_related("seat__unit", "conference").first()
