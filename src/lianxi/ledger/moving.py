"""The ledger's open clocks under a new calendar: what moves, and moving it in bulk with a trace per date.

Clocks by the hundred thousand hold few different derivations: each different one is read, derived anew and
written out once, and no row becomes an object.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from lianxi.clocks.following import ClockFollower, Move
from lianxi.core.due import Derivation, from_dict, recomputed
from lianxi.core.words import day_of
from lianxi.core.workdays import Calendar
from lianxi.journal.acting import Act
from lianxi.ledger.models import CoUnit, DueDate, Obligation

CAUSE, SERIOUS_ALONE = "recomputed", "serious"
AT_ONCE = 2000
REMEMBERED = 20_000
READ = ("pk", "version", "number", "title", "lead_unit_id", "due_on", "serious_on")
_COUNTED = ("start", "days", "unit", "due_on", "edition", "serious_days", "pauses", "start_at")
_NEW = ("skipped", "edition", "provisional", "due_on", "serious_on", "due_at")
_CHANGED = ("due_on", "due_order", "serious_on", "due_derivation")
_STORED = ("conference_id", "obligation_id", "due_on", "serious_on", "derivation", "cause", "at")


class Dates(NamedTuple):
    """A due date, the day from which it is seriously late, and how both came out."""

    due_on: date
    serious_on: date | None
    derivation: dict[str, Any]


class Anew(NamedTuple):
    """An obligation whose derivation comes out differently; `moves` where its date does."""

    pk: int
    version: int
    number: str
    title: str
    lead_unit_id: int
    before: Dates
    after: Dates

    @property
    def moves(self) -> bool:
        return self.before.due_on != self.after.due_on


def preview(conference_id: int, calendar: Calendar, day: date) -> Iterator[Move]:
    """Tell which due dates another calendar moves, by number."""
    return _moves([one for one in derived_anew(conference_id, calendar, day) if one.moves])


def derive(act: Act, calendar: Calendar) -> Iterable[Move]:
    """Store every derivation that comes out differently, and a due date for each."""
    # All is read before anything is changed, since both go by the same index.
    found = list(derived_anew(act.chain, calendar, day_of(act.at), hold=True))
    for first in range(0, len(found), AT_ONCE):
        some = found[first : first + AT_ONCE]
        pairs = ((one.pk, one.version, _values(one.before), _values(one.after)) for one in some)
        act.change_rows(Obligation, _CHANGED, pairs)
        # A day of serious lateness that moves alone is kept as well: earlier moments are told from these rows.
        causes = (CAUSE if one.moves else SERIOUS_ALONE for one in some)
        dates = ((act.chain, one.pk, *one.after, why, act.at) for one, why in zip(some, causes, strict=True))
        act.create_rows(DueDate, _STORED, dates)
    return list(_moves([one for one in found if one.moves]))


def derived_anew(conference_id: int, calendar: Calendar, day: date, *, hold: bool = False) -> Iterator[Anew]:
    """Derive the open due dates counted under another edition, and give those that differ.

    A clock whose dates stay is left alone: `core.due.settled` explains it by the calendar of its reader.
    With `hold` the rows are locked until the act ends.
    """
    rows = Obligation.objects.filter(
        conference_id=conference_id, closed_at__isnull=True, due_on__isnull=False
    )
    if hold:
        rows = rows.select_for_update()
    # Derivations are read as text: most are one that was read already.
    found = rows.order_by("pk").values_list(*READ, Cast("due_derivation", TextField()))
    known: dict[str, tuple[dict[str, Any], Dates] | None] = {}
    deriver = _deriver(calendar, day)
    for pk, version, number, title, lead, due_on, serious_on, text in found.iterator(AT_ONCE):
        if text not in known:
            known[text] = deriver.anew(json.loads(text))
        pair = known[text]
        if pair is not None:
            before = Dates(due_on, serious_on, pair[0])
            yield Anew(pk, version, number, title, lead, before, pair[1])


class _Deriver:
    """Derives under another calendar; equal clocks (start, length, pauses) once, whatever else their trace says."""

    def __init__(self, calendar: Calendar, day: date) -> None:
        self.calendar, self.day = calendar, day
        self._known: dict[str, dict[str, Any]] = {}

    def anew(self, stored: dict[str, Any]) -> tuple[dict[str, Any], Dates] | None:
        """Return a stored derivation and what it comes to; None where its dates stay."""
        if stored.get("edition", "") in ("", self.calendar.edition):
            return None
        key = repr([stored.get(name) for name in _COUNTED])
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = self._pieces(from_dict(stored))
        pieces = self._known[key]
        if all(stored.get(name) == pieces[name] for name in ("due_on", "serious_on")):
            return None
        trace = [*stored.get("extensions", ()), *pieces["extensions"]]
        serious = pieces["serious_on"]
        return stored, Dates(
            date.fromisoformat(pieces["due_on"]),
            date.fromisoformat(serious) if serious else None,
            {**stored, **pieces, "extensions": trace},
        )

    def _pieces(self, before: Derivation) -> dict[str, Any]:
        """Give what the calendar changes of a derivation; `extensions` holds only what it adds."""
        after = recomputed(before, self.day, self.calendar).as_dict()
        added = after["extensions"][len(before.extensions) :]
        return {**{name: after[name] for name in _NEW if name in after}, "extensions": added}


# The last one used: a run over all conferences meets the same clocks in each.
_latest: list[_Deriver] = []


def _deriver(calendar: Calendar, day: date) -> _Deriver:
    if not _latest or (_latest[0].calendar.edition, _latest[0].day) != (calendar.edition, day):
        _latest[:] = [_Deriver(calendar, day)]
    return _latest[0]


def _values(dates: Dates) -> tuple[Any, ...]:
    return (dates.due_on, *dates)


def _moves(moved: list[Anew]) -> Iterator[Move]:
    parts: dict[int, list[int]] = defaultdict(list)
    for first in range(0, len(moved), AT_ONCE):
        some = [one.pk for one in moved[first : first + AT_ONCE]]
        own = CoUnit.objects.filter(obligation_id__in=some).order_by()
        for pk, unit in own.values_list("obligation_id", "unit_id"):
            parts[pk].append(unit)
    for one in moved:
        units = (one.lead_unit_id, *parts.get(one.pk, ()))
        label = f"事项{one.number} {one.title}"
        record = f"{Obligation._meta.label_lower}:{one.pk}"
        yield Move(record, label, units, one.before.due_on, one.after.due_on)


CLOCKS = ClockFollower("ledger", preview, derive)
