"""The figures of the leader's page: counted from the ledger as it stood at three moments, each with its records.

No sums over units, no shares, no order by figures: units stand as the founding document lists them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lianxi.core.transitions import Machine, Transition
from lianxi.ledger.rules.figures import LATE, Standing
from lianxi.ledger.rules.lights import Cutoffs, Light
from lianxi.ledger.rules.machines import ENDED, OBLIGATION, ObligationState, Origin

LINK_DAYS_MOST = 30


class BriefLinkState(StrEnum):
    """Where a link to the page's figures stands; one whose last day is past serves no more."""

    OPEN = "open"
    REVOKED = "revoked"


BRIEF_LINK = Machine(
    name="brief_link",
    label="简况链接",
    states=BriefLinkState,
    labels={"open": "有效", "revoked": "已停用"},
    initial="open",
    rows=(Transition("ledger.brief.revoke_link", ("open",), "revoked"),),
)

SUBMITTED, CLOSED = ObligationState.SUBMITTED, ObligationState.CLOSED


@dataclass(frozen=True, slots=True)
class Moment:
    """The ledger as it stood at a moment, with the limits of the lights of that day."""

    rows: Sequence[Standing]
    at: Cutoffs

    def of(self, *lights: Light) -> list[Standing]:
        """List what runs under one of some lights."""
        return [row for row in self.rows if row.is_running and row.light(self.at) in lights]


@dataclass(frozen=True, slots=True)
class BriefFigure:
    """A figure with its key, its words, the numbers of its records, and how much it was a period before."""

    key: str
    label: str
    records: tuple[int, ...]
    before: int

    @property
    def value(self) -> int:
        return len(self.records)

    @property
    def change(self) -> int:
        return self.value - self.before


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What a unit leads: due in the period and closed of it, under way, late; each by the numbers of its records."""

    unit_id: int
    name: str
    due: tuple[int, ...]
    done: tuple[int, ...]
    running: tuple[int, ...]
    late: tuple[int, ...]


def count_brief(now: Moment, start: Moment, earlier: Moment) -> list[BriefFigure]:
    """Count the page's figures at `now`, over the period since `start`; the one before it began at `earlier`."""
    stocks = (
        ("running", "在办事项", lambda one: [row for row in one.rows if row.is_running]),
        ("decisions", "在办议定事项", lambda one: _decided(one.rows)),
        ("serious", "严重逾期", lambda one: one.of(Light.SERIOUS)),
        ("late", "逾期（含严重）", lambda one: one.of(*LATE)),
        ("submitted", "等核对办结", lambda one: [row for row in one.rows if row.state == SUBMITTED]),
    )
    found = [BriefFigure(key, label, _numbers(rows(now)), len(rows(start))) for key, label, rows in stocks]
    flows = (("entered", "本期新增", _entered), ("closed", "本期办结", _closed))
    found += [
        BriefFigure(key, label, _numbers(rows(start, now)), len(rows(earlier, start)))
        for key, label, rows in flows
    ]
    return found


def count_states(now: Moment, start: Moment) -> list[BriefFigure]:
    """Count what is under way by where it stands, beside what stood there when the period began."""
    return [
        BriefFigure(
            f"state.{state}",
            OBLIGATION.labels[state],
            _numbers(row for row in now.rows if row.state == state),
            sum(row.state == state for row in start.rows),
        )
        for state in OBLIGATION.states
        if state not in ENDED
    ]


def decisions_in_motion(now: Moment) -> list[Standing]:
    """List the decisions under way, the nearest day first, those without a day last."""
    return sorted(_decided(now.rows), key=lambda row: (row.due_on is None, row.due_on or date.max, row.pk))


def standing_words(row: Standing, at: Cutoffs) -> str:
    """Say where a matter stood: “办理中，逾期”, “办结”."""
    label = OBLIGATION.labels[row.state]
    return f"{label}，逾期" if row.is_running and row.light(at) in LATE else label


def _decided(rows: Iterable[Standing]) -> list[Standing]:
    return [row for row in rows if row.is_running and row.origin == Origin.DECISION]


def _entered(start: Moment, end: Moment) -> list[Standing]:
    there = {row.pk for row in start.rows}
    return [row for row in end.rows if row.pk not in there]


def _closed(start: Moment, end: Moment) -> list[Standing]:
    ended = {row.pk for row in start.rows if not row.is_running}
    return [row for row in end.rows if row.state == CLOSED and row.pk not in ended]


def count_units(now: Moment, since: date, until: date, units: Iterable[tuple[int, str]]) -> list[UnitLine]:
    """Count what each unit leads, in the order given; a unit that leads nothing is listed with nothing."""
    late = {row.pk for row in now.of(*LATE)}
    found = []
    for pk, name in units:
        own = [row for row in now.rows if row.lead_unit_id == pk]
        due = [row for row in own if _falls(row, since, until)]
        found.append(
            UnitLine(
                pk,
                name,
                due=_numbers(due),
                done=_numbers(row for row in due if row.state == CLOSED),
                running=_numbers(row for row in own if row.is_running),
                late=_numbers(row for row in own if row.pk in late),
            )
        )
    return found


def _falls(row: Standing, since: date, until: date) -> bool:
    """Tell whether a matter's day falls into the period; what was taken off the ledger is not counted."""
    return row.due_on is not None and since < row.due_on <= until and (row.is_running or row.state == CLOSED)


def _numbers(rows: Iterable[Standing]) -> tuple[int, ...]:
    return tuple(row.pk for row in rows)
