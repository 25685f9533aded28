"""The second factor: codes of an authenticator app (RFC 6238), recovery codes, security keys (WebAuthn Level 2)."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from lianxi.bodies.models import Person
from lianxi.bodies.rows import TenureRow
from lianxi.bodies.second_models import Factor, FactorUse
from lianxi.bodies.secrets import code_hash, new_code
from lianxi.core.actors import CONVENERS, OFFICE, OPERATOR_ONLY
from lianxi.journal.keys import read_key

KEY_FILE, KEY_BYTES, NONCE = "factor.key", 32, 12
# RFC 6238 §4 and §5.2: 30 seconds a step, one step of network delay and drift on either side; 160 bits of secret.
STEP, DRIFT, SECRET_BYTES, DIGITS = 30, 1, 20, 6
RECOVERY = 10
ISSUER = "联席"
# Whose seats need a second factor once the installation is in service.
NEEDS_SECOND = OFFICE | CONVENERS | OPERATOR_ONLY


def _sealer() -> AESGCM:
    path = Path(settings.DATA_DIR) / KEY_FILE
    return AESGCM(read_key(path, KEY_BYTES, Factor.objects.exclude(kind="recovery").exists))


def seal_secret(data: bytes) -> str:
    """Encrypt what a factor keeps."""
    nonce = secrets.token_bytes(NONCE)
    return base64.b64encode(nonce + _sealer().encrypt(nonce, data, None)).decode()


def open_secret(sealed: str) -> bytes | None:
    """Decrypt what a factor keeps; None where it was sealed with another key."""
    data = base64.b64decode(sealed)
    try:
        return _sealer().decrypt(data[:NONCE], data[NONCE:], None)
    except InvalidTag:
        return None


def new_secret() -> str:
    """Draw the secret of an authenticator app, as people type it: base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def app_address(secret: str, login: str) -> str:
    """Return the address that an authenticator app reads from a QR code."""
    return f"otpauth://totp/{quote(f'{ISSUER}:{login}')}?secret={secret}&issuer={quote(ISSUER)}"


def code_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the time step in which an app shows a code, within the allowed drift; None for any other code."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdecimal() and len(typed) == DIGITS):
        return None
    app = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303 - RFC 6238's own hash, as apps have it
    now = int(at.timestamp())
    found = None
    for drift in range(-DRIFT, DRIFT + 1):
        moment = now + drift * STEP
        if hmac.compare_digest(app.generate(moment), typed.encode()):
            found = moment // STEP
    return found


def find_active(person_id: int) -> Person | None:
    """Find who may sign in."""
    return Person.objects.filter(pk=person_id, is_active=True).first()


def list_factors(person_id: int) -> QuerySet[Factor]:
    """Return the factors of a person that serve, recovery codes included."""
    rows = Factor.objects.filter(person_id=person_id, ended_at__isnull=True)
    return rows.order_by("pk")


def has_second(person_id: int) -> bool:
    """Tell whether a person signs in with a second factor."""
    return list_factors(person_id).exclude(kind="recovery").exists()


def needs_second(tenures: Sequence[TenureRow]) -> bool:
    """Tell whether seats that somebody holds demand a second factor: those of office, conveners, operators in service."""
    return settings.IN_SERVICE and any(one.seat.kind in NEEDS_SECOND for one in tenures)


def new_recovery_codes() -> tuple[list[str], str]:
    """Draw recovery codes; give them, and what is kept of them."""
    codes = [new_code() for _ in range(RECOVERY)]
    return codes, ",".join(code_hash(one) for one in codes)


def check_code(person_id: int, code: str, at: datetime) -> bool:
    """Tell whether a code of an app or a recovery code opens the account; each serves once."""
    for row in list_factors(person_id):
        step = _step_of(row, code, at)
        if step and _use(row, step, at):
            return True
    return False


def _step_of(row: Factor, code: str, at: datetime) -> str:
    if row.kind == "recovery":
        typed = code_hash(code)
        return typed if typed in row.secret.split(",") else ""
    secret = open_secret(row.secret) if row.kind == "totp" else None
    found = code_step(secret.decode(), code, at) if secret else None
    return str(found) if found is not None else ""


def _use(row: Factor, step: str, at: datetime) -> bool:
    try:
        with transaction.atomic():
            FactorUse.objects.create(factor=row, step=step, at=at)
    except IntegrityError:
        return False
    return True


def key_credentials(person_id: int) -> dict[int, bytes]:
    """Return the security keys of a person as they are kept, by the id of their factor."""
    opened = ((row.pk, open_secret(row.secret)) for row in list_factors(person_id) if row.kind == "webauthn")
    return {pk: data for pk, data in opened if data is not None}


def key_server(host: str) -> Any:
    """Return the relying party of WebAuthn for a host. Raises ImportError where the library is not installed."""
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=ISSUER))
