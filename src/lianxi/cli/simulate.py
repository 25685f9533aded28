"""`lianxi simulate`: a plausible year of a conference, or the big tree; seeded, marked as simulation."""

import argparse
import atexit
import gc
import sys
import time
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lianxi.bodies.rows import ConferenceRow
    from lianxi.bodies.rules.founding import FoundingPlan, PlannedSeat

Commands = Any
YEAR = 366
# The big data: half of all matters are the province's own, a third the cities', the rest the counties'.
BIG_DAYS = 5 * YEAR
PROVINCE = "模拟省"
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
    """Add the simulation."""
    simulate = commands.add_parser("simulate", help="生成模拟数据：一个联席会议的一年，或大批量数据（--big）")
    simulate.add_argument("--seed", type=int, default=1, help="种子；同一种子、同一日期生成同样的事项")
    simulate.add_argument("--today", type=date.fromisoformat, help="模拟到哪一天（默认今天）")
    simulate.add_argument("--big", action="store_true", help="默认 200 个联席会议、5000 人、100 万项")
    simulate.add_argument("--conferences", type=int)
    simulate.add_argument("--people", type=int)
    simulate.add_argument("--obligations", type=int)
    simulate.set_defaults(run=run_simulation, needs_database=False)


def run_simulation(options: argparse.Namespace) -> int:
    """Found the simulated conferences and write their ledgers through the journal."""
    from lianxi.cli.starting import start_django

    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from lianxi.bodies.queries.own import list_conferences
    from lianxi.core.words import CHINA

    if list_conferences():
        print(
            "这里已有联席会议，模拟数据不能混入。请用 LIANXI_DATA 换一个空的数据目录再运行。", file=sys.stderr
        )
        return 2
    now = moment_of(options.today, datetime.now(CHINA))
    whole = Size(200, 5000, 1_000_000, BIG_DAYS) if options.big else Size(1, 0, 400, YEAR)
    given = {
        name: value
        for name in ("conferences", "people", "obligations")
        if (value := getattr(options, name)) is not None
    }
    began = time.perf_counter()
    # Rows by the million hold no rings of references; looking for them takes a tenth of the time.
    gc.freeze()
    atexit.register(gc.unfreeze)
    gc.set_threshold(200_000, 50, 100)
    _make_room()
    entered = simulate(replace(whole, **given), options.seed, now)
    _analyze()
    print(f"共写入 {entered} 项，用时 {time.perf_counter() - began:.0f} 秒。核对：lianxi journal verify")
    print("查看：LIANXI_DEMO=1 lianxi serve，再打开 /demo 选择席位。")
    return 0


def moment_of(asked: date | None, now: datetime) -> datetime:
    """Return nine o'clock of the asked day, or of the last day on which it has struck.

    An entry of the future would lock the journal until it is past. Raises BadInput for a day to come.
    """
    from lianxi.core.refusals import BadInput

    nine = now.replace(hour=9, minute=0, second=0, microsecond=0)
    if asked is None:
        return nine if nine <= now else nine - timedelta(days=1)
    nine = nine.replace(year=asked.year, month=asked.month, day=asked.day)
    if nine > now:
        raise BadInput(
            "模拟不能写到将来：这一天的 9 时还没有到。",
            rule="日志里不得有将来的时刻，否则在那之前谁都不能办理",
            next_step="请用今天以前的日期，或不写 --today。",
        )
    return nine


def _make_room() -> None:
    """Let SQLite keep indexes in memory and copy its log less often; what is committed is as safe as ever."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-262144")
            cursor.execute("PRAGMA wal_autocheckpoint=65536")


def _analyze() -> None:
    """Let the database count what its planner goes by, as a running installation's does by itself."""
    from django.db import connection

    # On PostgreSQL the map of what everybody sees, too: else it is made while people read.
    is_free = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if is_free else "ANALYZE")


def simulate(size: Size, seed: int, now: datetime) -> int:
    """Simulate and give how many matters were entered. The database holds no conference."""
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
    from lianxi.core.actors import INSTALLER
    from lianxi.stories.half_year import play_half_year
    from lianxi.stories.province import play_province

    conference = play_half_year(now)
    for one in (conference, play_province(now)):
        mark_simulated(INSTALLER, now, conference_id=one.pk)
    return _fill(conference, size.obligations, seed, size.days, now)


def _fill(conference: "ConferenceRow", count: int, seed: int, days: int, now: datetime) -> int:
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


def _found_tree(size: Size, now: datetime) -> list["ConferenceRow"]:
    """Found a province, its cities and their counties on the plan of a shipped document, itself the first city's."""
    from lianxi.bodies.actions import found_conference, mark_simulated, place_conference
    from lianxi.core.actors import INSTALLER
    from lianxi.law.actions import adopt_version, draft_shipped_version
    from lianxi.law.founding import PlanOptions, plan_from
    from lianxi.law.queries import draft_of

    start = now - timedelta(days=size.days)
    version = draft_shipped_version(INSTALLER, start, code="QZ")
    draft = draft_of(version)
    since = date.fromisoformat(draft.reading.date) if draft.reading.date else start.date()
    plan = plan_from(draft, PlanOptions(version.number, since, is_demo=True))
    top = found_conference(INSTALLER, start, plan=_plan_of(plan, PROVINCE, plan.seats))
    city = adopt_version(INSTALLER, start, version_id=version.pk, is_demo=True)
    mark_simulated(INSTALLER, start, conference_id=city.pk)
    place_conference(INSTALLER, start, conference_id=city.pk, above_id=top.pk, reason="模拟的层级")
    found: list[ConferenceRow] = [top, city]
    people, others = size.people - 2 * len(plan.seats), size.conferences - 2
    for number in range(1, others + 1):
        rank, nth = divmod(number, CITIES)
        above = found[nth + 1] if rank else top
        place = f"{above.region}第{rank:02d}县" if rank else f"{PROVINCE}第{nth + 1:02d}市"
        seats = _seats(plan, people * number // others - people * (number - 1) // others)
        found.append(found_conference(INSTALLER, start, plan=_plan_of(plan, place, seats, above.pk)))
    return found


def _plan_of(
    plan: "FoundingPlan", place: str, seats: "tuple[PlannedSeat, ...]", above: int | None = None
) -> "FoundingPlan":
    seated = {seat.unit for seat in seats}
    return replace(
        plan,
        name=f"{place}职业病防治工作联席会议",
        short_name=place,
        region=place,
        units=tuple(unit for unit in plan.units if unit.name in seated),
        seats=seats,
        is_simulated=True,
        above=above,
    )


def _seats(plan: "FoundingPlan", people: int) -> "tuple[PlannedSeat, ...]":
    """Keep as many seats as there are people: who leads first, then the units in their printed order."""
    from lianxi.core.actors import SeatKind

    leading = {SeatKind.CONVENER: 0, SeatKind.OFFICE_DIRECTOR: 0, SeatKind.MEMBER: 1}
    places = sorted(range(len(plan.seats)), key=lambda n: (leading.get(plan.seats[n].kind, 2), n))
    kept = set(places[: max(people, 4)])
    return tuple(seat for place, seat in enumerate(plan.seats) if place in kept)
