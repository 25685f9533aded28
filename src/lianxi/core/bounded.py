"""Reading what somebody sent in a child of this process: whatever a file makes a library do ends with the child.

The child is forked after the imports, so that it costs milliseconds; it may only reckon and answer. It must not touch
a database: its connections belong to the parent.
"""

import contextlib
import faulthandler
import gc
import os
import pickle
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from lianxi.core.refusals import BadInput, Refusal

T = TypeVar("T")
MEMORY = 512 * 1024**2
SECONDS = 20.0
_BLOCK = 1 << 20


def bounded(work: Callable[[], T], refusal: Refusal, *, seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """Do `work` in a child with so much time and memory beyond what this process holds, and give its result.

    The result must be picklable. What `work` raises is raised here; `refusal` where the child ends without an answer.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(work, writing, seconds, memory)
    os.close(writing)
    try:
        answer = _heard(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    found: T = _given(answer, refusal)
    return found


def _given(answer: bytes, refusal: Refusal) -> Any:
    try:
        # The bytes come from a child of our own, over a pipe that nobody else holds.
        is_sound, found = pickle.loads(answer)  # noqa: S301
    except (pickle.UnpicklingError, EOFError, ValueError):
        raise refusal from None
    if is_sound:
        return found
    raise found


def _heard(reading: int, until: float) -> bytes:
    """Give what the child wrote until it closed the pipe; nothing where it took too long."""
    parts: list[bytes] = []
    while (left := until - time.monotonic()) > 0:
        if not select.select([reading], [], [], left)[0]:
            break
        block = os.read(reading, _BLOCK)
        if not block:
            return b"".join(parts)
        parts.append(block)
    return b""


def _answer(work: Callable[[], object], writing: int, seconds: float, memory: int) -> NoReturn:
    """Do the work in the child, write (True, result) or (False, what it raised), and end without any clean-up."""
    try:
        # No finalizer of the parent's objects may run here: it would close what the parent still uses.
        gc.disable()
        faulthandler.disable()
        _bound(seconds, memory)
        try:
            answer = pickle.dumps((True, work()))
        except Refusal as refused:
            answer = pickle.dumps((False, refused))
        except MemoryError:
            answer = b""
        except Exception as error:  # noqa: BLE001 – whatever it is, it is raised again in the parent
            answer = pickle.dumps((False, error))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)


def _bound(seconds: float, memory: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the time limit still holds
        return
    held = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (held + memory, held + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    spent = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent, spent))


def too_much(name: str) -> BadInput:
    """Return the refusal of a file that the child could not read within its bounds."""
    return BadInput(
        f"“{name}”读不出来：可能已损坏，或过于庞大（例如很远的一格里有内容）。",
        rule=f"读文件至多 {SECONDS:.0f} 秒、{MEMORY // 1024**2} MB 内存",
        next_step="请只保留需要的内容，另存为新的文件再上传。",
    )
