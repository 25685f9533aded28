"""Whether a seat may take a step on an incoming paper now: the office's steps, and the handler's answer."""

from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, Refusal
from lianxi.exchange.rules.machines import INCOMING
from lianxi.exchange.rules.refusals import NotYours, TooLate
from lianxi.exchange.rules.words import SEALED_KINDS


@dataclass(frozen=True, slots=True)
class IncomingFacts:
    """What decides on an incoming paper: where it stands and who handles it."""

    state: str
    handler_id: int | None = None
    handler: str = ""


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
