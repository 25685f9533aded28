"""Transition tables of surveillance."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition


class BatchState(StrEnum):
    """Where a batch stands; its rows are data in `applied` only."""

    RECEIVED = "received"
    CHECKED = "checked"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


BATCH = Machine(
    name="batch",
    label="数据批次",
    states=BatchState,
    labels={
        "received": "待核对",
        "checked": "已核对，待入库",
        "applied": "已入库",
        "withdrawn": "已撤销",
        "discarded": "未入库，已放弃",
    },
    initial="received",
    rows=(
        Transition("surveillance.batch.check", ("received", "checked"), "checked", "逐行核对完成"),
        Transition("surveillance.batch.apply", ("checked",), "applied", "核对之后没有其他批次变动"),
        Transition("surveillance.batch.withdraw", ("applied",), "withdrawn", "须写明理由"),
        Transition("surveillance.batch.discard", ("received", "checked"), "discarded"),
    ),
)


class SignalState(StrEnum):
    """Where a signal stands between being raised and its end."""

    RAISED = "raised"
    DATA_WANTED = "data_wanted"
    VERIFIED = "verified"
    DISMISSED = "dismissed"
    ASSESSED = "assessed"
    MONITORED = "monitored"
    WARNED = "warned"
    CLOSING = "closing"
    CLOSED = "closed"
    MERGED = "merged"


# Nothing more happens to these unless they are taken up again.
SIGNAL_ENDED = frozenset({SignalState.DISMISSED, SignalState.CLOSED, SignalState.MERGED})
_UNVERIFIED = ("raised", "data_wanted")

SIGNAL = Machine(
    name="signal",
    label="信号",
    states=SignalState,
    labels={
        "raised": "待核实",
        "data_wanted": "待补充数据",
        "verified": "属实，待评估",
        "dismissed": "不属实，已排除",
        "assessed": "已评估，待处置",
        "monitored": "继续观察",
        "warned": "已预警，处置中",
        "closing": "待另一席位结案",
        "closed": "已结案",
        "merged": "已并入",
    },
    initial="raised",
    rows=(
        Transition("surveillance.signal.verify", _UNVERIFIED, "verified", "办公室核实属实"),
        Transition("surveillance.signal.dismiss", _UNVERIFIED, "dismissed", "写明理由"),
        Transition("surveillance.signal.want_data", _UNVERIFIED, "data_wanted", "写明需要的数据"),
        Transition("surveillance.signal.merge", _UNVERIFIED, "merged", "同一情况的另一信号"),
        Transition(
            "surveillance.signal.assess", ("verified", "assessed", "monitored"), "assessed", "写明风险和理由"
        ),
        Transition("surveillance.signal.monitor", ("assessed",), "monitored", "写明观察什么"),
        Transition(
            "surveillance.warning.issue", ("assessed", "monitored"), "warned", "办公室主任或召集人签发"
        ),
        Transition("surveillance.signal.check", ("warned",), "closing", "事项已办结，后来的数据不再超过"),
        Transition("surveillance.signal.close", ("closing",), "closed", "由核查以外的另一席位、另一人"),
        Transition("surveillance.signal.return", ("closing",), "warned", "写明理由"),
        Transition("surveillance.signal.reopen", ("dismissed", "closed", "monitored"), "raised", "写明理由"),
    ),
)

NATURE_LABELS = {"open": "未核实", "true": "属实", "false": "不属实"}
INVESTIGATION_LABELS = {"none": "未开展", "under_way": "进行中", "done": "已完成"}
MANAGEMENT_LABELS = {
    "none": "未采取措施",
    "watching": "观察",
    "warned": "已预警",
    "effective": "有效",
    "ineffective": "未见效",
}
RISK_LABELS = {"open": "未评估", "low": "低", "medium": "中", "high": "高", "very_high": "极高"}
LEVEL_LABELS = {"notice": "提示", "general": "一般预警", "serious": "较重预警", "grave": "严重预警"}
DISMISSALS = {
    "data_error": "数据有误",
    "duplicate": "重复报告",
    "known": "已知情况，已在处理",
    "artefact": "报告方式变化造成",
    "chance": "偶然波动",
    "other": "其他",
}
