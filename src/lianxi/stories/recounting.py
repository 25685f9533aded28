"""A recount over the raw journal: what was missed, and which matter stands for it since when.

It reads the bodies of entries alone: no table of returns, deliveries or matters, no function of their rooms.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import is_workday
from lianxi.journal.models import Entry
from lianxi.journal.packing import singles

NINE = time(9)
DAY = timedelta(days=1)


@dataclass
class Recount:
    """What the journal says: missed records; of them those without a matter; matters without a miss; late ones."""

    missed: set[str] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    false: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    reminded: set[str] = field(default_factory=set)


@dataclass
class _Seen:
    """What the entries tell of each record, by its name."""

    due: dict[str, date] = field(default_factory=dict)
    done: dict[str, datetime] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    matters: dict[str, datetime] = field(default_factory=dict)
    asked: dict[str, date] = field(default_factory=dict)
    reminded: dict[str, date] = field(default_factory=dict)
    sendings: dict[int, tuple[date | None, bool]] = field(default_factory=dict)


def recount(conference_id: int) -> Recount:
    """Recount a conference's journal up to its last entry."""
    seen, last = _Seen(), None
    entries = Entry.objects.filter(chain_id=conference_id).order_by("seq")
    for at, body in entries.values_list("at", "body").iterator(chunk_size=200):
        last = at
        for change in singles(json.loads(body)["changes"]):
            _note(seen, str(change["record"]), change)
    return _judge(seen, day_of(last)) if last is not None else Recount()


def _note(seen: _Seen, record: str, change: dict[str, Any]) -> None:
    note = _NOTES.get(record.partition(":")[0])
    if note is not None:
        note(seen, record, change["new"], change["op"] == "create")


def _note_return(seen: _Seen, record: str, new: dict[str, Any], is_new: bool) -> None:
    if is_new:
        seen.due[record] = date.fromisoformat(new["due_on"])
    if new.get("handed_at"):
        seen.done.setdefault(record, datetime.fromisoformat(new["handed_at"]))
    if new.get("state") == "dropped":
        seen.gone.add(record)


def _note_sending(seen: _Seen, record: str, new: dict[str, Any], is_new: bool) -> None:
    if is_new:
        due = date.fromisoformat(new["respond_by"]) if new["respond_by"] else None
        seen.sendings[int(record.partition(":")[2])] = (due, bool(new["binds"]))


def _note_receipt(seen: _Seen, record: str, new: dict[str, Any], is_new: bool) -> None:
    if is_new:
        due, binds = seen.sendings[new["sending_id"]]
        if binds and due is not None:
            seen.due[record] = due
    if new.get("answered_at"):
        seen.done.setdefault(record, datetime.fromisoformat(new["answered_at"]))


def _note_matter(seen: _Seen, _record: str, new: dict[str, Any], is_new: bool) -> None:
    if is_new and new["origin"] in ("work", "exchange"):
        seen.matters[new["source"]] = datetime.fromisoformat(new["created_at"])


def _note_request(seen: _Seen, record: str, new: dict[str, Any], is_new: bool) -> None:
    if is_new:
        seen.asked[record] = date.fromisoformat(new["due_on"])
    if new.get("reminded_on"):
        seen.reminded[record] = date.fromisoformat(new["reminded_on"])


_NOTES = {
    "work.return": _note_return,
    "exchange.sending": _note_sending,
    "exchange.receipt": _note_receipt,
    "ledger.obligation": _note_matter,
    "exchange.request": _note_request,
}


def _judge(seen: _Seen, last: date) -> Recount:
    found = Recount()
    for record, due in seen.due.items():
        done = seen.done.get(record)
        first = _next_workday(due)
        if record in seen.gone or first > last or (done is not None and day_of(done) <= due):
            continue
        found.missed.add(record)
        since = seen.matters.get(record)
        if since is None:
            found.unseen.add(record)
        elif since.astimezone(CHINA) >= datetime.combine(first, NINE, CHINA):
            found.late.add(record)
    found.false = set(seen.matters) - found.missed
    found.reminded = {
        record for record, day in seen.reminded.items() if record in seen.asked and day > seen.asked[record]
    }
    return found


def _next_workday(day: date) -> date:
    day += DAY
    while not is_workday(day):
        day += DAY
    return day
