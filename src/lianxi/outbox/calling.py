"""One request to a gateway: to the address that was looked up and checked, within a time, without redirects.

It stores nothing and knows no record. No proxy of the environment is asked: what leaves goes where the file says.
"""

import http.client
import socket
import ssl
from threading import Event, Timer
from urllib.parse import urlsplit

from lianxi.outbox.gateways import Asked, is_barred

# More of an answer is not read.
MOST_BYTES = 64 * 1024
CONNECT = 5


class Unreached(Exception):
    """Nothing was sent: nobody answers, or the address may not be asked."""


class Lost(Exception):
    """It was sent, and no answer came: nobody knows whether it was taken."""


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name is looked up as meanwhile; TLS asks for the name's certificate."""

    def __init__(self, host: str, port: int, address: str, *, tls: bool) -> None:
        super().__init__(host, port, timeout=CONNECT)
        self.address, self.tls = address, tls

    def connect(self) -> None:
        sock = socket.create_connection((self.address, self.port), CONNECT)
        self.sock = sock
        if self.tls:
            self.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)


def call(asked: Asked, seconds: int) -> tuple[int, bytes]:
    """Send a request and return the answer's status and body. Raises Unreached, Lost; their words hold no address."""
    parts = urlsplit(asked.url)
    host, tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    link = _Pinned(host, port, _looked_up(host, port), tls=tls)
    try:
        try:
            link.connect()
        except OSError as failed:
            raise Unreached("连不上平台") from failed
        target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        return _exchange(link, asked, target, seconds)
    finally:
        link.close()


def _exchange(link: _Pinned, asked: Asked, target: str, seconds: int) -> tuple[int, bytes]:
    sock = link.sock
    sock.settimeout(seconds)
    # A time for the whole: each read alone would let a slow one drip for hours.
    late = Event()
    ending = Timer(seconds, _shut, (sock, late))
    ending.daemon = True
    ending.start()
    try:
        link.request(asked.method, target, asked.body or None, dict(asked.headers))
        answer = link.getresponse()
        body = answer.read(MOST_BYTES)
        # Cut off at the end of its time, an answer without a length looks like a whole one.
        if late.is_set():
            raise Lost("平台没有在时间内答复，不能确定是否收下")
    except (OSError, http.client.HTTPException) as failed:
        raise Lost("平台没有在时间内答复，不能确定是否收下") from failed
    finally:
        ending.cancel()
    return answer.status, body


def _shut(sock: socket.socket, late: Event) -> None:
    late.set()
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:  # it was closed meanwhile
        return


def _looked_up(host: str, port: int) -> str:
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as failed:
        raise Unreached("查不到平台的地址") from failed
    if not found or any(is_barred(one.partition("%")[0], host) for one in found):
        raise Unreached("平台的主机名指向本机或不该访问的地址，没有发送")
    return found[0]
