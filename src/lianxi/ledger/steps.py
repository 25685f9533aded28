"""Which steps a seat may take on an obligation now, and in words why not the others.

The page's own records decide, with the rules the actions use; the actions ask them again under lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import OFFICE, Actor
from lianxi.core.refusals import Refusal, WrongState
from lianxi.journal.acting import catalogue
from lianxi.ledger import actions
from lianxi.ledger.actions.handing_back import HANDS_BACK
from lianxi.ledger.actions.parts import missing_parts_sentence, part_idle_sentence
from lianxi.ledger.models import CoUnit, Handback
from lianxi.ledger.queries import ObligationPage
from lianxi.ledger.rules import (
    ENDED,
    HANDBACK_OPEN,
    OBLIGATION,
    SHORT_KINDS,
    WORKING,
    conflict_of_interest,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step by its action's id and title; `why_not` is empty where the seat may take it now.

    `is_theirs` is False where the seat's kind or unit never takes this step here, so that a page can
    leave it out rather than explain it.
    """

    action: str
    title: str
    why_not: str
    is_theirs: bool


Guard = Callable[[ObligationPage, Actor, date], str]


def list_steps(page: ObligationPage, actor: Actor, day: date) -> list[Step]:
    """List every step on an obligation with whether the seat may take it on a day."""
    found = []
    for action, guard in _GUARDS.items():
        registered = catalogue[action]
        theirs = _not_theirs(page, actor, action)
        why_not = theirs or guard(page, actor, day)
        found.append(Step(action, registered.title, why_not, not theirs))
    return found


def _not_theirs(page: ObligationPage, actor: Actor, action: str) -> str:
    try:
        catalogue[action].require(actor)
    except Refusal as refused:
        return refused.sentence()
    parts = {page.obligation.lead_unit_id, *(unit.pk for unit in page.co_units)}
    lead = page.obligation.lead_unit
    if action in _BY_UNITS and actor.unit_id not in parts:
        return f"这项由{lead.name}主办，你单位不是主办或协办单位。"
    if action in _BY_LEAD and actor.unit_id != lead.pk:
        return f"这一步由主办单位{lead.name}办理。"
    return ""


def _acknowledge(page: ObligationPage, actor: Actor, _day: date) -> str:
    if ended := _ended(page):
        return ended
    waiting = {unit.pk for unit in page.waiting_units}
    return "" if actor.unit_id in waiting else "你单位已经签收过这项。"


def own_part(page: ObligationPage, actor: Actor) -> CoUnit | None:
    """Return the part that the actor's unit has beside the lead, if any."""
    return next((part for part in page.parts if part.unit_id == actor.unit_id), None)


def _report(page: ObligationPage, actor: Actor, _day: date) -> str:
    part = own_part(page, actor)
    if part is None:
        return _wrong_state("ledger.progress.report", page)
    return _ended(page) or part_idle_sentence(part.state)


def _running(page: ObligationPage, _actor: Actor, _day: date) -> str:
    return _ended(page)


def _hand_back(page: ObligationPage, actor: Actor, _day: date) -> str:
    part = own_part(page, actor)
    state = part.state if part else page.obligation.state
    if ended := _ended(page):
        return ended
    if state not in (*HANDS_BACK, "working"):
        return "这项已报告过办完或已退回补办，不能再以不属本单位职责退回。"
    mine = [one for one in open_handbacks(page) if one.unit_id == actor.unit_id]
    return "你单位已经退回，还没有结果。" if mine else ""


def open_handbacks(page: ObligationPage) -> list[Handback]:
    """Return the handbacks that wait for an answer."""
    return [one for one in page.handbacks if one.state in HANDBACK_OPEN]


def _answer_handback(page: ObligationPage, actor: Actor, _day: date) -> str:
    mine = [one for one in open_handbacks(page) if one.named_unit_id == actor.unit_id]
    return "" if any(one.state == "asked" for one in mine) else "没有等你单位接收的退回。"


def _withdraw_handback(page: ObligationPage, actor: Actor, _day: date) -> str:
    mine = [one for one in open_handbacks(page) if one.unit_id == actor.unit_id]
    return "" if mine else "你单位没有等待结果的退回。"


def _rule_handback(page: ObligationPage, actor: Actor, _day: date) -> str:
    waiting = open_handbacks(page)
    if not waiting:
        return "没有等待裁定的退回。"
    own = actor.kind in OFFICE and all(actor.unit_id in (one.unit_id, one.named_unit_id) for one in waiting)
    return "争议涉及你所在的单位，不能由你裁定。" if own else ""


def _ask_extension(page: ObligationPage, _actor: Actor, _day: date) -> str:
    row = page.obligation
    if row.due_on is None or row.state not in WORKING:
        return "这项现在没有正在计算的时限。"
    return "已有一份延期申请等待答复。" if _asked(page) else ""


def _answer_extension(page: ObligationPage, actor: Actor, _day: date) -> str:
    asked = _asked(page)
    if not asked:
        return "没有等待答复的延期申请。"
    return _ended(page) or conflict_of_interest(actor, page.obligation.lead_unit_id, asked)


def _pause(page: ObligationPage, _actor: Actor, _day: date) -> str:
    reasons = page.derivation.limit.pauses if page.derivation and page.derivation.limit else ()
    return _ended(page) or ("" if reasons else "这项的时限规则没有写明可以暂停的情形。")


def _verify(page: ObligationPage, actor: Actor, _day: date) -> str:
    if wrong := _wrong_state("ledger.obligation.verify", page):
        return wrong
    passed = [row.progress_id for row in page.verifications if row.result == "pass"]
    this_round = [row.seat_id for row in page.progress if not passed or row.pk > max(passed)]
    return conflict_of_interest(actor, page.obligation.lead_unit_id, this_round)


def _pass(page: ObligationPage, actor: Actor, day: date) -> str:
    if why := _verify(page, actor, day):
        return why
    if page.open_parts:
        return missing_parts_sentence([part.unit.name for part in page.open_parts])
    lacking = "、".join(SHORT_KINDS[kind] for kind in page.missing_evidence)
    return f"还缺佐证：{lacking}。" if lacking else ""


def _supersede(page: ObligationPage, _actor: Actor, _day: date) -> str:
    return _ended(page)


def _answer_upward(page: ObligationPage, _actor: Actor, _day: date) -> str:
    row = page.obligation
    if not row.answer_upward:
        return "这项没有要求向上报告。"
    if row.passed_at is None:
        return "还没有核验通过，通过后再报告。"
    return "这项已经报告过。" if row.answered_at and row.answered_at >= row.passed_at else ""


def _ended(page: ObligationPage) -> str:
    return f"这项已是“{page.state_label}”，不再办理。" if page.obligation.state in ENDED else ""


def _wrong_state(action: str, page: ObligationPage) -> str:
    try:
        OBLIGATION.step(action, page.obligation.state)
    except WrongState as refused:
        return f"{refused.message}{refused.next_step}"
    return ""


def _asked(page: ObligationPage) -> list[int]:
    return [row.seat_id for row in page.extensions if row.state == "asked"]


_GUARDS: dict[str, Guard] = {
    actions.acknowledge_obligation.id: _acknowledge,
    actions.report_progress.id: _report,
    actions.ask_extension.id: _ask_extension,
    actions.grant_extension.id: _answer_extension,
    actions.refuse_extension.id: _answer_extension,
    actions.verify_obligation.id: _pass,
    actions.return_obligation.id: _verify,
    actions.supersede_obligation.id: _supersede,
    actions.merge_obligation.id: _supersede,
    actions.cancel_obligation.id: _supersede,
    actions.add_evidence.id: _report,
    actions.require_evidence.id: _running,
    actions.hand_back.id: _hand_back,
    actions.offer_delegation.id: _running,
    actions.accept_handback.id: _answer_handback,
    actions.decline_handback.id: _answer_handback,
    actions.withdraw_handback.id: _withdraw_handback,
    actions.rule_handback.id: _rule_handback,
    actions.answer_upward.id: _answer_upward,
    actions.pause_clock.id: _pause,
}
_BY_UNITS = frozenset(
    {
        actions.acknowledge_obligation.id,
        actions.report_progress.id,
        actions.add_evidence.id,
        actions.hand_back.id,
    }
)
_BY_LEAD = frozenset({actions.ask_extension.id})
