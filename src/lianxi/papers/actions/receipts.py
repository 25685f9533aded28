"""Receipts: each unit signs for what it was sent; the office notes receipts of bodies outside."""

from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import One, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.papers import rules
from lianxi.papers.models import Recipient


@action(
    "papers.recipient.receive",
    "签收公文",
    who=UNIT_SPEAKERS,
    deciding=on(Recipient, "recipient_id", rules.receive),
)
def receive_paper(act: Act, *, recipient_id: Annotated[int, One("收文单位")]) -> Recipient:
    """Note that the own unit has received a paper."""
    return _received(act, recipient_id, act.actor.label)


@action(
    "papers.recipient.note_receipt",
    "登记外部单位签收",
    who=OFFICE,
    deciding=on(Recipient, "recipient_id", rules.note_receipt),
)
def note_receipt(
    act: Act,
    *,
    recipient_id: Annotated[int, One("收文单位")],
    received_by: Annotated[str, Words("签收人", 120)],
) -> Recipient:
    """Note the receipt of a body that has no seat here, such as the government."""
    if not received_by.strip():
        raise BadInput("请填写签收人。")
    return _received(act, recipient_id, received_by.strip())


def _received(act: Act, recipient_id: int, by: str) -> Recipient:
    return act.change(act.lock(Recipient, recipient_id), received_at=act.at, received_by=by)
