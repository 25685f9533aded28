"""How long a new calendar takes with 100,000 open clocks: preview, and deriving anew with journal and notices.

    python bench/new_calendar.py [--clocks 100000] [--database sqlite | postgresql]

Builds a conference in a fresh database, enters the clocks through the batch writer, half of them by a
rule that runs into a year not announced, loads a notice and prints the figures. Nothing is asserted.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]


def main() -> None:
    """Measure one size and print its lines."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clocks", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    options = parser.parse_args()
    from ledger import DURABLE
    from postgres import cluster

    with (
        tempfile.TemporaryDirectory() as folder,
        cluster(*DURABLE) if options.database == "postgresql" else nullcontext() as url,
    ):
        os.environ |= {"LIANXI_DATA": folder, "DJANGO_SETTINGS_MODULE": "lianxi.config.settings"}
        os.environ["DATABASE_URL"] = url or f"sqlite:///{folder}/lianxi.sqlite3"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.clocks)


def measure(count: int) -> None:
    """Enter the clocks, load the notice, and print how long each took."""
    from django.db import transaction

    from cast import AT, found_cast
    from clocks.notices import NOTICE
    from lianxi.clocks.actions import load_notice
    from lianxi.clocks.queries import calendar_with, preview_moves
    from lianxi.clocks.rules.notices import read_notice
    from lianxi.journal.acting import Act
    from lianxi.journal.replay import verify_rows
    from lianxi.journal.verify import verify_chains

    cast = found_cast()
    at = AT + timedelta(days=300)
    with transaction.atomic():
        act = Act(actor=cast.director, at=at, action="bench", chain=cast.conference.pk)
        act.create_batch(list(rows(cast, count, at)))
        act.append()
    begun = time.perf_counter()
    moves = preview_moves(cast.conference.pk, calendar_with(read_notice(NOTICE)), date(2026, 12, 28))
    print(f"preview of {count:,} open clocks: {time.perf_counter() - begun:.1f} s, {len(moves):,} move")
    begun, cpu = time.perf_counter(), time.process_time()
    load_notice(cast.director, at, text=NOTICE, paper="bench")
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    print(f"load and derive anew (limit 10 s at 100,000): {took:.1f} s, cpu {cpu:.1f} s")
    broken = [*verify_chains(), *verify_rows()]
    print(f"journal verifies: {not broken}")


def rows(cast, count, at):
    """Give open obligations whose clocks start on the working days of winter, with a pause here and there."""
    from lianxi.core.due import Pause, derive, with_serious
    from lianxi.core.limits import Limit, LimitUnit
    from lianxi.core.workdays import china
    from lianxi.ledger.models import Obligation

    units = [cast.unit(name).pk for name in ("市住建局", "市人社局", "市发改委", "市总工会")]
    for number in range(count):
        start = date(2026, 11, 2) + timedelta(days=number % 90)
        limit = Limit("bench", "办理", "登记", 10 + number % 30, LimitUnit.WORKDAYS, "bench", "D")
        pauses = [Pause("等待", start, start + timedelta(days=3))] if number % 50 == 0 else []
        derived = with_serious(derive(limit, start, china(), pauses=pauses), 10, china())
        row = Obligation(conference=cast.conference, year=2026, sequence=number + 1, cycle="once")
        row.number, row.title, row.origin = f"2026-{number + 1}", f"事项{number + 1}", "assignment"
        row.lead_unit_id, row.due_on, row.due_order = units[number % 4], derived.due_on, derived.due_on
        row.serious_on, row.due_derivation = derived.serious_on, derived.as_dict()
        row.state, row.created_at = "issued", at
        yield row


if __name__ == "__main__":
    main()
