"""How fast filtered lists are with the rule of sight on: each list, as a unit's seat, the office and the convener see it.

    python bench/sight.py [--matters 1000000] [--times 20] [--keep FOLDER]

Simulates a tree of 200 conferences (`lianxi simulate --big`) on the database of DATABASE_URL or a fresh SQLite, then opens
each list of the largest conference so many times in this process, with the whole frame of the page, and prints median
and p95 in milliseconds against 200, and the p95 of the processor's own time: what is left where others use the machine
(on PostgreSQL without the server's share). With --keep the SQLite data stay in the folder and are taken again.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

LIMIT = 200.0


def lists_of(unit: int, record: str) -> list[str]:
    """Name the lists with the filters that people set."""
    return [
        "/ledger",
        f"/ledger?unit={unit}",
        "/ledger?q=粉尘",
        f"/ledger?unit={unit}&q=检查",
        "/ledger?light=late",
        "/slips",
        "/slips?state=issued",
        "/circulars",
        "/topics",
        "/topics?state=accepted",
        "/meetings",
        "/papers",
        "/papers?q=通知",
        "/journal",
        f"/journal?record={record}",
        "/exchange",
        "/exchange?q=粉尘",
        "/incoming",
        "/signals",
        "/incidents",
        "/work",
        "/",
    ]


def seats() -> "dict[str, list[Any]]":
    """Choose seats of the largest conference: of units, of the office, of the convener."""
    from django.db.models import Count

    from lianxi.bodies.models import Tenure
    from lianxi.bodies.queries import actor_for
    from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS
    from lianxi.ledger.models import Obligation

    largest = (
        Obligation.objects.values("conference_id").annotate(n=Count("pk")).order_by("-n").first() or {}
    )["conference_id"]
    rows = Tenure.objects.filter(conference_id=largest, ends_before=None, person__is_active=True)
    found: dict[str, list[Any]] = {"member": [], "office": [], "convener": []}
    for row in rows.select_related("seat__unit", "person", "conference").order_by("pk"):
        actor = actor_for(row)
        for name, kinds in (("member", UNIT_SPEAKERS - OFFICE), ("office", OFFICE), ("convener", CONVENERS)):
            if actor.kind in kinds and len(found[name]) < 5:
                found[name].append(actor)
    return found


def p95_of(found: list[float]) -> float:
    return sorted(found)[min(len(found) - 1, int(len(found) * 0.95))]


def measure(times: int) -> None:
    from django.test import Client

    from lianxi.bodies.models import Person
    from lianxi.ledger.models import Obligation
    from lianxi.web.shared.middleware import SESSION_KEY

    rng, worst, worst_cpu = random.Random(13), 0.0, 0.0
    for name, actors in seats().items():
        if not actors:
            print(f"{name}: no seat with a holder")
            continue
        clients = []
        for actor in actors:
            client = Client()
            client.force_login(Person.objects.get(pk=actor.person_id))
            session = client.session
            session[SESSION_KEY] = actor.seat_id
            session.save()
            clients.append((client, actor))
        some = Obligation.objects.filter(conference_id=actors[0].conference_id).order_by("pk").first()
        record = f"ledger.obligation:{some.pk if some else 0}"
        for path in lists_of(actors[0].unit_id or 0, record):
            took, used, statuses = [], [], set()
            for turn in range(times + 1):
                client, _actor = rng.choice(clients)
                began, used_before = time.perf_counter(), time.process_time()
                statuses.add(client.get(path).status_code)
                # The first look of a list loads its templates.
                if turn:
                    took.append((time.perf_counter() - began) * 1000)
                    used.append((time.process_time() - used_before) * 1000)
            p95, cpu = p95_of(took), p95_of(used)
            worst, worst_cpu = max(worst, p95), max(worst_cpu, cpu)
            mark = "" if p95 <= LIMIT else "  BEYOND"
            print(
                f"{name:9} {path:34} {statistics.median(took):7.1f} {p95:7.1f} ms, cpu {cpu:6.1f} ms  "
                f"{sorted(statuses)}{mark}",
                flush=True,
            )
    print(
        f"worst p95 {worst:.0f} ms, cpu {worst_cpu:.0f} ms, of {LIMIT:.0f}; load at the end {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--matters", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=20)
    asked.add_argument("--keep", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="lianxi-bench-sight-") as fresh:
        folder = options.keep or Path(fresh)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ |= {"LIANXI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "lianxi.config.settings"}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection
        from django.utils import timezone

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        from lianxi.bodies.models import Conference
        from lianxi.cli.simulate import BIG_DAYS, Size, simulate

        if not Conference.objects.exists():
            simulate(Size(200, 5000, options.matters, BIG_DAYS), 1, timezone.now())
        print(f"{connection.vendor}, {options.matters:,} matters, load {os.getloadavg()[0]:.1f}")
        measure(options.times)


if __name__ == "__main__":
    main()
    sys.exit()
