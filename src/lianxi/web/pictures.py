"""The picture of a signal as plain coordinates for an inline SVG: series, expected, bound, the point that broke it."""

from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 30
MOST_LABELS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the series: where it stands, its words, and whether it broke the bound or lies in the baseline."""

    x: float
    y: float
    label: str
    value: str
    expected: str
    upper: str
    mark: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    words: str

    @property
    def anchor(self) -> str:
        """This function will say which end of the words stands at the mark, so that none leaves the picture."""
        return "end" if self.at > WIDTH - 4 * RIGHT else "middle"


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws; paths are SVG point lists. `runs` leave gaps where nothing is known."""

    title: str
    unit: str
    bound_label: str
    dots: tuple[Dot, ...]
    line: tuple[str, ...]
    expected: tuple[str, ...]
    upper: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    note: str
    marks: bool


MARK_WORDS = {"broke": "突破", "used": "基线", "down": "基线（降权）", "": ""}


def draw(stored: dict[str, Any]) -> Picture | None:
    """This function will lay a signal's stored picture out; None where nothing was kept to draw."""
    points = stored.get("points") or []
    if not points:
        return None
    top = max(float(one[name]) for one in points for name in ("value", "expected", "upper") if one.get(name))
    top = _rounded(top) if top > 0 else 1.0
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)

    def x(place: int) -> float:
        return round(LEFT + place * step if len(points) > 1 else (LEFT + WIDTH - RIGHT) / 2, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(value, top) / top, 1)

    def runs(name: str) -> tuple[str, ...]:
        found: list[list[str]] = [[]]
        for place, one in enumerate(points):
            if one.get(name) is None:
                found.append([])
            else:
                found[-1].append(f"{x(place)},{y(float(one[name]))}")
        return tuple(" ".join(run) for run in found if run)

    every = max(1, -(-len(points) // MOST_LABELS))
    return Picture(
        title=str(stored.get("title", "")),
        unit=str(stored.get("unit", "")),
        bound_label=str(stored.get("bound_label", "界限")),
        dots=tuple(
            _dot(x(place), y(float(one["value"])), one)
            for place, one in enumerate(points)
            if one.get("value") is not None
        ),
        line=runs("value"),
        expected=runs("expected"),
        upper=_levels(points, x, y),
        across=tuple(Tick(x(place), str(points[place]["label"])) for place in range(0, len(points), every)),
        up=tuple(Tick(y(top * part / 4), f"{top * part / 4:g}") for part in range(5)),
        note=str(stored.get("note", "")),
        marks=any(one.get("mark") in ("used", "down") for one in points),
    )


def _levels(points: list[dict[str, Any]], x: Any, y: Any) -> tuple[str, ...]:
    """Draw the bound; one that is the same everywhere goes across the whole picture, also for a single point."""
    levels = {float(one["upper"]) for one in points if one.get("upper") is not None}
    if len(levels) == 1 and all(one.get("upper") is not None for one in points):
        at = y(levels.pop())
        return (f"{LEFT},{at} {WIDTH - RIGHT},{at}",)
    found = [
        f"{x(place)},{y(float(one['upper']))}"
        for place, one in enumerate(points)
        if one.get("upper") is not None
    ]
    return (" ".join(found),) if found else ()


def _dot(x: float, y: float, one: dict[str, Any]) -> Dot:
    mark = str(one.get("mark") or "")
    return Dot(x, y, str(one["label"]), _n(one["value"]), _n(one.get("expected")), _n(one.get("upper")), mark)


def _n(value: Any) -> str:
    return "" if value is None else f"{float(value):.4g}"


def _rounded(top: float) -> float:
    """Give the next of 1, 2, 4, 5, 10 … above a value, so that the axis is marked in plain numbers."""
    size = 1.0
    while size * 10 <= top:
        size *= 10
    while size > top:
        size /= 10
    return next(size * one for one in (1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10) if size * one >= top)
