"""Whether a seat may take a step on what the office keeps now: an incoming paper, what answers a checklist's point."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.exchange.rules.machines import INCOMING
from lianxi.exchange.rules.refusals import NotYours, TooLate
from lianxi.exchange.rules.words import SEALED_KINDS


@dataclass(frozen=True, slots=True)
class IncomingFacts:
    """What decides on an incoming paper: where it stands, who handles it, and which seat (id, label) registered it."""

    state: str
    handler_id: int | None = None
    handler: str = ""
    seat_id: int = 0
    by: str = ""


def scan_refusal(kind: str, *, network_is_fit: bool) -> BadInput | None:
    """Refuse a scan that may not be kept: of a letter or call never, of an instruction only where the network is fit."""
    if kind in SEALED_KINDS:
        return BadInput(
            "来信来访、12345 转办不存原件和答复件，只登记摘要。",
            rule="来信来电人密封，不随转办、导出和搜索",
            next_step="请去掉文件，在摘要里写清事由（不写姓名）。",
        )
    if kind == "instruction" and not network_is_fit:
        return BadInput(
            "批示只登记摘要，不存扫描件。",
            rule="批示扫描件只在运行方声明网络环境适宜时录入",
            next_step="请去掉扫描件；网络环境适宜的，由运行方设定 LIANXI_SCANS=1。",
        )
    return None


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


def read_complainant(facts: IncomingFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the seat that registered a paper read who wrote, and no other, of the office too."""
    if actor.seat_id == facts.seat_id:
        return None
    return NotPermitted(
        "来信来电人只由登记的席位查看。",
        rule="来信来电人密封，不随转办、导出和搜索",
        next_step=f"确有需要的，请登记的席位（{facts.by}）查看。",
    )


class Linked(Protocol):
    """What decides on a record that answers a point: whether it still does."""

    @property
    def is_dropped(self) -> bool: ...


def linked(facts: Linked, _actor: Actor, _day: date) -> Refusal | None:
    """Let a record be taken off a point once."""
    if not facts.is_dropped:
        return None
    return WrongState("这份材料已经移除。", rule="一份材料移除一次", next_step="请刷新页面，看现在的材料。")
