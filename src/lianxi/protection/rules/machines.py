"""The transition tables of lists, recognitions, links, half-yearly checks and the unit that signs."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition


class ListState(StrEnum):
    """Where a list stands."""

    DRAFTED = "drafted"
    SENT = "sent"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


LIST = Machine(
    name="person_list",
    label="人员名单",
    states=ListState,
    labels={
        "drafted": "起草",
        "sent": "已送出，待签收",
        "received": "已签收，办理中",
        "withdrawn": "已收回，待对方确认删除",
        "deleted": "已收回，对方已删除",
    },
    initial="drafted",
    rows=(
        Transition("protection.list.send", ("drafted",), "sent", "有影响评估；行数与移交单一致；没有重复"),
        Transition("protection.list.receive", ("sent",), "received", "人数和文件校验值与移交单一致"),
        Transition("protection.list.withdraw", ("sent", "received"), "withdrawn", "送错单位"),
        Transition("protection.list.confirm_deleted", ("withdrawn",), "deleted", "接收单位确认已删除"),
    ),
)


class RecognitionState(StrEnum):
    """Where a recognition (核实意见) stands."""

    ASKED = "asked"
    SIGNED = "signed"
    CONTESTED = "contested"
    REVOKED = "revoked"


RECOGNITION = Machine(
    name="recognition",
    label="核实意见",
    states=RecognitionState,
    labels={"asked": "核实中", "signed": "已出具", "contested": "有异议", "revoked": "已撤回"},
    initial="asked",
    rows=(
        Transition(
            "protection.recognition.sign", ("asked", "contested"), "signed", "四项事实都由掌握单位提供"
        ),
        Transition("protection.recognition.contest", ("signed",), "contested", "本人或单位有异议"),
        Transition("protection.recognition.revoke", ("signed", "contested"), "revoked", "用人单位重新出现等"),
    ),
)


class PairState(StrEnum):
    """Where a record of two tokens stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    ENDED = "ended"


PAIR = Machine(
    name="person_pair",
    label="人员并档",
    states=PairState,
    labels={"proposed": "待另一席位确认", "in_force": "有效", "ended": "已结束"},
    initial="proposed",
    rows=(
        Transition("protection.pair.confirm", ("proposed",), "in_force", "同单位另一席位、另一人"),
        Transition("protection.pair.end", ("proposed", "in_force"), "ended"),
    ),
)


class CheckState(StrEnum):
    """Where the half-yearly check of a pair of units stands."""

    OPEN = "open"
    CLOSED = "closed"


CHECK = Machine(
    name="list_check",
    label="名单核对",
    states=CheckState,
    labels={"open": "一方已核对", "closed": "双方核对一致"},
    initial="open",
    rows=(Transition("protection.check.sign", ("open",), "closed", "送出＝办结＋在办，双方数目一致"),),
)


class SignerState(StrEnum):
    """Where the naming of the unit that signs recognitions stands."""

    NAMED = "named"
    AGREED = "agreed"
    ENDED = "ended"


NAMING = Machine(
    name="recognition_signer",
    label="核实单位",
    states=SignerState,
    labels={"named": "待该单位同意", "agreed": "有效", "ended": "已停用"},
    initial="named",
    rows=(
        Transition("protection.signer.agree", ("named",), "agreed", "该单位同意"),
        Transition("protection.signer.end", ("named", "agreed"), "ended"),
    ),
)

PAIR_KINDS = {"same": "是同一人", "apart": "不是同一人"}
# The four facts, each from its keeper's line, with the words it may state.
FACTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "registration": (
        "market",
        "登记状态",
        {"exists": "存续", "cancelled": "已注销", "revoked": "已吊销", "none": "查无登记"},
    ),
    "relation": (
        "hr",
        "劳动关系",
        {"confirmed": "可以确认", "unconfirmable": "无法确认", "disputed": "有争议，在仲裁或诉讼"},
    ),
    "certificate": (
        "health",
        "诊断证明载明的用人单位",
        {"named": "载明一家", "several": "载明多家", "unnamed": "没有载明"},
    ),
    "insurance": ("hr", "工伤保险", {"yes": "参保", "no": "未参保", "unknown": "查不到"}),
}
RESULTS = {
    "gone": "用人单位不存在",
    "unconfirmable": "劳动关系无法确认",
    "exists": "用人单位存在（退回工伤程序）",
}
CAUSES = {"person": "本人有异议", "unit": "单位有异议", "employer_found": "用人单位重新出现", "other": "其他"}
