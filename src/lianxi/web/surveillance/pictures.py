"""The picture of a signal as plain coordinates for an inline SVG: series, expected, bound, the point that broke it, the
weeks it was compared with. Every difference is one of shape or dash, so that it prints in black and white."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 30
MOST_LABELS = 6
# The picture of the weeks compared with is lower.
STRIP = 130


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the series: where it stands, its words, whether it broke the bound or lies in the baseline (and how
    much it weighs there), and why it is incomplete."""

    x: float
    y: float
    label: str
    value: str
    expected: str
    upper: str
    mark: str
    late: str = ""
    weight: str = ""

    @property
    def said(self) -> str:
        """Say what the point's mark means, and that it is incomplete."""
        return "；".join(part for part in (MARK_WORDS[self.mark], self.late) if part)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis; a minor one is left out where there is little room."""

    at: float
    words: str
    minor: bool = False

    @property
    def anchor(self) -> str:
        """Say which end of the words stands at the mark, so that none leaves the picture."""
        if self.at <= LEFT:
            return "start"
        return "end" if self.at > WIDTH - 4 * RIGHT else "middle"


@dataclass(frozen=True, slots=True)
class Strip:
    """The weeks a signal's week was compared with, as they weighed: full dots as usual, hollow ones weighed down."""

    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws; paths are SVG point lists. `runs` leave gaps where nothing is known.

    `band` are areas between expected and bound; `tables` have a title, heads and rows.
    """

    title: str
    unit: str
    bound_label: str
    expected_label: str
    dots: tuple[Dot, ...]
    line: tuple[str, ...]
    expected: tuple[str, ...]
    upper: tuple[str, ...]
    band: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    note: str
    marks: bool
    strip: Strip | None
    tables: tuple[dict[str, object], ...]

    @property
    def late(self) -> bool:
        """Tell whether any point is incomplete."""
        return any(dot.late for dot in self.dots)

    @property
    def broke(self) -> bool:
        """Tell whether a point is marked as the one that broke the bound."""
        return any(dot.mark == "broke" for dot in self.dots)


MARK_WORDS = {"broke": "突破", "used": "基线", "down": "基线（降权）", "": ""}


class _Plane:
    """The paper: where a place and a value stand on it."""

    def __init__(self, points: Sequence[dict[str, Any]], height: int) -> None:
        values = (one.get(name) for one in points for name in ("value", "expected", "upper"))
        top = max((float(value) for value in values if value), default=0.0)
        self.points, self.height = points, height
        self.top = _rounded(top) if top > 0 else 1.0
        self.step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)

    def x(self, place: int) -> float:
        return round(LEFT + place * self.step if len(self.points) > 1 else (LEFT + WIDTH - RIGHT) / 2, 1)

    def y(self, value: float) -> float:
        room = self.height - TOP - BOTTOM
        return round(self.height - BOTTOM - room * max(0.0, min(value, self.top)) / self.top, 1)

    def runs(self, name: str) -> tuple[str, ...]:
        found: list[list[str]] = [[]]
        for place, one in enumerate(self.points):
            if one.get(name) is None:
                found.append([])
            else:
                found[-1].append(f"{self.x(place)},{self.y(float(one[name]))}")
        return tuple(" ".join(run) for run in found if run)

    def band(self) -> tuple[str, ...]:
        """Give the areas between expected and bound, over runs of points that have both."""
        found: list[list[int]] = [[]]
        for place, one in enumerate(self.points):
            if one.get("expected") is None or one.get("upper") is None:
                found.append([])
            else:
                found[-1].append(place)
        return tuple(
            " ".join(
                [f"{self.x(at)},{self.y(float(self.points[at]['upper']))}" for at in run]
                + [f"{self.x(at)},{self.y(float(self.points[at]['expected']))}" for at in reversed(run)]
            )
            for run in found
            if len(run) > 1
        )

    def dots(self) -> tuple[Dot, ...]:
        return tuple(
            _dot(self.x(place), self.y(float(one["value"])), one)
            for place, one in enumerate(self.points)
            if one.get("value") is not None
        )

    def across(self) -> tuple[Tick, ...]:
        every = max(1, -(-len(self.points) // MOST_LABELS))
        return tuple(
            Tick(self.x(at), str(self.points[at]["label"]), minor=place % 2 == 1)
            for place, at in enumerate(range(0, len(self.points), every))
        )

    def up(self, parts: int) -> tuple[Tick, ...]:
        return tuple(
            Tick(self.y(self.top * part / parts), f"{self.top * part / parts:g}") for part in range(parts + 1)
        )

    def levels(self) -> tuple[str, ...]:
        """Draw the bound; one that is the same everywhere goes across the whole picture, also for a single point."""
        levels = {float(one["upper"]) for one in self.points if one.get("upper") is not None}
        if len(levels) == 1 and all(one.get("upper") is not None for one in self.points):
            at = self.y(levels.pop())
            return (f"{LEFT},{at} {WIDTH - RIGHT},{at}",)
        found = [
            f"{self.x(place)},{self.y(float(one['upper']))}"
            for place, one in enumerate(self.points)
            if one.get("upper") is not None
        ]
        return (" ".join(found),) if found else ()


def draw(stored: Mapping[str, Any]) -> Picture | None:
    """Lay a signal's stored picture out; None where nothing was kept to draw."""
    points = stored.get("points") or []
    if not points:
        return None
    plane = _Plane(points, HEIGHT)
    return Picture(
        title=str(stored.get("title", "")),
        unit=str(stored.get("unit", "")),
        bound_label=str(stored.get("bound_label", "界限")),
        expected_label=str(stored.get("expected_label", "预期值")),
        dots=plane.dots(),
        line=plane.runs("value"),
        expected=plane.runs("expected"),
        upper=plane.levels(),
        band=plane.band(),
        across=plane.across(),
        up=plane.up(4),
        note=str(stored.get("note", "")),
        marks=any(one.get("mark") in ("used", "down") for one in points),
        strip=_strip(stored.get("compared") or []),
        tables=tuple(stored.get("tables") or ()),
    )


def _strip(compared: Sequence[dict[str, Any]]) -> Strip | None:
    if not compared:
        return None
    marked = [{**one, "mark": "used" if one["weight"] >= 1 else "down"} for one in compared]
    plane = _Plane(marked, STRIP)
    return Strip(plane.dots(), plane.across(), plane.up(2))


def _dot(x: float, y: float, one: dict[str, Any]) -> Dot:
    mark = str(one.get("mark") or "")
    weight = "" if one.get("weight") is None else f"{one['weight']:.2f}"
    late = str(one.get("late") or "")
    return Dot(
        x, y, str(one["label"]), _n(one["value"]), _n(one.get("expected")), _n(one.get("upper")), mark, late, weight
    )  # fmt: skip


def _n(value: float | None) -> str:
    return "" if value is None else f"{float(value):.4g}"


def _rounded(top: float) -> float:
    """Give the next of 1, 2, 4, 5, 10 … above a value, so that the axis is marked in plain numbers."""
    size = 1.0
    while size * 10 <= top:
        size *= 10
    while size > top:
        size /= 10
    return next(size * one for one in (1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10) if size * one >= top)
