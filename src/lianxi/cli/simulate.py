"""`lianxi simulate`: a plausible year of a conference, or the big tree; seeded, marked as simulation."""

import argparse
import gc
import sys
import time
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lianxi.bodies.founding import FoundingPlan, PlannedSeat
    from lianxi.bodies.models import Conference

Commands = Any
YEAR = 366
# The big data: half of all matters are the province's own, a third the cities', the rest the counties'.
BIG_DAYS = 5 * YEAR
CITIES = 20
SHARES = (0.5, 0.33)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is simulated; `people` are spread evenly over the conferences' seats."""

    conferences: int
    people: int
    obligations: int
    days: int


def add_commands(commands: Commands) -> None:
    """This function will add the simulation."""
    simulate = commands.add_parser("simulate", help="生成模拟数据：一个联席会议的一年，或大批量数据（--big）")
    simulate.add_argument("--seed", type=int, default=1, help="种子；同一种子、同一日期生成同样的事项")
    simulate.add_argument("--today", type=date.fromisoformat, help="模拟到哪一天（默认今天）")
    simulate.add_argument("--big", action="store_true", help="默认 200 个联席会议、5000 人、100 万项")
    simulate.add_argument("--conferences", type=int)
    simulate.add_argument("--people", type=int)
    simulate.add_argument("--obligations", type=int)
    simulate.set_defaults(run=run_simulation, needs_database=False)


def run_simulation(options: argparse.Namespace) -> int:
    """This function will found the simulated conferences and write their ledgers through the journal."""
    from lianxi.cli.starting import start_django

    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from lianxi.bodies.models import Conference
    from lianxi.core.words import CHINA

    if Conference.objects.exists():
        print(
            "这里已有联席会议，模拟数据不能混入。请用 LIANXI_DATA 换一个空的数据目录再运行。", file=sys.stderr
        )
        return 2
    now = datetime.now(CHINA).replace(hour=9, minute=0, second=0, microsecond=0)
    if options.today:
        now = now.replace(year=options.today.year, month=options.today.month, day=options.today.day)
    whole = Size(200, 5000, 1_000_000, BIG_DAYS) if options.big else Size(1, 0, 400, YEAR)
    given = {
        name: value
        for name in ("conferences", "people", "obligations")
        if (value := getattr(options, name)) is not None
    }
    began = time.perf_counter()
    # Rows by the million hold no rings of references; looking for them takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    entered = simulate(replace(whole, **given), options.seed, now)
    _analyze()
    print(f"共写入 {entered} 项，用时 {time.perf_counter() - began:.0f} 秒。核对：lianxi journal verify")
    print("查看：LIANXI_DEMO=1 lianxi serve，再打开 /demo 选择席位。")
    return 0


def _analyze() -> None:
    """Let the database count what its planner goes by, as a running installation's does by itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def simulate(size: Size, seed: int, now: datetime) -> int:
    """This function will simulate and give how many matters were entered. The database holds no conference."""
    if size.conferences == 1:
        return _simulate_year(size, seed, now)
    began = time.perf_counter()
    found = _found_tree(size, now)
    print(f"已建立 {len(found)} 个联席会议，用时 {time.perf_counter() - began:.0f} 秒。", flush=True)
    total = 0
    for number, (conference, count) in enumerate(zip(found, _counts(size), strict=True)):
        total += _fill(conference, count, seed + number, size.days, now)
    return total


def _simulate_year(size: Size, seed: int, now: datetime) -> int:
    """Play half a year of meetings in earnest, then lay a year's ledger around it."""
    from lianxi.bodies.actions import mark_simulated
    from lianxi.cli.half_year import play_half_year
    from lianxi.core.actors import INSTALLER

    conference = play_half_year(now)
    mark_simulated(INSTALLER, now, conference_id=conference.pk)
    return _fill(conference, size.obligations, seed, size.days, now)


def _fill(conference: "Conference", count: int, seed: int, days: int, now: datetime) -> int:
    from lianxi.core.actors import INSTALLER
    from lianxi.ledger.actions import AN_ACT, enter_simulation

    return sum(
        enter_simulation(
            INSTALLER,
            now,
            conference_id=conference.pk,
            seed=seed,
            count=count,
            days=days,
            today=now.date(),
            first=first,
            whole=days <= YEAR,
        )
        for first in range(0, count, AN_ACT)
    )


def _counts(size: Size) -> list[int]:
    """Spread the matters: the province first, then the cities, then the counties."""
    cities = min(CITIES, size.conferences - 1)
    counties = size.conferences - 1 - cities
    own = round(size.obligations * SHARES[0])
    city = round(size.obligations * SHARES[1]) // cities
    rest = size.obligations - own - city * cities
    counts = [own, *[city] * cities, *[rest // counties if counties else 0] * counties]
    counts[-1] += size.obligations - sum(counts)
    return counts


def _found_tree(size: Size, now: datetime) -> list["Conference"]:
    """Found the province by its document, then cities and counties on the same plan with their own names."""
    from lianxi.bodies.actions import found_conference, mark_simulated
    from lianxi.cli.founding import found_shipped
    from lianxi.core.actors import INSTALLER
    from lianxi.law.founding import PlanOptions, plan_from
    from lianxi.law.models import InstrumentVersion
    from lianxi.law.queries import draft_of

    start = now - timedelta(days=size.days)
    first = found_shipped("QZ", start, is_demo=True)
    mark_simulated(INSTALLER, start, conference_id=first.pk)
    version = InstrumentVersion.objects.get(instrument__code="QZ")
    draft = draft_of(version)
    since = version.holds_from or start.date()
    plan = plan_from(draft, PlanOptions(version.number, since, is_demo=True))
    people = size.people - len(plan.seats)
    found = [first]
    for number in range(1, size.conferences):
        share = people * number // (size.conferences - 1) - people * (number - 1) // (size.conferences - 1)
        own = _plan_of(plan, number, share)
        found.append(found_conference(INSTALLER, start, plan=own))
    return found


def _plan_of(plan: "FoundingPlan", number: int, people: int) -> "FoundingPlan":
    city = (number - 1) % CITIES + 1
    place = (
        f"模拟省第{city:02d}市"
        if number <= CITIES
        else f"模拟省第{city:02d}市第{(number - 1) // CITIES:02d}县"
    )
    seats = _seats(plan, people)
    seated = {seat.unit for seat in seats}
    return replace(
        plan,
        name=f"{place}职业病防治工作联席会议",
        short_name=place,
        region=place,
        units=tuple(unit for unit in plan.units if unit.name in seated),
        seats=seats,
        is_simulated=True,
    )


def _seats(plan: "FoundingPlan", people: int) -> "tuple[PlannedSeat, ...]":
    """Keep as many seats as there are people: who leads first, then the units in their printed order."""
    from lianxi.core.actors import SeatKind

    leading = {SeatKind.CONVENER: 0, SeatKind.OFFICE_DIRECTOR: 0, SeatKind.MEMBER: 1}
    places = sorted(range(len(plan.seats)), key=lambda n: (leading.get(plan.seats[n].kind, 2), n))
    kept = set(places[: max(people, 4)])
    return tuple(seat for place, seat in enumerate(plan.seats) if place in kept)
