"""Writes of surveillance, one function for one thing that happens."""

from lianxi.surveillance.actions.batches import (
    apply_batch,
    check_batch,
    discard_batch,
    receive_batch,
    withdraw_batch,
)
from lianxi.surveillance.actions.centroids import set_centroids
from lianxi.surveillance.actions.closing import check_effect, close_signal, return_signal
from lianxi.surveillance.actions.detecting import record_run
from lianxi.surveillance.actions.signal_rules import set_signal_rule
from lianxi.surveillance.actions.signals import (
    assess_signal,
    dismiss_signal,
    merge_signal,
    monitor_signal,
    reopen_signal,
    verify_signal,
    want_data,
)
from lianxi.surveillance.actions.warnings import issue_warning

__all__ = [
    "apply_batch",
    "assess_signal",
    "check_batch",
    "check_effect",
    "close_signal",
    "discard_batch",
    "dismiss_signal",
    "issue_warning",
    "merge_signal",
    "monitor_signal",
    "receive_batch",
    "record_run",
    "reopen_signal",
    "return_signal",
    "set_centroids",
    "set_signal_rule",
    "verify_signal",
    "want_data",
    "withdraw_batch",
]
