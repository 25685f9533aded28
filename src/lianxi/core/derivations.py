"""What a due date stores of how it came out: rule, source, start, days skipped and why, pauses, extensions.

A derivation is a value: plain JSON beside the date it gives, extended rather than replaced, so that every
earlier date stays readable. How dates are derived stands in `core/due.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lianxi.core.limits import BY_THE_HOUR, UNIT_LABELS, Limit, LimitUnit, limit_from_dict
from lianxi.core.words import date_with_weekday, long_date, moment_text
from lianxi.core.workdays import DAY, WEEKEND, days_between

Skipped = tuple[tuple[date, str], ...]
PAUSED = "暂停："


@dataclass(frozen=True, slots=True)
class Extension:
    """A due date that was changed: what it was, why and on which day it was changed.

    `agreed_on` is set where a later day was agreed after the due date had passed: the date stays.
    """

    was: date | None
    reason: str
    changed_on: date
    agreed_on: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain JSON."""
        told = {"was": _iso(self.was), "reason": self.reason, "changed_on": self.changed_on.isoformat()}
        return told if self.agreed_on is None else {**told, "agreed_on": self.agreed_on.isoformat()}

    def sentence(self) -> str:
        """Say the change in one clause."""
        on = long_date(self.changed_on)
        if self.agreed_on is not None:
            return f"{on}同意办至{long_date(self.agreed_on)}（{self.reason}），仍按原时限计算"
        return f"{on}由{long_date(self.was) if self.was else '无期限'}改定：{self.reason}"


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the clock stood still, from `starts_on` to `ends_on`, both included, and the reason."""

    reason: str
    starts_on: date
    ends_on: date

    def as_dict(self) -> dict[str, Any]:
        """Return the pause as plain JSON."""
        return {
            "reason": self.reason,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a due date came out. `days` is the amount counted in `unit`, None for a date that was set.

    `rule` and `source` say which rule gives the limit and where it is written, `limit` is its row as it
    held then; `event` names the start and `start_at` its moment where hours count. `skipped` lists the days
    not counted, paused ones included; `provisional` the years not announced; `anchor` the day of month
    that a recurring date aims at. `last_day` names the holiday, 周六 or 周日 on which a limit in days or months ends.
    From `serious_on`, `serious_days` working days after it, it is seriously late.
    """

    rule: str
    source: str
    due_on: date
    event: str = ""
    start: date | None = None
    days: int | None = None
    skipped: Skipped = ()
    edition: str = ""
    provisional: tuple[int, ...] = ()
    extensions: tuple[Extension, ...] = field(default=())
    anchor: int | None = None
    unit: LimitUnit = LimitUnit.WORKDAYS
    limit: Limit | None = None
    pauses: tuple[Pause, ...] = ()
    start_at: datetime | None = None
    due_at: datetime | None = None
    serious_on: date | None = None
    serious_days: int | None = None
    last_day: str | None = None

    @property
    def is_provisional(self) -> bool:
        return bool(self.provisional)

    @property
    def first_due_on(self) -> date:
        """The date before any extension, from which the next period is reckoned."""
        first = self.extensions[0].was if self.extensions else None
        return first or self.due_on

    @property
    def agreed_on(self) -> date | None:
        """The later day agreed after the date had passed, where that is the last word."""
        return self.extensions[-1].agreed_on if self.extensions else None

    @property
    def counted(self) -> tuple[date, ...]:
        """The days walked over and counted, in order; none for a date that was set or counted in hours."""
        if self.start is None or self.unit in BY_THE_HOUR:
            return ()
        left_out = {day for day, _ in self.skipped}
        return tuple(day for day in days_between(self.start, self.due_on) if day not in left_out)

    @property
    def skipped_runs(self) -> list[tuple[date, date, str]]:
        """Skipped days as (first, last, why): neighbours for one reason together."""
        runs: list[tuple[date, date, str]] = []
        for day, name in self.skipped:
            if runs and runs[-1][2] == name and day - runs[-1][1] == DAY:
                runs[-1] = (runs[-1][0], day, name)
            else:
                runs.append((day, day, name))
        return runs

    def as_dict(self) -> dict[str, Any]:
        """Return the derivation as plain JSON; `from_dict` reads it back."""
        told: dict[str, Any] = {
            "rule": self.rule,
            "source": self.source,
            "event": self.event,
            "start": _iso(self.start),
            "days": self.days,
            "unit": self.unit.value,
            "due_on": self.due_on.isoformat(),
            "skipped": [[a.isoformat(), b.isoformat(), why] for a, b, why in self.skipped_runs],
            "edition": self.edition,
            "provisional": list(self.provisional),
            "extensions": [extension.as_dict() for extension in self.extensions],
            "anchor": self.anchor,
            "serious_on": _iso(self.serious_on),
            "serious_days": self.serious_days,
        }
        extra = {
            "limit": self.limit.as_dict() if self.limit else None,
            "pauses": [pause.as_dict() for pause in self.pauses],
            "start_at": _iso(self.start_at),
            "due_at": _iso(self.due_at),
        }
        told |= {name: value for name, value in extra.items() if value}
        return told if self.last_day is None else {**told, "last_day": self.last_day}

    def sentence(self) -> str:
        """Explain the date in Chinese, as shown behind 为什么？."""
        parts = [self._origin()]
        if self.skipped:
            parts.append(f"跳过{'、'.join(_named(run) for run in self.skipped_runs)}")
        source = f"（{self.source}）" if self.source else ""
        text = f"{'，'.join(parts)}。依据：{self.rule}{source}。"
        if self.provisional:
            years = "、".join(f"{year}年" for year in self.provisional)
            text += f"{years}放假安排尚未公布，按周末和法定节假日推算，为暂定日期。"
        return text + "".join(f"{extension.sentence()}。" for extension in self.extensions)

    def _origin(self) -> str:
        due = date_with_weekday(self.due_on)
        if self.days is None or self.start is None:
            return f"时限定为{due}"
        event = f"（{self.event}）" if self.event else ""
        if self.start_at is not None and self.due_at is not None:
            length = f"{self.days}{UNIT_LABELS[self.unit]}"
            return f"自{moment_text(self.start_at)}{event}起{length}，即{moment_text(self.due_at)}"
        begun = f"自{long_date(self.start)}{event}起"
        if self.unit is LimitUnit.MONTHS:
            return f"{begun}满{self.days}个月，即{due}{_rests(self)}"
        if self.limit is not None and self.limit.is_before:
            return f"自{long_date(self.start)}{event}向前{self.days}{UNIT_LABELS[self.unit]}，即{due}"
        return f"{begun}第{self.days}{UNIT_LABELS[self.unit]}，即{due}{_rests(self)}"


def _rests(derived: Derivation) -> str:
    """Say that a limit in days or months ends on a day off, a statutory holiday too: no rule here moves it."""
    falls = derived.last_day
    if falls is None:
        # Stored before it was noted: the week alone tells.
        falls = WEEKEND.get(derived.due_on.weekday(), "")
    return f"（末日为{falls}，规则未写顺延）" if falls and derived.unit is not LimitUnit.WORKDAYS else ""


def from_dict(stored: Mapping[str, Any]) -> Derivation:
    """Read a stored derivation. Raises KeyError or ValueError where it is none."""
    return Derivation(
        rule=stored["rule"],
        source=stored["source"],
        due_on=date.fromisoformat(stored["due_on"]),
        event=stored.get("event", ""),
        start=_day(stored.get("start")),
        days=stored.get("days"),
        skipped=tuple(_unfolded(stored.get("skipped", ()))),
        edition=stored.get("edition", ""),
        provisional=tuple(stored.get("provisional", ())),
        extensions=tuple(_extension(one) for one in stored.get("extensions", ())),
        anchor=stored.get("anchor"),
        unit=LimitUnit(stored.get("unit", LimitUnit.WORKDAYS)),
        limit=limit_from_dict(stored["limit"]) if stored.get("limit") else None,
        pauses=tuple(_pause(one) for one in stored.get("pauses", ())),
        start_at=_moment(stored.get("start_at")),
        due_at=_moment(stored.get("due_at")),
        last_day=stored.get("last_day"),
        serious_on=_day(stored.get("serious_on")),
        serious_days=stored.get("serious_days"),
    )


def _unfolded(runs: Any) -> list[tuple[date, str]]:
    """Read skipped days: runs of (first, last, why); earlier ones were stored day by day as (day, why)."""
    days: list[tuple[date, str]] = []
    for run in runs:
        first, last, why = date.fromisoformat(run[0]), date.fromisoformat(run[-2]), run[-1]
        days.append((first, why))
        days += [(day, why) for day in days_between(first, last)]
    return days


def _extension(one: Mapping[str, Any]) -> Extension:
    changed = date.fromisoformat(one["changed_on"])
    return Extension(_day(one["was"]), one["reason"], changed, _day(one.get("agreed_on")))


def _pause(one: Mapping[str, Any]) -> Pause:
    return Pause(one["reason"], date.fromisoformat(one["starts_on"]), date.fromisoformat(one["ends_on"]))


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _named(run: tuple[date, date, str]) -> str:
    """Write a run of skipped days as 10月1日至7日（国庆节）."""
    first, last, name = run
    start = f"{first.month}月{first.day}日"
    if first == last:
        return f"{start}（{name}）"
    end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{start}至{end}（{name}）"
