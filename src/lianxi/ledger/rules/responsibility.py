"""Transition tables of who answers for a matter: parts, handbacks, delegations, rechecks and handovers."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition
from lianxi.ledger.rules.machines import TRACKING


class PartState(StrEnum):
    """Where a co-unit stands with its own part: received, at work and finished are three things."""

    ISSUED = "issued"
    WORKING = "working"
    FINISHED = "finished"
    WAIVED = "waived"
    RELEASED = "released"


# While a part is open the lead's request for closing waits for it.
PART_OPEN = ("issued", "working")

CO_PART = Machine(
    name="part",
    label="协办部分",
    states=PartState,
    labels={
        "issued": "待签收",
        "working": "办理中",
        "finished": "本单位部分已完成",
        "waived": "免予配合",
        "released": "不再协办",
    },
    initial="issued",
    rows=(
        Transition("ledger.obligation.acknowledge", ("issued",), "working", "协办单位签收", TRACKING),
        Transition(
            "ledger.progress.report", ("working",), "finished", "协办单位报告本单位部分完成", TRACKING
        ),
        Transition("ledger.part.return", ("finished",), "working", "办公室写明退回理由", TRACKING),
        Transition("ledger.part.waive", PART_OPEN, "waived", "办公室写明免予配合的理由", TRACKING),
        Transition(
            "ledger.obligation.renew", ("finished", "waived"), "working", "持续事项转入下一期", TRACKING
        ),
        Transition(
            "ledger.obligation.reassign",
            ("issued", "working", "finished", "waived"),
            "released",
            "改由另一单位协办，或转为主办",
        ),
        Transition("ledger.part.take", ("released",), "issued", "再次列为协办单位"),
    ),
)


class HandbackState(StrEnum):
    """Where a unit's word that a matter is not its own stands."""

    ASKED = "asked"
    WITH_OFFICE = "with_office"
    ACCEPTED = "accepted"
    RULED = "ruled"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


HANDBACK_OPEN = ("asked", "with_office")

HANDBACK = Machine(
    name="handback",
    label="退回",
    states=HandbackState,
    labels={
        "asked": "等指明的单位接收",
        "with_office": "等办公室裁定",
        "accepted": "已接收",
        "ruled": "已裁定",
        "withdrawn": "已撤回",
        "lapsed": "已失效",
    },
    initial="asked",
    rows=(
        Transition("ledger.handback.ask", ("asked",), "with_office", "同一事项第二次退回"),
        Transition("ledger.handback.accept", ("asked",), "accepted", "指明的单位接收"),
        Transition("ledger.handback.decline", ("asked",), "with_office", "指明的单位也认为不是本单位职责"),
        Transition("ledger.handback.rule", HANDBACK_OPEN, "ruled", "办公室裁定并留存理由、条款"),
        Transition("ledger.handback.withdraw", HANDBACK_OPEN, "withdrawn", "退回的单位撤回"),
        Transition("ledger.handback.lapse", HANDBACK_OPEN, "lapsed", "事项已结束"),
    ),
)


class DelegationState(StrEnum):
    """Where an offer to a lower conference stands on the side above; its answer stands below."""

    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


DELEGATION = Machine(
    name="delegation",
    label="交办",
    states=DelegationState,
    labels={"offered": "已交办", "withdrawn": "已撤回"},
    initial="offered",
    rows=(Transition("ledger.delegation.withdraw", ("offered",), "withdrawn", "下级还没有答复；写明理由"),),
)


class RecheckState(StrEnum):
    """Where the re-check of a sampled, closed obligation stands."""

    DRAWN = "drawn"
    PASSED = "passed"
    FAILED = "failed"


RECHECK = Machine(
    name="recheck",
    label="抽查复核",
    states=RecheckState,
    labels={"drawn": "待复核", "passed": "复核通过", "failed": "复核不通过"},
    initial="drawn",
    rows=(
        Transition("ledger.recheck.pass", ("drawn",), "passed", "核验人、反馈人以外的席位", TRACKING),
        Transition("ledger.recheck.fail", ("drawn",), "failed", "写明问题；另立整改事项", TRACKING),
    ),
)


class HandoverState(StrEnum):
    """Where the handing over of a seat's open matters stands."""

    GIVEN = "given"
    TAKEN = "taken"


HANDOVER = Machine(
    name="handover",
    label="交接",
    states=HandoverState,
    labels={"given": "待接手", "taken": "已接手"},
    initial="given",
    rows=(Transition("ledger.handover.take", ("given",), "taken", "接任席位的另一人"),),
)
