"""The rehearsal of a restore: work, back up meanwhile, destroy, put back, verify; nothing acknowledged may be missing."""

import random
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from hardening.installation import Installation, create_database

PASSPHRASE = "correct horse battery staple"
# A seat that works while the backup is made: each act stores a file and a row, and is then acknowledged on stdout.
WORK = """
from lianxi.cli.starting import start_django
start_django()
from itertools import count
from django.utils import timezone
from lianxi.bodies.actions import set_rule
from lianxi.bodies.models import Tenure
from lianxi.bodies.queries import actor_for
from lianxi.core.refusals import Busy
from lianxi.journal.models import Chain
held = Tenure.objects.select_related("seat__unit").filter(seat__kind="office_director", ends_before=None)
actor = actor_for(held[0])
start = Chain.objects.get(pk=actor.conference_id).seq
for number in count(start):
    try:
        set_rule(actor, timezone.now(), code="consent_window", value=str(3 + number % 9))
    except Busy:
        continue
    head = Chain.objects.get(pk=actor.conference_id)
    print(f"{timezone.localdate()}\\t{head.pk}\\t{head.seq}\\t{head.head}", flush=True)
"""


@dataclass(frozen=True)
class Round:
    """What one rehearsal saw: acts acknowledged before the backup, what was lost of them, what went wrong."""

    acknowledged: int
    wrong: str
    seconds: float


def rehearse(here: Installation, there: Installation, held: Path, delay: float) -> Round:
    """Rehearse once: from one installation under load into an empty other one."""
    began = time.monotonic()
    held.mkdir(parents=True, exist_ok=True)
    passphrase = held / "passphrase"
    passphrase.write_text(PASSPHRASE)
    key = {"LIANXI_BACKUP_KEY_FILE": str(passphrase)}
    file = held / "backup.zip"
    worker = here.start(WORK)
    said: list[str] = []
    assert worker.stdout is not None
    reading = threading.Thread(target=lambda: said.extend(worker.stdout or ()), daemon=True)
    try:
        first = worker.stdout.readline()
        if not first:
            raise RuntimeError("the seat under load did not work")
        reading.start()
        time.sleep(delay)
        acknowledged = [first, *said]
        made = here.lianxi("backup", str(file), **key)
    finally:
        worker.kill()
        worker.wait()
        reading.join(30)
        worker.stdout.close()
    if made.returncode:
        return Round(len(acknowledged), f"backup: {made.stderr}", time.monotonic() - began)
    shutil.rmtree(here.folder)
    heads = held / "heads"
    heads.write_text("".join(line for line in acknowledged if line.endswith("\n")))
    done = there.lianxi("restore", str(file), "--keys", f"{file}.keys", **key)
    kept = there.lianxi("journal", "verify", "--chain-only", "--head", str(heads))
    wrong = "".join(
        f"{name}: {one.stdout[-500:]}{one.stderr[-500:]}"
        for name, one in (("restore", done), ("verify", kept))
        if one.returncode
    )
    return Round(len(acknowledged), wrong, time.monotonic() - began)


def rehearse_often(place: Path, address: str, rounds: int, seed: int) -> list[Round]:
    """Rehearse one round after the other, each from what the last one put back, at random moments."""
    drawn = random.Random(seed)
    here = _installation(place, address, 0)
    here.set_up()
    told = []
    for number in range(1, rounds + 1):
        there = _installation(place, address, number)
        told.append(rehearse(here, there, place / f"held{number}", drawn.uniform(0, 3)))
        if told[-1].wrong:
            break
        shutil.rmtree(place / f"held{number}")
        here = there
    return told


def _installation(place: Path, address: str, number: int) -> Installation:
    is_postgres = address.startswith("postgres")
    # Two databases in turn: what is restored into is empty, what was there is destroyed.
    database = create_database(address, f"rehearsal_{number % 2}") if is_postgres else ""
    return Installation(place / f"data{number}", database)
