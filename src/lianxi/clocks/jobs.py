"""The day's work: jobs that rooms register when they start, run by the worker and by `lianxi daily`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DailyJob:
    """A job by name: `run` takes the moment and gives how many records it touched.

    It touches only what is due, may be run any number of times a day, and by two workers at once.
    """

    name: str
    title: str
    run: Callable[[datetime], int]


daily_jobs: list[DailyJob] = []
