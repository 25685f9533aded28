"""While the meeting sits: who is there for which item, and what comes of each item."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from lianxi.bodies.models import Unit
from lianxi.bodies.queries import member_unit_ids, unit_names
from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Lines, Moment, Number, One, OneUnit, Seen, Words
from lianxi.core.refusals import BadInput, Conflict
from lianxi.core.sheets import read_sheet
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.meetings.actions.decisions import record_decision
from lianxi.meetings.facts import on_item, on_meeting
from lianxi.meetings.models import AgendaItem, Attendance, Meeting
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.machines import PRESENT, RESULTS, ROLES

SHEET_COLUMNS = ("role", "person_name", "title", "stands_for", "from_item", "until_item")


class OutcomeConflict(Conflict):
    """Two people wrote the same outcome; `theirs` is the text that stands, `seen_now` its mark for a merged save."""

    code = "outcome_conflict"

    def __init__(self, theirs: str, seen_now: int) -> None:
        super().__init__(
            "这一项刚刚被别人改过，你的内容没有覆盖它。",
            rule="不得覆盖他人的改动",
            next_step="请对照合并后再保存。",
        )
        self.theirs, self.seen_now = theirs, seen_now


@action(
    "meetings.attendance.record", "登记到会情况", who=OFFICE, deciding=on_meeting(steps.record_attendance)
)
def record_attendance(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    role: Annotated[str, Choice("到会")],
    unit_id: Annotated[int | None, OneUnit("单位")] = None,
    organ: Annotated[str, Words("单位", 120)] = "",
    person_name: Annotated[str, Words("姓名", 80)] = "",
    title: Annotated[str, Words("职务", 120)] = "",
    stands_for: Annotated[str, Words("代谁出席", 80)] = "",
    from_item: Annotated[int, Number("从第几项起在场")] = 1,
    until_item: Annotated[int | None, Number("到第几项")] = None,
) -> Attendance:
    """Record a unit's attendance (once per unit; again corrects it) or a guest.

    `stands_for` is whom a substitute sat for. `from_item` is the first item it was present for (a late arrival),
    `until_item` the last. Minutes that are already with the units for consent fix the attendance.
    """
    meeting = act.lock(Meeting, meeting_id)
    if role not in ROLES:
        raise BadInput("请选择成员出席、代为出席、列席、请假或缺席。")
    count = meeting.items.filter(ordinal__gt=0).count()
    if not 1 <= from_item <= max(count, 1) or (
        until_item is not None and not from_item <= until_item <= count
    ):
        raise BadInput("到会的议程起止序号不对。", next_step=f"本次会议共有 {count} 项议程。")
    values = {"role": role, "from_item": from_item, "until_item": until_item}
    values |= {"person_name": person_name.strip()[:80], "title": title.strip()[:120]}
    if stands_for.strip() and role != "substitute":
        raise BadInput(
            "写了代谁出席，到会情况却不是“代为出席”。", next_step="请改选“代为出席”，或删去代谁出席。"
        )
    values["stands_for"] = short_enough(stands_for, "代谁出席", 80)
    if role == "guest":
        row = Attendance(conference_id=meeting.conference_id, meeting=meeting)
        row.organ = filled(organ, "列席单位", 120)
        for name, value in values.items():
            setattr(row, name, value)
        return act.create(row)
    return _record_unit(act, meeting, unit_id, values)


@action(
    "meetings.attendance.record_sheet",
    "保存到会登记表",
    who=OFFICE,
    deciding=on_meeting(steps.record_attendance),
)
def record_attendance_sheet(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    rows: Annotated[Sequence[str], Lines("到会情况（每格写作：单位编号/栏目=内容）", 300)],
) -> Meeting:
    """Record the attendance of many units at once; a unit without a role stays as it stands.

    The columns of a row are those of one unit's attendance: role, person_name, title, stands_for, from_item,
    until_item. All is stored or nothing. Raises BadInput that names the unit.
    """
    meeting = act.lock(Meeting, meeting_id)
    sheet = {key: row for key, row in read_sheet(rows, SHEET_COLUMNS).items() if row.get("role")}
    if not sheet:
        raise BadInput("还没有登记任何单位。", next_step="请先选择到会情况，或按“全部到会”。")
    names = unit_names(int(key) for key in sheet if key.isdecimal())
    for key, row in sheet.items():
        name = names.get(int(key), "") if key.isdecimal() else ""
        if not name:
            raise BadInput("登记表里有一行不是成员单位。", next_step="请刷新页面后重新填写。")
        _record_line(act, meeting, int(key), name, row)
    return meeting


def _record_line(act: Act, meeting: Meeting, unit_id: int, name: str, row: Mapping[str, str]) -> None:
    places = {key: row.get(key, "") for key in ("from_item", "until_item")}
    if any(value and not value.isdecimal() for value in places.values()):
        raise BadInput(f"{name}：在场议程请填写序号。")
    try:
        record_attendance.within(
            act,
            meeting_id=meeting.pk,
            unit_id=unit_id,
            role=row["role"],
            person_name=row.get("person_name", ""),
            title=row.get("title", ""),
            stands_for=row.get("stands_for", ""),
            from_item=int(places["from_item"] or 1),
            until_item=int(places["until_item"]) if places["until_item"] else None,
        )
    except BadInput as refusal:
        raise BadInput(f"{name}：{refusal.message}", next_step=refusal.next_step) from refusal


@action(
    "meetings.meeting.record_course",
    "登记主持人和起止时间",
    who=OFFICE,
    deciding=on_meeting(steps.record_course),
)
def record_course(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    chair: Annotated[str, Words("主持人姓名", 80)],
    chair_title: Annotated[str, Words("主持人职务", 120)] = "",
    began_at: Annotated[datetime, Moment("实际开始时间")],
    ended_at: Annotated[datetime | None, Moment("实际结束时间")] = None,
) -> Meeting:
    """Enter who chaired a meeting and when it began and ended, which the minutes then state.

    Again corrects it, until the minutes are drafted. Raises BadInput for hours that lie in the future, turn
    about, or are longer apart than a day.
    """
    meeting = act.lock(Meeting, meeting_id)
    if began_at > act.at or (ended_at is not None and ended_at > act.at):
        raise BadInput("开始和结束时间不能晚于现在。")
    if ended_at is not None and not began_at < ended_at <= began_at + timedelta(days=1):
        raise BadInput("结束时间须晚于开始时间，且在一天之内。")
    return act.change(
        meeting,
        chair=filled(chair, "主持人", 80),
        chair_title=short_enough(chair_title, "主持人职务", 120),
        began_at=began_at,
        ended_at=ended_at,
    )


def _record_unit(act: Act, meeting: Meeting, unit_id: int | None, values: dict[str, object]) -> Attendance:
    if unit_id is None or unit_id not in member_unit_ids(meeting.conference_id, day_of(act.at)):
        raise BadInput("请选择成员单位；其他单位只能列席。")
    if values["role"] in PRESENT and not values["person_name"]:
        raise BadInput("请填写到会人员姓名。")
    row: Attendance | None = Attendance.objects.filter(meeting=meeting, unit_id=unit_id).first()
    if row is not None:
        return act.change(row, **values)
    unit = Unit.objects.get(pk=unit_id)
    row = Attendance(conference_id=meeting.conference_id, meeting=meeting, unit=unit, organ=unit.name)
    for name, value in values.items():
        setattr(row, name, value)
    return act.create(row)


@action("meetings.item.record_outcome", "记录议定情况", who=OFFICE, deciding=on_item(steps.in_progress))
def record_outcome(
    act: Act,
    *,
    item_id: Annotated[int, One("议程")],
    text: Annotated[str, Words("议定情况", 20_000, may_be_blank=True)],
    result: Annotated[str, Choice("结果")],
    seen: Annotated[int, Seen()],
    decisions: Annotated[str, Words("新的议定事项（每行一项）", 20_000)] = "",
) -> AgendaItem:
    """Write what came of an item, if nobody wrote since the version that was seen.

    Each line of `decisions` becomes a decision whose lead, co-units and day are read from its words, and the item
    counts as settled where no result was chosen. Raises OutcomeConflict with the standing text otherwise; nothing is
    overwritten.
    """
    item = act.lock(AgendaItem, item_id)
    act.subject = record_name(item)
    if result not in RESULTS:
        raise BadInput("请选择这一项的结果。")
    wanted = [line.strip() for line in decisions.splitlines() if line.strip()]
    if wanted and result == "open":
        # What has a decision was agreed: nobody has to say it a second time.
        result = "settled"
    if item.outcome_number != seen:
        if (text.strip(), result) == (item.outcome, item.result):
            return item
        raise OutcomeConflict(item.outcome, item.outcome_number)
    text = text.strip() or (f"会议研究了{item.title}，议定如下：" if wanted else "")
    if result in ("settled", "noted"):
        filled(text, "议定情况", 20_000)
    item = act.change(item, outcome=text, result=result, outcome_number=item.outcome_number + 1)
    for line in wanted:
        record_decision.within(act, item_id=item.pk, text=line, read_terms=True)
    return item
