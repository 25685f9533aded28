"""The compact form in which the journal notes many rows of one table at once, and its reading back.

A batch is one change of an entry: {"table", "op", "ids", "new"} and, for changed rows, "old". New and old
values are packed: a column that has one value in all rows stands once under "same"; the others are named
under "columns", with their values by row under "rows". Of a JSON column whose values repeat, each different
one stands once under "values", and a row holds its place there. The text is made column by column: equal
values are written once, and nothing is built that would only be written out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from lianxi.core.canonical import encoded, jsonable

# Rows that one entry holds at most, so that an entry is read in milliseconds however large its act was.
ROWS_AN_ENTRY = 500
# Spans end at multiples of this many ids: a record's spans are found by equality of the block.
BLOCK = 1024

Columns = Mapping[str, Sequence[Any]]
T = TypeVar("T")


def groups(rows: Iterable[T]) -> Iterator[list[T]]:
    """Give rows in groups that one entry holds."""
    left = iter(rows)
    while group := list(islice(left, ROWS_AN_ENTRY)):
        yield group


@dataclass(frozen=True, slots=True)
class Batch:
    """A change of many rows as it is noted: of which table and ids, and its canonical text."""

    table: str
    ids: list[int]
    text: str


def batch_of(
    table: str,
    ids: list[int],
    new: Columns,
    old: Columns | None = None,
    secrets: frozenset[str] = frozenset(),
) -> Batch:
    """Note rows with their new values by column; with `old` ones they were changed.

    Of a column among the `secrets` only the name is noted.
    """
    before = f'"old":{_packed(old, secrets)},' if old is not None else ""
    op = "create" if old is None else "change"
    text = f'{{"ids":{encoded(ids)},"new":{_packed(new, secrets)},{before}"op":"{op}","table":"{table}"}}'
    return Batch(table, ids, text)


def _packed(columns: Columns, secrets: frozenset[str]) -> str:
    same: dict[str, Any] = {}
    varying: dict[str, Sequence[str]] = {}
    repeated: list[str] = []
    for name, values in sorted(columns.items()):
        if name in secrets:
            same[name] = "***"
        elif _is_one(values):
            same[name] = jsonable(values[0])
        else:
            varying[name] = texts = _texts(values)
            if any(type(value) in (dict, list) for value in values):
                places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
                if len(places) < len(texts):
                    varying[name] = [str(places[text]) for text in texts]
                    repeated.append(f"{encoded(name)}:[{','.join(places)}]")
    rows = "],[".join(map(",".join, zip(*varying.values(), strict=True)))
    told = f"[[{rows}]]" if varying else "[]"
    more = f',"values":{{{",".join(repeated)}}}' if repeated else ""
    return f'{{"columns":{encoded(list(varying))},"rows":{told},"same":{encoded(same)}{more}}}'


def _is_one(values: Sequence[Any]) -> bool:
    # 1 is equal to True, but another value.
    return values.count(values[0]) == len(values) and len(set(map(type, values))) == 1


def _moment(value: date) -> str:
    return f'"{value.isoformat()}"'


# How values of the plainest types are written; others go through `jsonable`.
_WRITERS: dict[type, Callable[[Any], str]] = {
    int: str,
    str: encoded,
    date: _moment,
    datetime: _moment,
    bool: encoded,
    type(None): encoded,
}


def _texts(values: Sequence[Any]) -> Sequence[str]:
    kinds = set(map(type, values))
    if len(kinds) == 1 and kinds <= {int, str}:
        return list(map(_WRITERS[kinds.pop()], values))
    if kinds <= _WRITERS.keys():
        return [_WRITERS[type(value)](value) for value in values]
    return each_once(_text, values)


def _text(value: Any) -> str:
    # What a JSON column holds is plain already.
    return encoded(value) if type(value) in (dict, list) else encoded(jsonable(value))


def each_once(convert: Callable[[Any], Any], values: Iterable[Any]) -> list[Any]:
    """Convert values, each different one once; what has no hash counts by its identity."""
    known: dict[Any, Any] = {}
    converted = []
    for value in values:
        kind = type(value)
        key = id(value) if kind is dict or kind is list else (kind, value)
        if key not in known:
            known[key] = convert(value)
        converted.append(known[key])
    return converted


def unpack(packed: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """Return the values of each of `count` rows as the change of a single row holds them.

    Raises KeyError, TypeError or ValueError where they are not packed as `batch_of` does it.
    """
    same, columns, repeated = dict(packed["same"]), packed["columns"], packed.get("values", {})
    rows = packed["rows"] if columns else [[]] * count
    if len(rows) != count:
        raise ValueError(f"{len(rows)} rows for {count} ids")
    for row in rows:
        told = {**same, **dict(zip(columns, row, strict=True))}
        for name, values in repeated.items():
            if not 0 <= told[name] < len(values):
                raise ValueError(f"no value {told[name]} of {name}")
            told[name] = values[told[name]]
        yield told


def is_batch(change: dict[str, Any]) -> bool:
    """Tell whether a change notes many rows."""
    return "table" in change


def size_of(change: dict[str, Any]) -> int:
    """Return how many records a change notes."""
    return len(change["ids"]) if is_batch(change) else 1


def singles(changes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return every change as changes of single records, in order. Raises as `unpack` does."""
    for change in changes:
        if not is_batch(change):
            yield change
            continue
        ids = change["ids"]
        news = unpack(change["new"], len(ids))
        olds: Iterable[Any] = unpack(change["old"], len(ids)) if "old" in change else [None] * len(ids)
        for pk, new, old in zip(ids, news, olds, strict=True):
            one = {"record": f"{change['table']}:{pk}", "op": change["op"], "new": new}
            yield one if old is None else {**one, "old": old}


def runs_of(batches: Iterable[tuple[str, Sequence[int]]]) -> list[tuple[str, int, int]]:
    """Return the records of batches (table, ids) as runs (table, first, last), none across blocks."""
    runs: list[tuple[str, int, int]] = []
    for table, pk in sorted({(table, pk) for table, ids in batches for pk in ids}):
        if runs and runs[-1][0] == table and pk == runs[-1][2] + 1 and pk % BLOCK:
            runs[-1] = (table, runs[-1][1], pk)
        else:
            runs.append((table, pk, pk))
    return runs
