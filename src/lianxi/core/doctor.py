"""What `lianxi doctor` asks: checks of the installation that rooms register when they start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing a check saw: whether it is well, and a sentence that also says what to do where it is not."""

    well: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check by its Chinese title. It reads only, on a given day, and gives a sign for everything it looked at."""

    title: str
    look: Callable[[date], Iterable[Sign]]


doctor_checks: list[Check] = []
