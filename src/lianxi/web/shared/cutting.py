"""Lists that a page cuts off: never without saying so."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")


def cut(rows: "Iterable[T] | QuerySet[Any, T]", most: int, order: str = "最近") -> tuple[list[T], str]:
    """Give the first rows and the sentence that says there are more; empty where there are none."""
    found = list(islice(rows[: most + 1] if isinstance(rows, QuerySet) else rows, most + 1))
    return found[:most], f"只列{order} {most} 项，还有没有列出的。" if len(found) > most else ""
