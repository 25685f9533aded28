"""Figures that other records hold already: rooms register them here, and nobody is asked for them again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """A figure counted from records: its value, in words where it comes from, and the page of the records."""

    value: Decimal
    words: str
    url: str


# By indicator: how many a unit of a conference has from the first to the last day (database ids).
Holder = Callable[[int, int, date, date], Held]
holders: dict[str, Holder] = {}
