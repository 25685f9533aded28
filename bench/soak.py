"""Four writers and a checkpointer on one SQLite database; afterwards every acknowledged row is counted again.

    python bench/soak.py [SECONDS, default 600]

Each writer inserts marked rows, one to forty a transaction, and notes in a file of its own, outside the database, what was
acknowledged; the checkpointer copies the log back as often as it can, in all four ways. The library and its
mode are those of the product. Prints the counts; exit code 1 where a row is missing, doubled or wrong, or the
database is not whole.
"""

import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

# Children load this file again and find the folder of the first.
FOLDER = Path(os.environ.get("SOAK_FOLDER") or tempfile.mkdtemp(prefix="lianxi-soak-"))
os.environ |= {
    "SOAK_FOLDER": str(FOLDER),
    "LIANXI_DATA": str(FOLDER),
    "DATABASE_URL": f"sqlite:///{FOLDER}/soak.sqlite3",
    "DJANGO_SETTINGS_MODULE": "lianxi.config.settings",
}
WRITERS = 4
WAYS = ("PASSIVE", "FULL", "RESTART", "TRUNCATE")


def mark(writer: int, number: int) -> dict[str, str]:
    """The text of a row: told by its place alone, long enough for a page to hold few."""
    return {"text": f"{writer}:{number}:" + chr(0x4E00 + (writer * 7919 + number) % 20000) * 200}


def write(writer: int, until: float) -> None:
    """Insert until the time is over; every acknowledged number stands in the writer's own file."""
    import django

    django.setup()
    from django.db.utils import OperationalError

    draw, number, refused = random.Random(writer), 0, 0
    with (FOLDER / f"writer{writer}").open("w") as noted:
        while time.monotonic() < until:
            size = draw.choice((1, 1, 1, 5, 40))
            try:
                insert(writer, range(number, number + size))
            except OperationalError as refusal:  # the lock was not had in time: not acknowledged, tried again
                if "locked" not in str(refusal):
                    raise
                refused += 1
                continue
            number += size
            noted.seek(0)
            noted.write(f"{number}")
            noted.flush()
    (FOLDER / f"refused{writer}").write_text(str(refused))


def insert(writer: int, numbers: range) -> None:
    """Insert a writer's rows in one transaction."""
    from django.db import transaction
    from django.utils import timezone

    from lianxi.journal.models import Draft

    at = timezone.now()
    with transaction.atomic():
        Draft.objects.bulk_create(
            Draft(person_id=writer, key=str(n), fields=mark(writer, n), at=at) for n in numbers
        )


def checkpoint(until: float) -> None:
    """Copy the log back into the database, again and again."""
    import django

    django.setup()
    from django.db import connection
    from django.db.utils import OperationalError

    draw, done, tried = random.Random(0), 0, 0
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=200")
        while time.monotonic() < until:
            tried += 1
            try:
                cursor.execute(f"PRAGMA wal_checkpoint({draw.choice(WAYS)})")
                done += cursor.fetchone()[0] == 0
            except OperationalError:  # a writer holds the lock: the next try comes at once
                continue
            time.sleep(draw.random() * 0.01)
    (FOLDER / "checkpoints").write_text(f"{done} of {tried}")


def recount() -> int:
    """Compare the rows with what was acknowledged; give how many are wrong."""
    from django.db import connection

    from lianxi.journal.models import Draft

    wrong = whole = 0
    for writer in range(1, WRITERS + 1):
        noted = int((FOLDER / f"writer{writer}").read_text() or 0)
        rows = Draft.objects.filter(person_id=writer).values_list("key", "fields")
        found = {int(key): fields for key, fields in rows}
        wrong += len(rows) - len(found)
        wrong += sum(found.get(n) != mark(writer, n) for n in range(noted))
        whole += noted
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = cursor.fetchall()
    wrong += said != [("ok",)]
    print(f"{whole} rows acknowledged by {WRITERS} writers, {wrong} wrong; integrity: {said[0][0]}")
    return wrong


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from lianxi.journal.library import database_sign

    call_command("migrate", verbosity=0)
    print(database_sign().sentence, flush=True)
    connections.close_all()
    spawn, until = multiprocessing.get_context("spawn"), time.monotonic() + seconds + 3
    jobs = [spawn.Process(target=write, args=(writer, until)) for writer in range(1, WRITERS + 1)]
    jobs.append(spawn.Process(target=checkpoint, args=(until,)))
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    refused = sum(int((FOLDER / f"refused{one}").read_text()) for one in range(1, WRITERS + 1))
    fell = sum(job.exitcode != 0 for job in jobs)
    print(
        f"{seconds:.0f} s, {(FOLDER / 'checkpoints').read_text()} checkpoints went through, {refused} transactions"
        f" refused for want of the lock, {fell} processes fell"
    )
    return 1 if recount() or fell else 0


if __name__ == "__main__":
    code = main()
    shutil.rmtree(FOLDER)
    sys.exit(code)
