"""Pseudonyms: a keyed hash of an identity number, the same for one person in one installation, useless elsewhere."""

import base64
import hmac
from functools import cache
from pathlib import Path

from django.conf import settings

from lianxi.journal.keys import read_key

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
    """Read the installation's key. Raises KeyMissing where persons have tokens already and the key is gone."""
    return read_key(folder / KEY_FILE, KEY_BYTES, lambda: _is_used(folder))


def _is_used(folder: Path) -> bool:
    # Parts of the vault lie in the folder, and rows name them: either may be lost alone.
    from lianxi.register.models import VaultPart

    return any((folder / "vault").glob("*")) or VaultPart.objects.exists()


def pseudonym(kind: str, number: str) -> str:
    """Return the pseudonym of an identity: 25 characters, beginning with P.

    `kind` keeps kinds of number apart (id for identity numbers, exam for an examination number);
    `number` must be plain already (`core.identifiers.plain_identifier`).
    """
    digest = hmac.digest(naming_key(), f"{kind}:{number}".encode(), "sha256")
    return PREFIX + base64.b32encode(digest[:15]).decode()
