"""The first reading of a replay: one sum a row of what the entries note, compared with the stored row.

A sum of fingerprints takes a few dozen bytes a row however many columns it has, so that millions of rows
are compared in bounded memory. Rows whose sums differ are suspects: a second, exact reading explains them.
"""

from array import array
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.db.models import Field, QuerySet

from lianxi.core.canonical import canonical
from lianxi.journal.recorded import Recorded
from lianxi.journal.values import plain_value

BATCH = 500
# Bytes of a fingerprint and of a sum of them; sums are taken modulo 2**(8 * WIDTH).
WIDTH = 32
MODULUS = 1 << (8 * WIDTH)
BLOCK = 256
# Values kept with their fingerprints: most columns repeat few values.
REMEMBERED = 1 << 15


class _Block:
    """Sums, versions and shapes of BLOCK neighbouring ids; shape 0 stands for a row nobody noted."""

    __slots__ = ("shapes", "sums", "versions")

    def __init__(self) -> None:
        self.sums = bytearray(WIDTH * BLOCK)
        self.versions = array("Q", bytes(8 * BLOCK))
        self.shapes = array("H", bytes(2 * BLOCK))


class Tally:
    """What the entries say of one table, a sum a row. A row's shape is the set of columns noted so far."""

    def __init__(self, model: type[Recorded], columns: "dict[str, Field[Any, Any]]") -> None:
        self.model, self.columns = model, columns
        self.blocks: dict[int, _Block] = {}
        self.suspects: set[int] = set()
        self.shapes: list[frozenset[str]] = [frozenset()]
        self.shape_numbers: dict[frozenset[str], int] = {}
        self._remembered = lru_cache(maxsize=REMEMBERED, typed=True)(self._fingerprint)

    def knows(self, pk: int) -> bool:
        """Tell whether an entry has noted the row."""
        block = self.blocks.get(pk // BLOCK)
        return block is not None and block.shapes[pk % BLOCK] > 0

    def note(self, pk: int, change: dict[str, Any]) -> None:
        """Take the change of a single row in."""
        new = {name: value for name, value in change["new"].items() if name in self.columns}
        if change["op"] == "create" or not self.knows(pk):
            self._put(pk, self._sum(new), int(change["new"].get("version", 1)), frozenset(new))
            return
        total, version, shape = self._get(pk)
        old, known = change.get("old", {}), shape & new.keys()
        if not known <= old.keys():
            self.suspects.add(pk)
        told = {name: old[name] for name in known if name in old}
        self._put(pk, total - self._sum(told) + self._sum(new), version + 1, shape.union(new))

    def find_suspects(self, only: int | None) -> set[int]:
        """Return the rows whose stored values or version are not those noted.

        Every noted row is dropped once it was seen; what is left was noted, but is not stored.
        """
        stored: QuerySet[Recorded] = QuerySet(self.model)
        if only is not None:
            own: Any = {"conference_id": only}
            stored = stored.filter(**own)
        names = list(self.columns)
        for pk, version, *values in (
            stored.order_by("pk").values_list("pk", "version", *names).iterator(BATCH)
        ):
            if not self.knows(pk):
                self.suspects.add(pk)
                continue
            total, noted_version, shape = self._get(pk)
            found = {name: value for name, value in zip(names, values, strict=True) if name in shape}
            if version != noted_version or self._sum(found) % MODULUS != total:
                self.suspects.add(pk)
            self.blocks[pk // BLOCK].shapes[pk % BLOCK] = 0
        return self.suspects | set(self._left())

    def _left(self) -> Iterator[int]:
        for number, block in self.blocks.items():
            yield from (number * BLOCK + place for place, shape in enumerate(block.shapes) if shape)

    def _get(self, pk: int) -> tuple[int, int, frozenset[str]]:
        block, place = self.blocks[pk // BLOCK], pk % BLOCK
        total = int.from_bytes(block.sums[place * WIDTH : (place + 1) * WIDTH], "big")
        return total, block.versions[place], self.shapes[block.shapes[place]]

    def _put(self, pk: int, total: int, version: int, shape: frozenset[str]) -> None:
        block, place = self.blocks.get(pk // BLOCK), pk % BLOCK
        if block is None:
            block = self.blocks[pk // BLOCK] = _Block()
        if shape not in self.shape_numbers:
            self.shape_numbers[shape] = len(self.shapes)
            self.shapes.append(shape)
        block.sums[place * WIDTH : (place + 1) * WIDTH] = (total % MODULUS).to_bytes(WIDTH, "big")
        block.versions[place], block.shapes[place] = version, self.shape_numbers[shape]

    def _sum(self, values: dict[str, Any]) -> int:
        """Add the fingerprints of columns and their values, noted or stored."""
        total = 0
        for name, value in values.items():
            plain = isinstance(value, dict | list)
            total += self._fingerprint(name, value) if plain else self._remembered(name, value)
        return total

    def _fingerprint(self, name: str, value: Any) -> int:
        text = f"{name}:{canonical(plain_value(self.columns[name], value))}"
        return int.from_bytes(blake2b(text.encode(), digest_size=WIDTH).digest(), "big")
