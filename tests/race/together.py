"""Several calls at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from lianxi.core.refusals import Refusal

Outcome = object | Refusal


def at_once(*calls: Callable[[], object]) -> list[Outcome]:
    """Run the calls at once and give what each gave; refusals are results."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> Outcome:
        try:
            barrier.wait()
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
