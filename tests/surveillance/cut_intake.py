"""Imports a file in a child that is killed at a random point, again and again; prints what was left.

Run as a program with a data folder of its own in LIANXI_DATA: a line per attempt with what the data are then.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
sys.path.insert(0, str(Path(__file__).parents[1]))

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from cast import AT, Cast, found_cast
from lianxi.core.words import day_of
from lianxi.journal.verify import verify_chains
from lianxi.surveillance.actions import apply_batch, check_batch, receive_batch
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.models import Batch
from lianxi.surveillance.queries.files import verify_files
from lianxi.surveillance.store import open_store, sweep_orphans
from lianxi.surveillance.store.files import incoming_dir
from lianxi.tables.staging import stage_file
from surveillance.intake_stages import MEASURED, rows, write_csv

ROWS = 300


def import_file(cast: Cast, path: Path) -> Batch:
    sha256, _ = stage_file(incoming_dir(cast.conference.pk), path)
    batch = receive_batch(cast.staff, AT, stream="measurements", upload=sha256, name=path.name)
    run_check(batch, day_of(AT))
    check_batch(cast.staff, AT, batch_id=batch.pk)
    return apply_batch(cast.staff, AT, batch_id=batch.pk)


def child(cast: Cast, path: Path, pipe: int) -> None:
    connections.close_all()
    os.write(pipe, b"s")
    import_file(cast, path)
    os.write(pipe, b"a")
    os._exit(0)


def attempt(cast: Cast, path: Path, delay: float | None) -> dict[str, object]:
    connections.close_all()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(cast, path, writer)
    os.close(writer)
    os.read(reader, 1)
    started = time.perf_counter()
    if delay is not None:
        time.sleep(delay)
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    took = time.perf_counter() - started
    acknowledged = os.read(reader, 1) == b"a"
    os.close(reader)
    conference = cast.conference.pk
    before = open_store(conference).execute("SELECT count(*) FROM measurements").fetchall()[0][0]
    sweep_orphans(conference)
    after = open_store(conference).execute("SELECT count(*) FROM measurements").fetchall()[0][0]
    return {
        "seconds": took,
        "acknowledged": acknowledged,
        "rows": before,
        "rows_after_sweep": after,
        "applied": Batch.objects.filter(state="applied").count(),
        "broken": verify_files(conference),
        "breaks": len(list(verify_chains())),
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    cast = found_cast()
    folder = Path(settings.DATA_DIR)
    draw = random.Random(int(sys.argv[1]))
    listed = [rows(MEASURED, *({"岗位小类": f"{n}-{m}"} for m in range(ROWS))) for n in range(13)]
    files = [write_csv(folder / f"{n}.csv", one) for n, one in enumerate(listed)]
    whole = attempt(cast, files[0], None)
    seconds = float(str(whole["seconds"]))
    attempts = [attempt(cast, path, draw.uniform(0, seconds * 1.1)) for path in files[1:]]
    # After all that the next file goes in as if nothing had been.
    listed = rows(MEASURED, *({"岗位小类": f"last-{m}"} for m in range(ROWS)))
    last = import_file(cast, write_csv(folder / "last.csv", listed))
    print(json.dumps({"whole": whole, "attempts": attempts, "last": last.state}))


if __name__ == "__main__":
    main()
