"""Tasks that pages leave to the worker: one whose worker was killed is given back to the queue."""

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from lianxi.core.refusals import Busy


def worker_name() -> str:
    """Return this process's name as a worker: machine and process."""
    return f"lianxi-{socket.gethostname()}-{os.getpid()}"


def _place(name: str) -> Path:
    return Path(settings.DATA_DIR) / "workers" / name


def hold_place() -> TextIO:
    """Hold this worker's place while the process lives: the system lets go of it when it ends, however it ends."""
    path = _place(worker_name())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = path.open("w")
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def _is_alive(name: str) -> bool:
    try:
        with _place(name).open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def give_back_lost() -> int:
    """Put tasks back into the queue that stay running though no worker holds them; give how many.

    Only those of this machine are judged: another's places are not seen from here.
    """
    from django_tasks_db.models import DBTaskResult

    own = f"lianxi-{socket.gethostname()}-"
    lost: list[Any] = []
    for row in DBTaskResult.objects.filter(status="RUNNING"):
        names = row.worker_ids or [""]
        if names[-1].startswith(own) and not _is_alive(names[-1]):
            lost.append(row.pk)
    given = DBTaskResult.objects.filter(pk__in=lost, status="RUNNING").update(status="READY", started_at=None)
    for path in _place("x").parent.glob(f"{own}*"):
        if not _is_alive(path.name):
            path.unlink(missing_ok=True)
    return int(given)


@contextlib.contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let one process of this machine at a time do a piece of work. Raises Busy where another is at it."""
    path = _place("x").parent / f"one.{name}"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(
                "已经有一次验证正在进行。",
                rule="同一时刻只做一次，免得拖慢别人的办理",
                next_step="请过一会儿再验证。",
            ) from None
        yield
