"""Seats and who holds them: working seats of the office, seats on duty, the end of a tenure."""

from typing import Annotated

from lianxi.bodies.facts import seat_facts
from lianxi.bodies.models import Seat, Tenure
from lianxi.bodies.queries import basis_of, in_force
from lianxi.bodies.rules import guards
from lianxi.core.actors import CONVENERS, SeatKind
from lianxi.core.entries import filled
from lianxi.core.fields import Flag, One, Words
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on


@action("bodies.seat.add_staff", "增设办公室工作人员席位", who=frozenset({SeatKind.OFFICE_DIRECTOR}))
def add_staff_seat(act: Act) -> Seat:
    """Add a working seat in the office's own unit, on the clause that seats the office."""
    office = Seat.objects.filter(pk=act.actor.seat_id or 0).get()
    basis = basis_of(office.conference_id, "office_host", day_of(act.at))
    seat = Seat(conference_id=office.conference_id, kind=SeatKind.OFFICE_STAFF, unit_id=office.unit_id)
    seat.ordinal, seat.starts_on = 900, day_of(act.at)
    seat.basis_instrument, seat.basis_version, seat.basis_clause = (
        basis.instrument,
        basis.version,
        basis.clause,
    )
    seat.basis_start, seat.basis_end = basis.start, basis.end
    act.cite(basis)
    return act.create(seat)


@action("bodies.seat.set_duty", "设定值班席位", who=CONVENERS | {SeatKind.OFFICE_DIRECTOR})
def set_duty(
    act: Act, *, seat_id: Annotated[int, One("席位")], is_on_duty: Annotated[bool, Flag("值班")] = False
) -> Seat:
    """Say whether a seat is on duty for incidents: its holder is never kept out by others' failed sign-ins."""
    return act.change(act.lock(Seat, seat_id), is_on_duty=is_on_duty)


@action(
    "bodies.tenure.end",
    "结束任期",
    who=CONVENERS | {SeatKind.OFFICE_DIRECTOR},
    deciding=on(Seat, "seat_id", guards.end_tenure, facts=seat_facts),
)
def end_tenure(
    act: Act, *, seat_id: Annotated[int, One("席位")], reason: Annotated[str, Words("理由", 300)]
) -> Tenure:
    """Leave a seat vacant from today; sessions and rights of its holder end with it.

    The clause leaves changes of members to their unit and the conference, so the office's director may
    empty only the working seats of the office; any other seat is emptied by the convener, for a holder
    who is gone before a successor is named. The reason is kept.
    """
    seat = act.lock(Seat, seat_id)
    day = day_of(act.at)
    tenure: Tenure = Tenure.objects.filter(in_force(day), seat=seat)[0]
    act.remark = filled(reason, "理由")
    return act.change(tenure, ends_before=max(day, tenure.starts_on))
