"""A crowd that says nothing, or a letter at a time, keeps nobody waiting; an upload is read whole all the same."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from lianxi.config.patient import LEFT, MOST_BODY, MOST_HEAD, missing

APP = """
import time
def application(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return [str(len(body)).encode()]
"""
THREADS = LEFT + 2


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One process with four threads, as `lianxi serve` starts it, before an application of five lines."""
    folder, number = tmp_path_factory.mktemp("patient"), _port()
    (folder / "app_of_test.py").write_text(APP)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{number}", "--workers", "1"]
    command += ["--threads", str(THREADS), "--worker-connections", "2000", "--log-level", "error"]
    command += ["--worker-class", "lianxi.config.patient.PatientWorker", "app_of_test"]
    server = subprocess.Popen(command, cwd=folder)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                asked(number, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                break
            time.sleep(0.1)
        yield number
    finally:
        server.terminate()
        began = time.monotonic()
        server.wait(30)
    # Who has not yet asked does not hold the end up.
    assert time.monotonic() - began < 15


def opened(port: int, said: bytes) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=10)
    one.sendall(said)
    return one


def heard(one: socket.socket) -> bytes:
    """Read until the answer's body is there or the connection ends."""
    found = b""
    while some := one.recv(65536):
        found += some
        head, end, body = found.partition(b"\r\n\r\n")
        if end and (b"0\r\n\r\n" in body or f"Content-Length: {len(body)}".encode() in head):
            break
    return found


def asked(port: int, said: bytes) -> bytes:
    with opened(port, said) as one:
        return heard(one)


GET = b"GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        (b"", 1),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", 1),
        (GET, 0),
        (b"POST / HTTP/1.1\r\ncontent-LENGTH: 5\r\n\r\nab", 3),
        (b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcde", 0),
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MOST_BODY + 1), None),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", None),
        (b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", None),
        (b"x" * (MOST_HEAD + 1), 0),
        (b"GET / HTTP/1.1\r\nX: content-length: 9\r\n\r\n", 0),
    ],
)
def test_what_is_still_to_come(said: bytes, rest: int | None) -> None:
    assert missing(said) == rest


def test_a_thousand_silent_and_slow_connections_keep_nobody_waiting(port: int) -> None:
    crowd = [opened(port, b"") for _ in range(500)]
    crowd += [opened(port, b"GET / HTTP/1.1\r\nHost: 127") for _ in range(300)]
    crowd += [opened(port, b"POST / HTTP/1.1\r\nContent-Length: 900\r\n\r\nab") for _ in range(200)]
    try:
        waits = []
        for _ in range(20):
            began = time.monotonic()
            assert b"200 OK" in asked(port, GET)
            waits.append(time.monotonic() - began)
        assert max(waits) < 5
    finally:
        for one in crowd:
            one.close()


def test_slow_uploads_leave_threads_to_others_and_each_gets_its_turn(port: int) -> None:
    size = MOST_BODY * 2
    head = b"POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % size
    slow = [opened(port, head + b"a" * 10) for _ in range(8)]
    began = time.monotonic()
    assert b"200 OK" in asked(port, GET)
    assert time.monotonic() - began < 5
    for one in slow:
        one.sendall(b"a" * (size - 10))
    for one in slow:
        assert f"\r\n{size}\r\n".encode() in heard(one)
        one.close()


def test_a_request_in_small_pieces_is_put_together(port: int) -> None:
    whole = b"POST /piece HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 6\r\n\r\nabcdef"
    with opened(port, b"") as one:
        for at in range(0, len(whole), 7):
            one.sendall(whole[at : at + 7])
            time.sleep(0.01)
        assert b"X-Path: /piece" in (told := heard(one))
        assert b"6" in told.partition(b"\r\n\r\n")[2]


def test_a_kept_connection_serves_one_request_after_the_other(port: int) -> None:
    with opened(port, b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\n") as one:
        assert b"X-Path: /1" in heard(one)
        one.sendall(b"POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab")
        time.sleep(0.1)
        one.sendall(b"c")
        assert b"X-Path: /2" in heard(one)
        # Two at once: the second waits in what was read with the first.
        one.sendall(
            b"GET /3 HTTP/1.1\r\nHost: x\r\n\r\nGET /4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        told = b""
        while some := one.recv(65536):
            told += some
        assert b"X-Path: /3" in told
        assert b"X-Path: /4" in told


def test_who_leaves_half_way_is_forgotten(port: int) -> None:
    for said in (b"", b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab", b"\x00\xff\r\n\r\n"):
        opened(port, said).close()
    assert b"200 OK" in asked(port, GET)
