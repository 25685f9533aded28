"""Transition tables of the exchange, with the words of each state."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition


class SendingState(StrEnum):
    """Where a sending stands as a whole; each receiver has a receipt of its own."""

    SENT = "sent"
    WITHDRAWN = "withdrawn"


SENDING = Machine(
    name="sending",
    label="送出",
    states=SendingState,
    labels={"sent": "已送出", "withdrawn": "已撤回"},
    initial="sent",
    rows=(Transition("exchange.sending.withdraw", ("sent",), "withdrawn", "写明理由；已答复的留存"),),
)


class ReceiptState(StrEnum):
    """Where a receiver stands: received and answered are two things."""

    SENT = "sent"
    SIGNED = "signed"
    ANSWERED = "answered"
    BOUNCED = "bounced"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"


RECEIPT_OPEN = ("sent", "signed", "bounced")

RECEIPT = Machine(
    name="receipt",
    label="来件",
    states=ReceiptState,
    labels={
        "sent": "待签收",
        "signed": "待反馈",
        "answered": "已反馈",
        "bounced": "已退件，待接收或裁定",
        "passed": "已转其他单位",
        "withdrawn": "已撤回",
    },
    initial="sent",
    rows=(
        Transition("exchange.receipt.sign", ("sent",), "signed", "收到的单位签收"),
        Transition(
            "exchange.receipt.answer", ("sent", "signed", "answered"), "answered", "反馈即签收；可以更正"
        ),
        Transition("exchange.bounce.ask", ("sent", "signed"), "bounced", "写明应办单位和条款"),
        Transition("exchange.receipt.keep", ("bounced", "passed"), "signed", "撤回退件，或裁定由本单位办理"),
        Transition("exchange.receipt.pass", ("bounced",), "passed", "指明的单位接收，或办公室裁定"),
        Transition("exchange.sending.withdraw", RECEIPT_OPEN, "withdrawn", "送出单位撤回"),
    ),
)


class RequestState(StrEnum):
    """Where a request stands: accepted is not answered."""

    ASKED = "asked"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


REQUEST_OPEN = ("asked", "proposed", "accepted")

REQUEST = Machine(
    name="request",
    label="请求",
    states=RequestState,
    labels={
        "asked": "待受理",
        "proposed": "对方另提日期",
        "accepted": "已受理，待答复",
        "answered": "已答复",
        "declined": "未受理",
        "withdrawn": "已撤回",
    },
    initial="asked",
    rows=(
        Transition("exchange.request.accept", ("asked",), "accepted", "按所请日期办理"),
        Transition("exchange.request.propose", ("asked", "accepted"), "proposed", "另提日期并说明"),
        Transition("exchange.request.agree", ("proposed",), "accepted", "提出单位同意另提的日期"),
        Transition("exchange.request.insist", ("proposed",), "asked", "提出单位请按原日期办理"),
        Transition("exchange.request.answer", REQUEST_OPEN, "answered", "答复即受理"),
        Transition("exchange.request.decline", REQUEST_OPEN, "declined", "写明理由"),
        Transition("exchange.request.withdraw", REQUEST_OPEN, "withdrawn", "由提出单位撤回"),
    ),
)


class CollectionState(StrEnum):
    """Where a collection stands."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


COLLECTION = Machine(
    name="collection",
    label="征集",
    states=CollectionState,
    labels={"open": "征集中", "closed": "已截止", "withdrawn": "已撤回"},
    initial="open",
    rows=(
        Transition("exchange.collection.close", ("open",), "closed", "未报的单位列明"),
        Transition("exchange.collection.reopen", ("closed",), "open", "重新开放"),
        Transition("exchange.collection.withdraw", ("open",), "withdrawn", "写明理由"),
    ),
)


class ReplyState(StrEnum):
    """Where a unit stands in a collection."""

    ASKED = "asked"
    GIVEN = "given"


REPLY = Machine(
    name="reply",
    label="征集反馈",
    states=ReplyState,
    labels={"asked": "未报", "given": "已报"},
    initial="asked",
    rows=(Transition("exchange.reply.give", ("asked", "given"), "given", "截止前可以更改"),),
)


class IncomingState(StrEnum):
    """Where a paper that came in stands."""

    REGISTERED = "registered"
    ROUTED = "routed"
    ANSWERED = "answered"
    FILED = "filed"


INCOMING = Machine(
    name="incoming",
    label="收文",
    states=IncomingState,
    labels={"registered": "待办", "routed": "办理中", "answered": "已答复", "filed": "存查"},
    initial="registered",
    rows=(
        Transition("exchange.incoming.route", ("registered", "routed"), "routed", "转为议题、事项或送出"),
        Transition("exchange.incoming.answer", ("registered", "routed"), "answered", "答复来文机关"),
        Transition("exchange.incoming.file", ("registered", "routed"), "filed", "写明存查理由"),
        Transition("exchange.incoming.reopen", ("answered", "filed"), "routed", "写明理由"),
    ),
)


class UpwardState(StrEnum):
    """Where a report that is owed upward stands."""

    PLANNED = "planned"
    DRAFTED = "drafted"
    SENT = "sent"
    DROPPED = "dropped"


UPWARD = Machine(
    name="upward",
    label="对上报送",
    states=UpwardState,
    labels={"planned": "待起草", "drafted": "待报送", "sent": "已报送", "dropped": "不再报送"},
    initial="planned",
    rows=(
        Transition("exchange.upward.draft", ("planned", "drafted"), "drafted"),
        Transition("exchange.upward.send", ("planned", "drafted"), "sent", "登记报送日期和文号"),
        Transition("exchange.upward.drop", ("planned", "drafted"), "dropped", "写明理由"),
    ),
)


class TallyState(StrEnum):
    """Where the comparison of both sides' figures stands."""

    OPEN = "open"
    AGREED = "agreed"
    DISPUTED = "disputed"


TALLY = Machine(
    name="tally",
    label="数据核对",
    states=TallyState,
    labels={"open": "待双方核对", "agreed": "双方核对一致", "disputed": "有出入"},
    initial="open",
    rows=(
        Transition("exchange.tally.agree", ("open",), "agreed", "双方都已确认"),
        Transition("exchange.tally.dispute", ("open",), "disputed", "写明出入"),
    ),
)
