"""Figures that other records hold already: rooms' faces name them, and nobody is asked for them again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lianxi.core.rooms import load, rooms, stated


@dataclass(frozen=True, slots=True)
class Held:
    """A figure counted from records: its value, in words where it comes from, and the page of the records."""

    value: Decimal
    words: str
    url: str


# How many a unit of a conference has from the first to the last day (database ids).
Holder = Callable[[int, int, date, date], Held]


def holders() -> dict[str, Holder]:
    """Return by indicator how its figure is counted."""
    return {one.indicator: load(one.count) for room in rooms() for one in stated(room.figures)}
