"""Whether a seat may take a step on an incoming paper now: the office's steps, and the handler's answer."""

from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.exchange.rules.machines import INCOMING
from lianxi.exchange.rules.refusals import NotYours, TooLate


@dataclass(frozen=True, slots=True)
class IncomingFacts:
    """What decides on an incoming paper: where it stands and who handles it."""

    state: str
    handler_id: int | None = None
    handler: str = ""


def _may(facts: IncomingFacts, step: str, what: str) -> Refusal | None:
    if INCOMING.may(f"exchange.incoming.{step}", facts.state):
        return None
    return TooLate(
        f"这件收文{INCOMING.labels[facts.state]}，不能{what}。",
        rule="收文的流转规则",
        next_step="确需再办的，请办公室先重新办理。",
    )


def office(facts: IncomingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office say who handles a paper that is open."""
    return _may(facts, "route", "指定承办单位")


def route(facts: IncomingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office pass a paper on while it is open."""
    return _may(facts, "route", "转办")


def file(facts: IncomingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office put a paper away while it is open."""
    return _may(facts, "file", "存查")


def reopen(facts: IncomingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the office take up a paper that has ended."""
    return _may(facts, "reopen", "重新办理")


def answer(facts: IncomingFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the office, or a seat of the unit that handles it, note the answer."""
    if not actor.is_office and actor.unit_id != facts.handler_id:
        return NotYours(
            f"这件收文由{facts.handler or '办公室'}承办，不是你单位。",
            rule="由办公室或承办单位登记答复",
            next_step=f"请由{facts.handler or '办公室'}登记。",
        )
    return _may(facts, "answer", "登记答复")
