"""Rooms above that hold clocks: their faces name how to show and to derive anew what a new calendar moves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from lianxi.core.rooms import CLOCKS, followers
from lianxi.core.workdays import Calendar
from lianxi.journal.acting import Act


@dataclass(frozen=True, slots=True)
class Move:
    """An open clock whose date moves: the record as the journal names it, what it is, whose, from and to.

    `holder` is the row within the record that has the clock, where not all who see the record see it.
    """

    record: str
    label: str
    units: tuple[int, ...]
    was: date
    due_on: date
    holder: str = ""


def _nothing(_conference_id: int, _edition: str) -> Iterable[Move]:
    return ()


@dataclass(frozen=True, slots=True)
class ClockFollower:
    """A room with open clocks. `preview` tells what moves, without writing; `derive` moves it within an act.

    `moved` tells afterwards what a calendar edition moved; the ledger's due dates keep rows of their own.
    """

    name: str
    preview: Callable[[int, Calendar, date], Iterable[Move]]
    derive: Callable[[Act, Calendar], Iterable[Move]]
    moved: Callable[[int, str], Iterable[Move]] = _nothing


def clock_followers() -> list[ClockFollower]:
    """Return the followers of the calendar, the lowest room first."""
    return followers(CLOCKS)
