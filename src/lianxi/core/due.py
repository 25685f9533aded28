"""Due dates that explain themselves: derived from working days, days, months and hours, over pauses, and anew."""

import calendar as gregorian
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from lianxi.core.derivations import PAUSED, Derivation, Extension, Pause, Skipped, from_dict
from lianxi.core.limits import BY_THE_HOUR, Limit, LimitUnit
from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import DAY, Calendar, add_workdays, china, day_off_name

__all__ = [
    "Derivation",
    "Extension",
    "Pause",
    "add_months",
    "agreed_late",
    "derive",
    "due_after_workdays",
    "due_on_date",
    "extended",
    "from_dict",
    "paused",
    "recomputed",
    "restarted",
    "settled",
    "under_edition",
    "with_serious",
]


def derive(
    limit: Limit,
    start: date | datetime,
    calendar: Calendar,
    *,
    event: str = "",
    pauses: Iterable[Pause] = (),
) -> Derivation:
    """Derive when a limit that starts on a day, or at a moment, is over.

    The starting day itself is not counted; a limit `before` its event is counted backwards. A limit in hours
    or minutes needs a moment, and a paused day gives it 24 hours more; 0 minutes (立即) are due at once.
    Raises ValueError for hours from a day, for less than one unit, and for a pause before an event.
    """
    pauses = tuple(sorted(pauses, key=_begins))
    if limit.amount < (limit.unit is not LimitUnit.MINUTES):
        raise ValueError("a time limit has at least one day")
    if limit.is_before and (pauses or limit.unit in BY_THE_HOUR):
        raise ValueError("a limit before an event counts days and cannot stand still")
    told = Derivation(
        rule=f"{limit.title}{limit.words}",
        source=limit.source_words,
        due_on=date.min,
        event=event or limit.event,
        start=day_of(start) if isinstance(start, datetime) else start,
        days=limit.amount,
        unit=limit.unit,
        limit=limit,
        pauses=pauses,
        start_at=start if isinstance(start, datetime) and limit.unit in BY_THE_HOUR else None,
    )
    return _walked(told, calendar)


def due_after_workdays(
    start: date, days: int, *, rule: str, source: str, event: str = "", calendar: Calendar | None = None
) -> Derivation:
    """Derive the `days`-th working day after `start` (not counted itself), with its trace.

    For limits that are no row; others use `derive`. Raises ValueError for less than one day.
    """
    if days < 1:
        raise ValueError("a time limit has at least one working day")
    told = Derivation(rule=rule, source=source, due_on=date.min, event=event, start=start, days=days)
    return _walked(told, calendar or china())


def due_on_date(due_on: date, *, rule: str, source: str) -> Derivation:
    """Record a date that was set outright, such as by a meeting; no days are counted."""
    return Derivation(rule=rule, source=source, due_on=due_on)


def with_serious(derived: Derivation, days: int, calendar: Calendar) -> Derivation:
    """Add the day from which the date is seriously late: `days` working days after it."""
    serious = add_workdays(derived.due_on, days, calendar)
    return replace(derived, serious_on=serious, serious_days=days, edition=calendar.edition)


def extended(before: Derivation, due_on: date, *, reason: str, changed_on: date) -> Derivation:
    """Return a derivation of a newly set date that keeps every earlier one in its trace."""
    trace = (*before.extensions, Extension(before.due_on, reason, changed_on))
    moved = due_on_date(due_on, rule=before.rule, source=before.source)
    return replace(moved, extensions=trace, anchor=before.anchor)


def agreed_late(before: Derivation, agreed_on: date, *, reason: str, changed_on: date) -> Derivation:
    """Note a later day agreed after the date had passed; the date itself stays."""
    late = Extension(before.due_on, reason, changed_on, agreed_on)
    return replace(before, extensions=(*before.extensions, late))


def paused(before: Derivation, pauses: Iterable[Pause], calendar: Calendar) -> Derivation:
    """Derive the date with these pauses in place of those it had."""
    return _kept(before, replace(before, pauses=tuple(sorted(pauses, key=_begins))), calendar)


def restarted(
    before: Derivation, start: date | datetime, *, event: str, reason: str, calendar: Calendar
) -> Derivation:
    """Start a counted clock anew with the rule it has; earlier pauses are over.

    Raises ValueError for a date that was set.
    """
    if before.days is None:
        raise ValueError("a date that was set has no clock to start anew")
    day = day_of(start) if isinstance(start, datetime) else start
    moment = start if isinstance(start, datetime) and before.unit in BY_THE_HOUR else None
    anew = replace(before, start=day, start_at=moment, event=event, pauses=())
    trace = (*before.extensions, Extension(before.due_on, reason, day))
    return replace(_kept(before, anew, calendar), extensions=trace)


def recomputed(before: Derivation, changed_on: date, calendar: Calendar | None = None) -> Derivation:
    """Derive the date anew under another calendar; unchanged where nothing is counted.

    Where the date moves, the earlier one stays in the trace.
    """
    reckoned = calendar or china()
    if not before.edition or before.edition == reckoned.edition:
        return before
    fresh = _kept(before, before, reckoned)
    if fresh.due_on == before.due_on:
        return fresh
    moved = Extension(before.due_on, under_edition(reckoned.edition), changed_on)
    return replace(fresh, extensions=(*before.extensions, moved))


def under_edition(edition: str) -> str:
    """Return the reason for which a date was changed by a calendar edition."""
    return f"放假安排更新（{edition}）"


def settled(stored: Derivation, calendar: Calendar) -> Derivation:
    """Explain a stored date by the present calendar where it gives the same date.

    A notice that moves nothing rewrites nothing: what it announces shows when the derivation is read.
    """
    if not stored.edition or stored.edition == calendar.edition:
        return stored
    fresh = _kept(stored, stored, calendar)
    same = (fresh.due_on, fresh.serious_on) == (stored.due_on, stored.serious_on)
    return fresh if same else stored


def add_months(day: date, months: int, *, anchor: int | None = None) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter.

    `anchor` is the day of month to aim at, so that 31 January leads over 28 February to 31 March.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor or day.day, last))


def _begins(pause: Pause) -> date:
    return pause.starts_on


def _kept(before: Derivation, changed: Derivation, calendar: Calendar) -> Derivation:
    """Walk anew where days are counted, and keep the distance at which the date is seriously late."""
    walked = changed if changed.days is None else _walked(changed, calendar)
    if before.serious_days is None:
        return walked
    return with_serious(walked, before.serious_days, calendar)


def _walked(told: Derivation, calendar: Calendar) -> Derivation:
    if told.unit in BY_THE_HOUR:
        return _hours(told)
    start, days = told.start, told.days
    if start is None or days is None:
        raise ValueError("nothing is counted")
    sign = -1 if told.limit is not None and told.limit.is_before else 1
    if told.unit is LimitUnit.MONTHS:
        days = abs((add_months(start, sign * days, anchor=start.day) - start).days)
    is_workdays = told.unit is LimitUnit.WORKDAYS
    why = _reasons(told.pauses, calendar if is_workdays else None)
    due_on, skipped = _walk(start, days, why, sign * DAY)
    if not is_workdays:
        # Plain days are the same in every calendar: nothing is provisional, nothing is derived anew.
        # Only that it ends on a day off is said, by the calendar of today.
        return replace(told, due_on=due_on, skipped=skipped, last_day=day_off_name(due_on, calendar))
    first, last = sorted((start + sign * DAY, due_on))
    years = range(first.year, last.year + 1)
    provisional = tuple(year for year in years if calendar.is_provisional(year))
    return replace(told, due_on=due_on, skipped=skipped, edition=calendar.edition, provisional=provisional)


def _reasons(pauses: tuple[Pause, ...], calendar: Calendar | None) -> Callable[[date], str]:
    """Give the function that says why a day is not counted; empty where it is."""

    def why(day: date) -> str:
        for pause in pauses:
            if pause.starts_on <= day <= pause.ends_on:
                return f"{PAUSED}{pause.reason}"
        return day_off_name(day, calendar) if calendar is not None else ""

    return why


def _walk(start: date, days: int, why: Callable[[date], str], step: timedelta) -> tuple[date, Skipped]:
    day, left, skipped = start, days, []
    while left:
        day += step
        name = why(day)
        if name:
            skipped.append((day, name))
        else:
            left -= 1
    return day, tuple(skipped)


def _hours(told: Derivation) -> Derivation:
    if told.start_at is None or told.days is None:
        raise ValueError("hours are counted from a moment")
    due = told.start_at.astimezone(CHINA) + timedelta(**{told.unit.value: told.days})
    for pause in told.pauses:
        begins = max(datetime.combine(pause.starts_on, datetime.min.time(), CHINA), told.start_at)
        ends = datetime.combine(pause.ends_on + DAY, datetime.min.time(), CHINA)
        if begins < due and begins < ends:
            due += ends - begins
    return replace(told, due_at=due, due_on=due.date())
