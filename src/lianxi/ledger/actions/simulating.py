"""A simulated conference's ledger: drawn from a seed, written in batches, and only where the mark stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from lianxi.bodies.models import Conference, Seat, cited
from lianxi.bodies.queries import list_memberships
from lianxi.core.actors import INSTALLER_ONLY, UNIT_SPEAKERS
from lianxi.core.basis import Basis
from lianxi.core.fields import Day, Flag, Number, One
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.law.models import Clause
from lianxi.ledger.actions.entering import REGISTER
from lianxi.ledger.actions.timing import SeriousAfter
from lianxi.ledger.models import Acknowledgement, CoUnit, DueDate, Obligation, Progress, Verification
from lianxi.ledger.rules import CO_PART, beside
from lianxi.ledger.rules.simulated import Extent, SimulatedMatter, simulated_matters
from lianxi.papers.models import NumberRegister

# Obligations that one act writes at most, so that no transaction grows without bound.
AN_ACT = 20_000
SLICE = 2_000


@action(
    "ledger.simulation.enter",
    "写入模拟事项",
    who=INSTALLER_ONLY,
    rule="模拟数据只由安装程序写入",
    deciding=on(Conference, "conference_id", beside.enter_simulation),
)
def enter_simulation(
    act: Act,
    *,
    conference_id: Annotated[int, One("联席会议")],
    seed: Annotated[int, Number("种子")],
    count: Annotated[int, Number("项数")],
    days: Annotated[int, Number("天数")],
    today: Annotated[date, Day("今天")],
    first: Annotated[int, Number("起始序号")] = 0,
    whole: Annotated[bool, Flag("完整写入")] = True,
) -> int:
    """Enter the matters `first` to `first + AN_ACT` of a simulated year (or of more days).

    Running matters have their events (receipts, reports, returns); ended ones have none where not `whole`,
    as if they came from an older ledger. Gives how many matters were entered.
    Raises BadInput where the conference is not marked as simulated.
    """
    conference = act.lock(Conference, conference_id)
    act.chain = conference.pk
    desk = _desk(conference, today)
    extent = Extent(seed, count, days, today, len(desk.units))
    until = min(first + AN_ACT, count)
    for start in range(first, until, SLICE):
        matters = simulated_matters(extent, start, min(start + SLICE, until))
        _enter(act, desk, list(matters), whole)
    for year, last in desk.numbers.items():
        register = desk.registers.get(year)
        if register is None:
            own = {"conference": conference, "prefix": REGISTER, "year": year}
            act.create(NumberRegister(last=last, **own))
        elif register.last != last:
            act.change(register, last=last)
    return max(until - first, 0)


# The derivation of what has ended: one object, so that it is written out once.
_UNTOLD: dict[str, Any] = {}


@dataclass
class _Desk:
    """What every simulated matter refers to: units with a seat that speaks, a clause a unit, the numbers."""

    conference: Conference
    units: list[int]
    seats: dict[int, tuple[int, str]]
    office: tuple[int, int, str]
    bases: dict[int, tuple[Any, ...]]
    numbers: dict[int, int]
    registers: dict[int, NumberRegister]
    after: SeriousAfter

    def due(self, matter: SimulatedMatter) -> tuple[date, date | None, dict[str, Any]]:
        """Return a matter's due date, the day it is seriously late, and its derivation."""
        derivation = self.after.stored(matter.derivation) if matter.closed_at is None else _UNTOLD
        return matter.due_on, self.after.on(matter.due_on), derivation


def _desk(conference: Conference, today: date) -> _Desk:
    seats = list(Seat.objects.filter(conference=conference).select_related("unit").order_by("-ordinal"))
    speaking = {seat.unit_id: (seat.pk, seat.label) for seat in seats if seat.kind in UNIT_SPEAKERS}
    units = [row.unit_id for row in list_memberships(conference, today) if row.unit_id in speaking]
    office = next(seat for seat in seats if seat.kind == "office_director")
    clauses = Clause.objects.filter(
        instrument_version__instrument__code=conference.instrument,
        instrument_version__number=conference.instrument_version,
        kind="duty",
    ).order_by("ordinal")
    found = [
        Basis(conference.instrument, conference.instrument_version, c.code, c.start, c.end) for c in clauses
    ] or [Basis()]
    registers = NumberRegister.objects.filter(conference=conference, prefix=REGISTER)
    held = {row.year: row for row in registers}
    return _Desk(
        conference=conference,
        units=units,
        seats=speaking,
        office=(office.unit_id, office.pk, office.label),
        bases={unit: tuple(cited(found[place % len(found)]).values()) for place, unit in enumerate(units)},
        numbers={year: row.last for year, row in held.items()},
        registers=held,
        after=SeriousAfter(conference.pk, today),
    )


# Rows by the million are made as values, in the order of these columns.
_OBLIGATION = (
    "conference_id", "year", "sequence", "number", "title", "text", "cycle", "origin", "source_label",
    "lead_unit_id", "due_on", "due_order", "serious_on", "due_derivation", "state", "passed_at",
    "created_at", "closed_at", "last_reported_at", *cited(Basis()),
)  # fmt: skip
_PART = ("conference_id", "obligation_id", "unit_id", "acknowledged_at", "state")
_DUE_DATE = ("conference_id", "obligation_id", "due_on", "serious_on", "derivation", "cause", "at")
_BY = ("conference_id", "obligation_id", "unit_id", "seat_id", "by", "at")
_REPORT = (*_BY, "text", "done")
_JUDGEMENT = (*_BY, "progress_id", "result", "reason")


def _obligation(desk: _Desk, matter: SimulatedMatter) -> tuple[Any, ...]:
    year, lead = day_of(matter.created_at).year, desk.units[matter.lead]
    desk.numbers[year] = sequence = desk.numbers.get(year, 0) + 1
    due_on, serious_on, derivation = desk.due(matter)
    return (
        desk.conference.pk, year, sequence, f"{year}-{sequence:03d}", matter.title, matter.text, "once",
        matter.origin, "模拟", lead, due_on, due_on, serious_on, derivation, matter.state, matter.closed_at,
        matter.created_at, matter.closed_at, matter.reported_at, *desk.bases[lead],
    )  # fmt: skip


def _enter(act: Act, desk: _Desk, matters: list[SimulatedMatter], whole: bool) -> None:
    ids = act.create_rows(Obligation, _OBLIGATION, [_obligation(desk, matter) for matter in matters])
    found = list(zip(ids, matters, strict=True))
    act.create_rows(CoUnit, _PART, _parts(desk, found))
    of = desk.conference.pk
    act.create_rows(
        DueDate,
        _DUE_DATE,
        [(of, pk, *desk.due(matter), "entered", matter.created_at) for pk, matter in found],
    )
    told = [(pk, matter) for pk, matter in found if whole or matter.closed_at is None]
    act.create_rows(Acknowledgement, _BY, _receipts(desk, told))
    reported = [(pk, matter) for pk, matter in told if matter.reported_at is not None]
    reports = act.create_rows(Progress, _REPORT, [_report(desk, matter, pk) for pk, matter in reported])
    judged = [
        _judgement(desk, matter, pk, report)
        for (pk, matter), report in zip(reported, reports, strict=True)
        if matter.state in ("returned", "closed")
    ]
    act.create_rows(Verification, _JUDGEMENT, judged)


def _part_state(matter: SimulatedMatter) -> str:
    """Give where a co-unit stands on a matter in this state: a request for closing has waited for its part."""
    if matter.state in ("submitted", "returned", "closed"):
        return "finished"
    return "working" if matter.signed_at else CO_PART.initial


def _parts(desk: _Desk, found: list[tuple[int, SimulatedMatter]]) -> Iterator[tuple[Any, ...]]:
    of = desk.conference.pk
    for pk, matter in found:
        for place in matter.co_units:
            yield (of, pk, desk.units[place], matter.signed_at, _part_state(matter))


def _receipts(desk: _Desk, told: list[tuple[int, SimulatedMatter]]) -> Iterator[tuple[Any, ...]]:
    for pk, matter in told:
        if matter.signed_at is not None:
            for place in (matter.lead, *matter.co_units):
                yield _by(desk, pk, place, matter.signed_at)


def _report(desk: _Desk, matter: SimulatedMatter, pk: int) -> tuple[Any, ...]:
    at = matter.reported_at or matter.created_at
    return (*_by(desk, pk, matter.lead, at), f"已按要求完成{matter.title}，申请办结。", True)


def _judgement(desk: _Desk, matter: SimulatedMatter, pk: int, report: int) -> tuple[Any, ...]:
    result, reason = ("pass", "") if matter.closed_at else ("return", "请补充分县（市、区）的数据。")
    at = matter.closed_at or matter.reported_at
    return (desk.conference.pk, pk, *desk.office, at, report, result, reason)


def _by(desk: _Desk, pk: int, place: int, at: datetime) -> tuple[Any, ...]:
    unit = desk.units[place]
    return (desk.conference.pk, pk, unit, *desk.seats[unit], at)
