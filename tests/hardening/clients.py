"""A thousand connections that say nothing or speak slowly: whoever asks meanwhile is answered."""

import os
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from hardening.installation import Installation
from hardening.kills import Service
from postgres import free_port

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


NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/errors; worker_processes 1; worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port}; client_header_timeout 60s; client_max_body_size 200m;
    location / {{
      proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host 127.0.0.1:{behind};
      proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }}
  }}
}}
"""


def nginx() -> str:
    """Return where nginx lies (`LIANXI_NGINX` names another place), empty where this machine has none."""
    return os.environ.get("LIANXI_NGINX", "") or shutil.which("nginx") or ""


@contextmanager
def proxied(folder: Path, behind: int) -> Iterator[int]:
    """Put nginx with plain settings before a server, and give its port."""
    folder.mkdir()
    port, settings = free_port(), folder / "conf"
    settings.write_text(NGINX.format(folder=folder, port=port, behind=behind))
    server = subprocess.Popen([nginx(), "-p", str(folder), "-c", str(settings), "-e", str(folder / "errors")])
    try:
        time.sleep(1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _open(port: int, said: bytes) -> socket.socket | None:
    try:
        one = socket.create_connection(("127.0.0.1", port), timeout=5)
        one.sendall(said)
    except OSError:
        return None
    return one


def crowd(place: Path, address: str, count: int) -> list[Crowd]:
    """Meet a crowd bare, and behind nginx where there is one."""
    installation = Installation(place / "data", address)
    installation.set_up()
    service = Service(installation)
    try:
        found = [_meet(service.port, count)]
        if nginx():
            with proxied(place / "nginx", service.port) as port:
                found.append(_meet(port, count))
    finally:
        service.end()
    return found


def _meet(port: int, count: int) -> Crowd:
    """Open so many connections, half of them silent and half stopped within a request, and ask beside them."""
    held: list[socket.socket | None] = []
    try:
        held += [_open(port, b"") for _ in range(count // 2)]
        held += [_open(port, b"GET /sign-in HTTP/1.1\r\nHost: 127") for _ in range(count - count // 2)]
        time.sleep(1)
        waits, unanswered = [], 0
        for _ in range(ASKED):
            began = time.monotonic()
            try:
                answer = requests.get(f"http://127.0.0.1:{port}/sign-in", timeout=PATIENCE)
                good = answer.status_code == 200
            except requests.RequestException:
                good = False
            waits.append(time.monotonic() - began)
            unanswered += not good
    finally:
        for one in held:
            if one is not None:
                one.close()
    opened = [one is not None for one in held]
    return Crowd(sum(opened[: count // 2]), sum(opened[count // 2 :]), waits, unanswered)
