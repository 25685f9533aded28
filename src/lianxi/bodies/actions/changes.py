"""Changes of members: a unit proposes or writes, the conference confirms, from a day."""

from datetime import date, timedelta
from typing import Annotated

from lianxi.bodies.facts import on_change, seat_facts
from lianxi.bodies.models import LOCKED, MemberChange, Person, Seat, Tenure, cited
from lianxi.bodies.queries import basis_of
from lianxi.bodies.rules import MEMBER_CHANGE, guards
from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS, SeatKind
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Day, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
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
    letter: Annotated[str, Words("来函文号或标题", 200)] = "",
    letter_on: Annotated[date | None, Day("来函日期")] = None,
) -> MemberChange:
    """Record the unit's proposal of a new holder for one of its own seats, with its letter where there is one.

    Raises BadInput for a letter without its day or a day without its letter.
    """
    change = _new_change(act, seat_id, person_name, title, reason)
    change.letter, change.letter_on = _letter(act, letter, letter_on)
    _create(act, change)
    act.notify(f"{act.actor.label}提出成员调整：{change.person_name}", about=change, office=True)
    return change


@action(
    "bodies.member_change.enter",
    "登记来函提出的成员调整",
    who=OFFICE,
    rule="成员调整由所在单位提出；单位来函的，由办公室登记",
    deciding=on(Seat, "seat_id", guards.enter_change, facts=seat_facts),
)
def enter_member_change(
    act: Act,
    *,
    seat_id: Annotated[int, One("席位")],
    person_name: Annotated[str, Words("新任人员", 80)],
    title: Annotated[str, Words("职务", 120)],
    reason: Annotated[str, Words("理由", 300)],
    letter: Annotated[str, Words("来函文号或标题", 200)],
    letter_on: Annotated[date, Day("来函日期")],
) -> MemberChange:
    """Enter what a unit proposed by letter; the journal says who entered it and on which letter.

    It decides nothing: it waits for the conference as a unit's own proposal does, and the unit is told.
    """
    change = _new_change(act, seat_id, person_name, title, reason)
    change.letter, change.letter_on = _letter(act, filled(letter, "来函文号或标题"), letter_on)
    change.is_entered = True
    _create(act, change)
    act.remark = f"办公室按来函登记：{change.letter}（{long_date(letter_on)}）"
    told = f"{act.actor.label}按你单位来函登记了成员调整：{change.person_name}；与来函不符的请撤回"
    act.notify(told, about=change, unit=change.unit_id)
    return change


def _new_change(act: Act, seat_id: int, person_name: str, title: str, reason: str) -> MemberChange:
    seat = act.lock(Seat, seat_id)
    change = MemberChange(conference_id=seat.conference_id, seat=seat, unit_id=seat.unit_id)
    change.person_name, change.title = filled(person_name, "姓名"), filled(title, "职务")
    change.reason, change.state, change.proposed_at = filled(reason, "理由"), MEMBER_CHANGE.initial, act.at
    change.proposed_seat_id, change.proposed_person_id = act.actor.seat_id, act.actor.person_id
    return change


def _create(act: Act, change: MemberChange) -> None:
    act.cite(basis_of(change.conference_id, "member_change", day_of(act.at)))
    act.create(change)
    act.subject = f"bodies.memberchange:{change.pk}"


def _letter(act: Act, letter: str, letter_on: date | None) -> tuple[str, date | None]:
    """Return the words and the day of a letter: both or neither, and none of a day to come."""
    letter = short_enough(letter, "来函文号或标题", 200)
    if bool(letter) != (letter_on is not None):
        raise BadInput("来函的文号（标题）和日期要一起填写。", next_step="请补全；没有来函的都不填。")
    if letter_on is not None and letter_on > day_of(act.at):
        raise BadInput("来函日期不能晚于今天。", next_step="请填写函上的成文日期。")
    return letter, letter_on


@action(
    "bodies.member_change.confirm",
    "确定成员调整",
    who=CONVENERS | {SeatKind.OFFICE_DIRECTOR},
    rule="成员调整由联席会议确定",
    deciding=on_change("bodies.member_change.confirm", guards.confirm_change, guards.not_alone),
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
    since = f"{long_date(effective_on)}起"
    act.notify(f"成员调整已确定：{change.person_name}（{since}）", about=change, unit=change.unit_id)
    told = f"新任人员还没有账号，请邀请就任：{change.person_name}（{seat.label}，{since}）"
    act.notify(told, about=change, office=True)
    return act.move(change, MEMBER_CHANGE, effective_on=effective_on, decided_at=act.at)


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
    return act.move(change, MEMBER_CHANGE, answer=filled(answer, "理由"), decided_at=act.at)


@action(
    "bodies.member_change.withdraw",
    "撤回成员调整",
    who=UNIT_SPEAKERS | OFFICE,
    deciding=on_change("bodies.member_change.withdraw", guards.withdraw_change),
)
def withdraw_member_change(act: Act, *, change_id: Annotated[int, One("成员调整")]) -> MemberChange:
    """Take back the own unit's proposal, or what the office entered from a letter, before it is decided."""
    change = act.lock(MemberChange, change_id)
    return act.move(change, MEMBER_CHANGE)
