"""Reads of memos: the office sees all of its conference's, a unit its own."""

from datetime import date

from lianxi.core.actors import Actor
from toy.models import Memo


def list_memos(actor: Actor) -> list[Memo]:
    """List the memos a seat may see."""
    rows = Memo.objects.filter(conference_id=actor.conference_id or 0).select_related("unit")
    return list((rows if actor.is_office else rows.filter(unit_id=actor.unit_id or 0)).order_by("pk"))


def list_due(day: date) -> list[Memo]:
    """List the unread memos whose day it is."""
    return list(Memo.objects.filter(state="left", due_on=day).order_by("pk"))
