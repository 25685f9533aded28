"""Two servers and three workers on one installation: what eight people are told is stored, and once.

Meanwhile connections that say nothing or stop within a request lie at both servers, and a third server whose clock is
three days ahead is asked to do the same: it does nothing at all.
"""

import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from hardening.clients import _open
from hardening.installation import COMMAND, Installation, create_database, drop_database
from hardening.kills import CLAUSE, CLIENTS, Kills, Service, look, work

# The program with a clock that is ahead: everything of it asks the time there.
AHEAD = """
from datetime import timedelta
from django.utils import timezone
right = timezone.now
timezone.now = lambda: right() + timedelta(days=3)
from lianxi.cli import main; main()
"""
LYING = 100


def serve_twice(place: Path, address: str, seconds: int) -> tuple[Kills, Kills]:
    """Let eight people work for so many seconds, half of them at each server, beside three workers; then look.

    Returns what came of it, and what two people at the server whose clock is ahead were told.
    """
    database = create_database(address, "rehearsal_servers") if address else ""
    installation, told, ahead = Installation(place / "data", database), Kills(), Kills()
    installation.set_up()
    clause = installation.python(CLAUSE).stdout.strip()
    # Each server brings a worker of its own.
    services = [Service(installation), Service(installation)]
    quiet = subprocess.DEVNULL
    third = subprocess.Popen([*COMMAND, "worker"], env=installation.env(), stdout=quiet, stderr=quiet)
    fast = Service(installation, [sys.executable, "-c", AHEAD])
    stop, lock = threading.Event(), threading.Lock()
    people = [
        threading.Thread(target=work, args=(services[number % 2], clause, told, stop, lock), daemon=True)
        for number in range(CLIENTS)
    ] + [threading.Thread(target=work, args=(fast, clause, ahead, stop, lock), daemon=True) for _ in range(2)]
    lying: list[socket.socket | None] = []
    try:
        for service in services:
            lying += [_open(service.port, b"") for _ in range(LYING)]
            lying += [_open(service.port, b"GET /sign-in HTTP/1.1\r\nHost: 127") for _ in range(LYING)]
        for one in people:
            one.start()
        time.sleep(seconds)
    finally:
        stop.set()
        for one in people:
            one.join(60)
        for held in lying:
            if held is not None:
                held.close()
        third.terminate()
        third.wait(30)
        for service in (*services, fast):
            service.end()
    look(installation, told)
    if address:
        drop_database(address, "rehearsal_servers")
    return told, ahead
