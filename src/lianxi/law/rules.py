"""Pure decisions about instruments: the table of a version's life."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.transitions import Machine, Transition


class VersionKind(StrEnum):
    """What a version is to the one before: nothing, a re-issue as a whole, or a correction of it."""

    FIRST = "first"
    REISSUE = "reissue"
    ERRATUM = "erratum"
    FURTHER = "further"


VERSION_KINDS = {
    "first": "首次采用",
    "reissue": "重新印发",
    "erratum": "勘误",
    "further": "其他文件（工作规则、机制、调整文件）",
}
# What a further instrument orders beside the founding one.
SUBJECTS = {
    "rules": "工作规则",
    "information": "信息通报",
    "projects": "建设项目“三同时”",
    "warning": "监测预警",
    "supervision": "联合督查",
    "amendment": "调整文件",
    "other": "其他机制",
}
# The parts of a document that adoption can take; units are always taken, the others may be left open.
PARTS = {"units": "成员单位", "roster": "成员名单", "office": "办公室组成", "rules": "工作规则"}
# What to do with a text that founds no conference, by the kind the reader told.
FOUNDS_NONE_STEPS = {
    "amendment": "这是调整已有联席会议的文件，请在类别中选“其他文件”读取，采用后逐项办理增补、退出、更名和换人。",
    "rules": "这是已有联席会议的工作规则或机制，请在类别中选“其他文件”读取；还没有建立文件的，先采用建立文件。",
    "other": "请确认是建立联席会议的文件；法规、通知正文等不能据以建立联席会议。",
}
# What a person may put right in a draft: the words for it and how long it may be.
CORRECTABLE = {
    "title": ("标题", 200),
    "issuer": ("发文机关", 120),
    "doc_number": ("文号", 60),
    "date": ("成文日期", 10),
    "region": ("地区", 60),
    "convener": ("召集人", 300),
    "office_host_unit": ("办公室设在", 80),
    "meeting_frequency": ("会议召开", 300),
    "minutes_rule": ("纪要", 300),
}
DOCUMENT_RULES = {
    "meeting_frequency": "会议召开",
    "convening": "召集",
    "vice_convener": "副召集人",
    "chair": "会议主持",
    "minutes_rule": "纪要",
    "consent": "会签",
    "report_to": "抄报",
    "office_host": "办公室设在",
    "office_work": "办公室职责",
    "convener": "召集人",
    "member_change": "成员调整",
    "unit_change": "成员单位调整",
    "tracking": "跟踪督促",
    "circular": "通报",
    "liaison": "联络员",
    "invite": "邀请参加",
}


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
        Transition("law.draft.correct", ("draft",), "draft", "读取的值留存，更正另记"),
        Transition("law.draft.put_unit", ("draft",), "draft", "读取的值留存，更正另记"),
        Transition("law.draft.drop_unit", ("draft",), "draft", "读取的值留存，更正另记"),
        Transition("law.draft.put_seat", ("draft",), "draft", "读取的值留存，更正另记"),
        Transition("law.draft.drop_seat", ("draft",), "draft", "读取的值留存，更正另记"),
        Transition("law.draft.put_rule", ("draft",), "draft", "读取的值留存，更正另记"),
        Transition("law.draft.put_saying", ("draft",), "draft", "读取的值留存，更正另记"),
        Transition("law.version.adopt", ("draft",), "adopted", "采用人不是起草人或更正人"),
        Transition("law.further.adopt", ("draft",), "adopted", "采用人不是起草人或更正人"),
        Transition("law.version.discard", ("draft",), "discarded"),
    ),
)


@dataclass(frozen=True, slots=True)
class AdoptFacts:
    """What decides whether a version may be adopted: who worked on it, what it was read against, whether it has units."""

    state: str
    drafted_by: int | None
    corrected_by: frozenset[int | None]
    follows: int | None
    latest: int | None
    has_units: bool


def second_person(facts: AdoptFacts, actor: Actor, _day: date) -> Refusal | None:
    """Refuse who drafted or corrected a version; the installer is excepted, its adoption awaits the office."""
    if actor.kind is SeatKind.INSTALLER or actor.person_id is None:
        return None
    why = "更正过草稿的人不能自己采用。" if actor.person_id in facts.corrected_by else ""
    why = "起草人不能自己采用。" if actor.person_id == facts.drafted_by else why
    if not why:
        return None
    return NotPermitted(why, rule="审阅与起草须为两人", next_step="请办公室另一位同事审阅采用。")


def lists_units(facts: AdoptFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Refuse a version that lists no member unit: no conference can be founded on it."""
    return None if facts.has_units else BadInput("还没有成员单位，请先补充。")


def follows_latest(facts: AdoptFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Refuse a version that was read against another one than the latest adopted."""
    if facts.follows == facts.latest:
        return None
    return BadInput(
        "读取这份草稿之后，又采用了别的版本，条款编号须重新对照。",
        next_step="请放弃这份草稿，重新读取文件后再审阅采用。",
    )


class FurtherState(StrEnum):
    """Where a further instrument of a conference stands."""

    WAITING = "waiting"
    IN_FORCE = "in_force"
    ENDED = "ended"


FURTHER = Machine(
    name="further_instrument",
    label="其他文件",
    states=FurtherState,
    labels={"waiting": "待批准", "in_force": "已批准", "ended": "已停用"},
    initial="waiting",
    rows=(
        Transition("law.further.approve", ("waiting",), "in_force", "写明批准机关、文号和日期"),
        Transition("law.further.end", ("waiting", "in_force"), "ended", "写明理由；或由新的一版替代"),
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
