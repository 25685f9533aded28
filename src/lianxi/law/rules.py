"""Pure decisions about instruments: the table of a version's life."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition


class VersionState(StrEnum):
    """Where a version of an instrument stands."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    DISCARDED = "discarded"


VERSION = Machine(
    name="instrument_version",
    label="文件版本",
    states=VersionState,
    labels={"draft": "待审阅", "adopted": "已采用", "discarded": "已放弃"},
    initial="draft",
    rows=(
        Transition("law.version.adopt", ("draft",), "adopted", "采用人不是起草人"),
        Transition("law.version.discard", ("draft",), "discarded"),
    ),
)

KIND_LABELS = {
    "duty": "职责",
    "function": "联席会议职责",
    "mechanism": "机制",
    "composition": "组成",
    "office_rule": "办公室规则",
    "meeting_rule": "会议规则",
    "roster": "名单",
    "preamble": "序言",
    "metadata": "文头文尾",
}
ROLE_LABELS = {
    "lead": "负责",
    "organize": "组织",
    "guide": "指导",
    "supervise": "监督",
    "cooperate": "配合",
    "participate": "参与",
    "provide": "提供",
}
