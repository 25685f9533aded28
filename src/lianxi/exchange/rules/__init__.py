"""Pure decisions of the exchange: transition tables, guards, words."""

from lianxi.exchange.rules.machines import (
    COLLECTION,
    INCOMING,
    RECEIPT,
    REPLY,
    REQUEST,
    SENDING,
    TALLY,
    UPWARD,
)

__all__ = ["COLLECTION", "INCOMING", "RECEIPT", "REPLY", "REQUEST", "SENDING", "TALLY", "UPWARD"]
