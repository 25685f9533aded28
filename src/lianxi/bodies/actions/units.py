"""Member units join or leave by a decision of the conference; the room of meetings supplies the decision."""

from datetime import date
from typing import Annotated

from lianxi.bodies.models import Conference, Membership, Seat, Tenure, Unit, cited
from lianxi.bodies.queries import basis_of, find_unit, in_force
from lianxi.core.actors import SeatKind
from lianxi.core.fields import Day, Words
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import UNIT_LEFT, followers
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action


@action("bodies.unit.admit", "增加成员单位", who=frozenset())
def admit_unit(
    act: Act,
    *,
    name: Annotated[str, Words("单位名称", 80)],
    starts_on: Annotated[date, Day("加入日期")],
    decision: Annotated[str, Words("依据的决定", 200)],
) -> Membership:
    """Make a unit a member from a day, with a member's and an office member's seat.

    It runs only inside the act that carries out an issued decision: nobody may call it alone.
    """
    conference = act.lock(Conference, act.actor.conference_id or 0)
    if find_unit(conference, name, starts_on) is not None:
        raise BadInput(f"“{name}”已经是成员单位。")
    basis = basis_of(conference, "unit_change", day_of(act.at))
    unit = Unit.objects.filter(region=conference.region, name=name).first()
    unit = unit or act.create(Unit(region=conference.region, name=name))
    ordinal = Membership.objects.filter(conference=conference).count() + 1
    own = {"conference": conference, "starts_on": starts_on, **cited(basis)}
    membership = act.create(Membership(unit=unit, ordinal=ordinal, decision=decision, **own))
    for kind in (SeatKind.MEMBER, SeatKind.OFFICE_MEMBER):
        act.create(Seat(kind=kind, unit=unit, ordinal=500 + ordinal, **own))
    act.cite(basis)
    return membership


@action("bodies.unit.release", "退出成员单位", who=frozenset())
def release_unit(
    act: Act,
    *,
    name: Annotated[str, Words("单位名称", 80)],
    ends_before: Annotated[date, Day("退出日期")],
    decision: Annotated[str, Words("依据的决定", 200)],
) -> Membership:
    """End a unit's membership before a day, with its seats and their tenures.

    It runs only inside the act that carries out an issued decision.
    """
    conference = act.lock(Conference, act.actor.conference_id or 0)
    unit = find_unit(conference, name, day_of(act.at))
    if unit is None:
        raise BadInput(f"“{name}”不是成员单位。")
    if conference.office_unit_id == unit.pk:
        raise BadInput("办公室所在单位不能退出。", next_step="须先修订建立文件，另设办公室。")
    act.cite(basis_of(conference, "unit_change", day_of(act.at)))
    membership: Membership = Membership.objects.filter(
        in_force(day_of(act.at)), conference=conference, unit=unit
    ).get()
    for seat in Seat.objects.filter(conference=conference, unit=unit, ends_before__isnull=True):
        act.change(seat, ends_before=ends_before)
        for tenure in Tenure.objects.filter(seat=seat, ends_before__isnull=True):
            act.change(tenure, ends_before=max(ends_before, tenure.starts_on))
    for look in followers(UNIT_LEFT):
        look(act, unit.pk)
    return act.change(membership, ends_before=ends_before, decision=decision)
