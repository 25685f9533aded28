"""The office builds the agenda from accepted topics, until the meeting is over."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Flag, Lines, One, Several, Words
from lianxi.core.refusals import BadInput
from lianxi.core.sheets import read_sheet
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.meetings.facts import on_item
from lianxi.meetings.models import AgendaItem, Meeting, Topic
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.machines import TOPIC

ARRANGED = ("place", "reporter", "lasts")


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
        act.move_as("meetings.agenda.add", topic, TOPIC)
        item.topic, item.title = topic, topic.title
    else:
        item.title = filled(title, "议程标题", 200)
    if meeting.state == "called":
        for called in meeting.called.all():
            act.notify(f"会议议程增加一项：{item.title}", about=meeting, unit=called.unit_id)
    return act.create(item)


@action(
    "meetings.agenda.fill",
    "列入多项议程",
    who=OFFICE,
    deciding=on(Meeting, "meeting_id", steps.agenda_open),
)
def fill_agenda(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    topic_ids: Annotated[tuple[int, ...], Several("议题")] = (),
    titles: Annotated[str, Words("其他议程（每行一项）", 4000)] = "",
) -> Meeting:
    """Add several accepted topics, then titled items, one a line, at the end of the agenda. All or none."""
    meeting = act.lock(Meeting, meeting_id)
    lines = [line.strip() for line in titles.splitlines() if line.strip()]
    if not topic_ids and not lines:
        raise BadInput("还没有选择议题。", next_step="请勾选议题，或写明其他议程。")
    for topic_id in dict.fromkeys(topic_ids):
        add_agenda_item.within(act, meeting_id=meeting.pk, topic_id=topic_id)
    for line in lines:
        add_agenda_item.within(act, meeting_id=meeting.pk, title=line)
    return meeting


@action(
    "meetings.agenda.arrange",
    "排定议程",
    who=OFFICE,
    deciding=on(Meeting, "meeting_id", steps.agenda_open, steps.arrange_agenda),
)
def arrange_agenda(
    act: Act,
    *,
    meeting_id: Annotated[int, One("会议")],
    rows: Annotated[Sequence[str], Lines("议程（每格写作：议程编号/栏目=内容）", 300)],
) -> Meeting:
    """Set order, reporter and length of the agenda's items at once, before the meeting opens.

    The columns are place (from 1), reporter and lasts (minutes); a blank place keeps the item where it stands. Raises
    BadInput for a place or a length that is no number, or for an item of another meeting.
    """
    meeting = act.lock(Meeting, meeting_id)
    items = {str(item.pk): item for item in meeting.items.filter(ordinal__gt=0)}
    sheet = read_sheet(rows, ARRANGED)
    if set(sheet) - set(items):
        raise BadInput("表里有一项不在这次会议的议程上。", next_step="请刷新页面后重新填写。")
    order = sorted(items.values(), key=lambda item: _place(item, sheet.get(str(item.pk), {})))
    for ordinal, item in enumerate(order, 1):
        row = sheet.get(str(item.pk), {})
        lasts = _whole(row["lasts"], f"“{item.title}”的时长（分钟）", 480) if "lasts" in row else item.lasts
        act.change(
            item,
            ordinal=ordinal,
            reporter=short_enough(row.get("reporter", item.reporter), "汇报", 120),
            lasts=lasts,
        )
    return meeting


def _place(item: AgendaItem, row: Mapping[str, str]) -> tuple[int, int]:
    place = _whole(row.get("place", ""), f"“{item.title}”的次序", 999)
    return place or item.ordinal, item.ordinal


def _whole(text: str, what: str, most: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
        raise BadInput(f"{what}请填写 1 到 {most} 的整数。")
    return int(text)


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
