"""Somebody asked a process of ours to end: known also where an extension module swallows the exception.

A signal's handler raises, and DuckDB makes a RuntimeError "Query interrupted" of whatever is raised inside a
query. Who catches any exception asks here whether it was a defect or the end of the process.
"""

from types import FrameType
from typing import NoReturn

_asked: list[int] = []


class Ended(BaseException):
    """Somebody asked the process to end."""


def end(number: int, _frame: FrameType | None) -> NoReturn:
    """Handle a signal: note it and raise Ended where the process stands."""
    _asked.append(number)
    raise Ended


def is_asked_to_end() -> bool:
    """Tell whether a signal asked this process to end."""
    return bool(_asked)
