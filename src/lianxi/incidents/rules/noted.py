"""Whether a seat may take a step on what was entered for an event: measures, groups, counts, tellings, letters."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lianxi.core.actors import Actor
from lianxi.core.guards import each, stands
from lianxi.core.refusals import NotFound, NotPermitted, Refusal, WrongState
from lianxi.guests.rules import TASK, TaskFacts, own
from lianxi.incidents.rules.guards import second_seat
from lianxi.incidents.rules.machines import FOLLOW_UP, LETTER
from lianxi.incidents.rules.steps import EventFacts, nothing_to_do, party, running

# The union's reminder asks for no answer; everything else it writes does.
PROMPT = "prompt"


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
    return nothing_to_do("这项措施已经解除。", "措施只解除一次") if facts.done else None


def unended(facts: RowFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a group be ended once."""
    return nothing_to_do("这个工作组已经撤销。", "工作组只撤销一次") if facts.done else None


def unconfirmed(facts: RowFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a lower count be confirmed once."""
    if facts.done:
        return nothing_to_do("这次人数已经确认。", "下调只确认一次")
    return None if facts.lower else nothing_to_do("这次人数没有下调，不用确认。", "只有下调须由另一席位确认")


def second(facts: RowFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let another seat and person confirm than entered the lower count."""
    return second_seat(facts.writer, actor)


def unsigned(facts: TellingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a telling be signed for once."""
    return nothing_to_do("这份告知已经签收。", "告知只签收一次") if facts.signed else None


def sent(facts: TellingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let only what was told to a member unit through its seats be signed for."""
    if facts.unit_id is not None:
        return None
    return nothing_to_do("这份告知没有经本系统送出，不用签收。", "经本系统送出的告知由收到的单位签收")


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
