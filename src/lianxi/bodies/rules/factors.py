"""The second factor, what is pure of it: codes of an authenticator app (RFC 6238), recovery codes, the keys' server."""

import base64
import hmac
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from lianxi.bodies.rules.secrets import code_hash, new_code
from lianxi.core.actors import CONVENERS, OFFICE, OPERATOR_ONLY

# RFC 6238 §4 and §5.2: 30 seconds a step, one step of network delay and drift on either side; 160 bits of secret.
STEP, DRIFT, SECRET_BYTES, DIGITS = 30, 1, 20, 6
RECOVERY = 10
ISSUER = "联席"
# Whose seats need a second factor once the installation is in service.
NEEDS_SECOND = OFFICE | CONVENERS | OPERATOR_ONLY


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


def new_recovery_codes() -> tuple[list[str], str]:
    """Draw recovery codes; give them, and what is kept of them."""
    codes = [new_code() for _ in range(RECOVERY)]
    return codes, ",".join(code_hash(one) for one in codes)


def key_server(host: str) -> Any:
    """Return the relying party of WebAuthn for a host. Raises ImportError where the library is not installed."""
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=ISSUER))
