"""The facts that decide on sendings, receipts and bounces, loaded in one place for actions and pages."""

from dataclasses import replace
from datetime import date

from lianxi.core.guards import Guard
from lianxi.exchange.models import (
    Bounce,
    CollectedOpinion,
    Collection,
    Incoming,
    Receipt,
    Reply,
    Request,
    Sending,
    Tally,
    Upward,
)
from lianxi.exchange.rules.asking import RequestFacts
from lianxi.exchange.rules.collecting import CollectionFacts
from lianxi.exchange.rules.handling import IncomingFacts
from lianxi.exchange.rules.reporting import TallyFacts, UpwardFacts
from lianxi.exchange.rules.steps import BounceFacts, ReceiptFacts, SendingFacts
from lianxi.journal.guards import Deciding, holding, holding_part


def receipt_facts(row: Receipt, _day: date) -> ReceiptFacts:
    """Give what decides on a receipt."""
    sending = row.sending
    return ReceiptFacts(
        row.state, row.unit_id, row.unit.name, sending.unit_id, sending.unit.name, sending.state
    )


def bounce_facts(row: Bounce, _day: date) -> BounceFacts:
    """Give what decides on a bounce."""
    return BounceFacts(row.state, row.unit_id, row.named_unit_id, row.named_unit.name)


def sending_facts(row: Sending, _day: date) -> SendingFacts:
    """Give what decides on a sending."""
    return SendingFacts(row.state, row.unit_id, row.unit.name)


def on_receipt(guard: Guard) -> Deciding:
    """Let a guard decide on the receipt that the payload names."""
    return Deciding(holding(Receipt, "receipt_id"), receipt_facts, guard)


def on_bounce(guard: Guard) -> Deciding:
    """Let a guard decide on the bounce that the payload names; its receipt is held first."""
    return Deciding(holding_part(Bounce, "bounce_id", Receipt, "receipt_id"), bounce_facts, guard)


def on_sending(guard: Guard) -> Deciding:
    """Let a guard decide on the sending that the payload names."""
    return Deciding(holding(Sending, "sending_id"), sending_facts, guard)


def request_facts(row: Request, _day: date) -> RequestFacts:
    """Give what decides on a request."""
    return RequestFacts(row.state, row.unit_id, row.unit.name, row.to_unit_id, row.to_unit.name)


def on_request(guard: Guard) -> Deciding:
    """Let a guard decide on the request that the payload names."""
    return Deciding(holding(Request, "request_id"), request_facts, guard)


def collection_facts(row: Collection, _day: date) -> CollectionFacts:
    """Give what decides on a collection."""
    return CollectionFacts(row.state, row.unit_id, row.unit.name, by_office=row.by_office)


def urged_facts(row: Collection, day: date) -> CollectionFacts:
    """Give what decides whether units are reminded: how many have not given yet."""
    missing = Reply.objects.filter(collection=row, state="asked").count()
    return replace(collection_facts(row, day), missing=missing)


def reply_facts(row: Reply, day: date) -> CollectionFacts:
    """Give what decides on a unit's reply."""
    return replace(collection_facts(row.collection, day), asked_id=row.unit_id, asked=row.unit.name)


def opinion_facts(row: CollectedOpinion, day: date) -> CollectionFacts:
    """Give what decides on an opinion that was collected."""
    return replace(reply_facts(row.reply, day), is_dropped=row.is_dropped)


def on_collection(guard: Guard) -> Deciding:
    """Let a guard decide on the collection that the payload names."""
    return Deciding(holding(Collection, "collection_id"), collection_facts, guard)


def on_urging(guard: Guard) -> Deciding:
    """Let a guard decide on the units of a collection that have not given."""
    return Deciding(holding(Collection, "collection_id"), urged_facts, guard)


def on_reply(guard: Guard) -> Deciding:
    """Let a guard decide on the reply that the payload names; its collection is held first."""
    return Deciding(holding_part(Reply, "reply_id", Collection, "collection_id"), reply_facts, guard)


def on_opinion(guard: Guard) -> Deciding:
    """Let a guard decide on the collected opinion that the payload names."""
    return Deciding(holding(CollectedOpinion, "opinion_id"), opinion_facts, guard)


def incoming_facts(row: Incoming, _day: date) -> IncomingFacts:
    """Give what decides on an incoming paper."""
    handler = row.handler.name if row.handler else ""
    return IncomingFacts(row.state, row.handler_id, handler, row.seat_id, row.by)


def on_incoming(guard: Guard) -> Deciding:
    """Let a guard decide on the incoming paper that the payload names."""
    return Deciding(holding(Incoming, "incoming_id"), incoming_facts, guard)


def upward_facts(row: Upward, _day: date) -> UpwardFacts:
    """Give what decides on a report owed upward."""
    return UpwardFacts(row.state, row.unit_id, row.unit.name)


def on_upward(guard: Guard) -> Deciding:
    """Let a guard decide on the report that the payload names."""
    return Deciding(holding(Upward, "upward_id"), upward_facts, guard)


def tally_facts(row: Tally, _day: date) -> TallyFacts:
    """Give what decides on a comparison of figures."""
    agreed = (bool(row.sender_agreed_at), bool(row.receiver_agreed_at))
    return TallyFacts(row.state, row.unit_id, row.to_unit_id, *agreed)


def on_tally(guard: Guard) -> Deciding:
    """Let a guard decide on the comparison that the payload names."""
    return Deciding(holding(Tally, "tally_id"), tally_facts, guard)
