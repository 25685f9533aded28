"""The province's conference of the demonstration: its starting set switched on, rows entered, returns handed in.

It stands beside the played city: another document, other units, nothing of one is shown in the other.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from lianxi.bodies.models import Conference
from lianxi.core.words import day_of
from lianxi.stories.founding import found_shipped
from lianxi.stories.story import Story
from lianxi.stories.worked import enter_row
from lianxi.work.actions import hand_in_return, nil_return, propose_arrangements, receive_return, start_set
from lianxi.work.models import Arrangement, Return

# Act → rows by field, as the units of the document enter them; {day} is the day they tell of.
ENTERED: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "GD-20-01#1": (
        {
            "paper_kind": "监督意见书",
            "sent_on": "{day}",
            "addressee": "某家具厂",
            "problem": "防护设施与用品",
        },
        {"paper_kind": "提示函", "sent_on": "{day}", "addressee": "某电子厂", "problem": "培训"},
    ),
    "GD-16-01#1": ({"employer": "某省属矿业公司", "on": "{day}", "way": "自行组织检查", "problems": "3"},),
    "GD-13-01#1": ({"title": "某高速公路工程职业健康检查", "on": "{day}"},),
}
NIL_OF = 4


def play_province(now: datetime) -> Conference:
    """Found Guangdong's conference a quarter before `now`, and have its units say what they did."""
    start = (now - timedelta(days=92)).replace(hour=9, minute=0, second=0, microsecond=0)
    story = Story(found_shipped("GD", start, is_demo=True), start)
    story.wait_days(1)
    propose_arrangements(story.office, story.at)
    start_set(story.office, story.at)
    day = day_of(story.at)
    story.wait_days(10)
    for act, rows in ENTERED.items():
        _enter(story, act, rows, day)
    _say_nil(story)
    return story.conference


def _enter(story: Story, act: str, rows: tuple[Mapping[str, str], ...], day: date) -> None:
    row = Arrangement.objects.filter(conference=story.conference, act=act, state="on").first()
    if row is None or row.unit is None:
        return
    for told in rows:
        enter_row(story, row, row.unit.name, told, day)
    owed = Return.objects.filter(line=row, state="due", first_day__lte=day).first()
    if owed is not None:
        hand_in_return(story.speaker(row.unit.name), story.at, return_id=owed.pk)
        story.wait(hours=2)
        receive_return(story.office, story.at, return_id=owed.pk)


def _say_nil(story: Story) -> None:
    """Have the first units that may say that there was nothing say so."""
    rows = Return.objects.filter(conference=story.conference, state="due", arrangement__nil_allowed=True)
    for owed in rows.select_related("unit").order_by("pk")[:NIL_OF]:
        nil_return(story.speaker(owed.unit.name), story.at, return_id=owed.pk)
