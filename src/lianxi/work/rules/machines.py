"""Transition tables of arrangements and returns."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition

TRACKING = "tracking"


class ArrangementState(StrEnum):
    """Where an arrangement stands."""

    PROPOSED = "proposed"
    ON = "on"
    ENDED = "ended"
    REPLACED = "replaced"


ARRANGEMENT = Machine(
    name="arrangement",
    label="履职安排",
    states=ArrangementState,
    labels={"proposed": "建议，未启用", "on": "已启用", "ended": "已停用", "replaced": "已改版"},
    initial="proposed",
    rows=(
        Transition("work.arrangement.switch_on", ("proposed",), "on", "有条款依据", TRACKING),
        Transition("work.arrangement.start", ("proposed",), "on", "列入起步范围", TRACKING),
        Transition("work.arrangement.end", ("proposed", "on"), "ended", "写明理由", TRACKING),
        Transition("work.arrangement.revise", ("proposed", "on"), "replaced", "另成新版", TRACKING),
    ),
)


class ReturnState(StrEnum):
    """Where a return stands."""

    DUE = "due"
    CHECKING = "checking"
    HANDED_IN = "handed_in"
    RETURNED = "returned"
    RECEIVED = "received"
    DROPPED = "dropped"


# The unit still has to act on these; what has been handed in is no longer late.
OPEN = frozenset({ReturnState.DUE, ReturnState.CHECKING, ReturnState.RETURNED})
HANDED = frozenset({ReturnState.HANDED_IN, ReturnState.RECEIVED})

RETURN = Machine(
    name="return",
    label="报送",
    states=ReturnState,
    labels={
        "due": "待报送",
        "checking": "待本单位审核",
        "handed_in": "已报送",
        "returned": "退回更正",
        "received": "已接收",
        "dropped": "不再需要",
    },
    initial="due",
    rows=(
        Transition("work.return.submit", ("due", "returned"), "checking", "本单位设有审核"),
        Transition("work.return.refuse", ("checking",), "due", "由本单位另一席位，写明理由"),
        Transition("work.return.approve", ("checking",), "handed_in", "由本单位另一席位"),
        Transition("work.return.hand_in", ("due", "returned"), "handed_in", "由责任单位", TRACKING),
        Transition("work.return.nil", ("due", "returned"), "handed_in", "本期无此类事项", TRACKING),
        Transition("work.return.take_back", ("handed_in",), "due", "接收前由报送单位撤回"),
        Transition("work.return.receive", ("handed_in",), "received", "由办公室", TRACKING),
        Transition("work.return.send_back", ("handed_in", "received"), "returned", "写明哪里要改", TRACKING),
        Transition("work.arrangement.end", ("due", "checking", "returned"), "dropped", "安排已停用"),
    ),
)


class PointTaskState(StrEnum):
    """Where a task of a work point stands."""

    OPEN = "open"
    DONE = "done"
    CARRIED = "carried"


POINT_TASK = Machine(
    name="point_task",
    label="要点任务",
    states=PointTaskState,
    labels={"open": "未完成", "done": "已完成", "carried": "已转入下年"},
    initial="open",
    rows=(
        Transition("work.task.finish", ("open",), "done", "由承担单位写明完成情况", TRACKING),
        Transition("work.point.carry", ("open",), "carried", "由办公室转入下年"),
    ),
)
