"""Whether a seat may take a step on an arrangement, on its rows, or for its unit alone: pure guards over facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.work.rules.machines import ARRANGEMENT, ArrangementState
from lianxi.work.rules.periods import Period, before, period_of
from lianxi.work.rules.sharing import may_send

HALF = 2


@dataclass(frozen=True, slots=True)
class ArrangementFacts:
    """What decides on an arrangement: where it stands, whether it asks for returns, who answers and takes part.

    `entered_by` is the unit that types for the one of the clause (代为登记); `share` says how far rows may leave.
    """

    state: str
    title: str
    asks: bool
    doers: tuple[int, ...] = ()
    partners: tuple[int, ...] = ()
    entered_by: int | None = None
    share: str = ""
    share_ground: str = ""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What decides on a row: its arrangement as it stands now, whose it is, whether a later version took its place.

    `handed` names the period where its return has been handed in.
    """

    arrangement: ArrangementFacts
    unit_id: int
    is_last: bool
    handed: str = ""


@dataclass(frozen=True, slots=True)
class HalfFacts:
    """What decides on the half-year's question: which unit is asked for which half-year."""

    unit_id: int | None
    period: str


def owner(doers: Sequence[int], entered_by: int | None, actor: Actor) -> int | None:
    """Return for which unit a seat fills in: its own, or the clause's for which its unit types; None for nobody's."""
    if actor.unit_id in doers:
        return actor.unit_id
    return doers[0] if doers and entered_by is not None and actor.unit_id == entered_by else None


def _is_on(facts: ArrangementFacts) -> Refusal | None:
    if facts.state == ArrangementState.ON:
        return None
    return WrongState(
        f"“{facts.title}”{ARRANGEMENT.labels[facts.state]}，不能填报。",
        rule="只有已启用的安排可以填报",
        next_step="请办公室先启用；已改版的请打开新版填报。",
    )


def fill(facts: ArrangementFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let who answers for an arrangement that is on fill in its rows."""
    if refusal := _is_on(facts):
        return refusal
    if owner(facts.doers, facts.entered_by, actor) is not None:
        return None
    return NotPermitted(
        f"“{facts.title}”属于别的单位。", rule="由责任单位填报", next_step="请由责任单位的席位填报。"
    )


def send(facts: ArrangementFacts, actor: Actor, day: date) -> Refusal | None:
    """Let who fills in send the rows, unless they are not to be shared."""
    return fill(facts, actor, day) or may_send(facts.share, facts.share_ground, facts.title)


def tell_part(facts: ArrangementFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let a unit that takes part tell its own part."""
    if refusal := _is_on(facts):
        return refusal
    if actor.unit_id in facts.partners:
        return None
    return NotPermitted(
        "你单位不是这项的配合单位。", rule="由条款写明的配合单位填报", next_step="请由配合单位填报。"
    )


def handed_in(period: str, title: str) -> WrongState:
    """Refuse to change rows of a period whose return has been handed in."""
    return WrongState(
        f"{period}“{title}”已报送，登记行不能再改。",
        rule="报送后的数字不能自行改动",
        next_step="请先撤回；已接收的，请办公室退回更正。",
    )


def correct(facts: RowFacts, actor: Actor, day: date) -> Refusal | None:
    """Let the unit that entered a row correct its last version or take it away, until the return is handed in."""
    whole = facts.arrangement
    if refusal := fill(whole, actor, day):
        return refusal
    if facts.unit_id != owner(whole.doers, whole.entered_by, actor):
        return BadInput("这一行是别的单位登记的。", next_step="请由登记的单位改正。")
    if not facts.is_last:
        return BadInput("这一行已有更新的版次。", next_step="请打开最新的一版再改。")
    return handed_in(facts.handed, whole.title) if facts.handed else None


def switch_on(facts: Sequence[ArrangementFacts], _actor: Actor, _day: date) -> Refusal | None:
    """Let the office carry out what is proposed and, where it asks for returns, names who hands in."""
    for one in facts:
        if refusal := ARRANGEMENT.refusal("work.arrangement.switch_on", one.state):
            return refusal
        if one.asks and not one.doers:
            return BadInput(
                f"“{one.title}”没有写明由哪个单位报送。", next_step="请改版，补上报送单位后再启用。"
            )
    return None


def start(facts: Sequence[ArrangementFacts], actor: Actor, day: date) -> Refusal | None:
    """Let the office carry out the starting set while something of it is proposed."""
    if not facts:
        return BadInput("起步范围内没有待启用的安排。", next_step="请先生成建议，或逐项启用。")
    return switch_on(facts, actor, day)


def set_check(unit_id: int | None, actor: Actor, _day: date) -> Refusal | None:
    """Let a unit say how its own returns are checked."""
    if actor.unit_id is not None and actor.unit_id == unit_id:
        return None
    return NotPermitted("只能设定本单位的审核。", rule="由各单位自行设定", next_step="请由该单位的席位设定。")


def halves(day: date) -> list[Period]:
    """List the half-years that may be answered on a day: the present one and the one before."""
    now = period_of(day, HALF)
    return [now, before(now, HALF)]


def answer_half(facts: HalfFacts, actor: Actor, day: date) -> Refusal | None:
    """Let a unit answer for itself, for the present half-year and the one before."""
    if actor.unit_id is None or actor.unit_id != facts.unit_id:
        return NotPermitted("这一页属于别的单位。", rule="由成员单位填报", next_step="请由该单位的席位填报。")
    allowed = halves(day)
    if facts.period in [one.code for one in allowed]:
        return None
    shown = "、".join(one.words for one in allowed)
    return BadInput("这一期不能填报。", next_step=f"现在可以填报：{shown}。")
