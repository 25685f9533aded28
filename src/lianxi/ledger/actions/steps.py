"""Which steps a seat may take on an obligation now: the answers of the actions' own guards, for a page."""

from dataclasses import dataclass, replace
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.journal.acting import catalogue
from lianxi.ledger import actions
from lianxi.ledger.facts import facts_of, handback_facts
from lianxi.ledger.models import CoUnit, Handback
from lianxi.ledger.queries import ObligationPage
from lianxi.ledger.rules import HANDBACK_OPEN
from lianxi.ledger.rules.duties import Judges
from lianxi.ledger.rules.steps import StepFacts
from lianxi.ledger.rules.steps import own_part as refuse_others


@dataclass(frozen=True, slots=True)
class Step:
    """A step by its action's id and title; `refusal` is what the action would answer, None where it may be taken.

    `is_theirs` is False where the seat's kind or unit never takes this step here, so that a page can
    leave it out rather than explain it.
    """

    action: str
    title: str
    refusal: Refusal | None
    is_theirs: bool

    @property
    def why_not(self) -> str:
        return self.refusal.message if self.refusal else ""


def list_steps(page: ObligationPage, actor: Actor, day: date) -> list[Step]:
    """List every step on an obligation with whether the seat may take it on a day."""
    facts, found = facts_of(page, day), []
    for action in STEPS:
        registered = catalogue[action]
        about = _about(page, facts, action, actor)
        refusal = registered.available(page.obligation, actor, day, facts=about)
        found.append(
            Step(action, registered.title, refusal, not _never_theirs(refusal, facts, action, actor))
        )
    return found


def _about(page: ObligationPage, facts: StepFacts, action: str, actor: Actor) -> StepFacts:
    """Give the facts with the handback that the seat would answer, where the step is about one."""
    if action not in _OF_HANDBACKS:
        return facts
    waiting = open_handbacks(page)
    if action == actions.withdraw_handback.id:
        own = [one for one in waiting if one.unit_id == actor.unit_id]
    elif action == actions.rule_handback.id:
        own = waiting[-1:]
    else:
        own = [one for one in waiting if one.named_unit_id == actor.unit_id and one.state == "asked"]
    return replace(facts, handback=handback_facts((own or waiting)[0]) if waiting else None)


def _never_theirs(refusal: Refusal | None, facts: StepFacts, action: str, actor: Actor) -> bool:
    if refusal is None:
        return False
    if actor.kind not in catalogue[action].who:
        return True
    if action in _BY_LEAD and actor.unit_id != facts.lead_unit_id:
        return True
    if action in _BY_JUDGES and not actor.is_office and facts.judges is Judges.OFFICE:
        return True
    return action in _BY_UNITS and refuse_others(facts, actor) is not None


def own_part(page: ObligationPage, actor: Actor) -> CoUnit | None:
    """Return the part that the actor's unit has beside the lead, if any."""
    return next((part for part in page.parts if part.unit_id == actor.unit_id), None)


def open_handbacks(page: ObligationPage) -> list[Handback]:
    """Return the handbacks that wait for an answer."""
    return [one for one in page.handbacks if one.state in HANDBACK_OPEN]


STEPS = (
    actions.acknowledge_obligation.id,
    actions.report_progress.id,
    actions.ask_extension.id,
    actions.grant_extension.id,
    actions.refuse_extension.id,
    actions.verify_obligation.id,
    actions.return_obligation.id,
    actions.supersede_obligation.id,
    actions.merge_obligation.id,
    actions.cancel_obligation.id,
    actions.add_evidence.id,
    actions.require_evidence.id,
    actions.hand_back.id,
    actions.offer_delegation.id,
    actions.accept_handback.id,
    actions.decline_handback.id,
    actions.withdraw_handback.id,
    actions.rule_handback.id,
    actions.answer_upward.id,
    actions.pause_clock.id,
)
_OF_HANDBACKS = frozenset(
    {
        actions.accept_handback.id,
        actions.decline_handback.id,
        actions.withdraw_handback.id,
        actions.rule_handback.id,
    }
)
_BY_UNITS = frozenset(
    {
        actions.acknowledge_obligation.id,
        actions.report_progress.id,
        actions.add_evidence.id,
        actions.hand_back.id,
    }
)
_BY_JUDGES = frozenset({actions.verify_obligation.id, actions.return_obligation.id})
_BY_LEAD = frozenset({actions.ask_extension.id})
