"""Issues minutes in a child that is killed at a random point, again and again; prints what was left.

Run as a program with a data folder of its own in LIANXI_DATA. A line per attempt: the point in ms,
whether the child had acknowledged, how many papers, obligations and recipients were left, and whether
the journal verifies.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
sys.path.insert(0, str(Path(__file__).parents[1]))

import django

django.setup()

from django.core.management import call_command
from django.db import connections

from cast import Cast, found_cast
from lianxi.bodies.models import Conference
from lianxi.journal.verify import verify_chains
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import issue_minutes
from lianxi.meetings.models import Minutes
from lianxi.papers.files import read_file
from lianxi.papers.models import Paper, Recipient
from meetings.stages import LATER, agreed_minutes

DATABASE = Path(str(connections["default"].settings_dict["NAME"]))


def use(path: Path) -> None:
    connections.close_all()
    connections["default"].settings_dict["NAME"] = str(path)


def copy_of_start(name: str) -> Path:
    path = DATABASE.with_name(name)
    shutil.copy(DATABASE, path)
    return path


def child(path: Path, pipe: int, minutes_id: int, cast: object) -> None:
    use(path)
    os.write(pipe, b"s")
    issue_minutes(cast.convener, LATER, minutes_id=minutes_id)  # type: ignore[attr-defined]
    os.write(pipe, b"a")
    os._exit(0)


def timed(minutes_id: int, cast: object) -> float:
    """The seconds from the child's start to its acknowledgement, when nobody kills it."""
    path = copy_of_start("timing.sqlite3")
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(path, writer, minutes_id, cast)
    os.read(reader, 1)
    started = time.perf_counter()
    os.read(reader, 1)
    whole = time.perf_counter() - started
    os.waitpid(pid, 0)
    return whole


def attempt(number: int, delay: float, minutes_id: int, cast: object) -> dict[str, object]:
    path = copy_of_start(f"cut{number}.sqlite3")
    connections.close_all()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        child(path, writer, minutes_id, cast)
    os.close(writer)
    os.read(reader, 1)
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    acknowledged = os.read(reader, 1) == b"a"
    os.close(reader)
    use(path)
    papers = list(Paper.objects.filter(kind="minutes").select_related("file"))
    return {
        "ms": round(delay * 1000, 1),
        "acknowledged": acknowledged,
        "papers": len(papers),
        "files_readable": all(read_file(paper.file)[:2] == b"PK" for paper in papers),
        "obligations": Obligation.objects.count(),
        "recipients": Recipient.objects.filter(paper__kind="minutes").count(),
        "state": Minutes.objects.get(pk=minutes_id).state,
        "breaks": len(list(verify_chains())),
    }


def prepare() -> None:
    """Make the start in a child: a process whose PDF compiler has run cannot be forked any more."""
    pid = os.fork()
    if pid == 0:
        call_command("migrate", verbosity=0)
        agreed_minutes(found_cast())
        connections.close_all()
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    if status:
        sys.exit("the start could not be made")


def main() -> None:
    prepare()
    cast, minutes = Cast(Conference.objects.get()), Minutes.objects.get()
    connections.close_all()
    whole = timed(minutes.pk, cast)
    draw = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    # A little past the end too, so that some children have acknowledged before they are killed.
    points = [draw.uniform(0, whole * 1.25) for _ in range(20)]
    rows = [attempt(number, point, minutes.pk, cast) for number, point in enumerate(points)]
    print(json.dumps({"issue_ms": round(whole * 1000, 1), "attempts": rows}))


if __name__ == "__main__":
    main()
