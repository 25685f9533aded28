"""The lists L1–L5 between lines of units, and the words a row may show, each set by the unit that did it."""

from collections.abc import Mapping
from dataclasses import dataclass

# How a unit's line is known by its name.
LINES: Mapping[str, tuple[str, ...]] = {
    "health": ("卫健", "卫生健康"),
    "hr": ("人社", "人力资源"),
    "medical_insurance": ("医保", "医疗保障"),
    "civil_affairs": ("民政",),
    "market": ("市场监管", "市场监督"),
    "union": ("总工会",),
    "justice": ("司法",),
}
# Who signs for recognition is named by the office's ruling, not by a line.
SIGNER = "signer"


@dataclass(frozen=True, slots=True)
class Flow:
    """A list: from which lines to which; the clause of the receiver's duty by instrument."""

    title: str
    senders: tuple[str, ...]
    receiver: str
    clauses: Mapping[str, str]


FLOWS: Mapping[str, Flow] = {
    "L1": Flow("确诊人员名单", ("health",), "hr", {"QZ": "QZ-3-09-3", "GD": "GD-09-03"}),
    "L2": Flow("需核实人员名单", ("health", "hr"), SIGNER, {}),
    "L3": Flow(
        "已核实人员名单（医疗救助）",
        (SIGNER,),
        "medical_insurance",
        {"QZ": "QZ-3-15-1", "GD": "GD-18-01"},
    ),
    "L4": Flow(
        "已核实人员名单（生活救助）",
        (SIGNER,),
        "civil_affairs",
        {"QZ": "QZ-3-07-1", "GD": "GD-06-01"},
    ),
    # Where the justice line sits in a conference: persons in custody, to either line of aid; others learn yearly counts.
    "L5a": Flow("监所人员名单（医疗救助）", ("justice",), "medical_insurance", {"GD": "GD-18-01"}),
    "L5b": Flow("监所人员名单（生活救助）", ("justice",), "civil_affairs", {"GD": "GD-06-01"}),
}
CUSTODY = ("L5a", "L5b")
KINDS = {code: one.title for code, one in FLOWS.items()}
WAYS = {"platform": "共享平台", "sealed": "两单位加密交换", "paper": "纸质移交"}
GONE_WORDS = {"gone": "用人单位不存在", "unconfirmable": "劳动关系无法确认"}

SENT, RECEIVED, LAPSED, REFUSED, HANDED_ON = "sent", "received", "lapsed", "refused", "handed_on"
WORDS = {
    SENT: "已送出",
    RECEIVED: "已收到",
    "approached": "已通知到人",
    "applied": "已申请",
    "refused_to_apply": "本人不申请",
    "in_decision": "审核中",
    "granted": "已认定或者纳入",
    REFUSED: "不予认定或者不予纳入（有书面理由）",
    HANDED_ON: "转其他名单",
    "not_ours": "不属于本单位",
    "not_found": "查无此人",
    "died": "死亡",
    "moved": "迁出",
    LAPSED: "申请期限已过",
}
# What the sender confirms before it is an end.
RETURNED = ("not_ours", "not_found", "died", "moved")
ENDS = ("granted", HANDED_ON)
_OPEN = ("approached", "applied", "refused_to_apply", "in_decision", "granted", REFUSED, HANDED_ON, *RETURNED)
# Which words may follow which. A word once reached may be corrected by the same word with another date.
FOLLOWING: Mapping[str, tuple[str, ...]] = {
    SENT: (),
    RECEIVED: _OPEN,
    "approached": _OPEN,
    "applied": ("applied", "in_decision", "granted", REFUSED, HANDED_ON, *RETURNED),
    "refused_to_apply": _OPEN,
    "in_decision": ("in_decision", "granted", REFUSED, HANDED_ON, *RETURNED),
    "granted": (),
    REFUSED: ("applied", "in_decision", "granted", HANDED_ON, *RETURNED),
    HANDED_ON: (),
    **dict.fromkeys(RETURNED, ("approached", "applied")),
    LAPSED: _OPEN,
}
ANSWERS = {word: WORDS[word] for word in _OPEN}
REASONS = {
    "": "没有",
    "means": "收入或财产超过标准",
    "not_occupational": "鉴定否定职业病",
    "late": "超过申请期限",
    "documents": "材料不齐",
    "no_relation": "劳动关系不成立",
    "other_region": "不属本地管辖",
    "employer_gone": "用人单位不存在",
    "employer_found": "用人单位重新出现",
    "unconfirmable": "劳动关系无法确认",
    "other": "其他（见书面决定）",
}
# Remedies that a refusal opens on a list, by the rule that reckons their last day.
REMEDY = "remedies.reconsideration"
YEAR = "injury.worker_application"
RULE_RECEIPT, RULE_FIRST = "protection.receipt", "protection.first_outcome"
# The first list goes when there is a case, monthly at the latest: a draft with persons on it must leave.
RULE_MONTHLY, MONTHLY = "protection.monthly", "L1"
RULE_STILL, RULE_AGAIN, RULE_CONFIRM = "protection.no_movement", "protection.ask_again", "protection.confirm"
# The rule that reckons until when a row in a state must move; a state without one waits for nobody.
CLOCKS: Mapping[str, str] = {
    SENT: RULE_RECEIPT,
    RECEIVED: RULE_FIRST,
    "approached": RULE_STILL,
    "applied": RULE_STILL,
    "in_decision": RULE_STILL,
    LAPSED: RULE_STILL,
    "refused_to_apply": RULE_AGAIN,
    HANDED_ON: RULE_RECEIPT,
    **dict.fromkeys(RETURNED, RULE_CONFIRM),
}
CLOCK_WORDS = {
    RULE_MONTHLY: "等送出单位送出",
    RULE_RECEIPT: "等接收单位签收",
    RULE_FIRST: "等首次办理情况",
    RULE_STILL: "办理中，等下一步",
    RULE_AGAIN: "满一年再问本人",
    RULE_CONFIRM: "等送出单位确认退回",
}
# From so many days before a person's own last day it shows in red; as many days on the list make a hard case.
NEAR_DAYS, HARD_DAYS = 30, 30


def said_of(word: str, list_state: str) -> str:
    """Say a row's word; on a draft nothing has been sent yet."""
    return "未送出" if list_state == "drafted" else WORDS[word]


def line_of(name: str) -> str:
    """Return the line of a unit by its name; empty where no list concerns it."""
    return next((line for line, words in LINES.items() if any(word in name for word in words)), "")


def may_follow(word: str, following: str) -> bool:
    """Tell whether a row may go from a word to another."""
    return following in FOLLOWING.get(word, ())


def wants_reason(word: str) -> bool:
    """Tell whether a word is shown with a reason from the list."""
    return word in (REFUSED, "not_ours", HANDED_ON)


def is_end(word: str) -> bool:
    """Tell whether a word ends a row by itself; a returned one ends by the sender's confirmation."""
    return word in ENDS
