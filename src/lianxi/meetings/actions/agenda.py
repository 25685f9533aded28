"""The office builds the agenda from accepted topics, until the meeting is over."""

from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Flag, One, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.meetings.facts import on_item
from lianxi.meetings.models import AgendaItem, Meeting, Topic
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.machines import TOPIC


@action("meetings.agenda.add", "列入议程", who=OFFICE, deciding=on(Meeting, "meeting_id", steps.agenda_open))
def add_agenda_item(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    topic_id: Annotated[int | None, One("议题")] = None,
    title: Annotated[str, Words("议程标题", 200)] = "",
) -> AgendaItem:
    """Add an accepted topic, or a titled item without one, at the end of the agenda."""
    meeting = act.lock(Meeting, meeting_id)
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


@action(
    "meetings.agenda.move",
    "调整议程次序",
    who=OFFICE,
    deciding=on_item(steps.agenda_open, steps.move_item),
)
def move_agenda_item(
    act: Act, *, item_id: Annotated[int, One("议程")], up: Annotated[bool, Flag("向前移")]
) -> AgendaItem:
    """Exchange an item with the one before (or after) it, before the meeting opens."""
    item = act.get(AgendaItem, item_id)
    meeting = act.lock(Meeting, item.meeting_id)
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


@action(
    "meetings.agenda.remove",
    "移出议程",
    who=OFFICE,
    deciding=on_item(steps.agenda_open, steps.remove_item),
)
def remove_agenda_item(
    act: Act, *, item_id: Annotated[int, One("议程")], reason: Annotated[str, Words("移出的理由", 300)]
) -> AgendaItem:
    """Take an item off before the meeting opens; its topic returns to the pool.

    The row stays on record under ordinal 0, outside the agenda.
    """
    item = act.get(AgendaItem, item_id)
    meeting = act.lock(Meeting, item.meeting_id)
    act.remark = filled(reason, "理由")
    if item.topic_id:
        act.move(act.lock(Topic, item.topic_id), TOPIC)
    for later in meeting.items.filter(ordinal__gt=item.ordinal).order_by("ordinal"):
        act.change(later, ordinal=later.ordinal - 1)
    return act.change(item, ordinal=0)
