"""The second factor: added with a code that proves it, asked for at sign-in, demanded once in service."""

import hashlib
import json
import struct
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from lianxi.bodies.models import Person
from lianxi.bodies.queries.factors import has_second
from lianxi.bodies.rules.factors import code_step, new_secret
from lianxi.bodies.second_models import Factor
from lianxi.core.actors import Actor
from lianxi.journal.acting import Act
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_entries
from web.signing_in import words

PASSWORD = "correct-horse-battery"


def _account(actor: Actor) -> Person:
    """Give the person of a seat a login and a password."""
    person = Person.objects.get(pk=actor.person_id)
    act = Act(actor=actor, at=AT, action="bodies.person.change_password", chain=actor.conference_id or 0)
    act.change(person, login=f"who-{person.pk}", password=make_password(PASSWORD))
    act.append()
    return person


def _code(secret: str, at: datetime) -> str:
    from base64 import b32decode

    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(int(at.timestamp())).decode()


def _sign_in(person: Person) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/sign-in", {"username": person.login, "password": PASSWORD})


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The machine's clock, moved by setting its only item."""
    moment = [timezone.now()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment[0])
    return moment


def _with_app(person: Person, now: list[datetime]) -> tuple[str, list[str]]:
    """Add an app on the page; give its secret and the recovery codes."""
    client, _answer = _sign_in(person)
    page = client.get("/account/second")
    secret = page.context["secret"]
    given = {"code": _code(secret, now[0]), "password": PASSWORD}
    answer = client.post("/account/second/add", given)
    assert answer.status_code == 200, words(answer)
    return secret, answer.context["codes"]


def test_an_app_is_asked_for_at_the_next_sign_in_and_each_code_serves_once(
    cast: Cast, now: list[datetime]
) -> None:
    person = _account(cast.director)
    secret, codes = _with_app(person, now)
    assert len(codes) == 10
    client, answer = _sign_in(person)
    assert answer["Location"] == "/sign-in/second"
    assert client.get("/").status_code == 302
    code = _code(secret, now[0])
    assert client.post("/sign-in/second", {"code": code})["Location"] == "/"
    assert client.get("/").status_code == 200
    again, _answer = _sign_in(person)
    assert again.post("/sign-in/second", {"code": code}).status_code == 422
    assert again.get("/").status_code == 302


def test_a_recovery_code_opens_once(cast: Cast, now: list[datetime]) -> None:
    person = _account(cast.director)
    _secret, codes = _with_app(person, now)
    first, _answer = _sign_in(person)
    assert first.post("/sign-in/second", {"code": codes[0].lower()})["Location"] == "/"
    second, _answer = _sign_in(person)
    assert second.post("/sign-in/second", {"code": codes[0]}).status_code == 422


def test_guessing_at_the_second_step_waits_as_at_the_first(cast: Cast, now: list[datetime]) -> None:
    person = _account(cast.director)
    secret, _codes = _with_app(person, now)
    client, _answer = _sign_in(person)
    now[0] += timedelta(seconds=1)
    told = [client.post("/sign-in/second", {"code": "000000"}).status_code for _ in range(7)]
    assert told[0] == 422
    assert told[-1] == 429
    assert client.post("/sign-in/second", {"code": _code(secret, now[0])}).status_code == 429


def test_the_second_step_does_not_wait_for_ever(cast: Cast, now: list[datetime]) -> None:
    person = _account(cast.director)
    secret, _codes = _with_app(person, now)
    client, _answer = _sign_in(person)
    now[0] = datetime.fromtimestamp(now[0].timestamp() + 400, now[0].tzinfo)
    assert client.post("/sign-in/second", {"code": _code(secret, now[0])})["Location"] == "/sign-in"


def test_nobody_reaches_the_second_step_without_the_password(cast: Cast) -> None:
    assert Client().get("/sign-in/second")["Location"] == "/sign-in"


def test_adding_needs_the_password_and_the_right_code_and_is_journalled_without_the_secret(
    cast: Cast, now: list[datetime]
) -> None:
    person = _account(cast.director)
    client, _answer = _sign_in(person)
    secret = client.get("/account/second").context["secret"]
    wrong = {"code": _code(secret, now[0]), "password": "another-password-1"}
    assert "原密码不对" in client.post("/account/second/add", wrong).content.decode()
    off = {"code": "123", "password": PASSWORD}
    assert "验证码不对" in client.post("/account/second/add", off).content.decode()
    assert not has_second(person.pk)
    client.post("/account/second/add", {"code": _code(secret, now[0]), "password": PASSWORD})
    entry = Entry.objects.get(action="bodies.factor.add_app")
    assert secret not in entry.body
    assert '"secret":"***"' in entry.body
    assert list(verify_entries()) == []
    assert secret not in Factor.objects.get(kind="totp").secret


def test_what_was_signed_in_with_the_password_alone_ends(cast: Cast, now: list[datetime]) -> None:
    person = _account(cast.director)
    elsewhere, _answer = _sign_in(person)
    assert elsewhere.get("/account").status_code == 200
    _with_app(person, now)
    assert elsewhere.get("/account").status_code == 302


def test_the_last_one_ended_ends_the_recovery_codes(cast: Cast, now: list[datetime]) -> None:
    person = _account(cast.director)
    _secret, _codes = _with_app(person, now)
    client = Client()
    client.force_login(person)
    row = Factor.objects.get(kind="totp")
    client.post("/account/second/end", {"factor_id": row.pk, "password": "another-password-1"})
    assert has_second(person.pk)
    client.post("/account/second/end", {"factor_id": row.pk, "password": PASSWORD})
    assert not Factor.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize(("seat", "asked"), [("director", True), ("convener", True), ("member", False)])
def test_once_in_service_office_and_convener_set_one_up_first(
    cast: Cast, settings: Any, seat: str, asked: bool
) -> None:
    settings.IN_SERVICE = True
    person = _account(cast.member("市住建局") if seat == "member" else getattr(cast, seat))
    client, _answer = _sign_in(person)
    answer = client.get("/")
    assert (answer.status_code == 302 and answer["Location"] == "/account/second") is asked
    if asked:
        assert "添加以后才能办理" in words(client.get("/account/second"))
        assert client.post("/do/bodies.rule.set", {"code": "consent_window"})["Location"] == "/account/second"


def test_every_page_says_trial_until_the_installation_is_in_service(settings: Any, db: None) -> None:
    assert "尚未声明正式使用" in Client().get("/sign-in").content.decode()
    settings.IN_SERVICE = True
    assert "尚未声明正式使用" not in Client().get("/sign-in").content.decode()


def test_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B, SHA-1, the last six digits; the secret is "12345678901234567890" in base32.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    at = datetime.fromtimestamp(1111111109, timezone.get_current_timezone())
    assert code_step(secret, "081804", at) == 37037036
    assert code_step(secret, "081805", at) is None
    assert code_step(secret, "８1804", at) is None
    assert len(new_secret()) == 32


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class SoftKey:
    """A security key in software: a P-256 key that answers as WebAuthn Level 2 §6 and §7 say."""

    def __init__(self) -> None:
        self.key, self.id, self.count = ec.generate_private_key(ec.SECP256R1()), b"k" * 16, 0

    def _data(self, host: str, flags: int, more: bytes = b"") -> bytes:
        self.count += 1
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count) + more

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": "http://localhost", "crossOrigin": False}
        return json.dumps(told).encode()

    def create(self, options: dict[str, Any]) -> str:
        """Answer a registration with no attestation."""
        from fido2 import cbor
        from fido2.cose import ES256

        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        own = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(options["rp"]["id"], 0x41, own)
        told = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer({"clientDataJSON": _b64(client), "attestationObject": _b64(told)})

    def get(self, options: dict[str, Any]) -> str:
        """Answer a question at sign-in."""
        data = self._data(options["rpId"], 0x01)
        client = self._client("webauthn.get", options["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = {"clientDataJSON": _b64(client), "authenticatorData": _b64(data), "signature": _b64(signed)}
        return self._answer(told)

    def _answer(self, told: dict[str, str]) -> str:
        own = {"id": _b64(self.id), "rawId": _b64(self.id), "type": "public-key"}
        return json.dumps({**own, "response": told, "clientExtensionResults": {}})


def test_a_security_key_is_added_and_signs_in(cast: Cast, settings: Any, now: list[datetime]) -> None:
    pytest.importorskip("fido2", reason="the library of security keys is not installed")
    settings.ALLOWED_HOSTS = ["localhost"]
    person, key = _account(cast.director), SoftKey()

    def signed_in() -> Client:
        client = Client(headers={"host": "localhost"})
        client.post("/sign-in", {"username": person.login, "password": PASSWORD})
        return client

    client = signed_in()
    options = json.loads(client.get("/account/second").context["new_key"])
    given = {"response": key.create(options), "password": PASSWORD, "name": "蓝色密钥"}
    answer = client.post("/account/second/add", given)
    assert len(answer.context["codes"]) == 10, words(answer)
    again = signed_in()
    asked = json.loads(again.get("/sign-in/second").context["keys"])
    stranger = SoftKey().get(asked)
    assert again.post("/sign-in/second", {"response": stranger}).status_code == 422
    asked = json.loads(again.get("/sign-in/second").context["keys"])
    reply = key.get(asked)
    assert again.post("/sign-in/second", {"response": reply})["Location"] == "/"
    replayed = signed_in()
    replayed.get("/sign-in/second")
    assert replayed.post("/sign-in/second", {"response": reply}).status_code == 422


def test_a_slip_shows_its_code_as_a_picture() -> None:
    pytest.importorskip("segno", reason="the library of QR codes is not installed")
    from lianxi.web.shared.qr import qr_of

    assert qr_of("https://lianxi.example/invited/K7QM").startswith("data:image/svg+xml")
