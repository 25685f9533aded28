"""Receipts: each unit signs for what it was sent; the office notes receipts of bodies outside."""

from typing import Annotated

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import One, Words
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.acting import Act, action
from lianxi.papers.models import Recipient


@action("papers.recipient.receive", "签收公文", who=UNIT_SPEAKERS)
def receive_paper(act: Act, *, recipient_id: Annotated[int, One("收文单位")]) -> Recipient:
    """Note that the own unit has received a paper."""
    row = act.lock(Recipient, recipient_id)
    if row.unit_id is None or row.unit_id != act.actor.unit_id:
        raise NotPermitted(
            "这份公文不是发给你单位的。", rule="由收文单位签收", next_step="请由收文单位签收。"
        )
    return _received(act, row, act.actor.label)


@action("papers.recipient.note_receipt", "登记外部单位签收", who=OFFICE)
def note_receipt(
    act: Act,
    *,
    recipient_id: Annotated[int, One("收文单位")],
    received_by: Annotated[str, Words("签收人", 120)],
) -> Recipient:
    """Note the receipt of a body that has no seat here, such as the government."""
    row = act.lock(Recipient, recipient_id)
    if row.unit_id is not None:
        raise BadInput("成员单位须自行签收。", next_step="请等待该单位签收，或提醒其联络员。")
    if not received_by.strip():
        raise BadInput("请填写签收人。")
    return _received(act, row, received_by.strip())


def _received(act: Act, row: Recipient, by: str) -> Recipient:
    if row.received_at is not None:
        raise BadInput("已经签收过。", next_step="无需重复签收。")
    return act.change(row, received_at=act.at, received_by=by)
