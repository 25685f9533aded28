"""Whether a seat may take a step on a request now: the asker's steps, the answerer's, and by the table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.exchange.rules.machines import REQUEST
from lianxi.exchange.rules.refusals import NotYours, TooLate


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What decides on a request: who asks whom, and where it stands."""

    state: str
    unit_id: int
    unit: str
    to_unit_id: int
    to_unit: str


Guard: TypeAlias = Callable[[RequestFacts, Actor, date], Refusal | None]
ASKERS = {"agree": "同意另提的日期", "insist": "请按原日期办理", "withdraw": "撤回"}
ANSWERERS = {"accept": "受理", "propose": "另提日期", "answer": "答复", "decline": "不受理"}


def may(step: str) -> Guard:
    """Return the guard of a step on a request (accept, propose, answer …)."""
    is_asker, what = step in ASKERS, {**ASKERS, **ANSWERERS}[step]

    def guard(facts: RequestFacts, actor: Actor, _day: date) -> Refusal | None:
        own, name = (facts.unit_id, facts.unit) if is_asker else (facts.to_unit_id, facts.to_unit)
        if actor.unit_id != own:
            whose = "提出单位" if is_asker else "答复单位"
            return NotYours(
                f"这件请求由{name}{what}，不是你单位。",
                rule=f"由{whose}{what}",
                next_step=f"请由{name}办理。",
            )
        if REQUEST.may(f"exchange.request.{step}", facts.state):
            return None
        return TooLate(
            f"这件请求{REQUEST.labels[facts.state]}，不能{what}。",
            rule="请求的流转规则",
            next_step="请刷新页面，看现在的状态。",
        )

    return guard
