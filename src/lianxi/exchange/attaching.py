"""Who may put files to the records of the exchange: the unit whose words they are; the office only to its own."""

from django.conf import settings

from lianxi.core.attaching import NOBODY, Writers
from lianxi.exchange.models import Answer, Collection, Incoming, Receipt, Reply, Request, Sending, Upward
from lianxi.exchange.rules.handling import scan_refusal


def to_sending(pk: int) -> Writers | None:
    """Let the sender add to what it sent."""
    row = Sending.objects.filter(pk=pk).first()
    return Writers(frozenset({row.unit_id}), by_office=False) if row else None


def to_receipt(pk: int) -> Writers | None:
    """Let the receiver add to its answer."""
    row = Receipt.objects.filter(pk=pk).first()
    return Writers(frozenset({row.unit_id}), by_office=False) if row else None


def to_request(pk: int) -> Writers | None:
    """Let both units add to a request and its answer."""
    row = Request.objects.filter(pk=pk).first()
    return Writers(frozenset({row.unit_id, row.to_unit_id}), by_office=False) if row else None


def to_collection(pk: int) -> Writers | None:
    """Let the unit that collects, or the office, add to its ask."""
    row = Collection.objects.filter(pk=pk).first()
    return Writers(frozenset() if row.by_office else frozenset({row.unit_id})) if row else None


def to_reply(pk: int) -> Writers | None:
    """Let a unit add to what it gave."""
    row = Reply.objects.filter(pk=pk).first()
    return Writers(frozenset({row.unit_id}), by_office=False) if row else None


def to_incoming(pk: int) -> Writers | None:
    """Let the office and the unit that handles it add to an incoming paper whose scans may be kept."""
    row = Incoming.objects.filter(pk=pk).first()
    if row is None or scan_refusal(row.kind, network_is_fit=settings.SCANS) is not None:
        return None if row is None else NOBODY
    return Writers(frozenset({row.handler_id} if row.handler_id else ()))


def to_answer(pk: int) -> Writers | None:
    """Let the unit that answered add to its answer."""
    row = Answer.objects.filter(pk=pk).first()
    return Writers(frozenset({row.unit_id}), by_office=False) if row else None


def to_upward(pk: int) -> Writers | None:
    """Let the drafting unit and the office add to a report owed upward."""
    row = Upward.objects.filter(pk=pk).first()
    return Writers(frozenset({row.unit_id})) if row else None
