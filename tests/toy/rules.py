"""The transition table of memos."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition


class MemoState(StrEnum):
    """Where a memo stands."""

    LEFT = "left"
    READ = "read"


MEMO = Machine(
    name="memo",
    label="玩具备忘",
    states=MemoState,
    labels={"left": "待阅", "read": "已阅"},
    initial="left",
    rows=(Transition("toy.memo.read", ("left",), "read", "由收到的单位"),),
)
