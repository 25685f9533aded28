"""The first reading of a replay: one sum a row of what the entries note, compared with the stored row.

A sum of fingerprints takes some bytes a row however many columns it has, so that millions of rows are
compared in bounded memory. Rows whose sums differ are suspects: a second, exact reading explains them.

The fingerprint is Python's own hash of text: SipHash of 64 bits under a key that each process draws anew.
Nobody who alters rows can know that key, and the sums live no longer than the process: one altered row in
2**64 would go unnoticed. A hash without a key (SHA-256, BLAKE2) took three times as long.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F, Field, QuerySet
from django.db.models.lookups import Exact

from lianxi.journal.packing import groups, is_batch, singles
from lianxi.journal.recorded import Recorded
from lianxi.journal.values import text_writer

BATCH = 500
# Sums are taken modulo 2**64.
MASK = (1 << 64) - 1
BLOCK = 256
# Values of a column kept with their fingerprints: most columns repeat few values.
REMEMBERED = 1 << 10
# Values asked for in vain after which those of a column that repeat less are no longer kept.
TRIED = 4 * REMEMBERED
# Ids that stay together where rows are shared out: a batch is written of neighbours, so most fall to one share.
TOGETHER = 1 << 14

Marks = Callable[[Sequence[Any]], list[int]]


@dataclass(frozen=True, slots=True)
class Share:
    """Which rows are compared: of some conferences or of all, and of these every `of`-th run of ids."""

    conferences: frozenset[int] | None = None
    number: int = 0
    of: int = 1

    def owns(self, conference: Any) -> bool:
        """Tell whether the rows of a conference are compared."""
        return self.conferences is None or conference in self.conferences

    def holds(self, pk: int) -> bool:
        """Tell whether an id falls to this share."""
        return self.of == 1 or pk // TOGETHER % self.of == self.number

    def stored(self, model: type[Recorded]) -> "QuerySet[Recorded]":
        """Select the stored rows of this share."""
        rows: QuerySet[Recorded] = QuerySet(model)
        if self.conferences is not None:
            own: Any = {"conference_id__in": sorted(self.conferences)}
            rows = rows.filter(**own)
        if self.of > 1:
            # Whole numbers are divided without a remainder by both databases.
            run: Any = F("pk") / TOGETHER
            rows = rows.filter(Exact(run % self.of, self.number))
        return rows


class _Block:
    """Sums, versions and shapes of BLOCK neighbouring ids; shape 0 stands for a row nobody noted."""

    __slots__ = ("shapes", "sums", "versions")

    def __init__(self) -> None:
        self.sums = array("Q", bytes(8 * BLOCK))
        self.versions = array("Q", bytes(8 * BLOCK))
        self.shapes = array("H", bytes(2 * BLOCK))


class Tally:
    """What the entries say of one table, a sum a row. A row's shape is the set of columns noted so far."""

    def __init__(self, model: type[Recorded], columns: "dict[str, Field[Any, Any]]", share: Share) -> None:
        self.model, self.columns, self.share = model, columns, share
        self.blocks: dict[int, _Block] = {}
        self.suspects: set[int] = set()
        self.shapes: list[frozenset[str]] = [frozenset()]
        self.shape_numbers: dict[frozenset[str], int] = {}
        self._marks = {name: _marker(name, column) for name, column in columns.items()}

    def knows(self, pk: int) -> bool:
        """Tell whether an entry has noted the row."""
        return self._shape_number(pk) > 0

    def note(self, change: dict[str, Any]) -> None:
        """Take a change in, of one row or of many.

        Raises KeyError, TypeError, ValueError or AttributeError where it is none that the journal writes.
        """
        if is_batch(change) and self._note_alike(change):
            return
        for one in singles([change]):
            pk, new = int(str(one["record"]).rpartition(":")[2]), one["new"]
            if self.share.holds(pk) and (self.knows(pk) or self.share.owns(new.get("conference_id"))):
                self._note_row(pk, one)

    def _note_row(self, pk: int, change: dict[str, Any]) -> None:
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

    def _note_alike(self, change: dict[str, Any]) -> bool:
        """Take a batch in column by column; False where its rows differ in more than their values."""
        ids, new, old = change["ids"], change["new"], change.get("old")
        held = {self.share.holds(pk) for pk in ids}
        if held == {False}:
            return True
        shapes, names = {self._shape_number(pk) for pk in ids}, set(new["columns"]) | new["same"].keys()
        # What is told apart row by row, or twice, is noted row by row.
        is_odd = "version" in new["columns"] or "conference_id" in new["columns"] or len(set(ids)) < len(ids)
        if len(held) > 1 or len(shapes) > 1 or is_odd or not new["same"].keys().isdisjoint(new["columns"]):
            return False
        shape = self.shapes[shapes.pop()]
        if not shape and not self.share.owns(new["same"].get("conference_id")):
            return True
        names &= self.columns.keys()
        sums = self._sums(new, names, len(ids))
        if change["op"] == "create" or not shape:
            version = int(new["same"].get("version", 1))
            for pk, total in zip(ids, sums, strict=True):
                self._put(pk, total, version, frozenset(names))
            return True
        known = shape & names
        if old is None or not known <= set(old["columns"]) | old["same"].keys():
            return False
        whole = shape | names
        for pk, less, more in zip(ids, self._sums(old, known, len(ids)), sums, strict=True):
            total, version, _ = self._get(pk)
            self._put(pk, total - less + more, version + 1, whole)
        return True

    def find_suspects(self) -> set[int]:
        """Return the rows whose stored values or version are not those noted.

        Every noted row is dropped once it was seen; what is left was noted, but is not stored.
        """
        names = list(self.columns)
        stored = self.share.stored(self.model).order_by("pk").values_list("pk", "version", *names)
        for rows in groups(stored.iterator(BATCH)):
            alike: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
            for row in rows:
                alike[self._shape_number(row[0])].append(row)
            self.suspects.update(row[0] for row in alike.pop(0, []))
            for number, some in alike.items():
                self._compare(some, self.shapes[number])
        return self.suspects | set(self._left())

    def _compare(self, rows: list[tuple[Any, ...]], shape: frozenset[str]) -> None:
        """Compare rows of (id, version, values of all columns) that have one shape."""
        _pks, _versions, *columns = zip(*rows, strict=True)
        found = {name: column for name, column in zip(self.columns, columns, strict=True) if name in shape}
        sums = self._added([self._marks[name](column) for name, column in found.items()], len(rows))
        for (pk, version, *_), total in zip(rows, sums, strict=True):
            noted, noted_version, _ = self._get(pk)
            if version != noted_version or total & MASK != noted:
                self.suspects.add(pk)
            self.blocks[pk // BLOCK].shapes[pk % BLOCK] = 0

    def _left(self) -> Iterator[int]:
        for number, block in self.blocks.items():
            yield from (number * BLOCK + place for place, shape in enumerate(block.shapes) if shape)

    def _shape_number(self, pk: int) -> int:
        block = self.blocks.get(pk // BLOCK)
        return 0 if block is None else block.shapes[pk % BLOCK]

    def _get(self, pk: int) -> tuple[int, int, frozenset[str]]:
        block, place = self.blocks[pk // BLOCK], pk % BLOCK
        return block.sums[place], block.versions[place], self.shapes[block.shapes[place]]

    def _put(self, pk: int, total: int, version: int, shape: frozenset[str]) -> None:
        block, place = self.blocks.get(pk // BLOCK), pk % BLOCK
        if block is None:
            block = self.blocks[pk // BLOCK] = _Block()
        if shape not in self.shape_numbers:
            self.shape_numbers[shape] = len(self.shapes)
            self.shapes.append(shape)
        block.sums[place] = total & MASK
        block.versions[place], block.shapes[place] = version, self.shape_numbers[shape]

    def _sum(self, values: dict[str, Any]) -> int:
        """Add the fingerprints of a row's columns and their values."""
        return sum(self._marks[name]([value])[0] for name, value in values.items())

    def _sums(self, packed: dict[str, Any], wanted: Collection[str], count: int) -> list[int]:
        """Add the fingerprints of the wanted columns of `count` packed rows, a sum a row."""
        base = self._sum({name: value for name, value in packed["same"].items() if name in wanted})
        names, rows, repeated = packed["columns"], packed["rows"], packed.get("values", {})
        if names and len(rows) != count:
            raise ValueError(f"{len(rows)} rows for {count} ids")
        marks = []
        for name, values in zip(names, zip(*rows, strict=True), strict=True):
            if name not in wanted:
                continue
            if name not in repeated:
                marks.append(self._marks[name](values))
                continue
            if min(values) < 0:
                raise ValueError(f"no value {min(values)} of {name}")
            each = self._marks[name](repeated[name])
            marks.append([each[place] for place in values])
        return [base + total for total in self._added(marks, count)]

    @staticmethod
    def _added(marks: list[list[int]], count: int) -> list[int]:
        return list(map(sum, zip(*marks, strict=True))) if marks else [0] * count


def _marker(name: str, column: "Field[Any, Any]") -> Marks:
    """Return what takes fingerprints of a column's values, noted or stored: equal ones of equal values."""

    text_of = text_writer(column)

    def of_value(value: Any) -> int:
        return hash(f"{name}:{text_of(value)}")

    remembered = lru_cache(maxsize=REMEMBERED, typed=True)(of_value)
    repeats = True

    def of_values(values: Sequence[Any]) -> list[int]:
        nonlocal repeats
        if not repeats:
            return list(map(of_value, values))
        try:
            return list(map(remembered, values))
        except TypeError:
            # A JSON value has no hash to be remembered by.
            return list(map(of_value, values))
        finally:
            seen = remembered.cache_info()
            repeats = seen.misses < TRIED or seen.misses < seen.hits

    return of_values
