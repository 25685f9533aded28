"""A meeting is planned, called by notice, opened, and closed when every item has a result."""

from datetime import datetime
from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import basis_of, member_unit_ids, unit_names
from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Flag, Moment, One, Several, Units, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.ledger.queries import list_open_decisions
from lianxi.meetings.actions._checks import origin_label, require_members
from lianxi.meetings.actions.agenda import fill_agenda
from lianxi.meetings.actions.sitting import record_attendance
from lianxi.meetings.facts import called_facts, on_meeting, unnoted_units
from lianxi.meetings.models import AgendaItem, Meeting, MeetingUnit, Topic
from lianxi.meetings.queries.documents import notice_document
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.machines import MEETING, MEETING_KINDS, TOPIC
from lianxi.papers.actions import receive_paper
from lianxi.papers.issuing import Addressee, issue_paper
from lianxi.papers.models import Recipient


@action("meetings.meeting.plan", "筹备会议", who=OFFICE)
def plan_meeting(
    act: Act,
    *,
    kind: Annotated[str, Choice("类别")],
    title: Annotated[str, Words("会议名称", 200)],
    starts_at: Annotated[datetime, Moment("开会时间")],
    place: Annotated[str, Words("地点", 120)],
    unit_ids: Annotated[tuple[int, ...], Units("参会单位")] = (),
    origin: Annotated[str, Words("来由记录", 120)] = "",
    topic_ids: Annotated[tuple[int, ...], Several("议题")] = (),
    titles: Annotated[str, Words("其他议程（每行一项）", 4000)] = "",
) -> Meeting:
    """Plan a regular or special meeting of the named units; no name means all units.

    `topic_ids` and `titles` are put on the agenda at once. `origin` is the record of another room that it is called
    from, as the journal names it. Raises BadInput, NotFound.
    """
    if kind not in MEETING_KINDS:
        raise BadInput("会议类别只能是定期会议或专题会议。")
    if starts_at <= act.at:
        raise BadInput("开会时间须晚于现在。")
    conference = act.get(Conference, act.actor.conference_id or 0)
    day = day_of(act.at)
    require_members(conference, unit_ids, day)
    everyone = member_unit_ids(conference, day)
    meeting = Meeting(
        conference=conference, kind=kind, title=filled(title, "会议名称", 200), starts_at=starts_at
    )
    meeting.scope = "some" if unit_ids and set(unit_ids) != everyone else "all"
    meeting.place, meeting.state = filled(place, "地点", 120), MEETING.initial
    meeting.origin, meeting.origin_label = origin, origin_label(act, origin)
    act.create(meeting)
    act.cite(basis_of(conference, "meeting_frequency", day))
    _call_units(act, meeting, set(unit_ids) or set(everyone))
    if topic_ids or titles.strip():
        fill_agenda.within(act, meeting_id=meeting.pk, topic_ids=topic_ids, titles=titles)
    return meeting


def _call_units(act: Act, meeting: Meeting, unit_ids: set[int]) -> None:
    for unit_id in sorted(unit_ids):
        act.create(MeetingUnit(conference_id=meeting.conference_id, meeting=meeting, unit_id=unit_id))


@action(
    "meetings.meeting.change_units",
    "增加参会单位",
    who=OFFICE,
    deciding=on(Meeting, "meeting_id", steps.change_units),
)
def change_called_units(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    unit_ids: Annotated[tuple[int, ...], Units("参会单位")],
) -> Meeting:
    """Add units to a meeting that is still being planned. Raises BadInput where all of them are called already."""
    meeting = act.lock(Meeting, meeting_id)
    require_members(meeting.conference_id, unit_ids, day_of(act.at))
    added = set(unit_ids) - set(meeting.called.values_list("unit_id", flat=True))
    if not added:
        raise BadInput("所选单位都已在参会单位里。", next_step="请另选要增加的单位。")
    _call_units(act, meeting, added)
    return meeting


@action(
    "meetings.meeting.agree",
    "同意召开会议",
    who=CONVENERS,
    rule="会议由召集人召集",
    deciding=on_meeting(steps.agree_to_meeting),
)
def agree_to_meeting(act: Act, *, meeting_id: Annotated[int, One("会议")]) -> Meeting:
    """Record the convener's consent to a meeting in preparation, which its notice then states."""
    meeting = act.lock(Meeting, meeting_id)
    act.cite(basis_of(meeting.conference_id, "chair", day_of(act.at)))
    act.notify(f"已同意召开，请印发通知：{meeting.title}", about=meeting, office=True)
    return act.change(meeting, agreed_by=act.actor.label, agreed_at=act.at)


@action("meetings.meeting.call", "印发会议通知", who=OFFICE, deciding=on_meeting(steps.call_meeting))
def call_meeting(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    outside_number: Annotated[str, Words("办公系统给的发文字号", 60)] = "",
) -> Meeting:
    """Issue the numbered notice with the agenda to the units called, who sign for it."""
    meeting = act.lock(Meeting, meeting_id)
    items = list(meeting.items.filter(ordinal__gt=0))
    units = unit_names(meeting.called.values_list("unit_id", flat=True))
    day = day_of(act.at)
    paper = issue_paper(
        act,
        document=notice_document(
            meeting, items, tuple(units.values()), day, list_open_decisions(meeting.conference, to=None)
        ),
        about=meeting,
        addressees=tuple(Addressee(name, "main", pk) for pk, name in units.items()),
        basis=basis_of(meeting.conference_id, "chair", day),
        outside_number=outside_number,
    )
    return act.move(meeting, MEETING, notice=paper)


@action(
    "meetings.notice.reply",
    "回复参会人员",
    who=UNIT_SPEAKERS,
    deciding=on(MeetingUnit, "called_id", steps.own_unit, steps.reply_to_notice, facts=called_facts),
)
def reply_to_notice(
    act: Act,
    *,
    called_id: Annotated[int, One("会议通知")],
    reply: Annotated[str, Words("参会人员姓名、职务", 200)],
) -> MeetingUnit:
    """Sign for the notice and say whom the own unit will send."""
    called = act.lock(MeetingUnit, called_id)
    meeting = act.get(Meeting, called.meeting_id)
    sent = Recipient.objects.filter(
        paper=meeting.notice, unit_id=called.unit_id, received_at__isnull=True
    ).first()
    if sent is not None:
        receive_paper.within(act, recipient_id=sent.pk)
    return act.change(called, reply=filled(reply, "参会人员", 200))


@action(
    "meetings.meeting.open",
    "开始会议",
    who=OFFICE | CONVENERS,
    deciding=on(Meeting, "meeting_id", stands(MEETING, "meetings.meeting.open")),
)
def open_meeting(act: Act, *, meeting_id: Annotated[int, One("会议")]) -> Meeting:
    """Open the meeting; outcomes can be written from now until it is closed."""
    meeting = act.lock(Meeting, meeting_id)
    act.cite(basis_of(meeting.conference_id, "chair", day_of(act.at)))
    return act.move(meeting, MEETING, opened_at=act.at)


@action(
    "meetings.meeting.close", "结束会议", who=OFFICE | CONVENERS, deciding=on_meeting(steps.close_meeting)
)
def close_meeting(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    absent: Annotated[bool, Flag("未登记的单位记为缺席")] = False,
) -> Meeting:
    """Close the meeting: settled topics are settled, the others return to the next one.

    `absent` says that the units called whose attendance nobody recorded did not come. Raises BadInput where an item
    has no result yet, nobody is recorded as attending, or a unit is not recorded and `absent` is not said.
    """
    meeting = act.lock(Meeting, meeting_id)
    unnoted = unnoted_units(meeting)
    if unnoted and not absent:
        raise BadInput(
            f"{len(unnoted)} 个单位没有登记到会情况：{'、'.join(unnoted.values())}。",
            next_step="请补登；确实没有到会的，勾选“未登记的单位记为缺席”后结束。",
        )
    for unit_id in member_unit_ids(meeting.conference_id, day_of(act.at)) & unnoted.keys():
        record_attendance.within(act, meeting_id=meeting.pk, unit_id=unit_id, role="absent")
    for item in meeting.items.filter(ordinal__gt=0):
        _end_item(act, item)
    return act.move(meeting, MEETING, closed_at=act.at)


def _end_item(act: Act, item: AgendaItem) -> None:
    if item.topic_id is None:
        return
    step = "meetings.meeting.carry" if item.result == "carried" else "meetings.meeting.close"
    act.move_as(step, act.lock(Topic, item.topic_id), TOPIC)


@action(
    "meetings.meeting.cancel",
    "取消会议",
    who=OFFICE | CONVENERS,
    deciding=on(Meeting, "meeting_id", stands(MEETING, "meetings.meeting.cancel")),
)
def cancel_meeting(
    act: Act, *, meeting_id: Annotated[int, One("会议")], reason: Annotated[str, Words("取消的理由", 300)]
) -> Meeting:
    """Cancel a meeting that has not opened; its topics return to the pool."""
    meeting = act.lock(Meeting, meeting_id)
    act.remark = filled(reason, "理由")
    for item in meeting.items.filter(ordinal__gt=0, topic__isnull=False):
        act.move_as("meetings.meeting.carry", act.lock(Topic, item.topic_id or 0), TOPIC)
    for called in meeting.called.all():
        act.notify(f"会议取消：{meeting.title}", about=meeting, unit=called.unit_id)
    return act.move(meeting, MEETING)
