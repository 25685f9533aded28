"""Many rows of one table at once: how they are stored, and the compact form in which the journal notes them.

A batch is one change of an entry: {"table", "op", "ids", "new"} and, for changed rows, "old". New and old
values are packed: a column that has one value in all rows stands once under "same"; the others are named
under "columns", with their values by row under "rows". Only the Act calls what writes here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from lianxi.core.canonical import jsonable
from lianxi.journal.checks import check_batch, check_lengths, overtaken
from lianxi.journal.recorded import Recorded

M = TypeVar("M", bound=Recorded)

# Rows that one entry holds at most, so that an entry is read in milliseconds however large its act was.
ROWS_AN_ENTRY = 500
# Spans end at multiples of this many ids: a record's spans are found by equality of the block.
BLOCK = 1024


def insert(rows: Sequence[Recorded]) -> dict[str, Any]:
    """This function will store new rows of one kind, give each its id, and return the change that notes them."""
    model = type(rows[0])
    columns = model._meta.concrete_fields
    check_batch(model, rows)
    ids = _new_ids(model, len(rows))
    for row, pk in zip(rows, ids, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias
    names = ", ".join(_quoted(str(column.column)) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*(_prepared(c, rows) for c in columns), strict=True)))
    noted = [column.attname for column in columns if not column.primary_key]
    return {"table": model._meta.label_lower, "op": "create", "ids": ids, "new": _noted(rows, noted)}


def change(pairs: Sequence[tuple[M, Mapping[str, Any]]]) -> dict[str, Any] | None:
    """This function will set columns of rows and return the change that notes it; None where nothing changed.

    Pairs are a row and its new values. Raises Conflict where a row is no longer at its version, BadInput
    for a text that is too long.
    """
    first, wanted = pairs[0]
    names = [first._meta.get_field(name).attname for name in wanted]  # type: ignore[union-attr]
    changed: list[M] = []
    olds: list[list[Any]] = []
    for row, values in pairs:
        if values.keys() != wanted.keys():
            raise ValueError("a batch sets the same columns in all rows")
        check_lengths(type(row), values)
        old = [getattr(row, name) for name in names]
        for name, value in values.items():
            setattr(row, name, value)
        if row.SECRET & values.keys() or old != [getattr(row, name) for name in names]:
            changed.append(row)
            olds.append(old)
    if not changed:
        return None
    before = _pack(dict(zip(names, map(list, zip(*olds, strict=True)), strict=True)), _secrets(first))
    if _update(changed, names) != len(changed):
        raise overtaken()
    ids, label = [row.pk for row in changed], first._meta.label_lower
    return {"table": label, "op": "change", "ids": ids, "old": before, "new": _noted(changed, names)}


def _update(rows: Sequence[Recorded], names: Sequence[str]) -> int:
    """Store the named columns of the rows that are still at their version, and say how many were."""
    model = type(rows[0])
    columns: list[Any] = [model._meta.get_field(name) for name in names]
    sets = ", ".join(f"{_quoted(column.column)} = %s" for column in columns)
    statement = (
        f"UPDATE {_quoted(model._meta.db_table)} SET {sets}, version = version + 1"  # noqa: S608
        " WHERE id = %s AND version = %s"
    )
    values = [_prepared(column, rows) for column in columns]
    keys = [[row.pk for row in rows], [row.version for row in rows]]
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*values, *keys, strict=True)))
        found = int(cursor.rowcount)
    for row in rows:
        row.version += 1
    return found


def _noted(rows: Sequence[Recorded], names: Iterable[str]) -> dict[str, Any]:
    return _pack({name: list(map(attrgetter(name), rows)) for name in names}, _secrets(rows[0]))


def _secrets(row: Recorded) -> set[str]:
    return {row._meta.get_field(name).attname for name in row.SECRET}  # type: ignore[union-attr]


def _pack(values: Mapping[str, list[Any]], secrets: set[str]) -> dict[str, Any]:
    """Pack columns of values, one value a row; of a secret only the name is noted."""
    same: dict[str, Any] = {}
    varying: dict[str, list[Any]] = {}
    for name, raw in values.items():
        if name in secrets:
            same[name] = "***"
        elif _is_one(raw):
            same[name] = jsonable(raw[0])
        else:
            varying[name] = raw if set(map(type, raw)) <= _JSON else _each_once(jsonable, raw)
    by_row = [list(row) for row in zip(*varying.values(), strict=True)]
    return {"same": same, "columns": list(varying), "rows": by_row}


def unpack(packed: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """This function will give the values of each of `count` rows as the change of a single row holds them.

    Raises KeyError, TypeError or ValueError where they are not packed as `pack` does it.
    """
    same, columns = dict(packed["same"]), packed["columns"]
    rows = packed["rows"] if columns else [[]] * count
    if len(rows) != count:
        raise ValueError(f"{len(rows)} rows for {count} ids")
    for row in rows:
        yield {**same, **dict(zip(columns, row, strict=True))}


def is_batch(change: dict[str, Any]) -> bool:
    """This function will tell whether a change notes many rows."""
    return "table" in change


def size_of(change: dict[str, Any]) -> int:
    """This function will give how many records a change notes."""
    return len(change["ids"]) if is_batch(change) else 1


def singles(changes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """This function will give every change as changes of single records, in order. Raises as `unpack` does."""
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


def runs_of(changes: Iterable[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """This function will give the records of batches as runs (table, first, last), none across two blocks."""
    runs: list[tuple[str, int, int]] = []
    for table, pk in sorted({(change["table"], pk) for change in changes for pk in change["ids"]}):
        if runs and runs[-1][0] == table and pk == runs[-1][2] + 1 and pk % BLOCK:
            runs[-1] = (table, runs[-1][1], pk)
        else:
            runs.append((table, pk, pk))
    return runs


def _is_one(values: list[Any]) -> bool:
    first = values[0]
    kind = type(first)
    return all(value is first or (type(value) is kind and value == first) for value in values)


def _prepared(column: "models.Field[Any, Any]", rows: Sequence[Recorded]) -> list[Any]:
    """Give a column's values as the database takes them."""
    # Asked for once: the proxy looks it up anew for every use.
    database = connections[DEFAULT_DB_ALIAS]
    values = list(map(attrgetter(column.attname), rows))
    if set(map(type, values)) <= _as_they_are(column):
        return values
    return _each_once(lambda value: column.get_db_prep_save(value, database), values)


# What JSON takes as it is. Dicts and lists are values of JSON columns: what those hold is plain already.
_JSON = frozenset({int, str, bool, dict, list, type(None)})


def _as_they_are(column: "models.Field[Any, Any]") -> frozenset[type]:
    """Give the types whose values a database takes as they are; most values of most columns are such."""
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    if isinstance(column, models.IntegerField):
        return frozenset({int, type(None)})
    if isinstance(column, models.CharField | models.TextField):
        return frozenset({str, type(None)})
    return frozenset({bool, type(None)}) if isinstance(column, models.BooleanField) else frozenset()


def _each_once(convert: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    """Convert values of one column, each different one once; what has no hash counts by its identity."""
    known: dict[Any, Any] = {}
    converted = []
    for value in values:
        kind = type(value)
        key = id(value) if kind is dict or kind is list else value
        if key not in known:
            known[key] = convert(value)
        converted.append(known[key])
    return converted


def _new_ids(model: type[Recorded], count: int) -> list[int]:
    """Reserve ids as the database would give them; on SQLite the act already holds the one write lock."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [_quoted(table), count],
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        given = cursor.fetchone()
    last = int(given[0]) if given else 0
    return list(range(last + 1, last + count + 1))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
