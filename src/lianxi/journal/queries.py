"""Reads of the journal: a record's history, the latest acts, notices."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Max, Q, QuerySet

from lianxi.core.actors import DOOR_LABELS, Actor
from lianxi.journal.models import Chain, Entry, Notice, Span, Touch
from lianxi.journal.packing import BLOCK, singles, size_of
from lianxi.journal.searching import holds_words


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry for people: when, who, by which door, what was done (the action's title), a remark and its bases.

    Of an entry that is closed to its reader only `closed_kind` tells, the kind of its record; `hidden` counts the
    changes that were left out of an open one.
    """

    entry: Entry
    title: str
    door: str
    remark: str
    bases: tuple[dict[str, Any], ...]
    noted: tuple[dict[str, Any], ...]
    closed_kind: str = ""
    hidden: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether the entry is on a record that its reader may not see."""
        return bool(self.closed_kind)

    @property
    def count(self) -> int:
        """How many changes of single records the entry holds."""
        return sum(size_of(change) for change in self.noted)

    @property
    def changes(self) -> tuple[dict[str, Any], ...]:
        """The changes of single records, batches unpacked."""
        return tuple(singles(self.noted))


def door_words(door: dict[str, str] | None) -> str:
    """Say by which door an entry came, with its session's short hash; entries of before there were doors say so."""
    if door is None:
        return "未记"
    told = DOOR_LABELS.get(door["kind"], door["kind"])
    return f"{told}，会话 {door['session']}" if door["session"] else told


def line_of(entry: Entry) -> HistoryLine:
    """Return an entry as a line for people, with everything it holds."""
    from lianxi.journal.acting import catalogue

    body = json.loads(entry.body)
    known = catalogue.get(entry.action)
    return HistoryLine(
        entry,
        known.title if known else entry.action,
        door_words(body.get("door")),
        body["remark"],
        tuple(body["basis"]),
        tuple(body["changes"]),
    )


def touching(*records: str) -> Q:
    """Return the filter of entries that touched any of the records, singly or in a batch."""
    spans = Q(pk__in=())
    for record in records:
        table, _colon, number = record.rpartition(":")
        if number.isdecimal() and len(number) < 18:
            pk = int(number)
            spans |= Q(table=table, block=pk // BLOCK, first__lte=pk, last__gte=pk)
    alone = Touch.objects.filter(record__in=records)
    together = Span.objects.filter(spans)
    # One look-up by id over both: two conditions joined by OR would read the whole chain.
    return Q(pk__in=alone.values("entry_id").union(together.values("entry_id"), all=True))


def list_history(conference_id: int, *records: str, limit: int = 50) -> list[HistoryLine]:
    """List the entries that touched any of the records, the latest first."""
    rows = Entry.objects.filter(touching(*records), chain_id=conference_id)
    return [line_of(entry) for entry in rows.order_by("-seq")[:limit]]


def list_entries(conference_id: int, before: int | None = None, limit: int = 50) -> list[HistoryLine]:
    """List a conference's entries, the latest first, below the number `before`."""
    rows = Entry.objects.filter(chain_id=conference_id)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return [line_of(entry) for entry in rows.order_by("-seq")[:limit]]


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """Return the notices to the actor's unit, seat or (for the office) the office."""
    mine = Q(to_seat_id=actor.seat_id or 0)
    if actor.unit_id is not None:
        mine |= Q(to_unit_id=actor.unit_id)
    if actor.is_office:
        mine |= Q(to_office=True)
    return Notice.objects.filter(mine, conference_id=actor.conference_id or 0).order_by("-at", "-pk")


def count_unread(actor: Actor) -> int:
    """Count unread notices, at most 100 (shown as 99+)."""
    return notices_for(actor).filter(read_at__isnull=True)[:100].count()


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries a page of the journal shows: of a record, by words of the actor, of an action."""

    record: str = ""
    actor: str = ""
    action: str = ""


def find_entries(
    conference_id: int,
    wanted: EntryFilter,
    before: int | None = None,
    after: int | None = None,
    size: int = 50,
) -> list[HistoryLine]:
    """Return one page of a conference's journal, the latest first.

    `before` takes the entries below a number, `after` the nearest ones above it.
    """
    rows = Entry.objects.filter(chain_id=conference_id)
    if wanted.record:
        rows = rows.filter(touching(wanted.record))
    if wanted.actor:
        rows = rows.filter(holds_words(wanted.actor, "actor"))
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if after is not None:
        nearest = rows.filter(seq__gt=after).order_by("seq")[:size]
        return [line_of(entry) for entry in reversed(nearest)]
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return [line_of(entry) for entry in rows.order_by("-seq")[:size]]


def find_entry(conference_id: int, seq: int) -> HistoryLine | None:
    """Find an entry of the conference's own chain by its number."""
    entry = Entry.objects.filter(chain_id=conference_id, seq=seq).first()
    return line_of(entry) if entry else None


def chain_length(conference_id: int) -> int:
    """Return the number of the chain's last entry; 0 for an empty chain."""
    return Chain.objects.filter(pk=conference_id).values_list("seq", flat=True).first() or 0


def last_entry() -> int:
    """Return the number of the last entry of all chains; 0 where there is none. It tells that something happened."""
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def chain_name(conference_id: int) -> str:
    """Return a name of a conference's chain that no other installation has, and that outlives moves and restores.

    It is taken from the hash of the chain's first entry; a chain without entries has its number only.
    """
    first = Entry.objects.filter(chain_id=conference_id, seq=1).values_list("hash", flat=True).first()
    return f"{(first or str(conference_id))[:16]}.lianxi"


def last_touched(records: Sequence[str]) -> dict[str, datetime]:
    """Return when the last entry touched each record, one by one or in a batch; a record without one is left out."""
    rows = Touch.objects.filter(record__in=records).values_list("record").annotate(Max("entry__at"))
    found: dict[str, datetime] = dict(rows)
    by_table: dict[str, list[int]] = {}
    for record in records:
        table, _, pk = record.rpartition(":")
        by_table.setdefault(table, []).append(int(pk))
    for table, pks in by_table.items():
        spans = Span.objects.filter(table=table, block__in={pk // BLOCK for pk in pks})
        for first, last, at in spans.values_list("first", "last", "entry__at"):
            for name in (f"{table}:{pk}" for pk in pks if first <= pk <= last):
                found[name] = max(found.get(name, at), at)
    return found


def list_lines(table: str, columns: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield all records of a kind by number: the number, then each column; one of several fields joins them."""
    model = apps.get_model(table)
    wanted = [column.split() for column in columns]
    rows = model._default_manager.order_by("pk").values_list(
        "pk", *(one for column in wanted for one in column)
    )
    for pk, *values in rows.iterator(chunk_size=2000):
        left = iter(values)
        yield str(pk), *(" ".join(str(next(left)) for _ in column) for column in wanted)
