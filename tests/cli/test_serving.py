"""Serving ends completely when asked to; commands before the set-up say what to do."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

# Whoever runs the tests in the background has these two ignored, and a child inherits that; a server at a terminal has not.
CODE = """import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from lianxi.cli import main
main()
"""

pytestmark = pytest.mark.processes


def _environment(folder: Path) -> dict[str, str]:
    left = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LIANXI_DEMO")}
    return {**left, "LIANXI_DATA": str(folder / "data"), "TMPDIR": str(folder)}


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _processes_of(folder: Path) -> list[str]:
    """Every process whose data lie in the folder: the command, the web server, its processes and the worker."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            line, env = (path / "cmdline").read_bytes(), (path / "environ").read_bytes()
            state = (path / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if b"\0serve\0" in line and str(folder).encode() in env and state != "Z":
            found.append(path.name)
    return found


def _start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", CODE, "serve", "--demo", "--port", str(port)]
    with (folder / "log").open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=_environment(folder))


def _wait_until_served(folder: Path, server: subprocess.Popen[bytes], port: int) -> str:
    for _ in range(2400):
        assert server.poll() is None, (folder / "log").read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/demo", timeout=5) as page:
                return str(page.read().decode())
        except OSError:
            time.sleep(0.1)
    pytest.fail((folder / "log").read_text())


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.kill()
        server.wait()


def test_a_demonstration_ends_with_its_gunicorn_and_its_folder(tmp_path: Path) -> None:
    port = _port()
    server = _start(tmp_path, port)
    try:
        assert "/demo/" in _wait_until_served(tmp_path, server, port)
        assert list(tmp_path.glob("lianxi-demo-*"))
        # The command, the web server with two processes or more, the worker.
        for _ in range(100):
            if len(_processes_of(tmp_path)) >= 5:
                break
            time.sleep(0.1)
        assert len(_processes_of(tmp_path)) >= 5
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
    finally:
        _end(server)
    assert _processes_of(tmp_path) == []
    assert list(tmp_path.glob("lianxi-demo-*")) == []
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_a_demonstration_being_made_is_cleared_too(tmp_path: Path, number: signal.Signals) -> None:
    port = _port()
    server = _start(tmp_path, port)
    try:
        for _ in range(200):
            if list(tmp_path.glob("lianxi-demo-*/demo.sqlite3")):
                break
            time.sleep(0.05)
        server.send_signal(number)
        assert server.wait(30) == 0
    finally:
        _end(server)
    assert list(tmp_path.glob("lianxi-demo-*")) == []
    assert _processes_of(tmp_path) == []


@pytest.mark.parametrize("command", [["seats"], ["journal", "verify"]])
def test_a_command_before_the_set_up_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE, *command],
        env=_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (2, "还没有建立数据库，请先运行 make run")


def test_a_reader_that_has_had_enough_ends_a_command_quietly(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as pipe:
        done = subprocess.run(
            [sys.executable, "-c", CODE, "actions"],
            env=_environment(tmp_path),
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_nonsense_for_the_demonstration_stops_the_start(tmp_path: Path) -> None:
    env = {**_environment(tmp_path), "LIANXI_DEMO": "yes"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, "seats"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert re.search("LIANXI_DEMO 只能是 0 或 1", done.stderr)
