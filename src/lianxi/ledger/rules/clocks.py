"""Which act of the ledger is which event of a clock: a rule names events, and restarts by these alone."""

from collections.abc import Sequence

from lianxi.core.due import Derivation, Pause
from lianxi.core.words import long_date

# An act that stands in no row starts no clock anew, whatever a rule names.
CLOCK_EVENTS = {
    "ledger.obligation.return": "returned",
    "ledger.obligation.renew": "renewed",
    "ledger.obligation.reassign": "reassigned",
}

# The limits an obligation may be entered with.
LIMIT_CODES = (
    "ledger.minutes_item",
    "ledger.document_item",
    "ledger.instruction_urgent",
    "ledger.instruction_ordinary",
    "ledger.instruction_difficult",
    "ledger.rework",
    "ledger.warning_response",
)


def pause_refused(before: Derivation, earlier: Sequence[Pause], wanted: Pause) -> str:
    """Say why a clock may not be paused so; empty where it may.

    The rule of the clock must name the reason, and the days lie within the clock and apart from other pauses.
    """
    reasons = before.limit.pauses if before.limit else ()
    if before.days is None or before.limit is None:
        return "这项的时限是定下的日期，不是按规则计算的，不能暂停。"
    if wanted.reason not in reasons:
        named = "、".join(f"“{reason}”" for reason in reasons)
        return f"规则“{before.limit.title}”" + (f"只在{named}时暂停。" if named else "没有可以暂停的情形。")
    if wanted.ends_on < wanted.starts_on:
        return "暂停的最后一天早于第一天。"
    if before.start is not None and wanted.starts_on < before.start:
        return f"暂停早于起算日{long_date(before.start)}。"
    if wanted.starts_on > before.due_on:
        return f"时限{long_date(before.due_on)}已过，不能从之后的日期起暂停。"
    if any(one.starts_on <= wanted.ends_on and wanted.starts_on <= one.ends_on for one in earlier):
        return "与已有的暂停重叠。"
    return ""
