"""Rows that were read together with another one."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Related(Protocol[T_co]):
    """Rows that hang on a row, to be gone through and nothing else."""

    def all(self) -> Iterable[T_co]:
        """Give the rows in their order."""
        ...
