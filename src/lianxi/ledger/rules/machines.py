"""Transition tables of obligations, requests for extension and circulars, with the words of each state."""

from enum import StrEnum

from lianxi.core.rooms import rooms, stated
from lianxi.core.transitions import Machine, Transition

TRACKING = "tracking"
CIRCULATING = "circular"


class ObligationState(StrEnum):
    """Where an obligation stands."""

    ISSUED = "issued"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CLOSED = "closed"
    SUPERSEDED = "superseded"
    MERGED = "merged"
    CANCELLED = "cancelled"


# While the unit is at work its clock runs; a report that waits for the office is not late by waiting.
WORKING = frozenset({ObligationState.ISSUED, ObligationState.IN_PROGRESS, ObligationState.RETURNED})
ENDED = frozenset(
    {
        ObligationState.CLOSED,
        ObligationState.SUPERSEDED,
        ObligationState.MERGED,
        ObligationState.CANCELLED,
    }
)
_RUNNING = ("issued", "in_progress", "submitted", "returned")

OBLIGATION = Machine(
    name="obligation",
    label="事项",
    states=ObligationState,
    labels={
        "issued": "待签收",
        "in_progress": "办理中",
        "submitted": "待核验",
        "returned": "退回补办",
        "closed": "办结",
        "superseded": "已被替代",
        "merged": "已并入",
        "cancelled": "已撤销",
    },
    initial="issued",
    rows=(
        Transition("ledger.obligation.acknowledge", ("issued",), "in_progress", "主办单位签收", TRACKING),
        Transition(
            "ledger.progress.report", ("in_progress", "returned"), "submitted", "主办单位申请办结", TRACKING
        ),
        Transition("ledger.obligation.verify", ("submitted",), "closed", "另一席位核验通过", TRACKING),
        Transition(
            "ledger.obligation.renew", ("submitted",), "in_progress", "持续事项本期核验通过", TRACKING
        ),
        Transition("ledger.obligation.return", ("submitted",), "returned", "写明退回理由", TRACKING),
        Transition("ledger.sheet.apply", ("issued",), "closed", "导入时表中已办结", TRACKING),
        Transition("ledger.obligation.fulfil", _RUNNING, "closed", "所缺的反馈、报送已补齐", TRACKING),
        Transition("ledger.obligation.reassign", ("issued", "in_progress"), "issued", "改由另一单位主办"),
        Transition(
            "ledger.obligation.supersede", _RUNNING, "superseded", "后来的决定；由另一在办事项替代", TRACKING
        ),
        Transition("ledger.obligation.merge", _RUNNING, "merged", "后来的决定；并入另一在办事项", TRACKING),
        Transition("ledger.obligation.cancel", _RUNNING, "cancelled", "后来的决定", TRACKING),
    ),
)


class SheetState(StrEnum):
    """Where a spreadsheet sent to be imported stands."""

    SENT = "sent"
    APPLIED = "applied"
    DISCARDED = "discarded"


SHEET = Machine(
    name="sheet",
    label="导入表格",
    states=SheetState,
    labels={"sent": "待导入", "applied": "已导入", "discarded": "已放弃"},
    initial="sent",
    rows=(
        Transition("ledger.sheet.apply", ("sent",), "applied", "没有错误行，且与所看预览一致"),
        Transition("ledger.sheet.discard", ("sent",), "discarded"),
    ),
)


class ExtensionState(StrEnum):
    """Where a request for a later date stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


EXTENSION = Machine(
    name="extension",
    label="延期申请",
    states=ExtensionState,
    labels={"asked": "待答复", "granted": "已同意", "refused": "未同意", "lapsed": "已失效"},
    initial="asked",
    rows=(
        Transition("ledger.extension.grant", ("asked",), "granted", "新时限晚于原时限", TRACKING),
        Transition("ledger.extension.refuse", ("asked",), "refused", "写明理由", TRACKING),
        Transition("ledger.extension.lapse", ("asked",), "lapsed", "事项本期已核验通过或被替代", TRACKING),
    ),
)


class CircularState(StrEnum):
    """Where a circular stands."""

    DRAFT = "draft"
    SHOWN = "shown"
    ISSUED = "issued"
    DISCARDED = "discarded"


CIRCULAR = Machine(
    name="circular",
    label="通报",
    states=CircularState,
    labels={"draft": "草稿", "shown": "送单位核对", "issued": "已印发", "discarded": "已作废"},
    initial="draft",
    rows=(
        Transition("ledger.circular.show", ("draft",), "shown", "送成员单位核对数字", CIRCULATING),
        Transition(
            "ledger.circular.issue", ("draft", "shown"), "issued", "单位已核对，数字可由台账复现", CIRCULATING
        ),
        Transition("ledger.circular.discard", ("draft", "shown"), "discarded", "写明理由"),
    ),
)


class ContestState(StrEnum):
    """Where a unit's objection to a figure stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


CONTEST = Machine(
    name="contest",
    label="数字异议",
    states=ContestState,
    labels={"asked": "待答复", "accepted": "已采纳", "refused": "未采纳"},
    initial="asked",
    rows=(
        Transition("ledger.contest.accept", ("asked",), "accepted", "写明更正后的数字", CIRCULATING),
        Transition("ledger.contest.refuse", ("asked",), "refused", "写明理由", CIRCULATING),
    ),
)


class Cycle(StrEnum):
    """How often an obligation falls due."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEAR = "half_year"
    YEARLY = "yearly"


CYCLE_LABELS = {
    "once": "一次",
    "monthly": "每月",
    "quarterly": "每季度",
    "half_year": "每半年",
    "yearly": "每年",
}
CYCLE_MONTHS = {"monthly": 1, "quarterly": 3, "half_year": 6, "yearly": 12}


class Origin(StrEnum):
    """What created an obligation."""

    DECISION = "decision"
    ASSIGNMENT = "assignment"
    STANDING = "standing"
    PROPOSAL = "proposal"
    WARNING = "warning"


def origin_labels() -> dict[str, str]:
    """Return what creates obligations, as the rooms' faces state it."""
    return {one.code: one.label for room in rooms() for one in stated(room.origins)}


RESULT_LABELS = {"pass": "通过", "return": "退回"}
CAUSE_LABELS = {
    "entered": "登记时",
    "extended": "延期",
    "renewed": "转入下一期",
    "recomputed": "日历更新",
    "serious": "日历更新（严重逾期起）",
    "imported": "表格导入",
    "paused": "暂停计时",
    "restarted": "重新起算",
    "agreed": "逾期后约定",
}
