"""Where files wait: uploads under their own hash, and a folder that one process at a time works in. Mode 600 or 700."""

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lianxi.core.refusals import BadInput, Conflict

MAX_BYTES = 32 * 1024**3
HEX = frozenset("0123456789abcdef")


def staged_path(folder: Path, sha256: str) -> Path:
    """Return where an uploaded file waits. Raises BadInput for what is no SHA-256."""
    if len(sha256) != 64 or not set(sha256) <= HEX:
        raise BadInput("没有这份上传的文件。", next_step="请重新上传。")
    return folder / sha256


def stage(folder: Path, blocks: Iterable[bytes]) -> tuple[str, int]:
    """Keep an upload under its hash, block by block; gives the hash and the size in bytes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".")
    found, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for block in blocks:
                found.update(block)
                size += len(block)
                if size > MAX_BYTES:
                    raise BadInput("文件超过 32 GB。", next_step="请按年份或地区拆分后再上传。")
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(folder / found.hexdigest())
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
    return found.hexdigest(), size


def stage_file(folder: Path, path: Path) -> tuple[str, int]:
    """Keep a copy of a file on disk as an upload."""

    def blocks() -> Iterable[bytes]:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                yield block

    return stage(folder, blocks())


def is_held(folder: Path) -> bool:
    """Tell whether a process is at a folder now; one that has ended holds nothing."""
    try:
        with (folder / ".lock").open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep the folder of a batch's check to this process; the system lets go when it ends.

    Raises Conflict where another process is at them, without waiting.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(
                "这一批次正在核对。",
                rule="一个批次同时只做一件事",
                next_step="请等核对完成，或先停止核对，再办理。",
            ) from None
        yield
