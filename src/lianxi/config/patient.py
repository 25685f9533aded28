"""How the web server listens: a thread is taken only once a request is there, so that who is silent holds none.

Gunicorn's threads read what a client sends; one that says nothing, or a letter a second, would keep a thread that
others wait for. Here one loop hears all connections and gives a thread whole requests. A large upload is read by its
thread as it comes, and never by all of them at once.
"""

import re
import resource
import time
from collections import deque
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from socket import SO_RCVTIMEO, SOL_SOCKET, socket
from struct import pack
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

# Seconds in which a whole request must have come (a large one: its head), and the longest silence within an upload.
PATIENCE, SILENCE = 60.0, 20
# What is heard before a thread is taken, in bytes: the head, and the body of whatever is no upload. Little, since a
# crowd may send so much each.
MOST_HEAD, MOST_BODY, PIECE = 64 * 1024, 128 * 1024, 64 * 1024
# Threads of a process that uploads leave to others.
LEFT = 2
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_COMES_LATER = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)


def missing(held: bytes | bytearray) -> int | None:
    """Tell how many bytes of a request are still to come before a thread is taken; None where it is an upload.

    A head that is not at its end, or too long, has an unknown rest: 1 and 0.
    """
    end = held.find(b"\r\n\r\n")
    if end < 0:
        return 0 if len(held) > MOST_HEAD else 1
    head = bytes(held[: end + 2])
    if _COMES_LATER.search(head):
        return None
    told = _LENGTH.search(head)
    length = int(told.group(1)) if told else 0
    return None if length > MOST_BODY else max(0, end + 4 + length - len(held))


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn says no types
    """A process of gunicorn with threads, whose clients may be silent or slow."""

    def init_process(self) -> None:
        """Allow as many open connections as the machine does."""
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.heard: dict[TConn, bytearray] = {}
        self.uploading: set[TConn] = set()
        self.waiting: deque[TConn] = deque()
        super().init_process()

    def accept(self, listener: socket) -> None:
        """Take a connection, and hear it without a thread."""
        try:
            client, address = listener.accept()
        except OSError:
            # Another process was quicker, or the client has gone.
            return
        self.nr_conns += 1
        self._hear(TConn(self.cfg, client, address, listener.getsockname()), b"")

    def on_client_socket_readable(self, conn: TConn, client: socket) -> None:
        """Hear the next request of a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._hear(conn, b"")

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        """Put a connection back, free an upload's place, and hear what already came of the next request."""
        self.uploading.discard(conn)
        if self.waiting and self._has_place():
            self.enqueue_req(self._as_upload(self.waiting.popleft()))
        is_kept = not fs.cancelled() and fs.exception() is None and fs.result()
        if is_kept and self.alive and (came := conn.parser.unreader.take_buffered()):
            self._hear(conn, came)
            return
        super().finish_request(conn, fs)

    def _cap_keepalive(self, deadline: float) -> None:
        """At the end, wait for who is answered, not for who has not yet asked."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def murder_pending(self) -> None:
        """Forget what was heard of connections whose time is over."""
        super().murder_pending()
        if len(self.heard) > len(self.pending_conns):
            kept = set(self.pending_conns)
            self.heard = {conn: held for conn, held in self.heard.items() if conn in kept}

    def _hear(self, conn: TConn, came: bytes) -> None:
        held = bytearray(came)
        if came and not missing(held):
            self._serve(conn, held)
            return
        self.heard[conn] = held
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + PATIENCE
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._read, conn))

    def _read(self, conn: TConn, client: socket) -> None:
        try:
            came = client.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            came = b""
        held = self.heard[conn]
        held += came
        if came and missing(held):
            return
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        del self.heard[conn]
        if came:
            self._serve(conn, held)
        else:
            self.nr_conns -= 1
            conn.close()

    def _serve(self, conn: TConn, held: bytearray) -> None:
        """Give a request to a thread; an upload waits where the others have taken the threads that uploads may."""
        client = conn.sock
        client.setblocking(True)
        client.setsockopt(SOL_SOCKET, SO_RCVTIMEO, pack("ll", SILENCE, 0))
        conn.init()
        conn.data_ready = True
        conn.parser.unreader.unread(bytes(held))
        if missing(held) is None and not self._has_place():
            self.waiting.append(conn)
        else:
            self.enqueue_req(self._as_upload(conn) if missing(held) is None else conn)

    def _has_place(self) -> bool:
        return len(self.uploading) < max(1, int(self.cfg.threads) - LEFT)

    def _as_upload(self, conn: TConn) -> TConn:
        self.uploading.add(conn)
        return conn
