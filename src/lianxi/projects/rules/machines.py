"""The transition table of lists that come in."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition


class ListState(StrEnum):
    """Where a list that came in stands."""

    CHECKED = "checked"
    ENTERED = "entered"
    DROPPED = "dropped"


LIST = Machine(
    name="project_list",
    label="项目清单",
    states=ListState,
    labels={"checked": "已核对，待列入", "entered": "已列入", "dropped": "已放弃"},
    initial="checked",
    rows=(
        Transition("projects.list.enter", ("checked",), "entered", "有错的行不列入，逐行说明"),
        Transition("projects.list.drop", ("checked",), "dropped", "administrative"),
    ),
)
