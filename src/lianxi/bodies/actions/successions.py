"""Reforms of units: recorded with their day and basis; a new name or a merger is then carried out in the seats.

Nothing is renamed: the former unit's membership, seats and tenures end, the new unit's start with the same
holders, and papers of before keep the names of their day.
"""

from datetime import date
from typing import Annotated

from lianxi.bodies.actions.ending import end_membership
from lianxi.bodies.facts import reform_facts
from lianxi.bodies.models import (
    Conference,
    MemberChange,
    Membership,
    Seat,
    Tenure,
    Unit,
    UnitAlias,
    UnitSuccession,
    cited,
)
from lianxi.bodies.queries import find_unit, in_force
from lianxi.bodies.rules import MEMBER_CHANGE, SUCCESSION_LABELS, SuccessionKind, guards, succession_sentence
from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import UNIT_PASSED, followers
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on


@action("bodies.succession.record", "登记单位沿革", who=OFFICE)
def record_succession(
    act: Act,
    *,
    from_unit: Annotated[str, Words("原单位", 80)],
    to_unit: Annotated[str, Words("承接单位", 80)],
    kind: Annotated[str, Choice("沿革", SUCCESSION_LABELS)],
    effective_on: Annotated[date, Day("生效日期")],
    basis_text: Annotated[str, Words("依据", 300)],
    note: Annotated[str, Words("涉及职责", 300)] = "",
) -> UnitSuccession:
    """Record that a unit was renamed, merged, split, or lost a duty to another one.

    A `from_unit` given by a printed form is kept by its name as a unit of the region. It changes no seat;
    documents older than the day show it. Raises BadInput where something is missing or it stands already.
    """
    conference = act.lock(Conference, act.actor.conference_id or 0)
    if kind not in SUCCESSION_LABELS:
        raise BadInput("请选择沿革类别。", next_step=f"可选：{'、'.join(SUCCESSION_LABELS.values())}。")
    old, new = filled(from_unit, "原单位", 80), filled(to_unit, "承接单位", 80)
    known = find_unit(conference, old, day_of(act.at)) or find_unit(conference, old, effective_on)
    old = known.name if known else old
    if old == new:
        raise BadInput("原单位和承接单位相同。")
    note, basis_text = note.strip(), filled(basis_text, "依据", 300)
    if kind == SuccessionKind.DUTY_MOVED and not note:
        raise BadInput("请写明划转的是哪项职责。", next_step="照抄条款编号或职责原文。")
    row = UnitSuccession(conference=conference, from_unit=old, to_unit=new, kind=kind, note=note[:300])
    row.effective_on, row.basis_text, row.recorded_by = effective_on, basis_text, act.actor.label
    same = UnitSuccession.objects.filter(
        conference=conference, from_unit=old, to_unit=new, kind=kind, note=row.note
    )
    if same.exists():
        raise BadInput("这项沿革已经登记过。", next_step="请在单位沿革列表中查看。")
    act.subject = ""
    act.create(row)
    sentence = succession_sentence(kind, old, new, effective_on, note)
    act.notify(f"已登记单位沿革：{sentence}", about=row, office=True)
    return row


@action(
    "bodies.succession.carry_out",
    "办理单位更名、合并的席位承接",
    who=OFFICE,
    deciding=on(UnitSuccession, "succession_id", guards.carry_out, facts=reform_facts),
)
def carry_out_succession(act: Act, *, succession_id: Annotated[int, One("单位沿革")]) -> UnitSuccession:
    """Let the new unit take the former one's place from today: membership, seats, holders.

    Raises BadInput for a split or a moved duty, before the reform's day, a second time, or where the former
    unit is no member.
    """
    row = act.lock(UnitSuccession, succession_id)
    day = day_of(act.at)
    conference = act.lock(Conference, row.conference_id)
    old = find_unit(conference, row.from_unit, day)
    if old is None:
        raise ValueError(f"{row.from_unit} is no member, which the guard has refused")
    new = _enter_successor(act, conference, old, row.to_unit)
    sentence = succession_sentence(row.kind, row.from_unit, row.to_unit, row.effective_on, row.note)
    decision = f"{sentence}，依据{row.basis_text}"[:200]
    _pass_membership(act, conference, (old, new), decision)
    if conference.office_unit_id == old.pk:
        act.change(conference, office_unit=new)
    for pass_on in followers(UNIT_PASSED):
        pass_on(act, old.pk, new.pk)
    act.remark = decision
    act.notify(f"{old.name}的席位自{long_date(day)}起由{new.name}承接", about=row, unit=new.pk)
    return act.change(row, carried_out_on=day)


def _enter_successor(act: Act, conference: Conference, old: Unit, name: str) -> Unit:
    """Give the unit that follows; documents that print the former name mean it from now on."""
    new = Unit.objects.filter(region=conference.region, name=name).first()
    new = new or act.create(Unit(region=conference.region, name=name))
    known = {name, *new.aliases.values_list("text", flat=True)}
    forms = [old.name, *old.aliases.values_list("text", flat=True)]
    act.create_many([UnitAlias(unit=new, text=text) for text in forms if text not in known])
    return new


def _pass_membership(act: Act, conference: Conference, units: tuple[Unit, Unit], decision: str) -> None:
    (old, new), day = units, day_of(act.at)
    place = Membership.objects.get(in_force(day), conference=conference, unit=old)
    present = Seat.objects.filter(in_force(day), conference=conference)
    taken = set(present.filter(unit=new).values_list("kind", flat=True))
    for seat in present.filter(unit=old):
        holder = Tenure.objects.filter(in_force(day), seat=seat).select_related("person").first()
        # A vacant seat is not doubled where the unit that takes over has one of its kind already.
        if holder is not None or seat.kind not in taken:
            _pass_seat(act, seat, holder, new)
    end_membership(act, place, day, decision)
    act.cite(place.basis)
    if not Membership.objects.filter(in_force(day), conference=conference, unit=new).exists():
        own = {"conference": conference, "starts_on": day, "decision": decision, **cited(place.basis)}
        act.create(Membership(unit=new, ordinal=place.ordinal, **own))


def _pass_seat(act: Act, seat: Seat, holder: Tenure | None, new: Unit) -> None:
    day = day_of(act.at)
    own = {"conference_id": seat.conference_id, "starts_on": day, **cited(seat.basis)}
    follow = act.create(Seat(kind=seat.kind, unit=new, ordinal=seat.ordinal, **own))
    if holder is not None:
        own |= cited(holder.basis)
        act.create(Tenure(seat=follow, person_id=holder.person_id, title=holder.title, **own))
    for change in MemberChange.objects.filter(seat=seat, state=MEMBER_CHANGE.initial):
        act.change(change, seat=follow, unit=new)
