"""A receiver hands back what is another unit's (退件): the ledger's handback, for a sending.

It names the unit and the clause; the named unit accepts or declines, a second time the office rules. Until then the
receipt stays with the unit that handed it back.
"""

from collections.abc import Sequence
from typing import Annotated

from lianxi.bodies.models import cited
from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Choices, Inner, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.exchange.actions.entering import plain, require_receivers
from lianxi.exchange.actions.sending import deliver
from lianxi.exchange.facts import on_bounce, on_receipt
from lianxi.exchange.models import Bounce, Receipt
from lianxi.exchange.rules import RECEIPT, steps
from lianxi.journal.acting import Act, action
from lianxi.law.actions import record_ruling
from lianxi.law.citing import cite_clause
from lianxi.law.models import Ruling
from lianxi.ledger.actions.competence import clause_of_unit, named_unit
from lianxi.ledger.actions.handing_back import suggested_terms
from lianxi.ledger.actions.reassigning import reassign_obligation
from lianxi.ledger.rules import ENDED, HANDBACK

KEEP, PASS = "exchange.receipt.keep", "exchange.receipt.pass"


@action(
    "exchange.bounce.ask",
    "退件（不属本单位）",
    who=UNIT_SPEAKERS,
    rule="由收到的单位退件",
    deciding=on_receipt(steps.bounce),
)
def bounce_receipt(
    act: Act,
    *,
    receipt_id: Annotated[int, One("来件")],
    named_unit_id: Annotated[int, OneUnit("应由哪个单位办理")],
    clause: Annotated[str, Choice("写明该单位职责的条款")],
    reason: Annotated[str, Words("理由", 500)],
) -> Bounce:
    """Record that a sending is another unit's by a clause; the named unit is asked, the second time the office.

    Raises CannotBounce, NotYours, BadInput for a clause that speaks of a third unit.
    """
    receipt = act.lock(Receipt, receipt_id)
    unit = named_unit(act, named_unit_id, receipt.sending.unit_id)
    basis = clause_of_unit(act, unit, clause)
    again = Bounce.objects.filter(receipt=receipt).exclude(state="withdrawn").exists()
    again = again or receipt.passed_from_id is not None
    row = Bounce(
        conference_id=act.chain, receipt=receipt, unit_id=receipt.unit_id, named_unit=unit, **cited(basis)
    )
    row.reason, row.state = plain(act, reason, "理由", 500), HANDBACK.initial
    row.by, row.at = act.actor.label, act.at
    act.create(row)
    act.move(receipt, RECEIPT)
    title = receipt.sending.title
    if again:
        act.move_as("ledger.handback.ask", row, HANDBACK)
        act.notify(f"第二次退件，请裁定由谁办理：{title}"[:300], about=receipt, office=True)
    else:
        told = f"{act.actor.label}认为应由你单位办理，请接收或答复：{title}"
        act.notify(told[:300], about=receipt, unit=unit.pk)
    act.notify(
        f"{act.actor.label}退件，认为应由{unit.name}办理：{title}"[:300],
        about=receipt,
        unit=receipt.sending.unit_id,
    )
    return row


@action(
    "exchange.bounce.accept",
    "接收退件",
    who=UNIT_SPEAKERS,
    rule="由指明的单位接收",
    deciding=on_bounce(steps.answer_bounce),
)
def accept_bounce(act: Act, *, bounce_id: Annotated[int, One("退件")]) -> Bounce:
    """Take what another unit says is the own unit's; it signs for it with this."""
    row, receipt = _open(act, bounce_id)
    taken = pass_receipt.within(act, receipt=receipt, to_id=row.named_unit_id)
    if taken.state == RECEIPT.initial:
        act.move_as("exchange.receipt.sign", taken, RECEIPT, signed_at=act.at, signed_by=act.actor.label)
    told = {"answered_at": act.at, "answered_by": act.actor.label}
    return act.move_as("ledger.handback.accept", row, HANDBACK, **told)


@action(
    "exchange.bounce.decline",
    "不接收退件",
    who=UNIT_SPEAKERS,
    rule="由指明的单位答复",
    deciding=on_bounce(steps.answer_bounce),
)
def decline_bounce(
    act: Act,
    *,
    bounce_id: Annotated[int, One("退件")],
    clause: Annotated[str, Choice("依据的条款")],
    reason: Annotated[str, Words("理由", 500)],
) -> Bounce:
    """Record that the named unit does not think it its own either, and by which clause: the office rules."""
    row, receipt = _open(act, bounce_id)
    if not clause.strip():
        raise BadInput("不接收须写明依据的条款。", next_step="请从条款列表中选择。")
    basis = cite_clause(act, clause)
    act.notify(
        f"{act.actor.label}不接收退件，请裁定：{receipt.sending.title}"[:300], about=receipt, office=True
    )
    told = {"answer": plain(act, reason, "理由", 500), "answer_clause": basis.clause}
    return act.move_as("ledger.handback.decline", row, HANDBACK, answered_by=act.actor.label, **told)


@action(
    "exchange.bounce.rule",
    "裁定退件",
    who=OFFICE | CONVENERS,
    rule="第二次退件由办公室裁定",
    deciding=on_bounce(steps.rule_bounce),
)
def rule_bounce(
    act: Act,
    *,
    bounce_id: Annotated[int, One("退件")],
    unit_id: Annotated[int, OneUnit("由哪个单位办理")],
    reason: Annotated[str, Words("理由", 500)],
    clause: Annotated[str, Choice("依据的条款")],
    facts: Annotated[Sequence[str], Choices("案情事实")] = (),
) -> Bounce:
    """Rule which unit answers a sending; where its words suggest facts the ruling is kept beside later routing.

    Raises BadInput for a clause outside the conference's document and for a unit that is no member.
    """
    row, receipt = _open(act, bounce_id)
    ruling = _ruling(act, row, unit_id=unit_id, reason=reason, clause=clause, facts=facts)
    if unit_id == receipt.unit_id:
        keep_receipt.within(act, receipt=receipt)
        act.notify(f"裁定由你单位办理：{receipt.sending.title}"[:300], about=receipt, unit=unit_id)
    else:
        pass_receipt.within(act, receipt=receipt, to_id=unit_id)
    told = {"answer": filled(reason, "理由", 500), "answered_at": act.at, "answered_by": act.actor.label}
    return act.move_as("ledger.handback.rule", row, HANDBACK, ruling=ruling, **told)


def _ruling(
    act: Act, row: Bounce, *, unit_id: int, reason: str, clause: str, facts: Sequence[str]
) -> Ruling | None:
    """Keep the ruling for later routing where the words of the sending suggest facts; else cite its clause alone."""
    sending = row.receipt.sending
    text = f"{sending.title}\n{sending.text}".strip()
    terms = tuple(facts) or suggested_terms(text)
    if not terms:
        cite_clause(act, clause)
        require_receivers(act, (unit_id,), own=True)
        return None
    return record_ruling.within(
        act,
        text=text,
        facts=terms,
        unit_ids=(unit_id,),
        considered_ids=(row.unit_id, row.named_unit_id),
        reason=reason,
        clause=clause,
    )


@action(
    "exchange.bounce.withdraw",
    "撤回退件",
    who=UNIT_SPEAKERS,
    rule="由退件的单位撤回",
    deciding=on_bounce(steps.withdraw_bounce),
)
def withdraw_bounce(act: Act, *, bounce_id: Annotated[int, One("退件")]) -> Bounce:
    """Take back the own unit's bounce before it is answered; the receipt is the own unit's to answer again."""
    row, receipt = _open(act, bounce_id)
    keep_receipt.within(act, receipt=receipt)
    act.notify(
        f"{act.actor.label}撤回退件：{receipt.sending.title}"[:300], about=receipt, unit=row.named_unit_id
    )
    told = {"answered_at": act.at, "answered_by": act.actor.label}
    return act.move_as("ledger.handback.withdraw", row, HANDBACK, **told)


@action(KEEP, "仍由本单位办理来件", who=frozenset())
def keep_receipt(act: Act, *, receipt: Receipt) -> None:
    """Let a receipt that was handed back stand with its unit; it counts as signed."""
    signed = {} if receipt.signed_at else {"signed_at": act.at, "signed_by": act.actor.label}
    act.move_as(KEEP, receipt, RECEIPT, **signed)


@action(PASS, "来件转其他单位", who=frozenset())
def pass_receipt(act: Act, *, receipt: Receipt, to_id: Annotated[int, Inner("承办单位")]) -> Receipt:
    """Pass a receipt to another unit with the same cut and what the ledger holds of it.

    A unit that has one of the same sending already keeps that one alone.
    """
    act.move_as(PASS, receipt, RECEIPT)
    sending = receipt.sending
    there: Receipt | None = Receipt.objects.filter(sending=sending, unit_id=to_id).first()
    if there is not None and there.state == "passed":
        keep_receipt.within(act, receipt=there)
    taken = there or deliver(act, sending, to_id, receipt.payload, passed_from=receipt)
    owed = receipt.obligation
    if owed is not None and owed.state not in ENDED and there is None:
        reassign_obligation.within(act, obligation=owed, from_id=receipt.unit_id, to_id=to_id)
        act.change(taken, obligation=owed)
        act.change(receipt, obligation=None)
    act.notify(f"已转{taken.unit.name}办理：{sending.title}"[:300], about=receipt, unit=receipt.unit_id)
    return taken


def _open(act: Act, bounce_id: int) -> tuple[Bounce, Receipt]:
    receipt = act.lock(Receipt, act.get(Bounce, bounce_id).receipt_id)
    return act.lock(Bounce, bounce_id), receipt
