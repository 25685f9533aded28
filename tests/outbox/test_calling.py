"""A gateway over TLS: only one that a known authority vouches for, under the very name of the file, is told anything."""

import datetime
import ssl
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lianxi.outbox.calling import Unreached, call
from lianxi.outbox.gateways import Asked
from outbox.gateway_server import Played, start_server

TAKEN = {"status": 200, "body": {"code": 0}}


def _certificate(folder: Path, *names: x509.GeneralName) -> tuple[Path, Path]:
    """Write a certificate that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "gateway.pem", folder / "gateway.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private


@pytest.fixture
def served() -> Iterator[tuple[ThreadingHTTPServer, Played]]:
    server, played = start_server()
    yield server, played
    server.shutdown()
    server.server_close()


def _over_tls(server: ThreadingHTTPServer, certificate: Path, key: Path) -> Asked:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return Asked(f"https://127.0.0.1:{server.server_address[1]}/send", "POST", {}, b"{}")


def test_one_that_a_known_authority_vouches_for_is_asked(
    served: tuple[ThreadingHTTPServer, Played], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = _certificate(tmp_path, x509.IPAddress(ip_address("127.0.0.1")))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    served[1].play(TAKEN)
    assert call(_over_tls(served[0], certificate, key), 5) == (200, b'{"code": 0}')


def test_one_that_nobody_vouches_for_is_told_nothing(
    served: tuple[ThreadingHTTPServer, Played], tmp_path: Path
) -> None:
    asked = _over_tls(served[0], *_certificate(tmp_path, x509.IPAddress(ip_address("127.0.0.1"))))
    with pytest.raises(Unreached, match="连不上"):
        call(asked, 5)
    assert served[1].asked == []


def test_one_under_another_name_is_told_nothing(
    served: tuple[ThreadingHTTPServer, Played], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = _certificate(tmp_path, x509.DNSName("other.example.gov.cn"))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(Unreached, match="连不上"):
        call(_over_tls(served[0], certificate, key), 5)
    assert served[1].asked == []
