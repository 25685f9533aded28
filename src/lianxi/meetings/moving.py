"""Open days of meetings under a new calendar: windows of consent and opinion counted by a rule, what moves and moving it.

A day the office named outright stays, and so does a window that is over: nobody's silence is undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from lianxi.clocks.following import ClockFollower, Move
from lianxi.core.due import Derivation, from_dict, recomputed, under_edition
from lianxi.core.words import day_of
from lianxi.core.workdays import Calendar
from lianxi.journal.acting import Act, record_name
from lianxi.meetings.models import Attendance, Minutes, Opinion
from lianxi.meetings.rules.machines import OPEN_TOPICS, PRESENT


@dataclass(frozen=True, slots=True)
class Window:
    """An open window: the record that holds it, in which columns, whose it is, and how its day came out."""

    row: Minutes | Opinion
    columns: tuple[str, str]
    label: str
    units: tuple[int, ...]
    derivation: Derivation


def preview(conference_id: int, calendar: Calendar, day: date) -> Iterator[Move]:
    """Tell which windows another calendar moves."""
    for window in open_windows(conference_id, day):
        after = recomputed(window.derivation, day, calendar)
        if after.due_on != window.derivation.due_on:
            yield _move(window, window.derivation.due_on, after.due_on)


def derive(act: Act, calendar: Calendar) -> Iterable[Move]:
    """Store every window that comes out on another day, with the earlier one in its trace."""
    day, moves = day_of(act.at), []
    for window in open_windows(act.chain, day, hold=True):
        after = recomputed(window.derivation, day, calendar)
        if after.due_on == window.derivation.due_on:
            continue
        moves.append(_move(window, window.derivation.due_on, after.due_on))
        act.change(window.row, **dict(zip(window.columns, (after.due_on, after.as_dict()), strict=True)))
    return moves


def moved_under(conference_id: int, edition: str) -> Iterator[Move]:
    """Tell which windows a calendar edition moved, from the traces they keep."""
    told = under_edition(edition)
    for window in _windows(conference_id, Q(), Q(), trace=True):
        trace = window.derivation.extensions
        days = [*(one.was for one in trace), window.derivation.due_on]
        for place, one in enumerate(trace):
            after = days[place + 1]
            if one.reason == told and one.was is not None and after is not None:
                yield _move(window, one.was, after)


def open_windows(conference_id: int, day: date, *, hold: bool = False) -> Iterator[Window]:
    """Return the windows a rule counted that are not over on a day, in at most three queries."""
    minutes = Q(state="in_consent", consent_due_on__gte=day)
    opinions = Q(state="asked", due_on__gte=day, topic__state__in=OPEN_TOPICS)
    return _windows(conference_id, minutes, opinions, hold=hold)


def _windows(
    conference_id: int, minutes: Q, opinions: Q, *, trace: bool = False, hold: bool = False
) -> Iterator[Window]:
    found = Minutes.objects.filter(minutes, conference_id=conference_id, consent_derivation__isnull=False)
    asked = Opinion.objects.filter(opinions, conference_id=conference_id, due_derivation__isnull=False)
    if trace:
        found = found.filter(consent_derivation__extensions__0__isnull=False)
        asked = asked.filter(due_derivation__extensions__0__isnull=False)
    if hold:
        found, asked = found.select_for_update(of=("self",)), asked.select_for_update(of=("self",))
    rows = list(found.select_related("meeting").order_by("pk"))
    present = _present({row.meeting_id for row in rows})
    for row in rows:
        units = tuple(sorted(present[row.meeting_id]))
        yield _window(row, ("consent_due_on", "consent_derivation"), f"会签：{row.meeting.title}纪要", units)
    for one in asked.select_related("topic").order_by("pk"):
        yield _window(one, ("due_on", "due_derivation"), f"书面意见：{one.topic.title}", (one.unit_id,))


def _window(row: Any, columns: tuple[str, str], label: str, units: tuple[int, ...]) -> Window:
    return Window(row, columns, label, units, from_dict(getattr(row, columns[1])))


def _present(meetings: set[int]) -> dict[int, set[int]]:
    rows = Attendance.objects.filter(meeting__in=meetings, role__in=PRESENT, unit__isnull=False)
    units: dict[int, set[int]] = defaultdict(set)
    for meeting, unit in rows.values_list("meeting_id", "unit_id") if meetings else ():
        units[meeting].add(unit or 0)
    return units


def _move(window: Window, was: date, due_on: date) -> Move:
    record = window.row if isinstance(window.row, Minutes) else window.row.topic
    return Move(record_name(record), window.label, window.units, was, due_on, record_name(window.row))


CLOCKS = ClockFollower("meetings", preview, derive, moved_under)
