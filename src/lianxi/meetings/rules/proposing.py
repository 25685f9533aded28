"""Terms read from the words of a decision: who leads, who helps, by which day, how often; what is not sure stays open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lianxi.meetings.rules.agreeing import cycles_in, days_in, helpers_in, is_same_unit, leads_in


@dataclass(frozen=True, slots=True)
class Terms:
    """What a decision's words say of its terms; None or empty where they do not say it for sure."""

    lead: int | None
    helpers: tuple[int, ...]
    due_on: date | None
    cycle: str


def read_terms(text: str, units: Mapping[int, str], day: date) -> Terms:
    """Read terms from a decision's words, on the day it was made; `units` are the member units by id.

    A unit counts where its name fits one member alone, a lead where one alone is named, a day where one alone is
    named. A day without a year is the next one to come.
    """
    leads = [_unit(name, units) for name in leads_in(text)]
    lead = leads[0] if len(leads) == 1 else None
    helpers = dict.fromkeys(one for name in helpers_in(text) if (one := _unit(name, units)) is not None)
    helpers.pop(lead or 0, None)
    cycles = cycles_in(text)
    return Terms(lead, tuple(helpers), _day(text, day), cycles.pop() if len(cycles) == 1 else "once")


def _unit(name: str, units: Mapping[int, str]) -> int | None:
    fits = [pk for pk, unit in units.items() if unit == name]
    fits = fits or [pk for pk, unit in units.items() if is_same_unit(name, unit)]
    return fits[0] if len(fits) == 1 else None


def _day(text: str, day: date) -> date | None:
    found = {said: _coming(said, on, day) for said, on in days_in(text, day)}
    days = set(found.values())
    return days.pop() if len(days) == 1 else None


def _coming(said: str, on: date, day: date) -> date:
    """Return a deadline's day; one of next year, or one that names no year and has passed, a year later."""
    if "明年" in said or (on < day and not any(word in said for word in ("20", "二〇", "二○", "年"))):
        return on.replace(year=on.year + 1, day=min(on.day, 28) if on.month == 2 else on.day)
    return on
