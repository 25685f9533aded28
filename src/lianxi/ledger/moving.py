"""The ledger's open clocks under a new calendar: what moves, and moving it in bulk with a trace per date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from lianxi.clocks.following import Move
from lianxi.core.due import Derivation, from_dict, recomputed
from lianxi.core.words import day_of
from lianxi.core.workdays import Calendar
from lianxi.journal.acting import Act, record_name
from lianxi.ledger.models import CoUnit, DueDate, Obligation

CAUSE, SERIOUS_ALONE = "recomputed", "serious"
AT_ONCE = 2000
COLUMNS = (
    "version", "conference_id", "number", "title", "lead_unit_id",
    "due_on", "due_order", "serious_on", "due_derivation",
)  # fmt: skip
_COUNTED = ("start", "days", "unit", "due_on", "edition", "serious_days")
_NEW = ("skipped", "edition", "provisional", "due_on", "serious_on", "due_at")


@dataclass(frozen=True, slots=True)
class Anew:
    """An obligation whose derivation comes out differently; `moves` where its date does."""

    row: Obligation
    due_on: date
    serious_on: date | None
    derivation: dict[str, Any]

    @property
    def moves(self) -> bool:
        return self.due_on != self.row.due_on


def preview(conference_id: int, calendar: Calendar, day: date) -> Iterator[Move]:
    """This function will tell which due dates another calendar moves, by number."""
    moved = [one for one in derived_anew(conference_id, calendar, day) if one.moves]
    return _moves(moved)


def derive(act: Act, calendar: Calendar) -> Iterable[Move]:
    """This function will store every derivation that comes out differently, and a due date for each."""
    moves: list[Move] = []
    found = derived_anew(act.chain, calendar, day_of(act.at), hold=True)
    while some := list(islice(found, AT_ONCE)):
        moved = [one for one in some if one.moves]
        # What is told of a move names the date before it.
        moves += _moves(moved)
        # A day of serious lateness that moves alone is kept as well: earlier moments are told from these rows.
        dates = [_due_date(act, one) for one in some]
        act.change_batch((one.row, _values(one)) for one in some)
        act.create_batch(dates)
    return moves


def derived_anew(conference_id: int, calendar: Calendar, day: date, *, hold: bool = False) -> Iterator[Anew]:
    """This function will derive the open due dates counted under another edition, and give those that differ.

    A clock whose dates stay is left alone: `core.due.settled` explains it by the calendar of its reader.

    Equal clocks (start, length, pauses) are derived once. With `hold` the rows are locked until the act ends.
    """
    known: dict[str, dict[str, Any]] = {}
    for row in _counted_otherwise(conference_id, calendar, hold=hold):
        stored = row.due_derivation
        key = repr([*(stored.get(name) for name in _COUNTED), stored.get("pauses"), stored.get("start_at")])
        if key not in known:
            known[key] = _pieces(from_dict(stored), calendar, day)
        pieces = known[key]
        if all(stored.get(name) == pieces[name] for name in ("due_on", "serious_on")):
            continue
        derivation = {
            **stored,
            **pieces,
            "extensions": [*stored.get("extensions", ()), *pieces["extensions"]],
        }
        serious = pieces["serious_on"]
        yield Anew(
            row,
            date.fromisoformat(pieces["due_on"]),
            date.fromisoformat(serious) if serious else None,
            derivation,
        )


def _pieces(before: Derivation, calendar: Calendar, day: date) -> dict[str, Any]:
    """Give what a new calendar changes of a stored derivation; `extensions` holds only what it adds."""
    after = recomputed(before, day, calendar).as_dict()
    added = after["extensions"][len(before.extensions) :]
    return {**{name: after[name] for name in _NEW if name in after}, "extensions": added}


def _counted_otherwise(conference_id: int, calendar: Calendar, *, hold: bool) -> Iterator[Obligation]:
    rows = Obligation.objects.filter(conference_id=conference_id, closed_at__isnull=True)
    rows = rows.filter(due_on__isnull=False).exclude(due_derivation__edition__in=("", calendar.edition))
    if hold:
        rows = rows.select_for_update(of=("self",))
    rows, last = rows.only(*COLUMNS).order_by("pk"), 0
    # Page by page, since what was read is changed before the next page is.
    while page := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        last = page[-1].pk
        yield from page


def _values(one: Anew) -> dict[str, Any]:
    due = {"due_on": one.due_on, "due_order": one.due_on, "serious_on": one.serious_on}
    return {**due, "due_derivation": one.derivation}


def _due_date(act: Act, one: Anew) -> DueDate:
    return DueDate(
        conference_id=act.chain,
        obligation_id=one.row.pk,
        due_on=one.due_on,
        serious_on=one.serious_on,
        derivation=one.derivation,
        cause=CAUSE if one.moves else SERIOUS_ALONE,
        at=act.at,
    )


def _moves(moved: list[Anew]) -> Iterator[Move]:
    parts: dict[int, list[int]] = defaultdict(list)
    ids = [one.row.pk for one in moved]
    for first in range(0, len(ids), 5000):
        own = CoUnit.objects.filter(obligation_id__in=ids[first : first + 5000])
        for pk, unit in own.values_list("obligation_id", "unit_id"):
            parts[pk].append(unit)
    for one in moved:
        row = one.row
        units = (row.lead_unit_id, *parts[row.pk])
        label = f"事项{row.number} {row.title}"
        was = row.due_on or one.due_on
        yield Move(record_name(row), label, units, was, one.due_on)
