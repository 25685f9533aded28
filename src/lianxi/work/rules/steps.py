"""Whether a seat may take a step on a return now, and why not: one pure guard a step over facts loaded once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from lianxi.core.actors import Actor
from lianxi.core.refusals import NotPermitted, Refusal, WrongState
from lianxi.work.rules.machines import RETURN

NIL_WORDS = "本期无此类事项"


class CheckMode(StrEnum):
    """How a unit checks what leaves it."""

    NONE = "none"
    SEAT = "seat"
    LEADER = "leader"


CHECK_LABELS = {
    "none": "直接报送",
    "seat": "由本单位另一席位审核后报送",
    "leader": "写明经本单位哪位负责同志同意",
}


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """What decides the steps on a return. `seats` are the seats of the unit that may speak for it today.

    `rows` counts what stands in the register for the period.
    """

    unit_id: int
    unit: str
    state: str
    period: str
    last_day: date
    nil_allowed: bool
    rows: int
    check: str = CheckMode.NONE
    filled_seat_id: int | None = None
    seats: tuple[int, ...] = ()
    entered_by: int | None = None


Guard: TypeAlias = Callable[[ReturnFacts, Actor, date], Refusal | None]


def _own(facts: ReturnFacts, actor: Actor) -> Refusal | None:
    if actor.unit_id is not None and actor.unit_id in (facts.unit_id, facts.entered_by):
        return None
    return NotPermitted(
        f"这份报送属于{facts.unit}。", rule="由责任单位报送", next_step=f"请由{facts.unit}的席位办理。"
    )


def _state(step: str, facts: ReturnFacts) -> Refusal | None:
    try:
        RETURN.step(step, facts.state)
    except WrongState as refusal:
        return refusal
    return None


def hand_in(facts: ReturnFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit alone hand in, and only where no other seat of it has to check first."""
    refusal = _own(facts, actor) or _state("work.return.hand_in", facts)
    if refusal is None and facts.check == CheckMode.SEAT:
        return NotPermitted(
            f"{facts.unit}设定了报送前由另一席位审核。",
            rule="本单位审核",
            next_step="请先送本单位审核，由另一席位报送。",
        )
    return refusal


def submit(facts: ReturnFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let a seat give it to another one of its unit; a unit with one seat alone has nobody to check."""
    refusal = _own(facts, actor) or _state("work.return.submit", facts)
    if refusal is None and not set(facts.seats) - {actor.seat_id}:
        return NotPermitted(
            f"{facts.unit}没有另一个在任席位。",
            rule="审核由另一席位办理",
            next_step="请把本单位审核改为写明同意人，或补足席位。",
        )
    return refusal


def check(facts: ReturnFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let another seat of the unit than the one that filled it in say yes or no."""
    refusal = _own(facts, actor) or _state("work.return.approve", facts)
    if refusal is None and actor.seat_id == facts.filled_seat_id:
        return NotPermitted(
            "填报人不能审核自己填的报送。",
            rule="填报和审核由不同席位办理",
            next_step="请由本单位另一席位审核。",
        )
    return refusal


def nil(facts: ReturnFacts, actor: Actor, _day: date) -> Refusal | None:
    """Take that nothing happened: one tap, no reason, but not beside rows."""
    refusal = _own(facts, actor) or _state("work.return.nil", facts)
    if refusal is not None:
        return refusal
    if not facts.nil_allowed:
        return NotPermitted(
            "这项安排没有“本期无”。", rule="系统已能看出有无的，不另报", next_step="请填报后报送。"
        )
    if facts.rows:
        return WrongState(
            f"{facts.period}已登记 {facts.rows} 行，不能报“{NIL_WORDS}”。",
            rule="本期无与登记行不能并存",
            next_step="请直接报送，或先删去误登的行。",
        )
    return None


def take_back(facts: ReturnFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit take back what nobody has received yet."""
    return _own(facts, actor) or _state("work.return.take_back", facts)


def receive(facts: ReturnFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office take it as it is."""
    return _state("work.return.receive", facts)


def send_back(facts: ReturnFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office give it back to be put right."""
    return _state("work.return.send_back", facts)
