"""Reads of guests' tasks: those of a seat, and the one that a link opens; looking uses nothing up."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from lianxi.core.actors import Actor
from lianxi.guests.models import GuestTask
from lianxi.guests.rules import token_digest
from lianxi.journal.sight import seen

PAGE = 100


def list_guest_tasks(actor: Actor) -> list[GuestTask]:
    """List the tasks that a seat sees, the latest first."""
    rows = GuestTask.objects.filter(conference_id=actor.conference_id or 0)
    return list(seen(actor, rows).select_related("unit", "file").order_by("-pk")[:PAGE])


def get_guest_task(actor: Actor, pk: int) -> GuestTask | None:
    """Return a task; None where the seat does not see it."""
    rows = GuestTask.objects.filter(conference_id=actor.conference_id or 0, pk=pk)
    return seen(actor, rows).select_related("unit", "file").first()


def list_about(actor: Actor, records: Iterable[str]) -> list[GuestTask]:
    """List the tasks about some records that a seat sees, the latest first."""
    rows = GuestTask.objects.filter(conference_id=actor.conference_id or 0, record__in=list(records))
    return list(seen(actor, rows).select_related("unit").order_by("-pk")[:PAGE])


def opened_by(token: str, at: datetime) -> QuerySet[GuestTask]:
    """Return the task that a link opens at a moment, if any: what its page shows and what the answer is taken for."""
    return GuestTask.objects.filter(token_hash=token_digest(token), state="open", expires_at__gt=at)


def find_by_link(token: str, at: datetime) -> GuestTask | None:
    """Return the task that a link opens while it can be used."""
    return opened_by(token, at).select_related("unit", "conference").first()
