"""Keys of the installation: made at random once, and never made again where something was done with them.

Beside each key lies its mark, the hash of the key. The mark is data and goes into every backup; keys do not. So a key that
is missing after a restore, or that is another one, is told instead of being replaced in silence.
"""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from lianxi.core.canonical import digest
from lianxi.core.refusals import Told


class KeyMissing(Told):
    """A key that was in use is not there, or is another one; nothing may be done with a new key."""


def read_key(path: Path, size: int, is_used: Callable[[], bool]) -> bytes:
    """Return the key in a file, made on first use and readable by the service's account only.

    `is_used` tells whether anything stored was made with it, where no mark says so. Raises KeyMissing.
    """
    mark = path.with_name(f"{path.name}.mark")
    if not path.exists():
        if mark.exists() or is_used():
            raise KeyMissing(
                f"密钥 {path} 不见了，而已有数据是用它做的；不能另造一把，否则这些数据再也对不上。"
                "请从备份的密钥文件（lianxi restore 的 --keys，或另行保管的 *.key）恢复原来的密钥。"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        _place(path, secrets.token_bytes(size))
    key = path.read_bytes()
    if len(key) != size:
        raise KeyMissing(f"{path} 不是 {size} 字节的密钥，请从备份恢复。")
    told = digest(f"key:{key.hex()}")
    if not mark.exists():
        _place(mark, told.encode())
    if mark.read_text().strip() != told:
        raise KeyMissing(f"{path} 不是这个安装原来的密钥（与 {mark.name} 不符），请恢复原来的密钥文件。")
    return key


def _place(path: Path, data: bytes) -> None:
    """Write a file under a name that is free; the first of two that start at once keeps its own."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink()
