"""The half-year and yearly report: which periods there are, its words drawn from counted figures, and what still stands.

The words say what the records hold and nothing else: no shares, no sums over units, no order of units but the
founding document's. What is to be said about causes and plans is written by the office.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianxi.core.words import long_date
from lianxi.ledger.rules.briefing import BriefFigure, UnitLine

HALF, YEAR = "half", "year"
# The general limit for reports to a superior; shown as a reminder, never a refusal.
MOST_CHARACTERS = 5000
LENGTH_RULE = "《整治形式主义为基层减负若干规定》对文件篇幅的要求（设定，待确认）"
# How the general part says the ledger's figures.
SAID = {
    "entered": "台账新增事项",
    "closed": "办结事项",
    "running": "在办事项",
    "late": "其中逾期",
    "serious": "含严重逾期",
}
NOTHING = "期间没有到期和在办的事项。"
# Matters named one by one; of more the number alone is said.
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure as a report quotes it: its key, what it counts, its value, and the words it stands in.

    `under` is what the paragraph begins with, where the same words may stand in several.
    """

    key: str
    label: str
    value: int
    words: str
    under: str = ""

    def stands_in(self, text: str) -> bool:
        """Tell whether a text still says it; “1项” is none of “11项”, as the words before it are the same."""
        lines = (line.strip() for line in text.splitlines())
        return any(self.words in line for line in lines if line.startswith(self.under))


@dataclass(frozen=True, slots=True)
class Named:
    """A matter that a report names: its title, the unit that leads it and its day."""

    title: str
    lead: str
    due_on: date | None

    @property
    def words(self) -> str:
        due = f"，时限{long_date(self.due_on)}" if self.due_on else ""
        return f"{self.title}（主办：{self.lead}{due}）"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a report is drawn from: the ledger's figures, other rooms' figures in words, units, matters by name.

    `others` are (key, label, unit of count, value), as “minutes_issued, 印发会议纪要, 份, 2”.
    """

    figures: Sequence[BriefFigure]
    others: Sequence[tuple[str, str, str, int]]
    units: Sequence[UnitLine]
    late: Sequence[Named]
    coming: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Period:
    """A half or a whole year that a report is about."""

    year: int
    part: str

    @property
    def code(self) -> str:
        return f"{self.year}-{self.part}"

    @property
    def words(self) -> str:
        return f"{self.year}年上半年" if self.part == HALF else f"{self.year}年"

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.part == HALF else date(self.year, 12, 31)


def period_of(code: str) -> Period | None:
    """Read a period's code (`2026-half`, `2026-year`); None where it is none."""
    found = re.fullmatch(r"(20[0-9]{2})-(half|year)", code, re.ASCII)
    return Period(int(found[1]), found[2]) if found else None


def draw(counted: Counted, first: date, last: date) -> tuple[str, list[Quoted]]:
    """Write the report's text, and list the figures it quotes with the words each stands in."""
    # A unit's line may say the same words: the general figures stand in the line that begins with the period.
    span = f"{long_date(first)}至{long_date(last)}"
    told = {
        one.key: Quoted(one.key, one.label, one.value, f"{SAID[one.key]}{one.value}项", span)
        for one in counted.figures
        if one.key in SAID
    }
    held = [
        Quoted(key, label, value, f"{label}{value}{unit}", span)
        for key, label, unit, value in counted.others
        if value
    ]
    flows = [*held, told["entered"], told["closed"]]
    stocks = [told["running"], told["late"], told["serious"]]
    running, late, serious = (one.words for one in stocks)
    units = [(one.name, _of_unit(one)) for one in counted.units]
    lines = [
        "一、总体情况",
        f"{span}，{'，'.join(one.words for one in flows)}。"
        f"截至{long_date(last)}，{running}，{late}（{serious}）。",
        "二、各单位主办事项办理情况",
        *([f"{name}：{'，'.join(one.words for one in some)}。" for name, some in units if some] or [NOTHING]),
    ]
    lists = (("逾期未办结的事项", counted.late), ("下一阶段到期的事项", counted.coming))
    for number, (title, rows) in zip("三四", ((title, rows) for title, rows in lists if rows), strict=False):
        lines += [f"{number}、{title}", *_named(rows)]
    return "\n".join(lines), [*flows, *stocks, *(one for _name, some in units for one in some)]


def _of_unit(one: UnitLine) -> list[Quoted]:
    """Quote what a unit led that fell due or is under way; nothing of a unit that led nothing."""
    parts = []
    if one.due:
        parts += [("due", "到期事项", len(one.due)), ("done", "其中已办结", len(one.done))]
    if one.running:
        parts.append(("running", "在办事项", len(one.running)))
    return [
        Quoted(
            f"unit.{one.unit_id}.{part}", f"{one.name}：{words}", value, f"{words}{value}项", f"{one.name}："
        )
        for part, words, value in parts
    ]


def _named(rows: Sequence[Named]) -> list[str]:
    more = len(rows) - MOST_NAMED
    told = [f"{place}.{one.words}。" for place, one in enumerate(rows[:MOST_NAMED], 1)]
    return [*told, f"另有{more}项见台账。"] if more > 0 else told
