"""Reports owed upward and comparisons of figures: whose step it is, and the day the next one is due."""

from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.due import add_months
from lianxi.core.refusals import Refusal
from lianxi.exchange.rules.machines import TALLY, UPWARD
from lianxi.exchange.rules.refusals import NotYours, TooLate
from lianxi.exchange.rules.words import MONTHS


@dataclass(frozen=True, slots=True)
class UpwardFacts:
    """What decides on a report owed upward: where it stands and who drafts it."""

    state: str
    unit_id: int
    unit: str


@dataclass(frozen=True, slots=True)
class TallyFacts:
    """What decides on a comparison: both units, and which of them has agreed."""

    state: str
    unit_id: int
    to_unit_id: int
    sender_agreed: bool = False
    receiver_agreed: bool = False


def work_on(facts: UpwardFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the drafting unit and the office work on a report that has not gone out."""
    if not actor.is_office and actor.unit_id != facts.unit_id:
        return NotYours(
            f"这件报送由{facts.unit}起草，不是你单位。",
            rule="由起草单位或办公室办理",
            next_step=f"请由{facts.unit}办理。",
        )
    if UPWARD.may("exchange.upward.send", facts.state):
        return None
    return TooLate(f"这件报送{UPWARD.labels[facts.state]}。", rule="报送只办一次", next_step="无需再办理。")


def compare(facts: TallyFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let each of the two units say once whether the figures are right."""
    if actor.unit_id not in (facts.unit_id, facts.to_unit_id):
        return NotYours(
            "这份核对是另外两个单位之间的。", rule="由送出单位和接收单位核对", next_step="请由两个单位核对。"
        )
    done = facts.sender_agreed if actor.unit_id == facts.unit_id else facts.receiver_agreed
    if TALLY.may("exchange.tally.agree", facts.state) and not done:
        return None
    why = "你单位已经核对过" if done else f"这份核对已是“{TALLY.labels[facts.state]}”"
    return TooLate(f"{why}。", rule="每个单位核对一次", next_step="数字又有变化的，请另发起一次核对。")


def next_due(due_on: date, anchor_on: date, repeats: str) -> date | None:
    """Return the day the next report is due: the same day of a later month; None where it is owed once."""
    months = MONTHS.get(repeats)
    return add_months(due_on, months, anchor=anchor_on.day) if months else None
