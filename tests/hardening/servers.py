"""Two servers and three workers on one installation: what eight people are told is stored, and once."""

import subprocess
import threading
import time
from pathlib import Path

from hardening.installation import COMMAND, Installation, create_database, drop_database
from hardening.kills import CLAUSE, CLIENTS, Kills, Service, look, work


def serve_twice(place: Path, address: str, seconds: int) -> Kills:
    """Let eight people work for so many seconds, half of them at each server, beside three workers; then look."""
    database = create_database(address, "rehearsal_servers") if address else ""
    installation, told = Installation(place / "data", database), Kills()
    installation.set_up()
    clause = installation.python(CLAUSE).stdout.strip()
    # Each server brings a worker of its own.
    services = [Service(installation), Service(installation)]
    quiet = subprocess.DEVNULL
    third = subprocess.Popen([*COMMAND, "worker"], env=installation.env(), stdout=quiet, stderr=quiet)
    stop, lock = threading.Event(), threading.Lock()
    people = [
        threading.Thread(target=work, args=(services[number % 2], clause, told, stop, lock), daemon=True)
        for number in range(CLIENTS)
    ]
    try:
        for one in people:
            one.start()
        time.sleep(seconds)
    finally:
        stop.set()
        for one in people:
            one.join(60)
        third.terminate()
        third.wait(30)
        for service in services:
            service.end()
    look(installation, told)
    if address:
        drop_database(address, "rehearsal_servers")
    return told
