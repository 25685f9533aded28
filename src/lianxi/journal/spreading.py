"""Work spread over all cores: the same function on each of many tasks, in processes of their own, as they end."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
R = TypeVar("R")


def spread(work: Callable[[T], R], tasks: Sequence[T], *, is_large: bool) -> Iterator[tuple[T, R]]:
    """Give each task with its result, the first to end first; what is not large is done here, in turn.

    Inside a transaction it is done here too: another process would not see what has not been committed.
    """
    if not is_large or len(tasks) < 2 or connection.in_atomic_block:
        yield from ((task, work(task)) for task in tasks)
        return
    # Started anew: a process with threads and open connections cannot be forked.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _start) as pool:
        asked = {pool.submit(work, task): task for task in tasks}
        for one in as_completed(asked):
            yield asked[one], one.result()


def _start() -> None:
    import django

    django.setup()
    # What is loaded stays: the collector need not walk through it while the work makes its own objects (12 %).
    gc.freeze()
