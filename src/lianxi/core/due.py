"""Due dates that explain themselves: rule and source, start, days counted and skipped, calendar edition.

A derivation is a value: stored as plain JSON beside the date it gives, and extended rather than replaced,
so that every earlier date stays readable.
"""

import calendar as gregorian
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lianxi.core.words import date_with_weekday, long_date
from lianxi.core.workdays import Calendar, add_workdays, china, day_off_name, days_between, is_workday


@dataclass(frozen=True, slots=True)
class Extension:
    """An earlier due date that was changed: what it was, why and on which day it was changed."""

    was: date | None
    reason: str
    changed_on: date

    def as_dict(self) -> dict[str, Any]:
        """This function will give the change as plain JSON."""
        was = self.was.isoformat() if self.was else None
        return {"was": was, "reason": self.reason, "changed_on": self.changed_on.isoformat()}


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a due date came out. `days` is the number of working days, None for a date that was set.

    `rule` and `source` say which rule gives the limit and where it is written; `event` names the start.
    `counted` and `skipped` list the days walked over; `provisional` the years not announced; `anchor` is
    the day of month that a recurring date aims at.
    """

    rule: str
    source: str
    due_on: date
    event: str = ""
    start: date | None = None
    days: int | None = None
    counted: tuple[date, ...] = ()
    skipped: tuple[tuple[date, str], ...] = ()
    edition: str = ""
    provisional: tuple[int, ...] = ()
    extensions: tuple[Extension, ...] = field(default=())
    anchor: int | None = None

    @property
    def is_provisional(self) -> bool:
        return bool(self.provisional)

    @property
    def first_due_on(self) -> date:
        """The date before any extension, from which the next period is reckoned."""
        first = self.extensions[0].was if self.extensions else None
        return first or self.due_on

    def as_dict(self) -> dict[str, Any]:
        """This function will give the derivation as plain JSON; `from_dict` reads it back."""
        return {
            "rule": self.rule,
            "source": self.source,
            "event": self.event,
            "start": self.start.isoformat() if self.start else None,
            "days": self.days,
            "due_on": self.due_on.isoformat(),
            "counted": [day.isoformat() for day in self.counted],
            "skipped": [[day.isoformat(), name] for day, name in self.skipped],
            "edition": self.edition,
            "provisional": list(self.provisional),
            "extensions": [extension.as_dict() for extension in self.extensions],
            "anchor": self.anchor,
        }

    def sentence(self) -> str:
        """This function will explain the date in Chinese, as shown behind 为什么？."""
        parts = [self._origin()]
        if self.skipped:
            parts.append(f"跳过{_named_runs(self.skipped)}")
        source = f"（{self.source}）" if self.source else ""
        text = f"{'，'.join(parts)}。依据：{self.rule}{source}。"
        if self.provisional:
            years = "、".join(f"{year}年" for year in self.provisional)
            text += f"{years}放假安排尚未公布，按周末和法定节假日推算，为暂定日期。"
        for extension in self.extensions:
            was = long_date(extension.was) if extension.was else "无期限"
            text += f"{long_date(extension.changed_on)}由{was}改定：{extension.reason}。"
        return text

    def _origin(self) -> str:
        due = date_with_weekday(self.due_on)
        if self.days is None or self.start is None:
            return f"时限定为{due}"
        event = f"（{self.event}）" if self.event else ""
        return f"自{long_date(self.start)}{event}起第{self.days}个工作日，即{due}"


def due_after_workdays(
    start: date, days: int, *, rule: str, source: str, event: str = "", calendar: Calendar | None = None
) -> Derivation:
    """This function will derive the `days`-th working day after `start` (not counted itself), with its trace.

    Raises ValueError for less than one day.
    """
    if days < 1:
        raise ValueError("a time limit has at least one working day")
    reckoned = calendar or china()
    due_on = add_workdays(start, days, reckoned)
    walked = list(days_between(start, due_on))
    worked = tuple(day for day in walked if is_workday(day, reckoned))
    skipped = tuple((day, day_off_name(day, reckoned)) for day in walked if not is_workday(day, reckoned))
    years = sorted({day.year for day in walked if reckoned.is_provisional(day.year)})
    return Derivation(
        rule=rule,
        source=source,
        due_on=due_on,
        event=event,
        start=start,
        days=days,
        counted=worked,
        skipped=skipped,
        edition=reckoned.edition,
        provisional=tuple(years),
    )


def due_on_date(due_on: date, *, rule: str, source: str) -> Derivation:
    """This function will record a date that was set outright, such as by a meeting; no days are counted."""
    return Derivation(rule=rule, source=source, due_on=due_on)


def extended(before: Derivation, due_on: date, *, reason: str, changed_on: date) -> Derivation:
    """This function will give a derivation of a newly set date that keeps every earlier one in its trace."""
    trace = (*before.extensions, Extension(before.due_on, reason, changed_on))
    moved = due_on_date(due_on, rule=before.rule, source=before.source)
    return replace(moved, extensions=trace, anchor=before.anchor)


def recomputed(before: Derivation, changed_on: date, calendar: Calendar | None = None) -> Derivation:
    """This function will derive the date anew under another calendar; unchanged where nothing is counted.

    Where the date moves, the earlier one stays in the trace.
    """
    reckoned = calendar or china()
    if before.start is None or before.days is None or before.edition == reckoned.edition:
        return before
    told = {"rule": before.rule, "source": before.source, "event": before.event}
    fresh = due_after_workdays(before.start, before.days, calendar=reckoned, **told)
    trace = before.extensions
    if fresh.due_on != before.due_on:
        trace = (*trace, Extension(before.due_on, f"放假安排更新（{reckoned.edition}）", changed_on))
    return replace(fresh, extensions=trace, anchor=before.anchor)


def from_dict(stored: Mapping[str, Any]) -> Derivation:
    """This function will read a stored derivation. Raises KeyError or ValueError where it is none."""
    return Derivation(
        rule=stored["rule"],
        source=stored["source"],
        due_on=date.fromisoformat(stored["due_on"]),
        event=stored.get("event", ""),
        start=_day(stored.get("start")),
        days=stored.get("days"),
        counted=tuple(date.fromisoformat(day) for day in stored.get("counted", ())),
        skipped=tuple((date.fromisoformat(day), name) for day, name in stored.get("skipped", ())),
        edition=stored.get("edition", ""),
        provisional=tuple(stored.get("provisional", ())),
        extensions=tuple(
            Extension(_day(one["was"]), one["reason"], date.fromisoformat(one["changed_on"]))
            for one in stored.get("extensions", ())
        ),
        anchor=stored.get("anchor"),
    )


def add_months(day: date, months: int, *, anchor: int | None = None) -> date:
    """This function will give the same day of a later month, or that month's last day where it is shorter.

    `anchor` is the day of month to aim at, so that 31 January leads over 28 February to 31 March.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor or day.day, last))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _named_runs(skipped: tuple[tuple[date, str], ...]) -> str:
    """Write skipped days as 10月1日至7日（国庆节）: neighbours with one name together."""
    runs: list[tuple[date, date, str]] = []
    for day, name in skipped:
        if runs and runs[-1][2] == name and (day - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], day, name)
        else:
            runs.append((day, day, name))
    return "、".join(f"{_span(first, last)}（{name}）" for first, last, name in runs)


def _span(first: date, last: date) -> str:
    start = f"{first.month}月{first.day}日"
    if first == last:
        return start
    return f"{start}至{last.day}日" if first.month == last.month else f"{start}至{last.month}月{last.day}日"
