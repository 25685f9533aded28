"""What the installation weighs: private memory of all its processes, the second start, a command without database.

Run: python bench/weight.py [seconds of rest, 60 by default]
Private memory is Private_Clean + Private_Dirty of /proc/<pid>/smaps_rollup, summed over `lianxi serve` and every
process it started, after each page of the menu was opened once and then nothing was asked for. Starts and commands
are given as the median of five with all five, in seconds on the wall and of the processors: on a busy machine the
second tells more. As at any second start, Python finds its bytecode (in the bench's own folder).
"""

import http.cookiejar
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from statistics import median

CODE = "from lianxi.cli import main; main()"
LIANXI = [sys.executable, "-c", CODE]
PAGES = (
    "/",
    "/conference",
    "/documents",
    "/ask",
    "/topics",
    "/meetings",
    "/ledger",
    "/work",
    "/papers",
)
PAGES += ("/surveillance", "/signals", "/journal", "/settings", "/notices")


def main() -> None:
    rest = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory(prefix="lianxi-weight-") as folder:
        env = {**os.environ, "LIANXI_DATA": folder, "LIANXI_DEMO": "0"}
        env["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
        for name in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE"):
            env.pop(name, None)
        first, _, server, port = start(env)
        link = re.search(r"/invited/(\S+)", Path(folder, "log").read_text())
        try:
            opened = open_pages(port, link[1] if link else "")
            time.sleep(rest)
            print(json.dumps({"rest_s": rest, "pages": opened, **weigh(server.pid)}))
        finally:
            stop(server)
        starts = []
        for _ in range(5):
            *taken, server, _ = start(env)
            starts.append(taken)
            stop(server)
        told = {"first_start_s": first, **medians("second_start", starts)}
        print(json.dumps(told))
        commands = [timed([*LIANXI, "rules", "--help"], env) for _ in range(5)]
        print(json.dumps(medians("command", commands)))


def medians(name: str, runs: list[list[float]]) -> dict[str, object]:
    """Give the medians of (wall, processor) seconds, and all of them."""
    wall, cpu = zip(*runs, strict=True)
    return {f"{name}_s": median(wall), f"{name}_cpu_s": median(cpu), "all_s": wall, "all_cpu_s": cpu}


def start(env: dict[str, str]) -> tuple[float, float, "subprocess.Popen[bytes]", int]:
    """Start the service; give seconds until the first page, on the wall and of processors, the process, its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    began = time.monotonic()
    with Path(env["LIANXI_DATA"], "log").open("w") as log:
        server = subprocess.Popen([*LIANXI, "serve", "--port", str(port)], stdout=log, stderr=log, env=env)
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                assert page.status == 200
                taken = round(time.monotonic() - began, 2)
                return taken, round(sum(map(cpu_seconds, family_of(server.pid))), 2), server, port
        except OSError:
            assert server.poll() is None, Path(env["LIANXI_DATA"], "log").read_text()
            time.sleep(0.02)


def stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGTERM)
    server.wait(30)


def open_pages(port: int, token: str) -> dict[str, int]:
    """Take the office's seat by its link and open each page of the menu; status by address."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    address = f"http://127.0.0.1:{port}"
    page = browser.open(f"{address}/invited/{token}").read().decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    typed = {
        "name": "称量",
        "login": "weight-01",
        "password": "Zc-9273-bench-weight",
        "again": "Zc-9273-bench-weight",
    }
    browser.open(f"{address}/invited/{token}", urllib.parse.urlencode({**fields, **typed}).encode())
    return {path: status(browser, f"{address}{path}") for path in PAGES}


def status(browser: urllib.request.OpenerDirector, url: str) -> int:
    try:
        with browser.open(url) as page:
            return int(page.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def family_of(pid: int) -> set[int]:
    """Find a process and all below it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def cpu_seconds(pid: int) -> float:
    """Give the processor seconds of a process so far; those of its ended children are theirs no more, but its."""
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def weigh(pid: int) -> dict[str, object]:
    """Sum the private memory of a process and all below it, in MB."""
    private = {one: private_kb(one) / 1024 for one in sorted(family_of(pid))}
    return {
        "processes": {str(k): round(v, 1) for k, v in private.items()},
        "private_mb": round(sum(private.values()), 1),
    }


def private_kb(pid: int) -> int:
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(kb) for kb in re.findall(r"Private_(?:Clean|Dirty):\s+(\d+)", rows))


def timed(command: list[str], env: dict[str, str]) -> list[float]:
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [round(time.monotonic() - began, 2), round(used, 2)]


if __name__ == "__main__":
    main()
