"""Whether a seat may take a step on a batch or a signal now: one guard a step, over facts loaded once."""

from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import NotPermitted, Refusal

OWN_RULE = "未入库的批次由提交单位或办公室办理"


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """What decides on a batch: where it stands, and the unit whose seat submitted it."""

    state: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """What decides on a signal: where it stands, and which seat and person last found its measures effective."""

    state: str
    checked_seat: int | None = None
    checked_person: int | None = None


def own_batch(facts: BatchFacts, actor: Actor, _day: date) -> Refusal | None:
    """Refuse a seat of another unit than the one that submitted; the office may deal with every batch."""
    if actor.is_office or (facts.unit_id is not None and facts.unit_id == actor.unit_id):
        return None
    return NotPermitted(
        "这一批次不是由本单位提交的。", rule=OWN_RULE, next_step="请联系提交单位，或请办公室办理。"
    )


def second_person(facts: SignalFacts, actor: Actor, _day: date) -> Refusal | None:
    """Refuse to let who found the measures effective close the signal."""
    seat = facts.checked_seat is not None and actor.seat_id == facts.checked_seat
    person = facts.checked_person is not None and actor.person_id == facts.checked_person
    if not (seat or person):
        return None
    return NotPermitted(
        "处置效果是由你核查的，不能由你结案。",
        rule="核查和结案由两个席位、两个人办理",
        next_step="请办公室的另一席位或召集人结案。",
    )
