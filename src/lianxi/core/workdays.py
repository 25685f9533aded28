"""Working days in China: weekends, days off and compensatory working days (调休), from a shipped calendar.

A year whose arrangement is not announced is reckoned from weekends and statutory days and is provisional:
whatever is computed over it says so. Nothing here asks the network or a clock.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.resources import files

from lianxi.core.canonical import canonical, digest

DAY = timedelta(days=1)
WEEKEND = {5: "周六", 6: "周日"}
# A year's holidays may begin in the last days of the year before, never earlier.
FIRST_OF_BEFORE = (12, 26)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from the plain week: off, or worked although it is a weekend."""

    is_off: bool
    name: str


@dataclass(frozen=True)
class Calendar:
    """The special days of an edition, and the years whose arrangement is announced."""

    edition: str
    special: Mapping[date, SpecialDay] = field(repr=False)
    announced: frozenset[int]

    def is_provisional(self, year: int) -> bool:
        """Tell whether the year's arrangement is not announced in this edition."""
        return year not in self.announced

    @cached_property
    def _special_days(self) -> list[date]:
        return sorted(self.special)

    @cached_property
    def _balance(self) -> list[int]:
        # _balance[n]: worked weekend days minus weekdays off among the first n special days.
        sums = [0]
        for day in self._special_days:
            change = is_workday(day, self) - (day.weekday() < 5)
            sums.append(sums[-1] + change)
        return sums

    def worked_before(self, day: date) -> int:
        """Return how many working days lie before `day`, from a fixed origin."""
        weeks, rest = divmod(day.toordinal() - 1, 7)
        return weeks * 5 + min(rest, 5) + self._balance[bisect_right(self._special_days, day - DAY)]


@cache
def china() -> Calendar:
    """Return the shipped calendar. Its edition changes whenever the file does."""
    text = files("lianxi.core").joinpath("calendars/cn.csv").read_text(encoding="utf-8")
    return read_calendar(text)


def read_calendar(text: str) -> Calendar:
    """Read a calendar from CSV with the columns date, kind, name and status.

    Raises ValueError for a kind or status nobody knows, and for a day listed twice.
    """
    special: dict[date, SpecialDay] = {}
    announced: set[int] = set()
    provisional: set[int] = set()
    for row in csv.DictReader(text.splitlines()):
        day = date.fromisoformat(row["date"])
        known = row["kind"] in ("off", "work") and row["status"] in ("announced", "provisional")
        if day in special or not known:
            raise ValueError(f"calendar row {row} cannot be read")
        special[day] = SpecialDay(row["kind"] == "off", row["name"])
        (announced if row["status"] == "announced" else provisional).add(day.year)
    years = frozenset(announced - provisional)
    edition = f"cn-{max(years, default=0)}-{digest(text)[:8]}"
    return Calendar(edition, special, years)


def notice_year(day: date) -> int:
    """Return the year whose notice a day belongs to: the last days of December open the next year's holiday."""
    return day.year + ((day.month, day.day) >= FIRST_OF_BEFORE)


def amended(
    calendar: Calendar, year: int, days: Mapping[date, SpecialDay], *, is_whole: bool = True
) -> Calendar:
    """Return the calendar with a year's announced days in place of those it had.

    Days of the year before that the notice names (a holiday that begins in December) come with it, and those that
    the next year's notice gave stay. With `is_whole` False only the days it names change.
    """
    kept = {day: one for day, one in calendar.special.items() if not is_whole or notice_year(day) != year}
    special = {**kept, **days}
    announced = calendar.announced | {year}
    told = [[day.isoformat(), one.is_off, one.name] for day, one in sorted(special.items())]
    edition = f"cn-{max(announced)}-{digest(canonical(told))[:8]}"
    return Calendar(edition, special, announced)


def is_workday(day: date, calendar: Calendar | None = None) -> bool:
    """Tell whether a day is worked, compensatory working days included."""
    special = (calendar or china()).special.get(day)
    if special is not None:
        return not special.is_off
    return day.weekday() < 5


def day_off_name(day: date, calendar: Calendar | None = None) -> str:
    """Name the holiday, 周六 or 周日 for which a day is off; empty for a workday."""
    special = (calendar or china()).special.get(day)
    if special is not None:
        return special.name if special.is_off else ""
    return WEEKEND.get(day.weekday(), "")


def count_workdays(after: date, until: date, calendar: Calendar | None = None) -> int:
    """Count the working days later than `after` and not later than `until`.

    The count is negative when `until` comes first.
    """
    reckoned = calendar or china()
    return reckoned.worked_before(until + DAY) - reckoned.worked_before(after + DAY)


def add_workdays(start: date, days: int, calendar: Calendar | None = None) -> date:
    """Return the `days`-th working day after `start`, which itself is not counted.

    A negative number counts backwards; with 0 the start is given as it is, worked or not.
    """
    day, step = start, DAY if days >= 0 else -DAY
    left = abs(days)
    while left:
        day += step
        left -= is_workday(day, calendar)
    return day


def days_between(after: date, until: date) -> Iterator[date]:
    """Yield the calendar days later than `after` and not later than `until`."""
    day = after
    while day < until:
        day += DAY
        yield day
