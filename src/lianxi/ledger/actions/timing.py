"""Due dates as stored: with the day from which they are seriously late, and the events that start them anew."""

from datetime import date, datetime
from typing import Any

from lianxi.clocks.queries import calendar_now, time_limit
from lianxi.clocks.rules.limits import EVENT_LABELS
from lianxi.core.due import Derivation, derive, due_on_date, from_dict, restarted, with_serious
from lianxi.core.words import day_of, long_date
from lianxi.core.workdays import add_workdays
from lianxi.journal.acting import Act
from lianxi.ledger.actions.slips import lapse_slips
from lianxi.ledger.models import DueDate, Obligation
from lianxi.ledger.rules.clocks import CLOCK_EVENTS

SERIOUS = "serious_overdue_days"


class SeriousAfter:
    """The distance from a due date to the day it is seriously late, read once for rows stored in bulk."""

    def __init__(self, conference_id: int, day: date) -> None:
        self.days = time_limit(conference_id, SERIOUS, day).amount
        self.calendar = calendar_now(exact=True)
        self._known: dict[date, date] = {}
        self._stored: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}

    def on(self, due_on: date | None) -> date | None:
        """Return the day from which a due date is seriously late."""
        if due_on is None:
            return None
        if due_on not in self._known:
            self._known[due_on] = add_workdays(due_on, self.days, self.calendar)
        return self._known[due_on]

    def stored(self, derivation: dict[str, Any]) -> dict[str, Any]:
        """Add that day to a derivation as it is stored; an empty one stays empty.

        What is given twice (the same object) comes back as one object, so that it is written out once.
        """
        if not derivation:
            return derivation
        held = self._stored.get(id(derivation))
        if held is None:
            serious = self.on(date.fromisoformat(derivation["due_on"]))
            told = {"serious_on": serious.isoformat() if serious else None, "serious_days": self.days}
            # The given one is kept beside, since its identity is what it is known by.
            held = (derivation, {**derivation, **told, "edition": self.calendar.edition})
            self._stored[id(derivation)] = held
        return held[1]


def derive_due(conference_id: int, code: str, moment: datetime) -> Derivation:
    """Derive a due date by the conference's limit of a code, starting at a moment.

    Raises NoTimeLimit, KeyError.
    """
    limit = time_limit(conference_id, code, day_of(moment))
    return derive(limit, moment, calendar_now(exact=True))


def complete_due(row: Obligation, day: date) -> None:
    """Add to an obligation not stored yet the day from which it is seriously late."""
    if row.due_on is None:
        return
    derivation = _with_serious(row.conference_id, present_derivation(row), day)
    row.due_derivation, row.serious_on = derivation.as_dict(), derivation.serious_on


def set_due(
    act: Act, obligation: Obligation, derivation: Derivation, cause: str, agreed_on: date | None = None
) -> None:
    """Return an obligation another due date and keep the row of it.

    `agreed_on` is a later day agreed once the due date had passed: it is shown, and nothing counts by it.
    """
    full = _with_serious(obligation.conference_id, derivation, day_of(act.at))
    stored, due_on, serious_on = full.as_dict(), full.due_on, full.serious_on
    row = DueDate(conference_id=obligation.conference_id, obligation=obligation, due_on=due_on)
    row.derivation, row.cause, row.at, row.serious_on = stored, cause, act.at, serious_on
    act.create(row)
    moves = due_on != obligation.due_on
    values: dict[str, Any] = {"due_on": due_on, "due_order": due_on, "serious_on": serious_on}
    act.change(obligation, due_derivation=stored, agreed_on=agreed_on, **values)
    if moves:
        lapse_slips.within(act, obligation=obligation)


def present_derivation(obligation: Obligation) -> Derivation:
    """Read the derivation of the present due date, which must exist."""
    if obligation.due_derivation:
        return from_dict(obligation.due_derivation)
    if obligation.due_on is None:
        raise ValueError(f"obligation {obligation.pk} has no due date")
    return due_on_date(obligation.due_on, rule="登记时指定的日期", source=obligation.source_label)


def restart_clock(act: Act, obligation: Obligation, by: str) -> bool:
    """Start the clock anew where its own rule names what an act `by` its id has done.

    Every other clock is left alone. It tells whether the clock was started anew. Call it after the move.
    """
    event = CLOCK_EVENTS.get(by)
    if event is None or obligation.due_on is None:
        return False
    before = present_derivation(obligation)
    if before.limit is None or event not in before.limit.restarts:
        return False
    words = EVENT_LABELS[event]
    why = f"{words}，按规则自{long_date(day_of(act.at))}重新起算"
    fresh = restarted(before, act.at, event=words, reason=why, calendar=calendar_now(exact=True))
    set_due(act, obligation, fresh, "restarted")
    return True


def _with_serious(conference_id: int, derivation: Derivation, day: date) -> Derivation:
    """Add the serious day by the limit in force; a derivation that has its own distance keeps it."""
    days = derivation.serious_days or time_limit(conference_id, SERIOUS, day).amount
    return with_serious(derivation, days, calendar_now(exact=True))
