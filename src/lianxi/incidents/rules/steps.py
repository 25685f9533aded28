"""Whether a seat may enter something for an event, end a line of the duty sheet or note its print: one guard a step."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from lianxi.core.actors import Actor
from lianxi.core.guards import each
from lianxi.core.refusals import NotPermitted, Refusal, WrongState
from lianxi.incidents.rules.machines import INCIDENT, RUNNING


class NoLead(Refusal):
    """A group whose lead rests on nothing, that lacks the union, or that would investigate in the conference's name."""

    code: ClassVar[str] = "no_lead"


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What decides whether something is entered for an event: where it stands, whose it is, which units are the union.

    `parties` told of it or were told of it, or of an event that was merged into it. `lacks_union` says that a group
    would be without the union, for no reason that is written down.
    """

    state: str
    parties: frozenset[int] = frozenset()
    unions: frozenset[int] = frozenset()
    lacks_union: bool = False


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """What decides whether the duty sheet of a week was printed: whether a line stands in it, and whether it was noted."""

    has_lines: bool
    printed: bool


class PhoneFacts(Protocol):
    """A line of the duty sheet, from which day and to before which it is in force."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_before(self) -> date | None: ...


def running(facts: EventFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let something be entered while the event runs."""
    if facts.state in RUNNING:
        return None
    return WrongState(
        f"这个事件{INCIDENT.labels[facts.state]}，不能再登记。",
        rule="已排除、移交、并入别处或结案的事件不再登记",
        next_step=_NEXT.get(facts.state, "有新情况的，请另行登记来电。"),
    )


_NEXT = {
    "merged": "请在合并后的事件登记。",
    "closed": "有迟发死亡、新增病例等情况的，请办公室主任重新打开。",
}


def party(facts: EventFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the office enter, and units that told of the event or were told of it."""
    if actor.is_office or actor.unit_id in facts.parties:
        return None
    return NotPermitted(
        "你单位没有接到这个事件的告知，也不是报告单位。",
        rule="事件由办公室、报告单位和接到告知的单位登记",
        next_step="请联系办公室；掌握新情况的，可以另行登记来电。",
    )


entering = each(running, party)


def of_union(facts: EventFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the union alone enter its letters."""
    if actor.unit_id in facts.unions:
        return None
    return NotPermitted(
        "工会文书只由总工会的席位登记。",
        rule="提示函、意见书、建议书是工会自己的文书，自己的文号",
        next_step="请由市总工会的席位登记。",
    )


def with_union(facts: EventFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a group be formed that the union is in, or that has a reason why it is not."""
    if not facts.lacks_union:
        return None
    return NoLead(
        "成员单位里没有总工会，也没有写明理由。",
        rule="工会法第二十七条：事故的调查处理必须有工会参加",
        next_step="请在“说明”里写明工会为什么不参加，再成立工作组。",
    )


def in_force(facts: PhoneFacts, _actor: Actor, day: date) -> Refusal | None:
    """Let a line of the duty sheet be ended that today or a later day still has."""
    if facts.ends_before is not None and facts.ends_before <= max(day, facts.starts_on):
        return nothing_to_do("这一行已经停用。", "值班电话只停用一次")
    return None


def unprinted(facts: PrintFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the sheet of a week be noted as printed once, where anything stands in it."""
    if facts.printed:
        return WrongState(
            "本周值班表已登记打印。", rule="每周登记一次", next_step="有改动的，重新打印替换即可。"
        )
    if not facts.has_lines:
        return WrongState(
            "值班表里还没有电话。", rule="有值班电话方可打印", next_step="请先登记各单位、各地区的值班电话。"
        )
    return None


def nothing_to_do(message: str, rule: str) -> Refusal:
    """Refuse what has been done already: it is no fault, and nothing is left to do."""
    return WrongState(message, rule=rule, next_step="无需办理。")
