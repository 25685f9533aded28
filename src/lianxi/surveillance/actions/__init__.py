"""Writes of surveillance, one function for one thing that happens."""

from lianxi.surveillance.actions.batches import (
    apply_batch,
    check_batch,
    discard_batch,
    receive_batch,
    withdraw_batch,
)

__all__ = ["apply_batch", "check_batch", "discard_batch", "receive_batch", "withdraw_batch"]
