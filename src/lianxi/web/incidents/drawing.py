"""The line of time of an event as coordinates of an inline SVG: people, reporting duties, steps.

The first hours decide, and the end is weeks away: the axis is logarithmic in the minutes since the first call.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianxi.core.words import CHINA
from lianxi.incidents.rules.counting import Effective
from lianxi.incidents.rules.timing import DueRow
from lianxi.web.incidents.shapes import DrawingBar

WIDTH, LEFT, RIGHT = 640, 92, 14
PEOPLE_TOP, PEOPLE_BOTTOM = 22, 88
DUTY_TOP, DUTY_STEP = 108, 15
TICKS = (
    (timedelta(minutes=10), "10分"),
    (timedelta(hours=1), "1小时"),
    (timedelta(hours=6), "6小时"),
    (timedelta(days=1), "1天"),
    (timedelta(days=7), "7天"),
    (timedelta(days=30), "30天"),
    (timedelta(days=365), "1年"),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the template draws; `height` is the whole picture's, `steps_at` where the numbered steps stand."""

    height: int
    people: str
    numbers: tuple[Mapping[str, object], ...]
    bars: tuple[Mapping[str, object], ...]
    steps: tuple[Mapping[str, object], ...]
    ticks: tuple[Mapping[str, object], ...]
    steps_at: int
    most: int


def draw_line(
    start: datetime,
    end: datetime,
    counts: Sequence[Effective],
    duties: Sequence[DueRow],
    steps: Sequence[datetime],
) -> Drawn:
    """Draw an event from its first call to now or its end."""
    scale = _Scale(start, max(end, start + timedelta(hours=1)))
    most = max((one.totals["ill"] for one in counts), default=0)
    steps_at = DUTY_TOP + DUTY_STEP * len(duties) + 16
    return Drawn(
        height=steps_at + 40,
        people=_people(scale, counts, most),
        numbers=tuple(
            {"x": scale.x(one.tally.at), "y": _y(one.totals["ill"], most), "words": one.totals["ill"]}
            for one in counts
        ),
        bars=tuple(_bar(scale, number, row) for number, row in enumerate(duties)),
        steps=tuple(
            {"x": scale.x(at), "words": number, "up": number % 2 == 0} for number, at in enumerate(steps, 1)
        ),
        ticks=tuple(
            {"x": scale.x(start + length), "words": words}
            for length, words in TICKS
            if length <= scale.length
        ),
        steps_at=steps_at,
        most=most,
    )


class _Scale:
    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.length = start.astimezone(CHINA), end - start
        self.whole = math.log1p(self.length.total_seconds() / 60)

    def x(self, at: datetime) -> float:
        """Give the place of a moment; what was before the first call stands at its edge."""
        minutes = max(0.0, (at - self.start).total_seconds() / 60)
        share = min(1.0, math.log1p(minutes) / self.whole)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(number: int, most: int) -> float:
    return round(PEOPLE_BOTTOM - (PEOPLE_BOTTOM - PEOPLE_TOP) * number / max(1, most), 1)


def _people(scale: _Scale, counts: Sequence[Effective], most: int) -> str:
    points: list[str] = []
    level = _y(0, most)
    for one in counts:
        x = scale.x(one.tally.at)
        points.append(f"{x},{level}")
        level = _y(one.totals["ill"], most)
        points.append(f"{x},{level}")
    points.append(f"{WIDTH - RIGHT},{level}")
    return " ".join(points)


def _bar(scale: _Scale, number: int, row: DueRow) -> DrawingBar:
    y = DUTY_TOP + DUTY_STEP * number
    left = scale.x(row.starts_at)
    right = scale.x(row.due_at) if row.due_at else left
    told = scale.x(row.told.at) if row.told and not row.told.explained else None
    return {"y": y, "left": left, "right": max(right, left + 2), "told": told, "number": number + 1}
