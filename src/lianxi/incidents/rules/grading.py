"""Counts over time → the grade of every scheme, who investigates, and every reporting duty with its clock.

Schemes stand side by side: one death is 重大 in one, Ⅲ级 in another and 一般 in a third. A count never erases
an earlier one; a duty that a count brought begins there, and one that began runs on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lianxi.core.words import day_of
from lianxi.incidents.rules.schemes import REPORTABLE, ReportDuty, Scheme, shipped_duties, shipped_schemes

IMMEDIATE, PROMPTLY = "immediate", "promptly"
HOUR = timedelta(hours=1)
ACUTE = "acute_poisoning"
# Whoever must report first of all in the county; the strictest of its clocks leads the page.
COUNTY = "county_health"


@dataclass(frozen=True, slots=True)
class Count:
    """Persons counted as of a moment, totals; `ill` includes the dead, `severe_other` are not poisoned."""

    at: datetime
    ill: int = 0
    dead: int = 0
    anthrax: int = 0
    severe_other: int = 0
    loss_yuan: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """What is known of an event: its kind, counts in the order they were entered, who knew when."""

    kind: str
    is_confirmed: bool
    occurred_at: datetime
    work_safety: str
    counts: Sequence[Count]
    known_at: Mapping[str, datetime]
    radiation: Mapping[str, int]
    extra: Sequence[Scheme] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A reporting duty under way; `due_at` is None where its source gives no number."""

    duty: ReportDuty
    starts_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Graded:
    """Grades by scheme as of a moment, who investigates by scheme, the duties, and the strictest county clock."""

    grades: Mapping[str, str | None]
    is_reportable: bool | None
    is_provisional: bool
    investigates: Mapping[str, str]
    due: tuple[Due, ...]
    strictest: tuple[Due, ...]


def grade(event: Event, as_of: datetime) -> Graded:
    """Grade an event as of a moment, with every duty its counts have brought until then."""
    schemes = [*shipped_schemes(), *event.extra]
    moments = sorted({count.at for count in event.counts if count.at <= as_of})
    grades = _grades(event, schemes, as_of)
    due = tuple(_duties(event, schemes, moments))
    reportable = next(one for one in schemes if one.code == REPORTABLE)
    found = {code: given for code, given in grades.items() if code != REPORTABLE}
    told = {
        one.code: one.investigates[given]
        for one in schemes
        if (given := found.get(one.code)) and given in one.investigates
    }
    unsure = event.work_safety == "unknown" and any(
        one.needs_work_safety and event.kind in one.kinds for one in schemes
    )
    return Graded(
        grades=found,
        is_reportable=grades[REPORTABLE] is not None if event.kind in reportable.kinds else None,
        is_provisional=unsure or not event.is_confirmed,
        investigates=told,
        due=due,
        strictest=_strictest(due),
    )


def _grades(event: Event, schemes: Iterable[Scheme], as_of: datetime) -> dict[str, str | None]:
    return {
        one.code: one.grade_of(_totals(event, one, as_of)) if _applies(one, event) else None
        for one in schemes
    }


def _applies(scheme: Scheme, event: Event) -> bool:
    is_denied = scheme.needs_work_safety and event.work_safety == "no"
    return event.kind in scheme.kinds and not is_denied


def _totals(event: Event, scheme: Scheme, as_of: datetime) -> dict[str, int]:
    """Give the totals a scheme looks at: the last count until then, within its window of days."""
    last = None
    for count in event.counts:
        in_window = scheme.window_days is None or (
            day_of(count.at) - day_of(event.occurred_at) <= timedelta(days=scheme.window_days)
        )
        # Of two counts of one moment the later entry holds.
        if count.at <= as_of and in_window and (last is None or count.at >= last.at):
            last = count
    if last is None:
        return dict(event.radiation)
    poisoned = last.ill - last.dead if event.kind == ACUTE else 0
    return {
        **event.radiation,
        "ill": last.ill,
        "dead": last.dead,
        "anthrax": last.anthrax,
        "severe": poisoned + last.severe_other,
        "loss_yuan": last.loss_yuan,
    }


def _duties(event: Event, schemes: Sequence[Scheme], moments: Sequence[datetime]) -> Iterable[Due]:
    begun: set[ReportDuty] = set()
    given: dict[str, set[str]] = {}
    of_kind = {one.code for one in schemes if _applies(one, event)}
    duties = [one for one in shipped_duties() if one.scheme in of_kind]
    for number, moment in enumerate(moments or [event.occurred_at]):
        grades = _grades(event, schemes, moment)
        for scheme, present in grades.items():
            given.setdefault(scheme, set()).update((present,) if present else ())
        for duty in duties:
            known = event.known_at.get(duty.actor)
            if known is None or duty in begun or given[duty.scheme] & set(duty.unless):
                continue
            if duty.arises(grades[duty.scheme]):
                begun.add(duty)
                # What the first count brings starts when the actor knew; a later count cannot be known earlier.
                start = known if number == 0 else max(moment, known)
                yield Due(duty, start, _due_at(duty.limit, start))


def _due_at(limit: str, start: datetime) -> datetime | None:
    if limit == PROMPTLY:
        return None
    return start if limit == IMMEDIATE else start + int(limit.removesuffix("h")) * HOUR


def _strictest(due: Sequence[Due]) -> tuple[Due, ...]:
    """Give the county's duties that are over first; several where they fall on one moment."""
    timed = [one for one in due if one.duty.actor == COUNTY and one.due_at is not None]
    first = min((one.due_at for one in timed if one.due_at), default=None)
    return tuple(one for one in timed if one.due_at == first)
