"""The sealed vault: names and identity numbers, encrypted (AES-SIV, RFC 5297) under the installation's key.

A part is a text file of lines `pseudonym<tab>sealed`, sorted, written once. AES-SIV needs no random number, so
that the same identities give the same bytes; the pseudonym is bound to its seal and cannot be put to another.
"""

import base64
import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from lianxi.core.canonical import canonical, digest
from lianxi.journal.acting import Act
from lianxi.register.models import VaultPart
from lianxi.register.pseudonyms import sealing_key

Identity = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """A part on disk that no row names yet."""

    path: str
    sha256: str
    persons: int


def vault_dir() -> Path:
    """Return the folder of the vault."""
    return Path(settings.DATA_DIR) / "vault"


def seal(person: str, identity: Identity) -> str:
    """Encrypt one identity for its pseudonym."""
    sealed = AESSIV(sealing_key()).encrypt(canonical(dict(identity)).encode(), [person.encode()])
    return base64.b64encode(sealed).decode()


def unseal(person: str, sealed: str) -> dict[str, str]:
    """Decrypt what `seal` made. Raises InvalidTag for another pseudonym or changed bytes."""
    plain = AESSIV(sealing_key()).decrypt(base64.b64decode(sealed), [person.encode()])
    return {str(key): str(value) for key, value in json.loads(plain).items()}


def write_part(name: str, identities: Mapping[str, Identity]) -> WrittenPart:
    """Write identities by pseudonym under a name in the vault, synced, mode 600."""
    lines = "".join(f"{person}\t{seal(person, identities[person])}\n" for person in sorted(identities))
    folder = vault_dir()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, fresh = folder / name, folder / f".{name}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return WrittenPart(name, digest(lines), len(identities))


def enter_part(act: Act, conference_id: int, part: WrittenPart) -> VaultPart:
    """Put a written part in force within an act."""
    row = VaultPart(conference_id=conference_id, path=part.path, sha256=part.sha256, persons=part.persons)
    return act.create(row)


def withdraw_part(act: Act, part_id: int, at: datetime) -> None:
    """Take a part out of force; its file goes with the next sweep."""
    part = act.lock(VaultPart, part_id)
    act.change(part, withdrawn_at=at)


def find_sealed(conference_id: int, person: str) -> str | None:
    """Return the newest seal held for a pseudonym in parts in force, if any."""
    parts = VaultPart.objects.filter(conference_id=conference_id, withdrawn_at=None).order_by("-pk")
    for part in parts:
        with (vault_dir() / str(part.path)).open(encoding="ascii") as file:
            for line in file:
                owner, _, sealed = str(line).rstrip("\n").partition("\t")
                if owner == person:
                    return sealed
    return None


def sweep_vault(kept: frozenset[str]) -> list[str]:
    """Remove files that no part in force and no kept name stands for; gives their names."""
    named = set(VaultPart.objects.filter(withdrawn_at=None).values_list("path", flat=True)) | kept
    removed = []
    for path in sorted(vault_dir().glob("*")) if vault_dir().exists() else []:
        if path.name not in named:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            removed.append(path.name)
    return removed
