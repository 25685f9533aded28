"""How many rows of a table reach the database at once; only batches of an Act call what writes here.

SQLite takes one prepared statement with all values, PostgreSQL a COPY or one UPDATE from arrays.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from lianxi.journal.packing import each_once
from lianxi.journal.recorded import Recorded

_NONE = type(None)


def store(model: type[Recorded], values: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows: values by column name (attname), all columns of the table."""
    columns = model._meta.concrete_fields
    names = ", ".join(_quoted(str(column.column)) for column in columns)
    rows = zip(*(_prepared(column, values[column.attname]) for column in columns), strict=True)
    table = _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608


def update(
    model: type[Recorded],
    keys: Sequence[tuple[int, int]],
    values: Mapping[str, Sequence[Any]],
) -> int:
    """Set columns of the rows (id, version) that are still at their version.

    It raises each one's version and gives how many rows were found.
    """
    columns: list[Any] = [model._meta.get_field(name) for name in values]
    prepared: list[Any] = [list(_prepared(column, values[column.attname])) for column in columns]
    ids, versions = (list(numbers) for numbers in zip(*keys, strict=True))
    table, names = _quoted(model._meta.db_table), [_quoted(column.column) for column in columns]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(map(_setting, columns, names))
            taken = [_as_array(column, made) for column, made in zip(columns, prepared, strict=True)]
            arrays = ", ".join([*(text for text, _ in taken), "unnest(%s::bigint[])", "unnest(%s::bigint[])"])
            cursor.execute(
                f"UPDATE {table} AS old SET {sets}, version = old.version + 1"  # noqa: S608
                f" FROM ROWS FROM ({arrays}) AS new ({', '.join(names)}, own_id, own_version)"
                " WHERE old.id = new.own_id AND old.version = new.own_version",
                [*(array for _, array in taken), ids, versions],
            )
        else:
            sets = ", ".join(f"{name} = %s" for name in names)
            cursor.executemany(
                f"UPDATE {table} SET {sets}, version = version + 1"  # noqa: S608
                " WHERE id = %s AND version = %s",
                list(zip(*prepared, ids, versions, strict=True)),
            )
        return int(cursor.rowcount)


def _as_array(column: "models.Field[Any, Any]", values: list[Any]) -> tuple[str, Any]:
    """Give a column's values as one parameter of PostgreSQL and the expression that takes it row by row."""
    if not isinstance(column, models.JSONField):
        return f"unnest(%s::{column.db_type(connection)}[])", values
    # One JSON text: an array of texts would be escaped character by character.
    return "jsonb_array_elements(%s::jsonb)", f"[{','.join(value or 'null' for value in values)}]"


def _setting(column: "models.Field[Any, Any]", name: str) -> str:
    new = f"new.{name}"
    return f"{name} = NULLIF({new}, 'null')" if isinstance(column, models.JSONField) else f"{name} = {new}"


def new_ids(model: type[Recorded], count: int) -> list[int]:
    """Reserve ids as the database would give them.

    On SQLite the act already holds the one write lock.
    """
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


def _prepared(column: "models.Field[Any, Any]", values: Sequence[Any]) -> Sequence[Any]:
    """Give a column's values as the database takes them; most values of most columns are such already."""
    kinds = set(map(type, values))
    if kinds <= _as_they_are(column):
        return values
    if kinds <= {date, _NONE} and type(column) is models.DateField:
        return values if connection.vendor == "postgresql" else [v.isoformat() if v else None for v in values]
    if kinds <= {datetime, _NONE} and type(column) is models.DateTimeField and _all_aware(values):
        return _moments(values)
    if isinstance(column, models.JSONField):
        write = partial(json.dumps, cls=column.encoder)
        return each_once(lambda value: None if value is None else write(value), values)
    # Asked for once: the proxy looks it up anew for every use.
    database = connections[DEFAULT_DB_ALIAS]
    return each_once(lambda value: column.get_db_prep_save(value, database), values)


def _as_they_are(column: "models.Field[Any, Any]") -> frozenset[type]:
    """Give the types whose values a database takes as they are."""
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    if isinstance(column, models.IntegerField):
        return frozenset({int, _NONE})
    if isinstance(column, models.CharField | models.TextField):
        return frozenset({str, _NONE})
    return frozenset({bool, _NONE}) if isinstance(column, models.BooleanField) else frozenset()


def _all_aware(values: Sequence[datetime | None]) -> bool:
    return all(value is None or value.tzinfo is not None for value in values)


def _moments(values: Sequence[datetime | None]) -> Sequence[Any]:
    """Give moments as the database takes them: on SQLite as text in UTC without its zone, as Django does."""
    if connection.vendor == "postgresql":
        return values
    return [value.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if value else None for value in values]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
