"""Whether a seat may take a step on a sending, a receipt or a bounce now: one guard a step, over facts loaded once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.exchange.rules.machines import RECEIPT, SENDING
from lianxi.exchange.rules.refusals import CannotBounce, CannotRule, NotYours, TooLate
from lianxi.ledger.rules.responsibility import HANDBACK, HANDBACK_OPEN


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What decides on a receipt: whose it is, who sent it, where it and its sending stand."""

    state: str
    unit_id: int
    unit: str
    sender_id: int
    sender: str
    sending_state: str = "sent"


@dataclass(frozen=True, slots=True)
class BounceFacts:
    """What decides on a bounce: the unit that handed back, the one it names, and where it stands."""

    state: str
    unit_id: int
    named_unit_id: int
    named_unit: str


Guard: TypeAlias = Callable[[ReceiptFacts, Actor, date], Refusal | None]


def _own(facts: ReceiptFacts, actor: Actor) -> Refusal | None:
    if actor.unit_id == facts.unit_id:
        return None
    return NotYours(
        f"这份来件发给{facts.unit}，不是发给你单位。",
        rule="来件由收到的单位签收、反馈",
        next_step=f"请由{facts.unit}办理。",
    )


def _may(facts: ReceiptFacts, action: str, what: str) -> Refusal | None:
    if RECEIPT.may(action, facts.state):
        return None
    if facts.state == "withdrawn":
        return TooLate(
            f"{facts.sender}已撤回，不再{what}。",
            rule="撤回的来件不再办理",
            next_step="无需办理；有疑问请联系送出单位。",
        )
    return TooLate(
        f"这份来件{RECEIPT.labels[facts.state]}，不能{what}。",
        rule="来件的流转规则",
        next_step="请刷新页面，看现在的状态。",
    )


def sign(facts: ReceiptFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the receiver sign once."""
    return _own(facts, actor) or _may(facts, "exchange.receipt.sign", "签收")


def answer(facts: ReceiptFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the receiver answer, and put its answer right."""
    return _own(facts, actor) or _may(facts, "exchange.receipt.answer", "反馈")


def bounce(facts: ReceiptFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the receiver hand back before it has answered, once at a time."""
    if refusal := _own(facts, actor):
        return refusal
    if facts.state == "answered":
        return CannotBounce(
            "已经反馈过的来件不能退件。",
            rule="反馈即作为本单位的事办理",
            next_step="请更正反馈，或另行送出说明。",
        )
    if facts.state == "bounced":
        return CannotBounce(
            "你单位的退件还没有结果。",
            rule="一次退件有结果后才能再退",
            next_step="请等待接收、裁定，或先撤回退件。",
        )
    return _may(facts, "exchange.bounce.ask", "退件")


def _open(facts: BounceFacts) -> Refusal | None:
    if facts.state in HANDBACK_OPEN:
        return None
    return TooLate(
        f"这次退件{HANDBACK.labels[facts.state]}。",
        rule="退件只答复一次",
        next_step="请刷新页面，看现在的状态。",
    )


def answer_bounce(facts: BounceFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the named unit accept or decline while it is asked."""
    if actor.unit_id != facts.named_unit_id:
        return NotYours(
            f"退件指明的是{facts.named_unit}，不是你单位。",
            rule="退件由指明的单位答复",
            next_step=f"请由{facts.named_unit}答复。",
        )
    if facts.state == "with_office":
        return TooLate(
            "这次退件已交办公室裁定。", rule="第二次退件由办公室裁定", next_step="请等待办公室裁定。"
        )
    return _open(facts)


def rule_bounce(facts: BounceFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the office rule, but for seats of the two units concerned that are no director's or staff's alone."""
    if not actor.is_office and actor.unit_id in (facts.unit_id, facts.named_unit_id):
        return CannotRule(
            "你的单位是当事单位，不能裁定。", rule="退件由办公室裁定", next_step="请办公室其他席位裁定。"
        )
    return _open(facts)


def withdraw_bounce(facts: BounceFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that handed back take it back while it is open."""
    if actor.unit_id != facts.unit_id:
        return NotYours(
            "这次退件不是你单位提出的。", rule="由退件的单位撤回", next_step="请由退件的单位撤回。"
        )
    return _open(facts)


@dataclass(frozen=True, slots=True)
class SendingFacts:
    """What decides on a sending: whose it is and where it stands."""

    state: str
    unit_id: int
    unit: str


def withdraw(facts: SendingFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the sender withdraw what it sent, once."""
    if actor.unit_id != facts.unit_id:
        return NotYours(
            f"这是{facts.unit}送出的，你单位不能撤回。",
            rule="由送出单位撤回",
            next_step=f"请由{facts.unit}撤回。",
        )
    if not SENDING.may("exchange.sending.withdraw", facts.state):
        return TooLate("已经撤回。", rule="送出只撤回一次", next_step="无需再办理。")
    return None
