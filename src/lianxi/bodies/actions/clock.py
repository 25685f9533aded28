"""A wrong clock: the operator vouches for a jump ahead; two seats let a chain go on after a clock ran fast."""

from datetime import date
from typing import Annotated

from django.utils import timezone

from lianxi.bodies.models import ClockRepair, Conference
from lianxi.bodies.queries import convener_seats
from lianxi.bodies.rules import CLOCK_REPAIR
from lianxi.core.actors import CONVENERS, INSTALLER_ONLY, OFFICE, SEATED, Actor
from lianxi.core.fields import One, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.words import day_of, moment_text
from lianxi.journal.acting import Act, action
from lianxi.journal.clock import TOLERANCE, has_jumped, known_moment, last_moment
from lianxi.journal.guards import on
from lianxi.journal.models import ClockWord

SECOND_RULE = "时钟恢复由办公室或召集人提出，另一单位的席位（或召集人）核对"


@action("bodies.clock.vouch", "确认本机时钟无误", who=INSTALLER_ONLY, rule="时钟前跳由服务器管理员确认")
def vouch_for_clock(act: Act, *, reason: Annotated[str, Words("说明", 200)] = "") -> ClockWord:
    """Give the operator's word that a clock which jumped ahead is right. Raises BadInput where it has not."""
    if not has_jumped(act.at):
        raise BadInput("本机时钟没有前跳，不用确认。", next_step="可以照常办理。")
    row = ClockWord(confirmed=act.at, known=known_moment(), reason=reason.strip())
    act.remark = "由服务器命令行办理"
    return act.create(row)


@action("bodies.clock.propose", "提出时钟恢复", who=OFFICE | CONVENERS, rule=SECOND_RULE)
def propose_clock_repair(act: Act, *, reason: Annotated[str, Words("情况", 300)]) -> ClockRepair:
    """Say that the clock ran fast and is right now; a second seat confirms before acts go on.

    Raises BadInput where no entry is dated ahead, or a proposal waits already.
    """
    act.lock(Conference, act.chain)
    last = last_moment(act.chain)
    if last is None or last <= timezone.now() + TOLERANCE:
        raise BadInput("最后一条日志的时刻不晚于本机时钟，不用恢复。", next_step="可以照常办理。")
    if ClockRepair.objects.filter(conference_id=act.chain, state=CLOCK_REPAIR.initial).exists():
        raise BadInput("已有一份时钟恢复待核对。", next_step="请由另一单位的席位或召集人核对。")
    if not reason.strip():
        raise BadInput("请写明情况。", next_step="例如：服务器时钟曾走快三天，已校正。")
    row = ClockRepair(conference_id=act.chain, from_moment=act.at, dated_ahead=last, reason=reason.strip())
    row.seat_id, row.person_id, row.state = act.actor.seat_id or 0, act.actor.person_id, CLOCK_REPAIR.initial
    act.create(row)
    for seat in convener_seats(act.chain, day_of(act.at)):
        act.notify("服务器时钟曾走快，恢复办理待核对", about=row, seat=seat)
    return row


def _may_confirm(row: ClockRepair, actor: Actor, _day: date) -> Refusal | None:
    """Refuse who proposed, and a seat of the same unit that is no convener."""
    is_same = actor.seat_id == row.seat_id or (
        actor.person_id is not None and actor.person_id == row.person_id
    )
    if not is_same and (actor.unit_id != row.seat.unit_id or actor.kind in CONVENERS):
        return None
    return NotPermitted(
        "提出人和同一单位的席位不能核对。",
        rule=SECOND_RULE,
        next_step="请另一单位的席位，或由他人担任的召集人核对。",
    )


@action(
    "bodies.clock.confirm",
    "核对时钟恢复",
    who=SEATED,
    rule=SECOND_RULE,
    deciding=on(ClockRepair, "repair_id", _may_confirm, stands(CLOCK_REPAIR, "bodies.clock.confirm")),
)
def confirm_clock_repair(act: Act, *, repair_id: Annotated[int, One("时钟恢复")]) -> ClockRepair:
    """Confirm that the present time is true: from this entry on the chain goes on with it.

    Raises NotPermitted for who proposed it, and for a seat of the same unit that is no convener.
    """
    row = act.lock(ClockRepair, repair_id)
    act.remark = f"此前到{moment_text(row.dated_ahead)}为止的日志，有的时刻因时钟走快而偏晚"
    return act.move(row, CLOCK_REPAIR, confirmed_by_id=act.actor.seat_id)


@action(
    "bodies.clock.withdraw",
    "撤回时钟恢复",
    who=OFFICE | CONVENERS,
    rule=SECOND_RULE,
    deciding=on(ClockRepair, "repair_id", stands(CLOCK_REPAIR, "bodies.clock.withdraw")),
)
def withdraw_clock_repair(act: Act, *, repair_id: Annotated[int, One("时钟恢复")]) -> ClockRepair:
    """Take a proposal back that nobody has confirmed."""
    return act.move(act.lock(ClockRepair, repair_id), CLOCK_REPAIR)
