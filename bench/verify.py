"""How fast the journal is verified: chains of plain entries, on the database of DATABASE_URL or a fresh SQLite.

    python bench/verify.py [--entries 10000000] [--conferences 1 200] [--rows MATTERS]

Entries have the median size of the demonstration's (printed), are inserted in bulk outside of the time and removed with
the database. Prints entries, seconds and the rate for each count of conferences, against 10 million in 60 s on
two cores, and the processor time used (PostgreSQL's own not counted), since other work on the machine lengthens the seconds; with --rows also `simulate --big` of so many matters verified whole, against a million in 120 s.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

# The demonstration's entries: `lianxi demo` played once, its median body in bytes; printed so that it can be checked.
LIMIT, ROWS_LIMIT = 10_000_000 / 60, 1_000_000 / 120
SOME = 20_000


def median_body() -> int:
    """Play the demonstration and return the median size of its bodies in bytes."""
    from django.db import transaction

    from lianxi.journal.models import Entry
    from lianxi.stories.half_year import play_half_year

    class Back(Exception):
        pass

    try:
        with transaction.atomic():
            play_half_year()
            sizes = [len(body.encode()) for body in Entry.objects.values_list("body", flat=True)]
            raise Back
    except Back:
        print(f"the demonstration: {len(sizes)} entries, median body {statistics.median(sizes):.0f} bytes")
    return int(statistics.median(sizes))


COLUMNS = "chain_id, seq, at, action, actor, subject, body, prev_hash, hash"


def fill(entries: int, conferences: int, size: int) -> None:
    """Insert chains of canonical bodies of that size as conferences that act in turn write them, past the ORM."""
    from django.db import transaction

    from lianxi.journal.chain import GENESIS
    from lianxi.journal.models import Chain

    each = entries // conferences
    heads = dict.fromkeys(range(1, conferences + 1), GENESIS)
    for key in heads:
        Chain.objects.create(pk=key)
    rows = _rows(heads, each, size)
    with transaction.atomic():
        while some := list(islice(rows, SOME)):
            _insert(some)
    for key, head in heads.items():
        Chain.objects.filter(pk=key).update(seq=each, head=head)


def _rows(heads: dict[int, str], count: int, size: int) -> Iterator[tuple[Any, ...]]:
    from django.utils import timezone

    at = timezone.now().isoformat()
    for seq in range(1, count + 1):
        end = f',"seq":{seq},"subject":"ledger.obligation:{seq}"}}'
        body = '{"action":"bench","remark":"' + "x" * max(size - len(end) - 30, 0) + '"' + end
        for key, prev in heads.items():
            heads[key] = sha256(f"{prev}\n{body}".encode()).hexdigest()
            yield key, seq, at, "bench", "bench", "", body, prev, heads[key]


def _insert(rows: list[tuple[Any, ...]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY journal_entry ({COLUMNS}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * 9)
        cursor.executemany(f"INSERT INTO journal_entry ({COLUMNS}) VALUES ({marks})", rows)


def clear() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        # Nothing refers to the entries of a chain that was only filled in.
        cursor.execute("DELETE FROM journal_entry")
        cursor.execute("DELETE FROM journal_chain")
        # Else the next rows would lie in the order in which pages became free.
        cursor.execute("VACUUM")


def processor() -> float:
    """Give the processor time used so far, here and in the processes that have ended."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def timed_chain(entries: int, conferences: int) -> None:
    from lianxi.journal.verify import verify_chains

    began, used = time.perf_counter(), processor()
    wrong = list(verify_chains())
    took, used = time.perf_counter() - began, processor() - used
    rate = entries / took
    verdict = "within" if rate >= LIMIT else "BEYOND"
    idle = used / entries * 10_000_000 / 2
    print(
        f"chain only: {entries:,} entries in {conferences} chains: {took:.1f} s, {rate:,.0f}/s"
        f" ({10_000_000 / rate:.0f} s for 10 million: {verdict} 60 s), {len(wrong)} breaks;"
        f" {used:.1f} s of processor time, so {idle:.0f} s for 10 million on two cores that do nothing else",
        flush=True,
    )


def timed_rows(matters: int) -> None:
    from django.utils import timezone

    from lianxi.cli.simulate import BIG_DAYS, Size, simulate
    from lianxi.journal.by_conference import verify_places_and_rows
    from lianxi.journal.verify import verify_chains

    simulate(Size(200, 5000, matters, BIG_DAYS), 1, timezone.now())
    began = time.perf_counter()
    wrong = [*verify_chains(), *verify_places_and_rows()]
    took = time.perf_counter() - began
    rate = matters / took
    verdict = "within" if rate >= ROWS_LIMIT else "BEYOND"
    print(
        f"whole: {matters:,} matters: {took:.1f} s, {rate:,.0f}/s"
        f" ({1_000_000 / rate:.0f} s for a million: {verdict} 120 s), {len(wrong)} breaks"
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--entries", type=int, default=10_000_000)
    asked.add_argument("--conferences", type=int, nargs="*", default=[1, 200])
    asked.add_argument("--rows", type=int, default=0)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="lianxi-bench-verify-") as folder:
        # The processes that verify beside this one take these from here.
        os.environ |= {"LIANXI_DATA": folder, "DJANGO_SETTINGS_MODULE": "lianxi.config.settings"}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        run(options)


def run(options: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{connection.vendor}, {os.cpu_count()} cores, load at the start {load:.1f}", flush=True)
    size = median_body()
    for place, conferences in enumerate(options.conferences):
        if place:
            clear()
        fill(options.entries, conferences, size)
        timed_chain(options.entries, conferences)
    if options.rows:
        clear()
        timed_rows(options.rows)


if __name__ == "__main__":
    main()
    sys.exit()
