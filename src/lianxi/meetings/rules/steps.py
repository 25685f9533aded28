"""Whether a seat may take a step on a topic, a meeting or its minutes now: one guard a step, over facts loaded once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from lianxi.core.actors import Actor
from lianxi.core.guards import HasState
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.meetings.rules.consent import Table, consent_missing
from lianxi.meetings.rules.machines import MEETING, MINUTES, OPEN_AGENDA, OPEN_TOPICS, TOPIC


class NotInProgress(WrongState):
    """Outcomes are written only while the meeting is in progress."""

    code = "meeting_not_in_progress"


class NotInConsent(WrongState):
    """The minutes are not with the units."""

    code = "minutes_not_in_consent"


class NotAsked(NotPermitted):
    """The unit did not attend, so its consent is not asked."""

    code = "unit_not_asked"


class BindsNobody(BadInput):
    """A decision of the minutes binds nobody or has no day."""

    code = "decision_binds_nobody"


class OfUnit(Protocol):
    """Facts of what belongs to one unit; None where it belongs to none."""

    @property
    def unit_id(self) -> int | None: ...


def own_unit(facts: OfUnit, actor: Actor, _day: date) -> Refusal | None:
    """Refuse a seat that speaks for another unit than the one concerned."""
    if facts.unit_id is not None and actor.unit_id == facts.unit_id:
        return None
    return NotPermitted(
        "这不是你单位的事项。",
        rule="成员单位只代表本单位",
        next_step="请由该单位的成员或办公室成员办理。",
    )


# ---- topics ----


class TopicFacts(HasState, OfUnit, Protocol):
    """What decides on a topic."""

    @property
    def kind(self) -> str: ...


def revise_topic(facts: TopicFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the unit that raised a topic, or the office, change its text until it is settled."""
    refusal = None if actor.is_office else own_unit(facts, actor, day)
    if refusal is None and facts.state not in OPEN_TOPICS:
        refusal = BadInput("议题已办结，文本不能再改。", next_step="需要补充的，请另提议题。")
    return refusal


def ask_opinions(facts: TopicFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let opinions be asked until a topic is settled."""
    return BadInput("议题已办结，不再征求意见。") if facts.state not in OPEN_TOPICS else None


def answer_upward(facts: TopicFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an assigned matter be answered once it is accepted, a policy proposal once a meeting settled it."""
    if facts.kind == "proposal":
        return BadInput("单位议题不需要上报。", next_step="交办事项和政策建议才以报告上报。")
    if facts.kind == "policy" and facts.state == "accepted":
        return BadInput("政策建议须经会议议定后上报。", next_step="请先列入议程。")
    return TOPIC.refusal("meetings.topic.answer_upward", facts.state)


# ---- meetings ----


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What decides on a meeting: `unsaid` are the items without a result, `items` counts the agenda."""

    state: str
    agreed_by: str = ""
    items: int = 0
    unsaid: tuple[str, ...] = ()
    is_attended: bool = False
    has_minutes: bool = False


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What decides on an agenda item: its meeting's state and its place, 0 once it is taken off."""

    state: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class CalledFacts:
    """What decides on a unit's reply: its meeting's state, and whose it is."""

    state: str
    unit_id: int


def agenda_open(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let the agenda change until the meeting is over."""
    return None if facts.state in OPEN_AGENDA else BadInput("会议已结束或取消，议程不能再改。")


def move_item(facts: ItemFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the order change until the meeting opens."""
    if facts.state == "in_progress":
        return BadInput("会议进行中，次序不能再调：到会情况按议程序号记录。")
    return None


def arrange_agenda(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let order, reporters and times be set until the meeting opens."""
    if facts.state == "in_progress":
        return BadInput("会议进行中，议程不能再排：到会情况按议程序号记录。")
    return None


def remove_item(facts: ItemFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an item be taken off until the meeting opens, once."""
    if facts.state == "in_progress" or facts.ordinal == 0:
        return BadInput("会议进行中的议程不能移出。", next_step="未议的可在结果中选“转入下次会议”。")
    return None


def change_units(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let units be added until the notice is out."""
    if facts.state == "planned":
        return None
    return BadInput("会议已通知，不能再改参会单位。", next_step="可请有关单位列席。")


def agree_to_meeting(facts: MeetingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the convener agree once, before the notice is out."""
    if facts.state != "planned":
        return BadInput("会议已经通知，不用再同意召开。", next_step="确需更改的，请取消后重新筹备。")
    if facts.agreed_by:
        return BadInput(f"{facts.agreed_by}已经同意召开。", next_step="无需办理。")
    return None


def call_meeting(facts: MeetingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the notice go out once there is an agenda."""
    if refusal := MEETING.refusal("meetings.meeting.call", facts.state):
        return refusal
    return (
        None
        if facts.items
        else BadInput("还不能印发通知：议程还是空的。", next_step="请先把已受理的议题列入议程。")
    )


def move_meeting(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let time and place change until the meeting opens."""
    if facts.state in ("planned", "called"):
        return None
    return BadInput("会议已经开始、结束或取消，时间地点不能再改。")


def note_replies(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let replies by telephone be entered between the notice and the opening."""
    if facts.state == "called":
        return None
    return BadInput("现在不登记回执。", next_step="会议通知印发后、开会前可以登记。")


def reply_to_notice(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let a unit reply between the notice and the opening."""
    if facts.state == "called":
        return None
    return BadInput("现在不需要回执。", next_step="会议通知印发后、开会前可以回执。")


def close_meeting(facts: MeetingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a meeting be closed once every item has a result and somebody is recorded as attending."""
    if refusal := MEETING.refusal("meetings.meeting.close", facts.state):
        return refusal
    if facts.unsaid:
        return BadInput(
            f"还不能结束：还有议程没有结果：{'、'.join(facts.unsaid)}。",
            next_step="请逐项写明议定情况，或转入下次会议。",
        )
    if not facts.is_attended:
        return BadInput(
            "还不能结束：还没有登记到会单位。", next_step="纪要须经到会单位同意，请先登记到会情况。"
        )
    return None


def in_progress(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let outcomes be written from a meeting's opening to its end."""
    if facts.state == "in_progress":
        return None
    return NotInProgress(
        "会议不在进行中，不能写议定情况。",
        rule="议定情况只在会议进行中记录",
        next_step="会前请先开始会议；会后请在纪要中修改，并由与会单位会签。",
    )


def record_attendance(facts: MeetingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let attendance be recorded from the opening until the minutes fix it."""
    if facts.state in ("in_progress", "held") and not facts.has_minutes:
        return None
    return NotInProgress(
        "现在不能登记到会情况。",
        rule="到会情况在会议进行中或纪要起草前登记",
        next_step="纪要起草后到会情况即固定，会签单位由它算出。",
    )


def record_course(facts: MeetingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let chair and hours be entered from the opening until the minutes state them."""
    if facts.state in ("in_progress", "held") and not facts.has_minutes:
        return None
    return NotInProgress(
        "现在不能登记主持人和起止时间。",
        rule="在会议开始后、纪要起草前登记",
        next_step="纪要起草后，请在纪要里修改第一段。",
    )


def draft_minutes(facts: MeetingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let the minutes of a held meeting be drafted once."""
    if facts.state != "held":
        return BadInput("会议还没有结束，不能起草纪要。", next_step="请先结束会议。")
    if facts.has_minutes:
        return BadInput("这次会议的纪要已经起草。", next_step="请打开纪要继续修改。")
    return None


# ---- minutes ----


def terms_open(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let a decision's terms change until its minutes are issued; `state` is that of the minutes, if there are any."""
    if facts.state != "issued":
        return None
    return BadInput("纪要已印发，议定事项不能再改。", next_step="确有错误的，请印发更正。")


def editable(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let minutes be edited until they are issued."""
    if facts.state != "issued":
        return None
    return BadInput(
        "纪要已印发，不能再改。", next_step="确有错误的，请印发编号的更正。", rule="印发后不可更改"
    )


class Uploaded(Protocol):
    """Facts of minutes that may have a file of record."""

    @property
    def upload_id(self) -> int | None: ...


def uploaded(facts: Uploaded, _actor: Actor, _day: date) -> Refusal | None:
    """Let a file of record be set aside where there is one."""
    return BadInput("没有上传过修改稿。", next_step="无需办理。") if facts.upload_id is None else None


class Issued(Protocol):
    """Facts of minutes that may be issued."""

    @property
    def paper_id(self) -> int | None: ...


def correct_minutes(facts: Issued, _actor: Actor, _day: date) -> Refusal | None:
    """Let issued minutes be corrected, and no others."""
    if facts.paper_id is not None:
        return None
    return WrongState(
        "纪要还没有印发，直接修改即可。", rule="更正只用于已印发的纪要", next_step="请在纪要里修改段落。"
    )


@dataclass(frozen=True, slots=True)
class CirculateFacts:
    """What decides whether minutes may be sent for consent: what is `unbound` in them, and the units' changes."""

    state: str
    unbound: str = ""
    unit_changes: Refusal | None = None


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What decides whether minutes may be issued: their state, the consent table, its units by name, what is unbound."""

    state: str
    table: Table
    names: Mapping[int, str]
    unbound: str = ""


def binds_nobody(unbound: str) -> Refusal | None:
    """Refuse a revision in which a decision binds nobody, or says otherwise than its terms."""
    if not unbound:
        return None
    return BindsNobody(
        unbound,
        rule="每项议定事项须有牵头单位和期限，文字与承办要求一致",
        next_step="请在“议定事项”里补全或改正后再送会签。",
    )


def circulate(facts: CirculateFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a draft go to the units once every decision binds somebody."""
    refusal = MINUTES.refusal("meetings.minutes.circulate", facts.state)
    return refusal or binds_nobody(facts.unbound) or facts.unit_changes


def issue(facts: IssueFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let minutes out for consent be issued once every unit that is asked has agreed to the present text."""
    refusal = MINUTES.refusal("meetings.minutes.issue", facts.state)
    return refusal or consent_missing(facts.table, facts.names) or binds_nobody(facts.unbound)


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """What decides whether a unit may speak on minutes: their state and the units that attended."""

    state: str
    attending: frozenset[int]


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """What decides on an objection: where it and its minutes stand, and whose it is."""

    state: str
    minutes_state: str
    unit_id: int


def in_consent(facts: HasState, _actor: Actor, _day: date) -> Refusal | None:
    """Let units speak from the sending to the issue."""
    return _with_units(facts.state)


def minutes_in_consent(facts: ObjectionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let objections be answered and withdrawn from the sending to the issue."""
    return _with_units(facts.minutes_state)


def _with_units(state: str) -> Refusal | None:
    if state == "in_consent":
        return None
    drafting = state == "drafting"
    return NotInConsent(
        "纪要现在不在会签中。",
        rule="会签只在送签后、印发前进行",
        next_step="纪要送会签后会通知你单位。" if drafting else "纪要已印发，错误以更正处理。",
    )


def asked(facts: ConsentFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the units speak that attended."""
    return None if actor.unit_id in facts.attending else not_asked()


def not_asked() -> NotAsked:
    """Say that a unit did not attend."""
    return NotAsked(
        "你单位没有到会，不在会签单位之列。",
        rule="会签单位由到会情况算出，列席不计",
        next_step="如到会情况有误，请联系办公室。",
    )
