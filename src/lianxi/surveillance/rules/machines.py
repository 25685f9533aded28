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
