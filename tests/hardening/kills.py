"""Processes killed at random moments while eight people work: nothing acknowledged is lost, nothing doubled, no chain broken."""

import json
import os
import random
import signal
import subprocess
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import requests

from hardening.installation import COMMAND, Installation, create_database, drop_database
from postgres import free_port

CLIENTS, READY = 8, 120
LOOK = """
from lianxi.cli.starting import start_django
start_django()
import json
from lianxi.meetings.models import Topic
print(json.dumps(list(Topic.objects.values_list("title", flat=True))))
"""
CLAUSE = """
from lianxi.cli.starting import start_django
start_django()
from lianxi.law.models import Clause
print(Clause.objects.order_by("pk").values_list("code", flat=True).first())
"""


@dataclass
class Kills:
    """What the kills left: how many of which, what was acknowledged, lost, doubled, broken."""

    killed: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    tried: int = 0
    lost: int = 0
    doubled: int = 0
    verify: str = ""

    @property
    def faults(self) -> int:
        return self.lost + self.doubled + bool(self.verify)

    def sentence(self) -> str:
        told = "、".join(f"{what} {n}" for what, n in sorted(self.killed.items()))
        chain = self.verify or "全部核对无误"
        return (
            f"终止 {sum(self.killed.values())} 次（{told}），{CLIENTS} 个客户端提交 {self.tried} 项，"
            f"确认 {len(self.acknowledged)} 项，丢失 {self.lost}，重复 {self.doubled}；日志：{chain}"
        )


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            own, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if rest[0] != "Z" and int(rest[1]) == pid:
            found.append(int(own))
    return found


def _kill(*pids: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


class Service:
    """`lianxi serve` with its processes: the web server and what it forked, and the worker beside it."""

    def __init__(self, installation: Installation, started_by: list[str] = COMMAND) -> None:
        self.installation, self.port, self.started_by = installation, free_port(), started_by
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [*self.started_by, "serve", "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command,
            env=self.installation.env(),
            stdout=quiet,
            stderr=quiet,
            stdin=quiet,
            start_new_session=True,
        )
        self._wait()
        return process

    def _wait(self) -> None:
        until = time.monotonic() + READY
        while time.monotonic() < until:
            try:
                if requests.get(f"{self.url}/sign-in", timeout=5).status_code == 200:
                    return
            except requests.RequestException:
                time.sleep(0.3)
        raise RuntimeError("the service did not start")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def parts(self) -> dict[str, list[int]]:
        """The processes by what they do: who has forked others is the web server."""
        own = {pid: _children(pid) for pid in _children(self.process.pid)}
        web = [pid for pid, forked in own.items() if len(forked) > 1]
        return {
            "master": web,
            "web": [pid for one in web for pid in own[one]],
            "worker": [pid for pid in own if pid not in web],
        }

    def end(self) -> None:
        """Kill everything of it at once, as a power cut does to its processes."""
        parts = self.parts()
        _kill(self.process.pid, *parts["master"], *parts["web"], *parts["worker"])
        self.process.wait()

    def keep(self) -> None:
        """Start it again where it has ended."""
        time.sleep(0.5)
        if self.process.poll() is not None:
            self.process = self._start()


def work(service: Service, clause: str, told: Kills, stop: threading.Event, lock: threading.Lock) -> None:
    session: requests.Session | None = None
    while not stop.is_set():
        title = f"事项{uuid.uuid4().hex}"
        try:
            if session is None:
                session = _signed_in(service.url)
            given = {
                "kind": "assigned",
                "title": title,
                "text": "请研究。",
                "source_body": "市政府",
                "clause": clause,
            }
            with lock:
                told.tried += 1
            answer = _post(session, f"{service.url}/do/meetings.topic.enter_assigned", given)
        except requests.RequestException:
            session = None
            time.sleep(0.2)
            continue
        if answer.status_code == 302 and "sign-in" not in answer.headers["Location"]:
            with lock:
                told.acknowledged.add(title)
        elif answer.status_code == 403:
            session = None


def _post(session: requests.Session, url: str, given: dict[str, str]) -> requests.Response:
    token = session.cookies.get("csrftoken", "")
    data = {**given, "csrfmiddlewaretoken": token, "next": "/account"}
    return session.post(url, data, timeout=30, allow_redirects=False, headers={"Referer": url})


def _signed_in(url: str) -> requests.Session:
    session = requests.Session()
    session.get(f"{url}/sign-in", timeout=30)
    given = {"username": "office-director", "password": "correct-horse-battery-9"}
    if _post(session, f"{url}/sign-in", given).status_code != 302:
        raise requests.RequestException("not signed in")
    return session


def _harm(service: Service, kind: str) -> None:
    if kind == "all":
        service.end()
    elif kind == "database":
        backends = [one for one in Path("/proc").glob("[0-9]*/cmdline") if b"rehearsal_kills" in _read(one)]
        _kill(*[int(one.parent.name) for one in backends[:1]])
    else:
        _kill(*service.parts()[kind][:1])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def kill_often(place: Path, address: str, count: int, seed: int) -> Kills:
    """Kill so many times under load, then stop and look at what is there."""
    drawn, told = random.Random(seed), Kills()
    database = create_database(address, "rehearsal_kills") if address else ""
    installation = Installation(place / "data", database)
    installation.set_up()
    clause = installation.python(CLAUSE).stdout.strip()
    service, stop, lock = Service(installation), threading.Event(), threading.Lock()
    people = [
        threading.Thread(target=work, args=(service, clause, told, stop, lock), daemon=True)
        for _ in range(CLIENTS)
    ]
    try:
        for one in people:
            one.start()
        for _ in range(count):
            time.sleep(drawn.uniform(0.5, 4))
            kind = drawn.choice(["web", "web", "worker", "master", "all", "database" if address else "all"])
            _harm(service, kind)
            told.killed[kind] += 1
            service.keep()
        time.sleep(3)
    finally:
        stop.set()
        for one in people:
            one.join(60)
        service.end()
    look(installation, told)
    if address:
        drop_database(address, "rehearsal_kills")
    return told


def look(installation: Installation, told: Kills) -> None:
    """Compare what was acknowledged with what is stored, and verify the journal."""
    titles = Counter(json.loads(installation.python(LOOK).stdout))
    told.lost = len(told.acknowledged - titles.keys())
    told.doubled = sum(n > 1 for n in titles.values())
    checked = installation.lianxi("journal", "verify")
    told.verify = (checked.stdout + checked.stderr)[-600:] if checked.returncode else ""
