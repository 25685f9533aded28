"""What a rule gives: a finding about a subject in a period, not yet a signal; and why a rule gave nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lianxi.detectors.many import Rise

MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `rows` are [batch, row] of at most MOST_ROWS rows behind it, `count` is how many there are.

    `picture` is what its page draws: `title`, `unit`, `points` of label, value, expected, upper, mark and `late` (why a
    point is incomplete), `compared` (the weeks compared with, and their weights), and `tables`.
    `parts` are the keys (subjects) of finer findings that this one contains.
    """

    rule: str
    subject: str
    period: str
    happened_on: date
    words: str
    division: str = ""
    employer: str = ""
    industry: str = ""
    hazard: str = ""
    observed: float | None = None
    expected: float | None = None
    bound: float | None = None
    score: float | None = None
    unit: str = ""
    count: int = 0
    rows: tuple[tuple[int, int], ...] = ()
    reasons: tuple[str, ...] = ()
    picture: dict[str, Any] = field(default_factory=dict)
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rise that may be shown by itself or within another: its words, and how its finding is made with its parts."""

    rise: Rise
    words: str
    make: Callable[[tuple[str, ...]], Found]


@dataclass(frozen=True, slots=True)
class Silent:
    """A rule that gave nothing because it could not run, with the sentence that says why."""

    rule: str
    why: str
