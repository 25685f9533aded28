"""What an act reads from files and long texts is read while no lock is held.

A body asks its act for a reading. Where it is not there yet the act is rolled back, the reader runs, and the act
begins anew: which file is read is decided by the act's own data, and nobody hands it another one's reading. Files
that an act makes are made so too, once.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
# As many files as one act takes, and a few; one that asks for more does not ask for the same twice.
_MOST = 24


class Unread(Exception):
    """An act needs a reading that has to be made outside its transaction; nothing of the act is kept."""

    def __init__(self, key: tuple[Any, ...]) -> None:
        super().__init__(f"{key[0].__name__} has to read outside the transaction")
        self.key = key


class Readings:
    """The readings of one act, each found by its reader and exactly what was read."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], Any] = {}

    def give(self, reader: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the reader made of these arguments, all hashable. Raises Unread where it has not run."""
        key = (reader, args, tuple(sorted(kwargs.items())))
        if key not in self._made:
            raise Unread(key)
        found: T = self._made[key]
        return found

    def give_soon(self, maker: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return as `give` does, but run the maker here and now where it has run before for other arguments."""
        key = (maker, args, tuple(sorted(kwargs.items())))
        if key not in self._made and any(made[0] == maker for made in self._made):
            return maker(*args, **kwargs)
        return self.give(maker, *args, **kwargs)

    def make(self, wanted: Unread) -> None:
        """Run the reader that an act asked for; what it raises is raised. No lock may be held now."""
        if len(self._made) >= _MOST:
            raise RuntimeError(f"an act asked for more than {_MOST} readings: {wanted}")
        reader, args, named = wanted.key
        self._made[wanted.key] = reader(*args, **dict(named))
