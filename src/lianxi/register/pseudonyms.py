"""Pseudonyms: a keyed hash of an identity number, the same for one person in one installation, useless elsewhere."""

import base64
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

KEY_FILE = "person.key"
KEY_BYTES = 96
# The first part of the key makes pseudonyms, the rest seals the vault.
_NAMING = slice(0, 32)
_SEALING = slice(32, 96)
PREFIX = "P"


def naming_key() -> bytes:
    """Return the 32 bytes that pseudonyms are made with."""
    return _key(Path(settings.DATA_DIR))[_NAMING]


def sealing_key() -> bytes:
    """Return the 64 bytes that seal the vault."""
    return _key(Path(settings.DATA_DIR))[_SEALING]


@cache
def _key(folder: Path) -> bytes:
    """Read the installation's key, made at random on first use and readable by the service's account only."""
    path = folder / KEY_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{KEY_FILE}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # the first of two that start at once keeps its key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise SystemExit(f"配置有误：{path} 不是 {KEY_BYTES} 字节的密钥，请从备份恢复。")
    return key


def pseudonym(kind: str, number: str) -> str:
    """Return the pseudonym of an identity: 25 characters, beginning with P.

    `kind` keeps kinds of number apart (id for identity numbers, exam for an examination number);
    `number` must be plain already (`core.identifiers.plain_identifier`).
    """
    digest = hmac.digest(naming_key(), f"{kind}:{number}".encode(), "sha256")
    return PREFIX + base64.b32encode(digest[:15]).decode()
