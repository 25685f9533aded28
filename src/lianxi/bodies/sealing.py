"""The seal over what a second factor keeps: AES-GCM under a key of the installation beside the database."""

import base64
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from lianxi.bodies.second_models import Factor
from lianxi.journal.keys import read_key

KEY_FILE, KEY_BYTES, NONCE = "factor.key", 32, 12


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
