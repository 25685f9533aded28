"""How fast the ledger's pages are with a million obligations in SQLite.

    python bench/ledger.py [obligations]

Builds a throw-away database (nine of ten obligations closed, 16 units, one co-unit each) and prints the
median and the slowest of some runs of each page.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))
TODAY = date(2026, 3, 18)
START = datetime(2020, 1, 1, tzinfo=UTC)
RUNS = 15
BATCH = 5000


def main(total: int) -> None:
    """Build the database, then time the pages."""
    with tempfile.TemporaryDirectory(prefix="lianxi-bench-") as folder:
        os.environ.update(LIANXI_DATA=folder, DJANGO_SETTINGS_MODULE="lianxi.config.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0, skip_checks=True)
        began = time.perf_counter()
        conference, units = _found()
        _fill(conference, units, total)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{total} obligations entered in {time.perf_counter() - began:.0f} s")
        for name, run in _pages(conference, units):
            took = [_timed(run) for _ in range(RUNS)]
            print(f"{name:<46} median {statistics.median(took):7.1f} ms   slowest {max(took):7.1f} ms")


def _found():  # type: ignore[no-untyped-def]
    from django.db.models import QuerySet

    from lianxi.bodies.models import Conference, Unit

    units = QuerySet(Unit).bulk_create([Unit(region="test", name=f"unit {n}") for n in range(16)])
    conference = Conference(name="bench", short_name="bench", region="test", instrument="B")
    conference.instrument_version, conference.starts_on = 1, date(2020, 1, 1)
    QuerySet(Conference).bulk_create([conference])
    return conference, units


def _fill(conference, units, total: int) -> None:  # type: ignore[no-untyped-def]
    from django.db import transaction
    from django.db.models import QuerySet

    from lianxi.ledger.models import CoUnit, DueDate, Obligation

    dice = random.Random(7)
    for first in range(0, total, BATCH):
        rows = [_row(Obligation, conference, units, n, dice) for n in range(first, min(first + BATCH, total))]
        with transaction.atomic():
            QuerySet(Obligation).bulk_create(rows)
            own = [{"conference": conference, "obligation": row} for row in rows]
            parts = [CoUnit(unit=dice.choice(units), **keys) for keys in own]
            for part in parts:
                signed = part.obligation.state != "issued"
                part.acknowledged_at = part.obligation.created_at if signed else None
            QuerySet(CoUnit).bulk_create(parts)
            QuerySet(DueDate).bulk_create(
                [
                    DueDate(due_on=row.due_on, at=row.created_at, cause="entered", **keys)
                    for row, keys in zip(rows, own, strict=True)
                ]
            )


def _row(model, conference, units, n: int, dice: random.Random):  # type: ignore[no-untyped-def]
    closed = dice.random() < 0.9
    due = TODAY + timedelta(days=dice.randint(-1500, 20) if closed else dice.randint(-40, 400))
    moment = START + timedelta(minutes=3 * n)
    state = (
        "closed" if closed else dice.choice(("issued", "in_progress", "in_progress", "submitted", "returned"))
    )
    row = model(conference=conference, year=2020, sequence=n + 1, number=f"2020-{n + 1}", state=state)
    row.title, row.text = f"完成第{n}项粉尘危害排查", "按照职责分工，完成排查。" * 5
    row.cycle, row.origin, row.lead_unit = "once", "decision", dice.choice(units)
    row.due_on = row.due_order = due
    row.created_at, row.closed_at = moment, moment if closed else None
    return row


def _pages(conference, units) -> Iterator[tuple[str, Callable[[], object]]]:  # type: ignore[no-untyped-def]
    from lianxi.ledger.models import Obligation
    from lianxi.ledger.queries import (
        LedgerFilter,
        count_lights,
        get_obligation_page,
        list_obligations,
        list_waiting_for_office,
        list_waiting_for_unit,
    )

    unit = units[3].pk

    def page(wanted: LedgerFilter, cursor: str = "") -> Callable[[], object]:
        return lambda: list_obligations(conference, TODAY, wanted, cursor)

    yield "under way, first page", page(LedgerFilter())
    yield "under way, far page", page(LedgerFilter(), "2026-12-01.1")
    yield "everything, first page", page(LedgerFilter(state="all"))
    yield "everything, far page", page(LedgerFilter(state="all"), "2025-12-01.1")
    yield "closed", page(LedgerFilter(state="closed"))
    yield "waiting for verification", page(LedgerFilter(state="submitted"))
    for light in ("near", "overdue", "serious", "normal"):
        yield f"light {light}", page(LedgerFilter(light=light))
    yield "one unit, under way", page(LedgerFilter(unit_id=unit))
    yield "one unit, overdue", page(LedgerFilter(unit_id=unit, light="late"))
    yield "one unit, everything, far page", page(LedgerFilter(unit_id=unit, state="all"), "2025-12-01.1")
    yield "by number", page(LedgerFilter(text="2020-500", state="all"))
    yield "words that are found", page(LedgerFilter(text="粉尘"))
    yield "words nobody used, under way", page(LedgerFilter(text="不存在的词"))
    yield "words nobody used, everything", page(LedgerFilter(text="不存在的词", state="all"))
    first = Obligation.objects.filter(state="in_progress").order_by("pk")[0]
    yield "an obligation's page", lambda: get_obligation_page(conference, first.pk, TODAY)
    yield "what waits for a unit", lambda: list_waiting_for_unit(conference, unit, TODAY)
    yield "what waits for the office", lambda: list_waiting_for_office(conference, TODAY)
    yield "lights counted (all that is under way)", lambda: count_lights(conference, TODAY)
    yield "lights of one unit counted", lambda: count_lights(conference, TODAY, unit)


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
