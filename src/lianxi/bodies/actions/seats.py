"""Seats and who holds them: a unit proposes, the conference confirms, from a date."""

from datetime import date, timedelta
from typing import Annotated

from lianxi.bodies.facts import on_change, seat_facts
from lianxi.bodies.models import LOCKED, MemberChange, Person, Seat, Tenure, cited
from lianxi.bodies.queries import basis_of, in_force
from lianxi.bodies.rules import MEMBER_CHANGE, guards
from lianxi.core.actors import CONVENERS, UNIT_SPEAKERS, SeatKind
from lianxi.core.entries import filled
from lianxi.core.fields import Day, Flag, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on


@action(
    "bodies.member_change.propose",
    "提出成员调整",
    who=UNIT_SPEAKERS,
    rule="成员调整由所在单位提出",
    deciding=on(Seat, "seat_id", guards.propose_change, facts=seat_facts),
)
def propose_member_change(
    act: Act,
    *,
    seat_id: Annotated[int, One("席位")],
    person_name: Annotated[str, Words("新任人员", 80)],
    title: Annotated[str, Words("职务", 120)],
    reason: Annotated[str, Words("理由", 300)],
) -> MemberChange:
    """Record the unit's proposal of a new holder for one of its own seats."""
    seat = act.lock(Seat, seat_id)
    change = MemberChange(conference_id=seat.conference_id, seat=seat, unit_id=seat.unit_id)
    change.person_name, change.title = filled(person_name, "姓名"), filled(title, "职务")
    change.reason, change.state, change.proposed_at = filled(reason, "理由"), MEMBER_CHANGE.initial, act.at
    act.cite(basis_of(seat.conference_id, "member_change", day_of(act.at)))
    act.create(change)
    act.subject = f"bodies.memberchange:{change.pk}"
    act.notify(f"{act.actor.label}提出成员调整：{change.person_name}", about=change, office=True)
    return change


@action(
    "bodies.member_change.confirm",
    "确定成员调整",
    who=CONVENERS | {SeatKind.OFFICE_DIRECTOR},
    rule="成员调整由联席会议确定",
    deciding=on_change("bodies.member_change.confirm", guards.confirm_change),
)
def confirm_member_change(
    act: Act,
    *,
    change_id: Annotated[int, One("成员调整")],
    effective_on: Annotated[date, Day("自这天起生效")],
) -> MemberChange:
    """End the present tenure before `effective_on` and start the new one that day.

    Papers of earlier days keep the earlier name and title. Raises BadInput for a day before the
    present holder took the seat.
    """
    change = act.lock(MemberChange, change_id)
    seat = act.lock(Seat, change.seat_id)
    basis = basis_of(seat.conference_id, "member_change", day_of(act.at))
    _end_present(act, seat, effective_on)
    person = act.create(Person(name=change.person_name, password=LOCKED))
    own = {"conference_id": seat.conference_id, "starts_on": effective_on, **cited(basis)}
    act.create(Tenure(seat=seat, person=person, title=change.title, **own))
    act.cite(basis)
    act.notify(f"成员调整已确定：{change.person_name}（{effective_on}起）", about=change, unit=change.unit_id)
    return act.move(change, MEMBER_CHANGE, effective_on=effective_on)


def _end_present(act: Act, seat: Seat, effective_on: date) -> None:
    """End the present tenure before the new one; no two tenures of a seat share a day."""
    if effective_on > day_of(act.at) + timedelta(days=366):
        raise BadInput("生效日期不能晚于一年以后。")
    for tenure in Tenure.objects.filter(seat=seat):
        if tenure.ends_before is None and effective_on <= tenure.starts_on:
            raise BadInput(f"生效日期须晚于现任任期开始的 {tenure.starts_on}。")
        if tenure.ends_before is not None and effective_on < tenure.ends_before:
            raise BadInput(f"生效日期不能早于前任任期结束的 {tenure.ends_before}。")
        if tenure.ends_before is None:
            act.change(tenure, ends_before=effective_on)


@action(
    "bodies.member_change.decline",
    "不同意成员调整",
    who=CONVENERS,
    rule="成员调整由联席会议确定",
    deciding=on_change("bodies.member_change.decline"),
)
def decline_member_change(
    act: Act,
    *,
    change_id: Annotated[int, One("成员调整")],
    answer: Annotated[str, Words("不同意的理由", 300)],
) -> MemberChange:
    """Answer a proposal with the reason why it is not followed."""
    change = act.lock(MemberChange, change_id)
    act.notify(f"成员调整未获同意：{change.person_name}", about=change, unit=change.unit_id)
    return act.move(change, MEMBER_CHANGE, answer=filled(answer, "理由"))


@action(
    "bodies.member_change.withdraw",
    "撤回成员调整",
    who=UNIT_SPEAKERS,
    deciding=on_change("bodies.member_change.withdraw", guards.own_unit),
)
def withdraw_member_change(act: Act, *, change_id: Annotated[int, One("成员调整")]) -> MemberChange:
    """Take back the own unit's proposal before it is decided."""
    change = act.lock(MemberChange, change_id)
    return act.move(change, MEMBER_CHANGE)


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
