"""When a unit's place passes to another one, what it has open with others passes too; what ended stays as it was."""

from typing import TypeVar

from django.db.models import QuerySet

from lianxi.exchange.models import Bounce, Receipt, Reply, Request, Sending, Upward
from lianxi.exchange.rules.machines import RECEIPT_OPEN, REQUEST_OPEN
from lianxi.journal.acting import Act
from lianxi.journal.recorded import Recorded
from lianxi.ledger.rules import HANDBACK_OPEN

M = TypeVar("M", bound=Recorded)


def pass_exchange(act: Act, old: int, new: int) -> None:
    """Let what unit `old` has open go on with unit `new` (database ids).

    Where `new` was sent or asked the same, the old row is left as the record of its time.
    """
    _pass_sendings(act, old, new)
    own = {"conference_id": act.chain}
    bounces = Bounce.objects.filter(**own, state__in=HANDBACK_OPEN)
    requests = Request.objects.filter(**own, state__in=REQUEST_OPEN)
    reports = Upward.objects.filter(**own, state__in=("planned", "drafted"))
    _pass_column(act, bounces, "unit_id", old, new)
    _pass_column(act, bounces, "named_unit_id", old, new)
    _pass_column(act, requests, "unit_id", old, new)
    _pass_column(act, requests, "to_unit_id", old, new)
    _pass_column(act, reports, "unit_id", old, new)
    for reply in Reply.objects.filter(**own, collection__state="open", unit_id=old):
        if not Reply.objects.filter(collection_id=reply.collection_id, unit_id=new).exists():
            act.change(reply, unit_id=new)


def _pass_sendings(act: Act, old: int, new: int) -> None:
    open_ones = Receipt.objects.filter(conference_id=act.chain, state__in=RECEIPT_OPEN)
    sent = Sending.objects.filter(conference_id=act.chain, pk__in=open_ones.values("sending_id"))
    _pass_column(act, sent, "unit_id", old, new)
    for receipt in open_ones.filter(unit_id=old):
        if not Receipt.objects.filter(sending_id=receipt.sending_id, unit_id=new).exists():
            act.change(receipt, unit_id=new)


def _pass_column(act: Act, rows: QuerySet[M], column: str, old: int, new: int) -> None:
    for row in rows.filter(**{column: old}):
        act.change(row, **{column: new})
