"""Meetings as they are: moved to another time or place, replies given by telephone, meetings held before entered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from lianxi.bodies.models import Conference, Unit
from lianxi.bodies.queries import basis_of, unit_names
from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Lines, Moment, One, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.core.sheets import read_sheet
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.meetings.actions._checks import require_members
from lianxi.meetings.actions.agenda import fill_agenda
from lianxi.meetings.facts import on_meeting
from lianxi.meetings.models import Attendance, Meeting, MeetingUnit
from lianxi.meetings.queries.documents import moved_document
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.machines import MEETING, MEETING_KINDS
from lianxi.papers.issuing import Addressee, issue_paper

REPLIED = ("reply", "told_by")


@action("meetings.meeting.move", "更改会议时间地点", who=OFFICE, deciding=on_meeting(steps.move_meeting))
def move_meeting(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    starts_at: Annotated[datetime, Moment("开会时间")],
    place: Annotated[str, Words("地点", 120)],
    reason: Annotated[str, Words("改期的原因", 200)] = "",
    outside_number: Annotated[str, Words("办公系统给的发文字号", 60)] = "",
) -> Meeting:
    """Set another time or place; once the units were called, by a numbered notice that they sign and answer anew.

    Raises BadInput for a time that is past, where nothing changes, and for a called meeting without a reason.
    """
    meeting = act.lock(Meeting, meeting_id)
    place = filled(place, "地点", 120)
    if starts_at <= act.at:
        raise BadInput("开会时间须晚于现在。", next_step="已经开过的会，请用“补登以往会议”。")
    if (starts_at, place) == (meeting.starts_at, meeting.place):
        raise BadInput("时间和地点都没有改动。")
    if meeting.state == "planned":
        return act.change(meeting, starts_at=starts_at, place=place)
    act.remark = filled(reason, "改期的原因", 200)
    units, day = unit_names(meeting.called.values_list("unit_id", flat=True)), day_of(act.at)
    paper = issue_paper(
        act,
        document=moved_document(meeting, (starts_at, place), act.remark, tuple(units.values()), day),
        about=meeting,
        addressees=tuple(Addressee(name, "main", pk) for pk, name in units.items()),
        basis=basis_of(meeting.conference_id, "chair", day),
        outside_number=outside_number,
    )
    for called in meeting.called.all():
        act.change(called, reply="")
    return act.change(meeting, starts_at=starts_at, place=place, notice=paper)


@action(
    "meetings.notice.note_replies",
    "登记电话回执",
    who=OFFICE,
    deciding=on_meeting(steps.note_replies),
)
def note_replies(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    rows: Annotated[Sequence[str], Lines("回执（每格写作：会议通知编号/栏目=内容）", 300)],
) -> Meeting:
    """Enter whom units will send, as they told by telephone; the notice stays unsigned until they sign for it.

    The columns are reply and told_by (who told it). Rows without a reply are left alone. Raises BadInput.
    """
    meeting = act.lock(Meeting, meeting_id)
    given = {key: row for key, row in read_sheet(rows, REPLIED).items() if row.get("reply")}
    if not given:
        raise BadInput("还没有填写任何单位的参会人员。")
    called = {str(row.pk): row for row in MeetingUnit.objects.filter(meeting=meeting).select_related("unit")}
    if set(given) - set(called):
        raise BadInput("表里有一行不是这次会议的参会单位。", next_step="请刷新页面后重新填写。")
    told = []
    for key, row in given.items():
        name = called[key].unit.name
        by = filled(row.get("told_by", ""), f"{name}：告知人", 40)
        reply = short_enough(row["reply"], f"{name}：参会人员", 150)
        act.change(called[key], reply=f"{reply}（{by}电话告知）")
        told.append(f"{name}由{by}电话告知")
    act.remark = "；".join(told)[:300]
    return meeting


@action("meetings.meeting.enter_past", "补登以往会议", who=OFFICE)
def enter_past_meeting(
    act: Act,
    *,
    kind: Annotated[str, Choice("类别")],
    title: Annotated[str, Words("会议名称", 200)],
    starts_at: Annotated[datetime, Moment("开会时间")],
    place: Annotated[str, Words("地点", 120)],
    chair: Annotated[str, Words("主持人", 80)],
    titles: Annotated[str, Words("议程（每行一项）", 4000)],
    unit_ids: Annotated[tuple[int, ...], Units("到会单位")],
) -> Meeting:
    """Enter a meeting that was held before: when, where, under whom, its agenda, and the units that attended.

    It stands as held at once; its paper is put to it as a file, minutes can be drafted as of any other. Who sat for
    a unit is not known: the attendance says 参会人员未登记. Raises BadInput for a time that is not past.
    """
    if kind not in MEETING_KINDS:
        raise BadInput("请选择会议类别。")
    if starts_at >= act.at:
        raise BadInput("补登的会议须是已经开过的。", next_step="还没有开的会，请用“筹备会议”。")
    if not unit_ids:
        raise BadInput("请选择到会单位。")
    conference = act.get(Conference, act.actor.conference_id or 0)
    require_members(conference, unit_ids, day_of(act.at))
    meeting = Meeting(conference=conference, kind=kind, title=filled(title, "会议名称", 200), scope="some")
    meeting.starts_at, meeting.place = starts_at, filled(place, "地点", 120)
    meeting.chair, meeting.state = filled(chair, "主持人", 80), MEETING.initial
    act.create(meeting)
    fill_agenda.within(act, meeting_id=meeting.pk, titles=titles)
    for item in meeting.items.all():
        act.change(item, result="noted", outcome="（以往会议，议定情况见所附纪要）")
    for unit in Unit.objects.filter(pk__in=unit_ids).order_by("pk"):
        row = Attendance(conference_id=meeting.conference_id, meeting=meeting, unit=unit, organ=unit.name)
        row.role, row.person_name = "member", "参会人员未登记"
        act.create(row)
    act.remark = "补登以往会议"
    return act.move(meeting, MEETING, opened_at=starts_at, began_at=starts_at, closed_at=starts_at)
