"""Whether a seat may take a step on a collection now: the asked unit gives, the collector judges and ends."""

from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.exchange.rules.machines import COLLECTION
from lianxi.exchange.rules.refusals import NotYours, TooLate


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """What decides on a collection: whose it is and where it stands.

    `asked` is the unit of a reply, `missing` counts those that have not given, `is_dropped` tells of an opinion whose
    unit gave again.
    """

    state: str
    unit_id: int
    unit: str
    asked_id: int | None = None
    asked: str = ""
    by_office: bool = False
    missing: int = 0
    is_dropped: bool = False


def run(facts: CollectionFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that collects run it, the office alone where the office does; the table says from which state."""
    if actor.is_office if facts.by_office else actor.unit_id == facts.unit_id:
        return None
    whose = "办公室" if facts.by_office else facts.unit
    return NotYours(
        f"这次征集由{whose}发起，你的席位不能办理。",
        rule="由发起的单位或办公室办理",
        next_step=f"请由{whose}办理。",
    )


def give(facts: CollectionFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the asked unit give, and change what it gave, while the collection is open."""
    if actor.unit_id != facts.asked_id:
        return NotYours(
            f"这一份由{facts.asked}报送，不是你单位。",
            rule="由征集的单位报送",
            next_step=f"请由{facts.asked}报送。",
        )
    if facts.state == "open":
        return None
    return TooLate(
        f"征集{COLLECTION.labels[facts.state]}，不再接收。",
        rule="截止后不再报送",
        next_step=f"确需补报的，请{facts.unit}重新开放。",
    )


def judge(facts: CollectionFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the collector say what became of an opinion, while it collects and afterwards."""
    if refusal := run(facts, actor, day):
        return refusal
    if facts.is_dropped:
        return TooLate(
            "这条意见已由重新报送的内容代替。",
            rule="处理的是最近一次报送的意见",
            next_step="请刷新页面，处理现在的意见。",
        )
    if facts.state != "withdrawn":
        return None
    return TooLate("征集已撤回，意见不再处理。", rule="撤回的征集不再办理", next_step="无需办理。")


def urge(facts: CollectionFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the collector remind who has not given, while the collection is open."""
    if refusal := run(facts, actor, day):
        return refusal
    if facts.state == "open" and facts.missing:
        return None
    why = "没有未报的单位" if facts.state == "open" else f"征集{COLLECTION.labels[facts.state]}"
    return TooLate(f"{why}。", rule="只提醒未报的单位", next_step="无需提醒。")
