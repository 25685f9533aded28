"""A unit hands a matter back because it is another unit's: it names the unit and the clause, and who answers.

The first time the named unit may accept or decline; a second time the office rules, and the ruling is kept
where later routing shows it. Nothing is stored with the named unit before that; until then the matter, and
its clock, stay with the unit that handed it back.
"""

from collections.abc import Sequence
from typing import Annotated

from lianxi.bodies.models import cited
from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Choices, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.law.actions import record_ruling
from lianxi.law.citing import cite_clause
from lianxi.law.routing import suggest_facts
from lianxi.ledger.actions.checks import by_seat, own_part
from lianxi.ledger.actions.competence import clause_of_unit, named_unit
from lianxi.ledger.actions.reassigning import reassign_obligation
from lianxi.ledger.facts import on_handback, on_obligation
from lianxi.ledger.models import Handback, Obligation
from lianxi.ledger.rules import HANDBACK, steps


@action(
    "ledger.handback.ask",
    "退回（不属本单位职责）",
    who=UNIT_SPEAKERS,
    rule="由承办单位退回",
    deciding=on_obligation(steps.hand_back),
)
def hand_back(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    named_unit_id: Annotated[int, OneUnit("应由哪个单位承办")],
    clause: Annotated[str, Choice("写明该单位职责的条款")],
    reason: Annotated[str, Words("理由", 500)],
) -> Handback:
    """Record that the matter is another unit's by a clause of the own document.

    The named unit is asked; where the matter was handed back before, the office is. Raises CannotHandBack,
    NotYourObligation, BadInput for a clause that speaks of a third unit.
    """
    obligation = act.lock(Obligation, obligation_id)
    part = own_part(act, obligation)
    unit = named_unit(act, named_unit_id, obligation.lead_unit_id)
    basis = clause_of_unit(act, unit, clause)
    again = Handback.objects.filter(obligation=obligation).exclude(state="withdrawn").exists()
    row = Handback(**by_seat(act, obligation), named_unit=unit, of_lead=part is None, **cited(basis))
    row.reason, row.state = filled(reason, "理由", 500), HANDBACK.initial
    act.create(row)
    if again:
        act.move(row, HANDBACK)
    else:
        title = (
            f"{act.actor.label}认为事项{obligation.number}应由你单位承办，请接收或答复：{obligation.title}"
        )
        act.notify(title[:300], about=obligation, unit=unit.pk)
    title = f"{act.actor.label}退回事项{obligation.number}，认为应由{unit.name}承办"
    act.notify(title, about=obligation, office=True)
    return row


@action(
    "ledger.handback.accept",
    "接收退回的事项",
    who=UNIT_SPEAKERS,
    rule="由指明的单位接收",
    deciding=on_handback(steps.answer_handback),
)
def accept_handback(act: Act, *, handback_id: Annotated[int, One("退回")]) -> Handback:
    """Take over a matter that another unit says is the own unit's; it must be acknowledged."""
    row, obligation = _open(act, handback_id)
    return _pass(act, row, obligation, row.named_unit_id, answer="")


@action(
    "ledger.handback.decline",
    "不接收退回的事项",
    who=UNIT_SPEAKERS,
    rule="由指明的单位答复",
    deciding=on_handback(steps.answer_handback),
)
def decline_handback(
    act: Act,
    *,
    handback_id: Annotated[int, One("退回")],
    clause: Annotated[str, Choice("依据的条款")],
    reason: Annotated[str, Words("理由", 500)],
) -> Handback:
    """Record that the named unit does not think the matter its own either, and by which clause.

    This is the second return: the office rules.
    """
    row, obligation = _open(act, handback_id)
    if not clause.strip():
        raise BadInput("不接收须写明依据的条款。", next_step="请从条款列表中选择。")
    basis = cite_clause(act, clause)
    title = f"{act.actor.label}不接收退回的事项{obligation.number}，请办公室裁定"
    act.notify(title, about=obligation, office=True)
    told = filled(reason, "理由", 500)
    return act.move(row, HANDBACK, answer=told, answer_clause=basis.clause, answered_by=act.actor.label)


@action(
    "ledger.handback.rule",
    "裁定退回的事项",
    who=OFFICE | CONVENERS,
    rule="第二次退回由办公室裁定",
    deciding=on_handback(steps.rule_handback),
)
def rule_handback(
    act: Act,
    *,
    handback_id: Annotated[int, One("退回")],
    unit_id: Annotated[int, OneUnit("由哪个单位承办")],
    reason: Annotated[str, Words("理由", 500)],
    clause: Annotated[str, Choice("依据的条款")],
    facts: Annotated[Sequence[str], Choices("案情事实")] = (),
) -> Handback:
    """Rule which unit answers; the ruling is kept beside later routing.

    `facts` are `dimension:code:state`; without them those that the matter's own words suggest are kept.
    Raises CannotAnswerHandback for an office seat of a unit concerned, BadInput as `record_ruling` does.
    """
    row, obligation = _open(act, handback_id)
    text = f"{obligation.title}（事项{obligation.number}）\n{obligation.text}".strip()
    ruling = record_ruling.within(
        act,
        text=text,
        facts=tuple(facts) or suggested_terms(text),
        unit_ids=(unit_id,),
        considered_ids=(row.unit_id, row.named_unit_id),
        reason=reason,
        clause=clause,
    )
    if unit_id != row.unit_id:
        return _pass(act, row, obligation, unit_id, answer=ruling.reason[:500], ruling=ruling)
    values = {"answer": ruling.reason[:500], "answered_at": act.at, "answered_by": act.actor.label}
    return act.move(row, HANDBACK, ruling=ruling, **values)


@action(
    "ledger.handback.withdraw",
    "撤回退回",
    who=UNIT_SPEAKERS,
    rule="由退回的单位撤回",
    deciding=on_handback(steps.withdraw_handback),
)
def withdraw_handback(act: Act, *, handback_id: Annotated[int, One("退回")]) -> Handback:
    """Take back the own unit's handback before it is answered."""
    row, obligation = _open(act, handback_id)
    act.notify(f"{act.actor.label}撤回了对事项{obligation.number}的退回", about=obligation, office=True)
    return act.move(row, HANDBACK, answered_at=act.at, answered_by=act.actor.label)


def suggested_terms(text: str) -> tuple[str, ...]:
    """Return the facts that the words of a matter suggest, as `record_ruling` takes them."""
    found = [f"{fact.dimension}:{fact.code}:{fact.state}" for fact in suggest_facts(text)]
    return tuple(dict.fromkeys(one for one in found if not one.startswith("sign:")))


def _pass(
    act: Act, row: Handback, obligation: Obligation, to_id: int, *, answer: str, **values: object
) -> Handback:
    reassign_obligation.within(act, obligation=obligation, from_id=row.unit_id, to_id=to_id)
    told = {"answer": answer, "answered_at": act.at, "answered_by": act.actor.label, **values}
    return act.move(row, HANDBACK, moved_to_id=to_id, moved_at=act.at, **told)


def _open(act: Act, handback_id: int) -> tuple[Handback, Obligation]:
    obligation = act.lock(Obligation, act.get(Handback, handback_id).obligation_id)
    return act.lock(Handback, handback_id), obligation
