"""Everything that can happen between the units; importing this room registers all its actions."""

from lianxi.exchange.actions.bouncing import (
    accept_bounce,
    bounce_receipt,
    decline_bounce,
    rule_bounce,
    withdraw_bounce,
)
from lianxi.exchange.actions.receiving import answer_receipt, sign_receipt
from lianxi.exchange.actions.sending import send_out, withdraw_sending
from lianxi.exchange.actions.timing import oblige_missing, remind_due

__all__ = [
    "accept_bounce",
    "answer_receipt",
    "bounce_receipt",
    "decline_bounce",
    "oblige_missing",
    "remind_due",
    "rule_bounce",
    "send_out",
    "sign_receipt",
    "withdraw_bounce",
    "withdraw_sending",
]
