"""Whether a seat may enter something for an event, or take a step on what was entered: one guard a step, over facts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from lianxi.core.actors import Actor
from lianxi.core.guards import each, stands
from lianxi.core.refusals import NotFound, NotPermitted, Refusal, WrongState
from lianxi.guests.rules import TASK, TaskFacts, own
from lianxi.incidents.rules.guards import second_seat
from lianxi.incidents.rules.machines import FOLLOW_UP, INCIDENT, LETTER, RUNNING

# The union's reminder asks for no answer; everything else it writes does.
PROMPT = "prompt"


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


class OfEvent(Protocol):
    """Facts of what belongs to an event; that of a merged event belongs to the one it was merged into."""

    @property
    def event(self) -> EventFacts: ...


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What decides on a measure, a group or a count: `done` says it is lifted, ended or confirmed already.

    `lower` says that a count waits for a second seat, `writer` who entered it (seat, person).
    """

    event: EventFacts
    done: bool
    lower: bool = True
    writer: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class TellingFacts:
    """What decides on a telling: which unit it was sent to, by name, and whether it was signed for."""

    event: EventFacts
    unit_id: int | None
    whom: str
    signed: bool


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What decides on a letter of the union: its kind, where it stands, to which member unit it was sent."""

    event: EventFacts
    kind: str
    state: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """What decides on a follow-up: where it stands; `owed` is the number of an obligation that still runs."""

    event: EventFacts
    state: str
    owed: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What decides whether a body's numbers are taken: `asked` says that its link was sent for this event's counts."""

    event: EventFacts
    task: TaskFacts
    asked: bool


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


def of_running(facts: OfEvent, actor: Actor, day: date) -> Refusal | None:
    """Let a step be taken on what belongs to an event that runs."""
    return running(facts.event, actor, day)


def of_party(facts: OfEvent, actor: Actor, day: date) -> Refusal | None:
    """Let the office take a step on what belongs to an event, and the units that enter for it."""
    return party(facts.event, actor, day)


def is_asked(facts: AnswerFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let numbers be taken for the event they were asked for, once the body has given them."""
    if not facts.asked:
        return NotFound(
            "没有找到这条续报。", rule="续报只进入它所问的事件", next_step="请在该事件的页面接收。"
        )
    if facts.task.state == TASK.initial:
        return WrongState(
            "对方还没有填报。",
            rule="填报以后方可接收",
            next_step="请打电话；电话里报的数，用“续报人数”登记，写明代哪个单位。",
        )
    return None


def of_sender(facts: AnswerFacts, actor: Actor, day: date) -> Refusal | None:
    """Let who looks after the link take what it brought."""
    return own(facts.task, actor, day) or TASK.refusal("guests.task.accept", facts.task.state)


def unlifted(facts: RowFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a measure be lifted once."""
    return _done("这项措施已经解除。", "措施只解除一次") if facts.done else None


def unended(facts: RowFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a group be ended once."""
    return _done("这个工作组已经撤销。", "工作组只撤销一次") if facts.done else None


def unconfirmed(facts: RowFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a lower count be confirmed once."""
    if facts.done:
        return _done("这次人数已经确认。", "下调只确认一次")
    return None if facts.lower else _done("这次人数没有下调，不用确认。", "只有下调须由另一席位确认")


def second(facts: RowFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let another seat and person confirm than entered the lower count."""
    return second_seat(facts.writer, actor)


def unsigned(facts: TellingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a telling be signed for once."""
    return _done("这份告知已经签收。", "告知只签收一次") if facts.signed else None


def sent(facts: TellingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let only what was told to a member unit through its seats be signed for."""
    if facts.unit_id is not None:
        return None
    return _done("这份告知没有经本系统送出，不用签收。", "经本系统送出的告知由收到的单位签收")


def to_own_unit(facts: TellingFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit sign that a telling was sent to."""
    if facts.unit_id == actor.unit_id:
        return None
    return NotPermitted(
        "这份告知不是发给你单位的。",
        rule="告知由收到的单位签收",
        next_step=f"请由{facts.whom}的席位签收。",
    )


def answers(facts: LetterFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the addressee, the union and the office enter what became of a letter."""
    if actor.is_office or (actor.unit_id is not None and actor.unit_id == facts.unit_id):
        return None
    if actor.unit_id in facts.event.unions:
        return None
    return NotPermitted(
        "这份文书不是发给你单位的。",
        rule="答复由收文单位、总工会或办公室登记",
        next_step="请由收文单位或总工会的席位登记。",
    )


def wants_answer(facts: LetterFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let silence be explained where the letter asks for an answer."""
    if facts.kind != PROMPT:
        return None
    return WrongState(
        "提示函不要求答复，不用说明。", rule="提示函不要求答复", next_step="对方有答复的，请登记答复。"
    )


def carried_out(facts: FollowUpFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a follow-up be carried out once the ledger has closed its obligation."""
    if not facts.owed:
        return None
    return WrongState(
        f"事项{facts.owed}还没有办结。",
        rule="后续工作的结果以台账为准",
        next_step="请先在台账办结；没有采纳的，写明理由。",
    )


answer_letter = each(answers, of_running, stands(LETTER, "incidents.letter.answer"))
explain_letter = each(answers, of_running, wants_answer, stands(LETTER, "incidents.letter.explain"))
finish = each(of_running, stands(FOLLOW_UP, "incidents.follow_up.finish"), carried_out)
take_count = each(is_asked, of_running, of_party, of_sender)


def in_force(facts: PhoneFacts, _actor: Actor, day: date) -> Refusal | None:
    """Let a line of the duty sheet be ended that today or a later day still has."""
    if facts.ends_before is not None and facts.ends_before <= max(day, facts.starts_on):
        return _done("这一行已经停用。", "值班电话只停用一次")
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


def _done(message: str, rule: str) -> Refusal:
    return WrongState(message, rule=rule, next_step="无需办理。")
