"""The operator's seat: set up by the conference, without sight of any matter, looked over by the convener."""

from datetime import date
from typing import Annotated

from lianxi.bodies.models import BackupOrder, Conference, OperatorReview, Seat, Unit
from lianxi.bodies.queries.operators import operators_acts
from lianxi.bodies.rules import BACKUP_ORDER
from lianxi.core.actors import CONVENERS, OPERATOR_ONLY, TIMER_ONLY, Actor, SeatKind
from lianxi.core.fields import One, OneUnit, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, on

SET_UP = CONVENERS | {SeatKind.OFFICE_DIRECTOR}
BY_TIMER = "由后台程序按运维管理员的要求办理"


@action("bodies.operator.add", "设立运维席位", who=SET_UP, rule="运维席位由召集人或办公室主任设立")
def add_operator_seat(act: Act, *, unit_id: Annotated[int, OneUnit("所在单位")]) -> Seat:
    """Add a seat that keeps the installation running and sees no matter; a second seat releases its link."""
    act.lock(Conference, act.chain)
    if not Unit.objects.filter(pk=unit_id).exists():
        raise BadInput("没有这个单位。", next_step="请从成员单位中选择。")
    seat = Seat(conference_id=act.chain, kind=SeatKind.OPERATOR, unit_id=unit_id)
    seat.ordinal, seat.starts_on = 950, day_of(act.at)
    act.notify("设立了运维席位", about=act.create(seat), office=True)
    return seat


def _is_in_use(seat: Seat, _actor: Actor, _day: date) -> Refusal | None:
    """Refuse a seat of another kind, or one that has ended."""
    if seat.kind == SeatKind.OPERATOR and seat.ends_before is None:
        return None
    return BadInput("这不是在用的运维席位。", next_step="请从单位席位页选择。")


@action(
    "bodies.operator.end",
    "撤销运维席位",
    who=SET_UP,
    rule="运维席位由召集人或办公室主任撤销",
    deciding=on(Seat, "seat_id", _is_in_use),
)
def end_operator_seat(act: Act, *, seat_id: Annotated[int, One("运维席位")]) -> Seat:
    """End an operator's seat from today. Raises BadInput for a seat of another kind, or one that has ended."""
    seat = act.lock(Seat, seat_id)
    return act.change(seat, ends_before=max(day_of(act.at), seat.starts_on))


@action("bodies.backup.order", "要求立即备份", who=OPERATOR_ONLY, rule="备份由运维管理员安排")
def order_backup(act: Act) -> BackupOrder:
    """Have the worker back the installation up now. Raises BadInput where an order waits already."""
    act.lock(Conference, act.chain)
    if BackupOrder.objects.filter(conference_id=act.chain, state=BACKUP_ORDER.initial).exists():
        raise BadInput("已有一项备份等待后台办理。", next_step="请稍候，十分钟内办理。")
    row = BackupOrder(conference_id=act.chain, ordered_at=act.at, state=BACKUP_ORDER.initial)
    return act.create(row)


def _on_order(action: str) -> Deciding:
    return on(BackupOrder, "order_id", stands(BACKUP_ORDER, action))


@action(
    "bodies.backup.record",
    "登记已备份",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_order("bodies.backup.record"),
)
def record_backup(
    act: Act, *, order_id: Annotated[int, One("备份要求")], told: Annotated[str, Words("结果", 300)]
) -> BackupOrder:
    """Note that an ordered backup was made and checked."""
    return act.move(act.lock(BackupOrder, order_id), BACKUP_ORDER, told=told[:300])


@action(
    "bodies.backup.fail",
    "登记没有备份成",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_order("bodies.backup.fail"),
)
def fail_backup(
    act: Act, *, order_id: Annotated[int, One("备份要求")], told: Annotated[str, Words("结果", 300)]
) -> BackupOrder:
    """Note why an ordered backup was not made."""
    return act.move(act.lock(BackupOrder, order_id), BACKUP_ORDER, told=told[:300])


@action("bodies.operator.review", "查看运维办理", who=CONVENERS, rule="运维办理的事项由召集人每月查看")
def review_operators(act: Act) -> OperatorReview:
    """Note that the convener has looked through what the operators did. Raises BadInput where there is nothing new."""
    act.lock(Conference, act.chain)
    rows = operators_acts(act.chain)
    last = rows.order_by("-seq").values_list("seq", flat=True).first()
    if last is None:
        raise BadInput("没有还没看过的运维办理。", next_step="无需办理。")
    row = OperatorReview(conference_id=act.chain, seq_to=last, count=rows.count(), at=act.at)
    row.seat_id = act.actor.seat_id or 0
    return act.create(row)
