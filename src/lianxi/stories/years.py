"""Years of a simulated conference: returns and binding deliveries, a share of which nobody answers, day after day.

Everything goes through the actions that pages call; the daily run comes at eight on every day of the calendar. What is
planted is told apart from what happens: `Played.planted` names the records on which silence was planted.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lianxi.core.actors import Actor
from lianxi.core.words import CHINA
from lianxi.core.workdays import is_workday
from lianxi.exchange.actions import answer_receipt, answer_request, ask_request, send_out, sign_receipt
from lianxi.exchange.daily import run_exchange
from lianxi.exchange.models import Receipt, Request
from lianxi.journal.acting import record_name
from lianxi.law.models import Clause
from lianxi.stories.founding import found_shipped
from lianxi.stories.story import Story
from lianxi.work.actions import (
    hand_in_return,
    make_arrangement,
    nil_return,
    propose_arrangements,
    start_set,
    switch_on,
)
from lianxi.work.daily import miss_all, open_all
from lianxi.work.models import Return

FIELDS = ("事项|文字||必填", "数量|整数|件|")
DAY, WORKDAYS = timedelta(days=1), 21


@dataclass(frozen=True, slots=True)
class Size:
    """How much is played: years from a first one, own arrangements a unit, deliveries and requests a month."""

    first: int = 2015
    years: int = 12
    own: int = 4
    deliveries: int = 20
    requests: int = 22
    silent: float = 0.05
    seed: int = 7


@dataclass
class Played:
    """What was played: the story, and the records on which silence was planted, with the day each was due."""

    story: Story
    planted: dict[str, date] = field(default_factory=dict)
    requests: dict[str, date] = field(default_factory=dict)
    asked: int = 0
    last: date = date.min
    speakers: dict[str, Actor] = field(default_factory=dict)

    def past(self, planted: dict[str, date]) -> set[str]:
        """Name the records whose day was over when the last morning came, a working day."""
        return {name for name, due in planted.items() if due < self.last}

    def speaker(self, unit: str) -> Actor:
        """Return the seat that does a unit's daily work; nobody changes in these years."""
        if unit not in self.speakers:
            self.speakers[unit] = self.story.speaker(unit)
        return self.speakers[unit]


def play_years(size: Size, say: Callable[[str], None] = lambda _words: None) -> Played:
    """Found Quanzhou's conference on the first day of the first year and play all years."""
    start = datetime(size.first, 1, 4, 9, tzinfo=CHINA)
    story = Story(found_shipped("QZ", start, is_demo=True), start)
    played, chance = Played(story), random.Random(size.seed)  # noqa: S311 - a simulation
    story.wait_days(1)
    propose_arrangements(story.office, story.at)
    start_set(story.office, story.at)
    units = _own(story, size.own)
    # The last year's returns are due in January and February of the next one.
    day, played.last = story.at.date() + DAY, _reach(date(size.first + size.years, 2, 20)) + DAY
    while day <= played.last:
        _morning(day)
        story.at = datetime(day.year, day.month, day.day, 10, tzinfo=CHINA)
        if is_workday(day) and day.year < size.first + size.years:
            _exchange(played, size, chance, units)
        if is_workday(day):
            _hand_in(played, size, day)
            _answer(played, day)
        if day.month == day.day == 1:
            say(f"{day.year - 1} 年已过")
        day += DAY
    return played


def _own(story: Story, count: int) -> list[str]:
    """Make so many monthly arrangements for each unit that has a duty clause, and switch them on."""
    found = Clause.objects.filter(instrument_version__instrument__code="QZ", kind="duty").order_by("ordinal")
    first: dict[str, str] = {}
    for one in found:
        first.setdefault(one.unit, one.code)
    made = [
        make_arrangement(
            story.office,
            story.at,
            clause=clause,
            title=f"{unit}第 {number} 项",
            unit_ids=[story.unit(unit).pk],
            fields=FIELDS,
            cycle="monthly",
            pattern="check",
            nil_allowed=True,
        )
        for unit, clause in first.items()
        for number in range(1, count + 1)
    ]
    if made:
        switch_on(story.office, story.at, arrangement_ids=[row.pk for row in made])
    return list(first)


def _morning(day: date) -> None:
    eight = datetime(day.year, day.month, day.day, 8, tzinfo=CHINA)
    open_all(eight)
    miss_all(eight)
    run_exchange(eight)


def _hand_in(played: Played, size: Size, day: date) -> None:
    """Have every return whose period is over be handed in on a day of its own, but those planted as silent."""
    story = played.story
    rows = Return.objects.filter(conference=story.conference, state="due", last_day__lt=day, obligation=None)
    for owed in rows.select_related("unit", "arrangement").order_by("pk"):
        name = record_name(owed)
        own = random.Random(f"{size.seed} {name}")  # noqa: S311 - a simulation
        if own.random() < size.silent:
            played.planted[name] = owed.due_on
            continue
        planned = owed.last_day + timedelta(days=1 + own.randrange((owed.due_on - owed.last_day).days))
        if _reach_back(planned) > day:
            continue
        speaker = played.speaker(owed.unit.name)
        if owed.arrangement.nil_allowed and own.random() < 0.5:
            nil_return(speaker, story.at, return_id=owed.pk)
        else:
            hand_in_return(speaker, story.at, return_id=owed.pk, note="本期情况见说明。")


def _reach_back(day: date) -> date:
    """Return the last working day not after a day."""
    while not is_workday(day):
        day -= DAY
    return day


def _exchange(played: Played, size: Size, chance: random.Random, units: Sequence[str]) -> None:
    """Send binding deliveries and ask for material, a share each working day; some will never be answered."""
    story = played.story
    for kind, count in (("delivery", size.deliveries), ("request", size.requests)):
        # A month has about 21 working days.
        for _ in range(count // WORKDAYS + (chance.random() < count % WORKDAYS / WORKDAYS)):
            giver, taker = chance.sample(list(units), 2)
            silent = chance.random() < size.silent
            due = story.at.date() + timedelta(days=chance.randrange(5, 15))
            _send(played, played.speaker(giver), taker, (kind, due, silent))


def _send(played: Played, speaker: Actor, taker: str, told: tuple[str, date, bool]) -> None:
    kind, due, silent = told
    story, unit = played.story, played.story.unit(taker).pk
    if kind == "request":
        (asked,) = ask_request(
            speaker, story.at, kind="material", title="请提供有关情况", unit_ids=(unit,), asked_on=due
        )
        name, into = record_name(asked), played.requests
    else:
        clause = _clause_of(taker)
        sent = send_out(
            speaker, story.at, kind="note", title="情况通报", text="请办理。", unit_ids=(unit,),
            clause=clause, respond_by=due, binds=True,
        )  # fmt: skip
        name, into = record_name(Receipt.objects.get(sending=sent)), played.planted
    played.asked += 1
    if silent:
        into[name] = due


def _clause_of(unit: str) -> str:
    found = Clause.objects.filter(instrument_version__instrument__code="QZ", kind="duty", unit=unit)
    code: str = found.order_by("ordinal").values_list("code", flat=True)[0]
    return code


def _answer(played: Played, day: date) -> None:
    """Have everything that is due within two days be answered, but what was planted as silent."""
    story, soon = played.story, day + DAY * 2
    rows = Receipt.objects.filter(conference=story.conference, state__in=("sent", "signed"), obligation=None)
    for row in rows.filter(sending__respond_by__lte=_reach(soon)).select_related("unit").order_by("pk"):
        if record_name(row) not in played.planted:
            speaker = played.speaker(row.unit.name)
            if row.state == "sent":
                sign_receipt(speaker, story.at, receipt_id=row.pk)
            answer_receipt(speaker, story.at, receipt_id=row.pk, outcome="handled", text="已办理。")
    asked = Request.objects.filter(conference=story.conference, state__in=("asked", "accepted"))
    for one in asked.filter(due_on__lte=_reach(soon)).select_related("to_unit").order_by("pk"):
        if record_name(one) not in played.requests:
            answer_request(played.speaker(one.to_unit.name), story.at, request_id=one.pk, text="情况如下。")


def _reach(day: date) -> date:
    """Return the last day before the next working day: what is due on days off is answered before them."""
    while not is_workday(day + DAY):
        day += DAY
    return day
