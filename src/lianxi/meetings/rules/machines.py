"""The transition tables of topics, opinions, meetings, minutes and objections."""

from enum import StrEnum

from lianxi.core.transitions import Machine, Transition


class TopicState(StrEnum):
    """Where a topic stands."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    ON_AGENDA = "on_agenda"
    SETTLED = "settled"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TOPIC = Machine(
    name="topic",
    label="议题",
    states=TopicState,
    labels={
        "submitted": "待受理",
        "accepted": "已受理",
        "on_agenda": "已列入议程",
        "settled": "已议定",
        "answered": "已上报",
        "declined": "未受理",
        "withdrawn": "已撤回",
    },
    initial="submitted",
    rows=(
        Transition("meetings.topic.accept", ("submitted",), "accepted"),
        Transition("meetings.topic.decline", ("submitted",), "declined", "须写明理由"),
        Transition("meetings.topic.withdraw", ("submitted", "accepted"), "withdrawn", "由提出单位撤回"),
        Transition("meetings.agenda.add", ("accepted",), "on_agenda"),
        Transition("meetings.agenda.remove", ("on_agenda",), "accepted"),
        # A topic that was not settled returns to the next meeting.
        Transition("meetings.meeting.carry", ("on_agenda",), "accepted", "未议定的转入下次会议"),
        Transition("meetings.meeting.close", ("on_agenda",), "settled", "议定"),
        Transition(
            "meetings.topic.answer_upward",
            ("accepted", "settled"),
            "answered",
            "交办事项受理后即可上报；政策建议须经会议议定",
        ),
    ),
)


class OpinionState(StrEnum):
    """Where a request for an opinion stands."""

    ASKED = "asked"
    GIVEN = "given"


OPINION = Machine(
    name="opinion",
    label="书面意见",
    states=OpinionState,
    labels={"asked": "待答复", "given": "已答复"},
    initial="asked",
    rows=(
        Transition("meetings.opinion.give", ("asked", "given"), "given", "针对当前文本"),
        Transition("meetings.opinion.ask", ("given",), "asked", "文本改动后可再次征求"),
    ),
)


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    CALLED = "called"
    IN_PROGRESS = "in_progress"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING = Machine(
    name="meeting",
    label="会议",
    states=MeetingState,
    labels={
        "planned": "筹备中",
        "called": "已通知",
        "in_progress": "进行中",
        "held": "已结束",
        "cancelled": "已取消",
    },
    initial="planned",
    rows=(
        Transition("meetings.meeting.call", ("planned",), "called", "已有议程和参会单位", "chair"),
        Transition("meetings.meeting.open", ("called",), "in_progress", "由召集人主持", "chair"),
        Transition("meetings.meeting.close", ("in_progress",), "held", "每项议程都有结果"),
        Transition("meetings.meeting.cancel", ("planned", "called"), "cancelled", "须写明理由"),
        Transition("meetings.meeting.enter_past", ("planned",), "held", "补登以往会议，登记时即已结束"),
    ),
)


class MinutesState(StrEnum):
    """Where the minutes stand."""

    DRAFTING = "drafting"
    IN_CONSENT = "in_consent"
    ISSUED = "issued"


MINUTES = Machine(
    name="minutes",
    label="纪要",
    states=MinutesState,
    labels={"drafting": "起草中", "in_consent": "会签中", "issued": "已印发"},
    initial="drafting",
    rows=(
        Transition("meetings.minutes.circulate", ("drafting",), "in_consent", "每项议定事项都有牵头单位"),
        Transition("meetings.minutes.recall", ("in_consent",), "drafting", "收回修改"),
        Transition("meetings.minutes.issue", ("in_consent",), "issued", "经与会单位同意", "consent"),
    ),
)


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    REPLIED = "replied"
    CLOSED = "closed"


OBJECTION = Machine(
    name="objection",
    label="异议",
    states=ObjectionState,
    labels={"open": "待答复", "replied": "已答复", "closed": "已了结"},
    initial="open",
    rows=(
        Transition("meetings.objection.reply", ("open",), "replied", "须写明采纳情况"),
        Transition("meetings.objection.adopt", ("open",), "replied", "段落文字或承办要求已改"),
        Transition("meetings.objection.withdraw", ("open", "replied"), "closed", "由提出单位撤回"),
        Transition("meetings.consent.give", ("open", "replied"), "closed", "提出单位对新文本表态"),
        Transition("meetings.consent.record_on_paper", ("open", "replied"), "closed", "提出单位对新文本表态"),
    ),
)

# While a meeting stands so, its agenda may change.
OPEN_AGENDA = ("planned", "called", "in_progress")
# While a topic stands so, opinions on it are asked for and given.
OPEN_TOPICS = ("submitted", "accepted", "on_agenda")
TOPIC_KINDS = {"proposal": "单位议题", "assigned": "交办事项", "policy": "政策建议"}
STANCES = {"agree": "同意", "amend": "修改后同意", "oppose": "不同意", "none": "无意见"}
MEETING_KINDS = {"regular": "定期会议", "special": "专题会议", "liaison": "联络员会议"}
MEETING_SCOPES = {"all": "全体单位", "some": "有关单位"}
ROLES = {"member": "成员出席", "substitute": "代为出席", "guest": "列席", "leave": "请假", "absent": "缺席"}
PRESENT = frozenset({"member", "substitute"})
RESULTS = {"open": "未议", "settled": "议定", "noted": "听取", "carried": "转入下次会议"}
DECISION_KINDS = {"task": "交办", "unit_join": "增加成员单位", "unit_leave": "成员单位退出"}
CYCLES = {"once": "一次", "monthly": "每月", "quarterly": "每季度", "half_year": "每半年", "yearly": "每年"}
