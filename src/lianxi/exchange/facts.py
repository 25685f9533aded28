"""The facts that decide on sendings, receipts and bounces, loaded in one place for actions and pages."""

from datetime import date

from lianxi.exchange.models import Bounce, Receipt, Sending
from lianxi.exchange.rules.steps import BounceFacts, ReceiptFacts, SendingFacts
from lianxi.journal.guards import Deciding, Guard, holding, holding_part


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
