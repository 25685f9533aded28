"""Reads of the journal: a record's history, the latest acts, notices."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from lianxi.core.actors import Actor
from lianxi.journal.models import Entry, Notice


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry for people: when, who, what was done (the action's title), a remark and its bases."""

    entry: Entry
    title: str
    remark: str
    bases: tuple[dict[str, Any], ...]
    changes: tuple[dict[str, Any], ...]


def _line(entry: Entry) -> HistoryLine:
    from lianxi.journal.acting import catalogue

    body = json.loads(entry.body)
    known = catalogue.get(entry.action)
    return HistoryLine(
        entry,
        known.title if known else entry.action,
        body["remark"],
        tuple(body["basis"]),
        tuple(body["changes"]),
    )


def list_history(conference_id: int, *records: str, limit: int = 50) -> list[HistoryLine]:
    """This function will list the entries that touched any of the records, the latest first."""
    rows = Entry.objects.filter(chain_id=conference_id, touches__record__in=records).distinct()
    return [_line(entry) for entry in rows.order_by("-seq")[:limit]]


def list_entries(conference_id: int, before: int | None = None, limit: int = 50) -> list[HistoryLine]:
    """This function will list a conference's entries, the latest first, below the number `before`."""
    rows = Entry.objects.filter(chain_id=conference_id)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return [_line(entry) for entry in rows.order_by("-seq")[:limit]]


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """This function will give the notices to the actor's unit, seat or (for the office) the office."""
    mine = Q(to_seat_id=actor.seat_id or 0)
    if actor.unit_id is not None:
        mine |= Q(to_unit_id=actor.unit_id)
    if actor.is_office:
        mine |= Q(to_office=True)
    return Notice.objects.filter(mine, conference_id=actor.conference_id or 0).order_by("-at", "-pk")


def count_unread(actor: Actor) -> int:
    """This function will count unread notices, at most 100 (shown as 99+)."""
    return notices_for(actor).filter(read_at__isnull=True)[:100].count()
