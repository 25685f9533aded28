"""Two years of monthly returns with planted misses, against a recount over the raw journal."""

import json
import random
from datetime import date, datetime, timedelta

from cast import AT, Cast
from lianxi.clocks.queries import calendar_now
from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import is_workday
from lianxi.journal.models import Entry
from lianxi.journal.packing import singles
from lianxi.ledger.models import Obligation
from lianxi.work.actions import nil_return
from lianxi.work.daily import miss_all, open_all
from lianxi.work.models import Return
from work.making import running

UNITS = ("市住建局", "市人社局", "市总工会")
MONTHS, SEED, SHARE = 24, 7, 0.2


def _eight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=CHINA)


def _next_workday(day: date) -> date:
    calendar = calendar_now()
    while True:
        day += timedelta(days=1)
        if is_workday(day, calendar):
            return day


def _recount() -> set[str]:
    """Read from the entries alone which returns were open when the first working day after their day began."""
    due: dict[str, date] = {}
    handed: dict[str, date] = {}
    for entry in Entry.objects.order_by("seq"):
        for change in singles(json.loads(entry.body)["changes"]):
            record = change["record"]
            if record.startswith("work.return:") and change["op"] == "create":
                due[record] = date.fromisoformat(change["new"]["due_on"])
            elif record in due and change["new"].get("handed_at"):
                handed[record] = day_of(datetime.fromisoformat(change["new"]["handed_at"]))
    return {record for record, day in due.items() if handed.get(record, date.max) > day}


def test_every_miss_is_a_matter_by_the_next_working_day_and_nothing_else_is(cast: Cast) -> None:
    units = [cast.unit(name).pk for name in UNITS]
    running(cast, unit_ids=units, cycle="monthly")
    chance, planted = random.Random(SEED), set()
    month = due_on = day_of(AT).replace(day=1)
    for _ in range(MONTHS):
        after = (month + timedelta(days=32)).replace(day=1)
        open_all(_eight(after))
        for owed in Return.objects.filter(period=f"{month:%Y-%m}").select_related("unit"):
            if chance.random() < SHARE:
                planted.add(f"work.return:{owed.pk}")
                continue
            at = _eight(after + timedelta(days=chance.randrange(1, 18)))
            nil_return(cast.member(owed.unit.name), at, return_id=owed.pk)
        due_on = Return.objects.filter(period=f"{month:%Y-%m}").latest("pk").due_on
        miss_all(_eight(due_on))
        miss_all(_eight(_next_workday(due_on)))
        month = after
    matters = {row.source: day_of(row.created_at) for row in Obligation.objects.filter(origin="work")}
    assert set(matters) == planted
    # What is still to come is no miss: returns of the present month are open and not late.
    late = {record for record in _recount() if _due_of(record) <= due_on}
    assert set(matters) == late
    for record, created in matters.items():
        assert created == _next_workday(_due_of(record))


def _due_of(record: str) -> date:
    return Return.objects.get(pk=int(record.partition(":")[2])).due_on
