"""Acts of the played conference: the starting set switched on, rows entered, returns handed in, one sent and answered."""

from collections.abc import Mapping
from datetime import date, timedelta

from lianxi.core.words import day_of
from lianxi.exchange.actions import answer_receipt, sign_receipt
from lianxi.exchange.models import Receipt
from lianxi.stories.story import Story
from lianxi.work.actions import (
    add_row,
    hand_in_return,
    nil_return,
    propose_arrangements,
    send_rows,
    start_set,
)
from lianxi.work.models import Arrangement, Return
from lianxi.work.rules.periods import period_of

# Act → who types it, and rows by field; {day} is the day they tell of.
ENTERED: dict[str, tuple[str, tuple[Mapping[str, str], ...]]] = {
    "QZ-3-11-2#1": (
        "市住建局",
        (
            {"title": "某安置房工程", "employer": "某建工公司", "visited_on": "{day}", "problems": "4", "result": "已整改"},
            {"title": "某道路工程", "employer": "某路桥公司", "visited_on": "{day}", "problems": "2", "result": "部分整改"},
        ),
    ),
    "QZ-3-16-1#1": (
        "市总工会",
        (
            {"paper_kind": "监督意见书", "sent_on": "{day}", "addressee": "某石材厂", "problem": "防护设施与用品"},
            {"paper_kind": "提示函", "sent_on": "{day}", "addressee": "某鞋厂", "problem": "培训"},
        ),
    ),
    "QZ-3-08-1#1": ("市卫健委", ({"fund": "职业病防治专项", "budget": "320", "spent": "187.5"},)),
}  # fmt: skip
HANDED = ("QZ-3-11-2#1",)
NIL = ("QZ-3-05-1#1", "QZ-3-10-2#1", "QZ-3-07-1#1")
FLOW, FLOW_UNIT = "QZ-3-12-1#1", "市应急局"
DANGER = {
    "employer": "某石材厂",
    "address": "某镇某村",
    "stage": "现场评审",
    "known_on": "{day}",
    "fact": "切割工序没有除尘设施",
    "contact": "基础科",
}


def carry_out(story: Story) -> None:
    """Have the office switch the starting set on, and units enter, hand in, say that there is nothing, and send."""
    story.wait_days(1)
    propose_arrangements(story.office, story.at)
    start_set(story.office, story.at)
    acts = {row.act: row for row in Arrangement.objects.filter(conference=story.conference)}
    # What they tell of is the day on which the set was switched on: its period is the one that is owed.
    day = day_of(story.at)
    story.wait_days(3)
    for act, (unit, rows) in ENTERED.items():
        for row in rows:
            enter_row(story, acts[act], unit, row, day)
    for act in HANDED:
        hand_in_return(story.speaker(ENTERED[act][0]), story.at, return_id=_owed(acts[act]).pk)
    for act in NIL:
        owed = Return.objects.filter(line=acts[act], state="due").select_related("unit").first()
        if owed is not None:
            nil_return(story.speaker(owed.unit.name), story.at, return_id=owed.pk)
    _flow(story, acts[FLOW], day)


def _owed(row: Arrangement) -> Return:
    found: Return = Return.objects.select_related("unit").filter(line=row).latest("pk")
    return found


def enter_row(story: Story, row: Arrangement, unit: str, told: Mapping[str, str], day: date) -> None:
    """Have a unit enter a row of a day's period, {day} in its values being that day."""
    values = [f"{name}={value.format(day=day.isoformat())}" for name, value in told.items()]
    period = period_of(day, row.returns or 1).code
    add_row(story.speaker(unit), story.at, arrangement_id=row.pk, period=period, values=values)


def _flow(story: Story, row: Arrangement, day: date) -> None:
    """Send a danger that was found, have health sign for it and tell back what came of it."""
    enter_row(story, row, FLOW_UNIT, DANGER, day)
    period = period_of(day, row.returns or 1).code
    sent = send_rows(story.speaker(FLOW_UNIT), story.at, arrangement_id=row.pk, period=period)
    for receipt in Receipt.objects.filter(sending=sent).select_related("unit"):
        speaker = story.speaker(receipt.unit.name)
        sign_receipt(speaker, story.at + timedelta(hours=2), receipt_id=receipt.pk)
        answer_receipt(
            speaker,
            story.at + timedelta(hours=6),
            receipt_id=receipt.pk,
            outcome="handled",
            text="已现场核查，责令限期改正。",
            answers=(
                "handling=责令改正",
                f"checked_on={day_of(story.at).isoformat()}",
                "result=已安装除尘设施",
            ),
        )
