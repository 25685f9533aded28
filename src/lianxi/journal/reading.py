"""The journal as a seat may read it: an entry on a record one may not see shows kind, moment and hash only.

Every door reads entries here and by nothing else. What is closed is taken out before anything leaves: the hashes stay,
so that the chain can be followed over it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from types import EllipsisType
from typing import Any, TypeAlias

from django.apps import apps

from lianxi.core.actors import Actor
from lianxi.core.sight import BLIND, Sight
from lianxi.journal.models import Disclosure, Entry, Notice
from lianxi.journal.packing import singles
from lianxi.journal.queries import EntryFilter, HistoryLine, find_entries, find_entry, line_of, list_history
from lianxi.journal.sight import is_unbound, seen, sights_of

# A filtered page looks at so many entries and then says how far it came.
READ, MOST_READ = 500, 20_000


# A page names the shape of what it shows by it.
DisclosureRow: TypeAlias = Disclosure


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page of the journal; `rest` is the number below which a filter has not looked yet, None where it has."""

    lines: tuple[HistoryLine, ...]
    rest: int | None = None


def read_entries(
    actor: Actor,
    wanted: EntryFilter,
    before: int | None = None,
    after: int | None = None,
    size: int = 50,
) -> EntryPage:
    """Return one page of the journal of the actor's conference, the latest first.

    Without a filter closed entries keep their place; a filter finds open ones only: that an entry answers to
    it would say what it is about.
    """
    own = actor.conference_id or 0
    if wanted == EntryFilter():
        return EntryPage(tuple(_opened(actor, find_entries(own, wanted, before, after, size))))
    if wanted.record and not sights_of(actor, [wanted.record])[wanted.record].is_whole:
        return EntryPage(())
    found: list[HistoryLine] = []
    looked, forward = 0, after is not None
    while looked < MOST_READ:
        lines = find_entries(own, wanted, before, after, READ)
        opened = [line for line in _opened(actor, lines) if not line.is_closed]
        # Towards newer entries the nearest come first: a page takes the lowest numbers of them.
        found = [*opened, *found] if forward else [*found, *opened]
        looked += len(lines)
        if len(found) >= size or len(lines) < READ:
            return EntryPage(tuple(found[-size:] if forward else found[:size]))
        after, before = (lines[0].entry.seq, None) if forward else (None, lines[-1].entry.seq)
    return EntryPage(tuple(found), rest=before)


def iterate_entries(actor: Actor, wanted: EntryFilter) -> Iterator[HistoryLine]:
    """Give all entries that a filter keeps, the latest first, in pages."""
    before = None
    while True:
        page = read_entries(actor, wanted, before, size=READ)
        yield from page.lines
        before = page.rest or (page.lines[-1].entry.seq if len(page.lines) == READ else None)
        if before is None:
            return


def read_entry(actor: Actor, seq: int) -> HistoryLine | None:
    """Return one entry with the changes that the actor may see, `hidden` counting the others; None where it is not."""
    line = find_entry(actor.conference_id or 0, seq)
    if line is None:
        return None
    opened = next(iter(_opened(actor, [line])))
    return opened if opened.is_closed else _shown(actor, opened)


def read_history(
    actor: Actor, *records: str, since: datetime | EllipsisType | None = ..., limit: int = 50
) -> list[HistoryLine]:
    """List the entries that touched any of the records, the latest first.

    The caller has found that the actor sees each of them, and may know (`sight.opened_at`) from which moment
    `since`; else that, and what an entry is on beside them, is asked here.
    """
    lines = list_history(actor.conference_id or 0, *records, limit=limit)
    known = {record for record in records if since is not ... or is_unbound(actor, record)}
    asked = [line for line in lines if _about(line) not in known]
    judged = {line.entry.seq: line for line in _opened(actor, asked)}
    judged |= {
        line.entry.seq: _closed(line, _about(line))
        for line in lines
        if isinstance(since, datetime) and line.entry.at < since
    }
    return [judged.get(line.entry.seq, line) for line in lines]


def list_acts_of_seat(actor: Actor, limit: int = 8) -> list[HistoryLine]:
    """List what was done from the actor's own seat, the latest first: who did it knows of it."""
    rows = Entry.objects.filter(chain_id=actor.conference_id or 0, seat_id=actor.seat_id or 0)
    return [line_of(entry) for entry in rows.order_by("-seq")[:limit]]


def list_disclosures(actor: Actor, most: int) -> list[Disclosure]:
    """List what was asked, released and taken back of openings that an actor sees, the latest first."""
    return list(seen(actor, Disclosure.objects.order_by("-pk"))[:most])


def told_titles(actor: Actor, notices: Iterable[Notice]) -> dict[int, str]:
    """Return the titles of notices by id; of one whose record is closed to its reader by now, the kind of record only."""
    found = list(notices)
    told = sights_of(actor, {one.subject for one in found})
    return {
        one.pk: one.title
        if told[one.subject].is_whole
        else f"一条关于{_kind(one.subject)}的消息（记录不对本席位公开）"
        for one in found
    }


def _about(line: HistoryLine) -> str:
    """Name the record that decides over an entry: its subject, else the first that it changed."""
    first = next(iter(line.changes), None) if not line.entry.subject else None
    return line.entry.subject or (str(first["record"]) if first else "")


def _opened(actor: Actor, lines: Iterable[HistoryLine]) -> Iterator[HistoryLine]:
    found = [(line, _about(line)) for line in lines]
    told = sights_of(actor, {record for _line, record in found})
    for line, record in found:
        yield line if _is_open(told.get(record, BLIND), line.entry) else _closed(line, record)


def _is_open(told: Sight, entry: Entry) -> bool:
    return told.is_whole and (told.since is None or entry.at >= told.since)


def _closed(line: HistoryLine, record: str) -> HistoryLine:
    """Keep of an entry its place, moment and hashes, and of its record the kind."""
    known = line.entry
    bare = Entry(
        chain_id=known.chain_id, seq=known.seq, at=known.at, prev_hash=known.prev_hash, hash=known.hash
    )
    return HistoryLine(bare, "", "", "", (), (), closed_kind=_kind(record))


def _kind(record: str) -> str:
    try:
        return str(apps.get_model(record.partition(":")[0])._meta.verbose_name)
    except (LookupError, ValueError):
        return "记录"


def _shown(actor: Actor, line: HistoryLine) -> HistoryLine:
    """Leave of an entry's changes those of records, and of columns, that the actor sees."""
    changes = list(singles(line.noted))
    told = sights_of(actor, [str(one["record"]) for one in changes])
    kept: list[dict[str, Any]] = []
    for one in changes:
        sees = told[str(one["record"])]
        if _is_open(sees, line.entry):
            kept.append(
                {**one, **{part: _columns(sees, one[part]) for part in ("old", "new") if part in one}}
            )
    return replace(line, noted=tuple(kept), hidden=len(changes) - len(kept))


def _columns(sees: Sight, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if sees.shows(name)}
