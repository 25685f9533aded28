"""Leave: the holder of a seat names who acts in its place, from day to day, among the seats of the same unit."""

from datetime import date, timedelta
from typing import Annotated

from lianxi.bodies.facts import holder_facts, own_seat, stand_in_facts
from lianxi.bodies.models import StandIn, Tenure
from lianxi.bodies.queries import in_force, list_peers
from lianxi.bodies.rules import guards
from lianxi.core.actors import SEATED
from lianxi.core.fields import Day, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, on

DAY = timedelta(days=1)


@action(
    "bodies.stand_in.name",
    "指定代办人",
    who=SEATED,
    deciding=Deciding(own_seat, holder_facts, guards.name_stand_in),
)
def name_stand_in(
    act: Act,
    *,
    seat_id: Annotated[int, One("代办席位")],
    starts_on: Annotated[date, Day("开始日期")],
    ends_on: Annotated[date, Day("最后一天")],
    reason: Annotated[str, Words("事由", 200)] = "",
) -> StandIn:
    """Let the holder of another seat of the unit act from the own seat from a first to a last day.

    What is done so carries 代. Raises NotPermitted for who only stands in, BadInput for days that are past
    or reversed or overlap others, and for a seat of another unit, vacant or held by the same person.
    """
    tenure, today = _own_tenure(act), day_of(act.at)
    if starts_on < today or ends_on < starts_on:
        raise BadInput("代办的日期不对。", next_step="开始日期不早于今天，最后一天不早于开始日期。")
    peers = list_peers(tenure, today)
    seat = next((one for one in peers if one.pk == seat_id), None)
    if seat is None:
        offered = "、".join(one.label for one in peers) or "本单位现在没有其他在任席位"
        raise BadInput("只能由本单位另一在任席位的人代办。", next_step=f"可选：{offered}。")
    same = StandIn.objects.filter(tenure=tenure, starts_on__lte=ends_on, ends_before__gt=starts_on).first()
    if same is not None:
        last = long_date(same.ends_before - DAY)
        raise BadInput(
            f"{long_date(same.starts_on)}至{last}已指定代办。", next_step="请先结束它，或另选日期。"
        )
    row = StandIn(conference_id=act.chain, tenure=tenure, by_seat=seat, reason=reason.strip())
    row.starts_on, row.ends_before = starts_on, ends_on + DAY
    act.create(row)
    told = f"{tenure.seat.label}自{long_date(starts_on)}至{long_date(ends_on)}由{seat.label}代办"
    act.notify(told, about=row, seat=seat.pk)
    act.notify(told, about=row, office=True)
    return row


@action(
    "bodies.stand_in.end",
    "结束代办",
    who=SEATED,
    deciding=on(StandIn, "stand_in_id", guards.end_stand_in, facts=stand_in_facts),
)
def end_stand_in(act: Act, *, stand_in_id: Annotated[int, One("代办")]) -> StandIn:
    """End a standing-in from today. Raises NotPermitted for anybody but the holder, BadInput once it is over."""
    row, today = act.lock(StandIn, stand_in_id), day_of(act.at)
    act.notify(f"{row.tenure.seat.label}的代办已结束", about=row, seat=row.by_seat_id)
    return act.change(row, ends_before=max(today, row.starts_on))


def _own_tenure(act: Act) -> Tenure:
    """Return the tenure of the acting seat's holder, who acts; the step's guard has refused who only stands in."""
    rows = Tenure.objects.filter(in_force(day_of(act.at)), seat_id=act.actor.seat_id or 0)
    tenure: Tenure = rows.select_related("seat__unit").get(person_id=act.actor.person_id or 0)
    return tenure
