"""A thousand connections that say nothing or speak slowly: whoever asks meanwhile is answered."""

import socket
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import requests

from hardening.installation import Installation
from hardening.kills import Service

ASKED, PATIENCE = 30, 10.0


@dataclass
class Crowd:
    """How long others waited while so many connections were open, in seconds, and how many got no answer."""

    idle: int
    slow: int
    waits: list[float]
    unanswered: int

    @property
    def faults(self) -> int:
        return self.unanswered

    def __str__(self) -> str:
        waits = sorted(self.waits) or [0.0]
        median, last = statistics.median(waits), waits[-1]
        return (
            f"{self.idle} 个不说话、{self.slow} 个慢说话的连接在场，{ASKED} 次请求："
            f"中位 {median * 1000:.0f} ms，最长 {last * 1000:.0f} ms，没有答复 {self.unanswered} 次"
        )


def _open(port: int, said: bytes) -> socket.socket | None:
    try:
        one = socket.create_connection(("127.0.0.1", port), timeout=5)
        one.sendall(said)
    except OSError:
        return None
    return one


def crowd(place: Path, address: str, count: int) -> Crowd:
    """Open so many connections, half of them silent and half stopped within a request, and ask beside them."""
    installation = Installation(place / "data", address)
    installation.set_up()
    service = Service(installation)
    held: list[socket.socket | None] = []
    try:
        held += [_open(service.port, b"") for _ in range(count // 2)]
        held += [
            _open(service.port, b"GET /sign-in HTTP/1.1\r\nHost: 127") for _ in range(count - count // 2)
        ]
        time.sleep(1)
        waits, unanswered = [], 0
        for _ in range(ASKED):
            began = time.monotonic()
            try:
                good = requests.get(f"{service.url}/sign-in", timeout=PATIENCE).status_code == 200
            except requests.RequestException:
                good = False
            waits.append(time.monotonic() - began)
            unanswered += not good
    finally:
        for one in held:
            if one is not None:
                one.close()
        service.end()
    opened = [one is not None for one in held]
    return Crowd(sum(opened[: count // 2]), sum(opened[count // 2 :]), waits, unanswered)
