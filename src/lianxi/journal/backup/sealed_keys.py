"""The keys of an installation, sealed with the operator's passphrase: scrypt (RFC 7914), then AES-256-GCM."""

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lianxi.core.refusals import BadInput

VERSION = "lianxi-keys-1"
# RFC 7914 §2: N = 2^17, r = 8, p = 1 take 128 MiB and about half a second.
N, R, P = 1 << 17, 8, 1
SALT, NONCE = 16, 12
LEAST = 12


def read_passphrase(path: str) -> bytes:
    """Return the passphrase that a file holds. Raises BadInput where it cannot be read or is too short."""
    try:
        found = Path(path).read_bytes().strip()
    except OSError as error:
        raise BadInput(
            f"读不出备份口令文件 {path}（{error.strerror}）。", next_step="请检查 LIANXI_BACKUP_KEY_FILE。"
        ) from error
    if len(found) < LEAST:
        raise BadInput("备份口令太短。", next_step=f"口令文件里至少要有 {LEAST} 个字节。")
    return found


def seal_keys(keys: Mapping[str, bytes], passphrase: bytes) -> bytes:
    """Seal files by name with a passphrase."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    plain = json.dumps({name: base64.b64encode(data).decode() for name, data in keys.items()}).encode()
    told = {"version": VERSION, "salt": salt.hex(), "nonce": nonce.hex()}
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, VERSION.encode())
    return json.dumps({**told, "sealed": base64.b64encode(sealed).decode()}).encode()


def open_keys(data: bytes, passphrase: bytes) -> dict[str, bytes]:
    """Open what `seal_keys` made. Raises BadInput for another passphrase and for anything else."""
    try:
        told = json.loads(data)
        salt, nonce = bytes.fromhex(told["salt"]), bytes.fromhex(told["nonce"])
        sealed = base64.b64decode(told["sealed"])
        is_ours = told["version"] == VERSION
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise BadInput("这不是 lianxi backup 生成的密钥文件。")
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, VERSION.encode())
    except (InvalidTag, ValueError):
        raise BadInput(
            "备份口令不对，或密钥文件被改动过。", next_step="请检查 LIANXI_BACKUP_KEY_FILE。"
        ) from None
    return {str(name): base64.b64decode(text) for name, text in json.loads(plain).items()}


def _key(passphrase: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=N, r=R, p=P).derive(passphrase)
