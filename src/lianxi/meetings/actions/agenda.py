"""The office builds the agenda from accepted topics, until the meeting is over."""

from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Flag, One, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.meetings.models import AgendaItem, Meeting, Topic
from lianxi.meetings.rules.machines import TOPIC

OPEN_STATES = ("planned", "called", "in_progress")


def lock_agenda(act: Act, meeting_id: int) -> Meeting:
    """Lock a meeting whose agenda may still change."""
    meeting = act.lock(Meeting, meeting_id)
    if meeting.state not in OPEN_STATES:
        raise BadInput("会议已结束或取消，议程不能再改。")
    return meeting


@action("meetings.agenda.add", "列入议程", who=OFFICE)
def add_agenda_item(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    topic_id: Annotated[int | None, One("议题")] = None,
    title: Annotated[str, Words("议程标题", 200)] = "",
) -> AgendaItem:
    """Add an accepted topic, or a titled item without one, at the end of the agenda."""
    meeting = lock_agenda(act, meeting_id)
    item = AgendaItem(conference_id=meeting.conference_id, meeting=meeting)
    last = meeting.items.order_by("-ordinal").first()
    item.ordinal = last.ordinal + 1 if last else 1
    if topic_id is not None:
        topic = act.lock(Topic, topic_id)
        act.move(topic, TOPIC)
        item.topic, item.title = topic, topic.title
    else:
        item.title = filled(title, "议程标题", 200)
    if meeting.state == "called":
        for called in meeting.called.all():
            act.notify(f"会议议程增加一项：{item.title}", about=meeting, unit=called.unit_id)
    return act.create(item)


@action("meetings.agenda.move", "调整议程次序", who=OFFICE)
def move_agenda_item(
    act: Act, *, item_id: Annotated[int, One("议程")], up: Annotated[bool, Flag("向前移")]
) -> AgendaItem:
    """Exchange an item with the one before (or after) it, before the meeting opens."""
    item = act.get(AgendaItem, item_id)
    meeting = lock_agenda(act, item.meeting_id)
    if meeting.state == "in_progress":
        raise BadInput("会议进行中，次序不能再调：到会情况按议程序号记录。")
    others = (
        meeting.items.filter(ordinal__lt=item.ordinal)
        if up
        else meeting.items.filter(ordinal__gt=item.ordinal)
    )
    other = others.order_by("-ordinal" if up else "ordinal").first()
    if other is None:
        raise BadInput("已经在最前或最后。")
    mine, theirs = item.ordinal, other.ordinal
    act.change(other, ordinal=mine)
    return act.change(item, ordinal=theirs)


@action("meetings.agenda.remove", "移出议程", who=OFFICE)
def remove_agenda_item(
    act: Act, *, item_id: Annotated[int, One("议程")], reason: Annotated[str, Words("移出的理由", 300)]
) -> AgendaItem:
    """Take an item off before the meeting opens; its topic returns to the pool.

    The row stays on record under ordinal 0, outside the agenda.
    """
    item = act.get(AgendaItem, item_id)
    meeting = lock_agenda(act, item.meeting_id)
    if meeting.state == "in_progress" or item.ordinal == 0:
        raise BadInput("会议进行中的议程不能移出。", next_step="未议的可在结果中选“转入下次会议”。")
    act.remark = filled(reason, "理由")
    if item.topic_id:
        act.move(act.lock(Topic, item.topic_id), TOPIC)
    for later in meeting.items.filter(ordinal__gt=item.ordinal).order_by("ordinal"):
        act.change(later, ordinal=later.ordinal - 1)
    return act.change(item, ordinal=0)
