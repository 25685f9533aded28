"""A receiver signs for what came and answers: with a word, a text, files, a word for each row."""

from collections.abc import Sequence
from typing import Annotated

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.entries import leader_words
from lianxi.core.fields import Choice, Choices, Files, Inner, Lines, One, Words
from lianxi.core.refusals import BadInput
from lianxi.exchange.actions.entering import plain, require_impersonal
from lianxi.exchange.facts import on_receipt
from lianxi.exchange.models import Receipt
from lianxi.exchange.rules import RECEIPT, steps
from lianxi.exchange.rules.answers import read_answers
from lianxi.exchange.rules.payload import read_results
from lianxi.exchange.rules.words import NEEDS_REASON, OUTCOMES
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.fulfilling import fulfil_obligation
from lianxi.papers.attaching import attach
from lianxi.papers.files import Upload


@action(
    "exchange.receipt.sign",
    "签收来件",
    who=UNIT_SPEAKERS,
    rule="由收到的单位签收",
    deciding=on_receipt(steps.sign),
)
def sign_receipt(act: Act, *, receipt_id: Annotated[int, One("来件")]) -> Receipt:
    """Note that the own unit has received a sending; it is not yet an answer."""
    row = act.lock(Receipt, receipt_id)
    act.notify(f"{act.actor.label}已签收：{row.sending.title}"[:300], about=row, unit=row.sending.unit_id)
    return act.move(row, RECEIPT, signed_at=act.at, signed_by=act.actor.label)


@action(
    "exchange.receipt.answer",
    "反馈来件",
    who=UNIT_SPEAKERS,
    rule="由收到的单位反馈",
    deciding=on_receipt(steps.answer),
)
def answer_receipt(
    act: Act,
    *,
    receipt_id: Annotated[int, One("来件")],
    outcome: Annotated[str, Choice("结果", OUTCOMES)],
    reason: Annotated[str, Words("理由", 500)] = "",
    text: Annotated[str, Words("反馈", 4000, may_be_blank=True)] = "",
    results: Annotated[Sequence[str], Choices("逐行结果")] = (),
    answers: Annotated[Sequence[str], Lines("反馈内容", 600)] = (),
    files: Annotated[Sequence[Upload], Files("附件")] = (),
    unit_leader: Annotated[str, Words("经本单位哪位负责同志（职务）同意", 110)] = "",
    outcomes: Annotated[dict[str, str] | None, Inner("可选的结果")] = None,
) -> Receipt:
    """Give back what became of a sending; whoever had not signed has signed with it. Given again it is put right.

    `answers` are `name=value` for the fields that were asked for; those needed are asked for when it is done.
    `results` are `place:word` for rows of the own cut; `outcomes` are the words of the act that this one serves,
    without it the usual ones. A matter that stood for the missing answer is closed. Raises BadInput for a word that
    needs a reason and has none.
    """
    row, words = act.lock(Receipt, receipt_id), outcomes or OUTCOMES
    if outcome not in words:
        raise BadInput("请选择一个结果。")
    why = plain(act, reason, "理由", 500, needed=outcome in NEEDS_REASON)
    told = plain(act, text, "反馈", 4000, needed=False)
    found = read_results(results, row.rows, words)
    given = read_answers(row.sending.asks, answers, outcome)
    require_impersonal(act, "反馈内容", list(given.values()))
    signed = {} if row.signed_at else {"signed_at": act.at, "signed_by": act.actor.label}
    act.move(
        row,
        RECEIPT,
        outcome=outcome,
        reason=why,
        text=told,
        results={**row.results, **found},
        answers={**row.answers, **given},
        answered_at=act.at,
        answered_by=act.actor.label,
        unit_leader=leader_words(unit_leader),
        **signed,
    )
    attach(act, row, files)
    if row.obligation is not None:
        fulfil_obligation.within(
            act, obligation=row.obligation, text=f"已反馈：{words[outcome]}。{told}"[:4000]
        )
    told_to = f"{act.actor.label}反馈“{words[outcome]}”：{row.sending.title}"[:300]
    act.notify(told_to, about=row, unit=row.sending.unit_id)
    return row
