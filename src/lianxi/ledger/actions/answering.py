"""How a matter that was assigned from above is answered upward by a report."""

from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import One, Words
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import cite_tracking, tracking_basis
from lianxi.ledger.facts import on_obligation
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries.documents import report_document
from lianxi.ledger.rules import steps
from lianxi.papers.issuing import Addressee, issue_paper
from lianxi.papers.models import Paper


@action(
    "ledger.obligation.answer_upward", "向上报送报告", who=OFFICE, deciding=on_obligation(steps.answer_upward)
)
def answer_upward(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    text: Annotated[str, Words("正文", 8000)],
    signer: Annotated[str, Words("签发人", 40)],
    title: Annotated[str, Words("标题", 120)] = "",
) -> Paper:
    """Issue the report on a verified matter to the body that assigned it.

    `signer` is the person who approved the report (签发人); a recurring matter is reported once each
    period. Raises CannotAnswerUpward, and BadInput for what a report may not print.
    """
    obligation = act.lock(Obligation, obligation_id)
    title = title.strip() or f"关于{obligation.title[:100]}办理情况的报告"
    document = report_document(
        obligation,
        title=filled(title, "标题", 120),
        text=filled(text, "报告正文", 8000),
        signer=filled(signer, "签发人", 40),
    )
    basis = obligation.basis if obligation.basis.clause else tracking_basis(act)
    addressees = (Addressee(obligation.upward_body),)
    paper = issue_paper(act, document=document, about=obligation, addressees=addressees, basis=basis)
    act.change(obligation, answered_at=act.at, answer_paper=paper)
    cite_tracking(act, obligation)
    act.notify(
        f"事项{obligation.number}已向{obligation.upward_body}报告（{paper.number}）",
        about=obligation,
        unit=obligation.lead_unit_id,
    )
    return paper
