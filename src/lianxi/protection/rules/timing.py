"""Until when a row must move, a person's own last day, and the last day of a remedy: from the rules that hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxi.core.due import derive
from lianxi.core.limits import Limit
from lianxi.core.workdays import Calendar, add_workdays, is_workday
from lianxi.protection.rules.lists import CLOCKS, REFUSED, REMEDY, YEAR


@dataclass(frozen=True)
class Clocks:
    """The limits in force by code and the calendar; each day is derived once."""

    limits: Mapping[str, Limit]
    calendar: Calendar

    def due(self, code: str, start: date) -> date | None:
        """Return the last day of a rule from its start; None where the rule was ended."""
        limit = self.limits.get(code)
        return derive(limit, start, self.calendar).due_on if limit is not None else None

    def of_word(self, word: str, start: date) -> dict[str, Any]:
        """Return the columns of a row's clock for a word that it got on a day."""
        code = CLOCKS.get(word, "")
        due = self.due(code, start) if code else None
        return {"due_on": due, "due_rule": code if due else ""}

    def remedy(self, word: str, received_on: date | None) -> dict[str, Any]:
        """Return the columns of the remedy that a refusal opens from the day its paper was received."""
        last = self.due(REMEDY, received_on) if word == REFUSED and received_on else None
        rolls = None
        if last is not None and not is_workday(last, self.calendar):
            rolls = add_workdays(last, 1, self.calendar)
        return {"remedy_until": last, "remedy_rolls_to": rolls}

    def last_day(self, since_on: date | None) -> date | None:
        """Return a person's own last day to apply for recognition as a work injury."""
        return self.due(YEAR, since_on) if since_on else None


def first_listing(due_on: date, calendar: Calendar) -> date:
    """Return the first working day after a clock: the day from which a row stands on the list."""
    return add_workdays(due_on, 1, calendar)


def stands_listed(due_on: date | None, day: date, calendar: Calendar) -> bool:
    """Tell whether a row with such a clock stands on the list of unfinished ones on a day."""
    return due_on is not None and due_on < day and first_listing(due_on, calendar) <= day
