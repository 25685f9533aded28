"""The two hashes of every kept file: SHA-256, under which it lies, and SM3 (GB/T 32905), which archives ask for."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

from lianxi.core.refusals import BadInput

_CHUNK = 1024 * 1024


class Digests(NamedTuple):
    """Both hashes of the same bytes, each as 64 hex digits."""

    sha256: str
    sm3: str


def digests_of(content: bytes) -> Digests:
    """Return SHA-256 and SM3 of bytes. Raises BadInput where this machine has no SM3."""
    return _digests(iter((content,)))


def digests_of_file(path: Path) -> Digests:
    """Return both hashes of a file of any size. Raises OSError, and BadInput as `digests_of`."""
    with path.open("rb") as file:
        return _digests(iter(lambda: file.read(_CHUNK), b""))


def _digests(chunks: Iterator[bytes]) -> Digests:
    # Not hashlib: builds of Python differ in whether they know SM3.
    try:
        sm3 = hashes.Hash(hashes.SM3())
    except UnsupportedAlgorithm as missing:
        raise BadInput(
            "这台机器的密码库不支持国密 SM3，不能登记文件。",
            rule="每个文件同时记 SHA-256 和 SM3 校验值",
            next_step="请管理员重新运行 make run，安装本系统自带的 cryptography。",
        ) from missing
    sha256 = hashlib.sha256()
    for chunk in chunks:
        sha256.update(chunk)
        sm3.update(chunk)
    return Digests(sha256.hexdigest(), sm3.finalize().hex())
