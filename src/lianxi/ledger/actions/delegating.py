"""Delegation to a locality's conference: the office above offers, the office below accepts or returns.

Each side writes its own rows into its own chain. Across the border goes exactly the delegated record: the
side below reads the offer, the side above reads the obligation that was made of it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Day, One, OneUnit, Units, Words
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding, on
from lianxi.ledger.actions.checks import by_seat, cite_tracking
from lianxi.ledger.actions.entering import enter_obligation
from lianxi.ledger.facts import offered, on_obligation
from lianxi.ledger.models import Delegation, DelegationAnswer, Obligation
from lianxi.ledger.queries.delegations import offer_facts
from lianxi.ledger.rules import DELEGATION, beside, steps
from lianxi.ledger.rules.beside import CannotDelegate


@action("ledger.delegation.offer", "交办下级联席会议", who=OFFICE, deciding=on_obligation(steps.running))
def offer_delegation(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    to_conference_id: Annotated[int, One("下级联席会议")],
    note: Annotated[str, Words("交办要求", 500)],
    due_on: Annotated[date | None, Day("要求期限")] = None,
) -> Delegation:
    """Offer a running obligation to a conference below; it stays with its units here.

    Raises CannotDelegate where the other conference is not directly below or has an open offer of it.
    """
    obligation = act.lock(Obligation, obligation_id)
    below = Conference.objects.filter(pk=to_conference_id, parent_id=act.chain).first()
    if below is None:
        raise CannotDelegate(
            "所选的不是本联席会议的下级联席会议。",
            rule="只能交办直接下级联席会议",
            next_step="请改选；还没有设定上下级的，请下级办公室主任先设定上级。",
        )
    rows = Delegation.objects.filter(obligation=obligation, to_conference=below, state=DELEGATION.initial)
    if rows.exclude(answered__result="returned").exists():
        raise CannotDelegate(
            f"已交办{below.short_name}。", rule="同一事项同一下级交办一次", next_step="请看事项页的交办情况。"
        )
    row = Delegation(**by_seat(act, obligation), to_conference=below, due_on=due_on)
    row.note, row.state = filled(note, "交办要求", 500), DELEGATION.initial
    act.create(row)
    cite_tracking(act, obligation)
    return row


@action(
    "ledger.delegation.withdraw",
    "撤回交办",
    who=OFFICE,
    deciding=on(Delegation, "delegation_id", beside.withdraw_delegation, facts=offer_facts),
)
def withdraw_delegation(
    act: Act, *, delegation_id: Annotated[int, One("交办")], reason: Annotated[str, Words("撤回的理由", 300)]
) -> Delegation:
    """Take an offer back before it was answered. Raises CannotDelegate after it was."""
    row = act.lock(Delegation, delegation_id)
    act.remark = filled(reason, "理由", 300)
    return act.move(row, DELEGATION)


@action(
    "ledger.delegation.accept",
    "接收上级交办",
    who=OFFICE,
    deciding=Deciding(offered, offer_facts, beside.answer_delegation),
)
def accept_delegation(
    act: Act,
    *,
    delegation_id: Annotated[int, One("交办")],
    lead_unit_id: Annotated[int, OneUnit("主办单位")],
    co_unit_ids: Annotated[Sequence[int], Units("协办单位")] = (),
    due_on: Annotated[date | None, Day("本级时限")] = None,
) -> DelegationAnswer:
    """Make an obligation of this conference of what the conference above delegated.

    The day defaults to the one asked for above, the types of evidence are those asked for there. Raises
    NotFound for an offer to another conference, CannotDelegate where it was answered or withdrawn.
    """
    offer = offered(act, {"delegation_id": delegation_id})
    above = offer.obligation
    obligation = enter_obligation.within(
        act,
        title=above.title,
        text=f"{above.text}\n\n交办要求：{offer.note}".strip(),
        lead_unit_id=lead_unit_id,
        co_unit_ids=co_unit_ids,
        origin="assignment",
        source=record_name(offer),
        source_label=f"{offer.conference.name}交办（台账{above.number}）"[:300],
        due_on=due_on or offer.due_on,
        evidence_wanted=above.evidence_wanted,
        evidence_kinds=above.evidence_kinds,
    )
    return _answer(act, offer, "accepted", "", obligation)


@action(
    "ledger.delegation.return",
    "退回上级交办",
    who=OFFICE,
    deciding=Deciding(offered, offer_facts, beside.answer_delegation),
)
def return_delegation(
    act: Act, *, delegation_id: Annotated[int, One("交办")], reason: Annotated[str, Words("退回的理由", 500)]
) -> DelegationAnswer:
    """Return an offer to the conference above, with the reason; nothing is kept of it here."""
    offer = offered(act, {"delegation_id": delegation_id})
    return _answer(act, offer, "returned", filled(reason, "退回的理由", 500), None)


def _answer(
    act: Act, offer: Delegation, result: str, reason: str, obligation: Obligation | None
) -> DelegationAnswer:
    row = DelegationAnswer(conference_id=act.chain, delegation=offer, result=result, reason=reason)
    row.obligation, row.seat_id = obligation, act.actor.seat_id or 0
    row.by, row.at = act.actor.label, act.at
    return act.create(row)
