"""A simulated conference's ledger: drawn from a seed, written in batches, and only where the mark stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianxi.bodies.models import Conference, Seat, cited
from lianxi.bodies.queries import list_memberships
from lianxi.core.actors import INSTALLER_ONLY, UNIT_SPEAKERS
from lianxi.core.basis import Basis
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.law.models import Clause
from lianxi.ledger.actions.entering import REGISTER
from lianxi.ledger.actions.timing import SeriousAfter
from lianxi.ledger.models import Acknowledgement, CoUnit, DueDate, Obligation, Progress, Verification
from lianxi.ledger.rules import CO_PART
from lianxi.ledger.rules.simulated import Extent, SimulatedMatter, simulated_matters
from lianxi.papers.models import NumberRegister

# Obligations that one act writes at most, so that no transaction grows without bound.
AN_ACT = 20_000
SLICE = 2_000


@action("ledger.simulation.enter", "写入模拟事项", who=INSTALLER_ONLY, rule="模拟数据只由安装程序写入")
def enter_simulation(
    act: Act,
    *,
    conference_id: int,
    seed: int,
    count: int,
    days: int,
    today: date,
    first: int = 0,
    whole: bool = True,
) -> int:
    """This function will enter the matters `first` to `first + AN_ACT` of a simulated year (or of more days).

    Running matters have their events (receipts, reports, returns); ended ones have none where not `whole`,
    as if they came from an older ledger. Gives how many matters were entered.
    Raises BadInput where the conference is not marked as simulated.
    """
    conference = act.lock(Conference, conference_id)
    if not conference.is_simulated:
        raise BadInput("这个联席会议没有标明是模拟，不能写入模拟事项。")
    act.chain = conference.pk
    desk = _desk(conference, today)
    extent = Extent(seed, count, days, today, len(desk.units))
    until = min(first + AN_ACT, count)
    for start in range(first, until, SLICE):
        matters = simulated_matters(extent, start, min(start + SLICE, until))
        _enter(act, desk, [(matter, _obligation(desk, matter)) for matter in matters], whole)
    for year, last in desk.numbers.items():
        register = desk.registers.get(year)
        if register is None:
            own = {"conference": conference, "prefix": REGISTER, "year": year}
            act.create(NumberRegister(last=last, **own))
        elif register.last != last:
            act.change(register, last=last)
    return max(until - first, 0)


@dataclass
class _Desk:
    """What every simulated matter refers to: units with a seat that speaks, a clause a unit, the numbers."""

    conference: Conference
    units: list[int]
    seats: dict[int, tuple[int, str]]
    office: tuple[int, int, str]
    bases: dict[int, Basis]
    numbers: dict[int, int]
    registers: dict[int, NumberRegister]
    after: SeriousAfter


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
    ]
    registers = NumberRegister.objects.filter(conference=conference, prefix=REGISTER)
    held = {row.year: row for row in registers}
    return _Desk(
        conference=conference,
        units=units,
        seats=speaking,
        office=(office.unit_id, office.pk, office.label),
        bases={unit: found[place % len(found)] for place, unit in enumerate(units)} if found else {},
        numbers={year: row.last for year, row in held.items()},
        registers=held,
        after=SeriousAfter(conference.pk, today),
    )


def _obligation(desk: _Desk, matter: SimulatedMatter) -> Obligation:
    year, lead = day_of(matter.created_at).year, desk.units[matter.lead]
    desk.numbers[year] = sequence = desk.numbers.get(year, 0) + 1
    return Obligation(
        conference=desk.conference,
        year=year,
        sequence=sequence,
        number=f"{year}-{sequence:03d}",
        title=matter.title,
        text=matter.text,
        cycle="once",
        origin=matter.origin,
        source_label="模拟",
        lead_unit_id=lead,
        due_on=matter.due_on,
        due_order=matter.due_on,
        serious_on=desk.after.on(matter.due_on),
        due_derivation=desk.after.stored(matter.derivation) if matter.closed_at is None else {},
        state=matter.state,
        passed_at=matter.closed_at,
        created_at=matter.created_at,
        closed_at=matter.closed_at,
        last_reported_at=matter.reported_at,
        **(cited(desk.bases[lead]) if desk.bases else {}),
    )


def _enter(act: Act, desk: _Desk, found: list[tuple[SimulatedMatter, Obligation]], whole: bool) -> None:
    act.create_batch([row for _, row in found])
    act.create_batch(list(_parts(desk, found)))
    act.create_batch([_due_date(desk, matter, row) for matter, row in found])
    told = [(matter, row) for matter, row in found if whole or matter.closed_at is None]
    act.create_batch(list(_receipts(desk, told)))
    reported = [(matter, row) for matter, row in told if matter.reported_at is not None]
    reports = act.create_batch([_report(desk, matter, row) for matter, row in reported])
    judged = [
        _judgement(desk, matter, report)
        for (matter, _), report in zip(reported, reports, strict=True)
        if matter.state in ("returned", "closed")
    ]
    act.create_batch(judged)


def _part_state(matter: SimulatedMatter) -> str:
    """Give where a co-unit stands on a matter in this state: a request for closing has waited for its part."""
    if matter.state in ("submitted", "returned", "closed"):
        return "finished"
    return "working" if matter.signed_at else CO_PART.initial


def _parts(desk: _Desk, found: list[tuple[SimulatedMatter, Obligation]]) -> Iterator[CoUnit]:
    for matter, row in found:
        for place in matter.co_units:
            own = {"conference": desk.conference, "obligation": row, "unit_id": desk.units[place]}
            yield CoUnit(acknowledged_at=matter.signed_at, state=_part_state(matter), **own)


def _due_date(desk: _Desk, matter: SimulatedMatter, row: Obligation) -> DueDate:
    told = {
        "due_on": row.due_on,
        "serious_on": row.serious_on,
        "derivation": row.due_derivation,
        "at": matter.created_at,
    }
    return DueDate(conference=desk.conference, obligation=row, cause="entered", **told)


def _receipts(desk: _Desk, told: list[tuple[SimulatedMatter, Obligation]]) -> Iterator[Acknowledgement]:
    for matter, row in told:
        if matter.signed_at is not None:
            for place in (matter.lead, *matter.co_units):
                yield Acknowledgement(obligation=row, **_by(desk, desk.units[place], matter.signed_at))


def _report(desk: _Desk, matter: SimulatedMatter, row: Obligation) -> Progress:
    at = matter.reported_at or matter.created_at
    text = f"已按要求完成{matter.title}，申请办结。"
    return Progress(obligation=row, text=text, done=True, **_by(desk, row.lead_unit_id, at))


def _judgement(desk: _Desk, matter: SimulatedMatter, report: Progress) -> Verification:
    unit, seat, by = desk.office
    result, reason = ("pass", "") if matter.closed_at else ("return", "请补充分县（市、区）的数据。")
    own = {"conference": desk.conference, "obligation": report.obligation, "progress": report}
    at = matter.closed_at or report.at
    return Verification(result=result, reason=reason, unit_id=unit, seat_id=seat, by=by, at=at, **own)


def _by(desk: _Desk, unit: int, at: datetime) -> dict[str, Any]:
    seat, label = desk.seats[unit]
    return {"conference": desk.conference, "unit_id": unit, "seat_id": seat, "by": label, "at": at}
