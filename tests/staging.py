"""What many tests begin with is done once by its acts; in the next test the rows that came of it are put back.

Only where the same would come of it: the same builder with the same words, on the same chains and the same numbers.
"""

import copy
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from hashlib import blake2b
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.db import connection, models, transaction

P = ParamSpec("P")
R = TypeVar("R")
# The last number given in each table; a row as the database writes it, by table and key.
Numbers = dict[str, int]
Rows = dict[tuple[str, Any], Any]
# So many beginnings are kept in one process; the suite has some hundred.
MOST = 600
MOST_ROWS = 5_000
# Seconds below which the acts are done again: rows take about a hundredth to put back.
WORTH = 0.02


@dataclass(frozen=True)
class _Put:
    """What a beginning left: rows to take away, rows to put in, the numbers reached, and what it gave."""

    went: tuple[tuple[str, Any], ...]
    came: tuple[tuple[str, Any], ...]
    numbers: Numbers
    result: Any


_kept: dict[bytes, _Put] = {}
_is_worth: dict[bytes, bool] = {}
_IS_OPEN = [True]


def staged(build: Callable[P, R]) -> Callable[P, R]:
    """Make a builder of a beginning put its rows back where it has been done on the same ground before."""

    @wraps(build)
    def put(*args: P.args, **kwargs: P.kwargs) -> R:
        if not _IS_OPEN[0]:
            return build(*args, **kwargs)
        numbers = _numbers()
        told = (build.__module__, build.__qualname__, _told((args, kwargs)), _ground(numbers))
        # A key of its own would hold uploads and every table's number, once a test.
        key = blake2b(repr(told).encode(), digest_size=20).digest()
        if key in _kept:
            _put_back(_kept[key])
            result: R = copy.deepcopy(_kept[key].result)
            return result
        if not _is_worth.get(key):
            # The first time nobody knows whether it will be asked again, and what is quick is quicker done.
            began = time.perf_counter()
            result = build(*args, **kwargs)
            _is_worth[key] = time.perf_counter() - began > WORTH
            return result
        before = _rows()
        result = build(*args, **kwargs)
        kept = _difference(before, _rows(), numbers, result)
        if len(_kept) < MOST and len(kept.came) <= MOST_ROWS:
            _kept[key] = kept
        return result

    return put


def keep(is_open: bool) -> None:
    """Let beginnings be kept and put back, or not: a test that puts something else in the program's place."""
    _IS_OPEN[0] = is_open


def begin_numbers_anew() -> None:
    """Let an empty database count from one again, as SQLite does by itself when a test is rolled back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval({_SEQUENCE}, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"
            )


def _told(value: Any) -> Any:
    if isinstance(value, models.Model):
        return (value._meta.label, value.pk)
    if isinstance(value, dict):
        return tuple((name, _told(one)) for name, one in sorted(value.items()))
    if isinstance(value, list | tuple):
        return tuple(_told(one) for one in value)
    return repr(value)


def _ground(numbers: Numbers) -> Any:
    """Tell what the builder stands on: the head of each chain, the last number of each table, settings."""
    heads = _ask("SELECT id, seq, head FROM journal_chain ORDER BY id")
    return (tuple(heads), tuple(sorted(numbers.items())), str(settings.FILES_DIR), tuple(_overridden()))


def _overridden() -> Iterator[str]:
    """Tell what a test has set otherwise."""
    held = settings._wrapped
    while isinstance(held, UserSettingsHolder):
        yield repr(sorted((name, value) for name, value in vars(held).items() if name.isupper()))
        held = held.default_settings


def _difference(before: Rows, after: Rows, numbers: Numbers, result: Any) -> _Put:
    changed = {key for key, row in after.items() if key in before and before[key] != row}
    went = tuple(key for key in before if key in changed or key not in after)
    came = tuple((key[0], row) for key, row in after.items() if key in changed or key not in before)
    reached = {name: last for name, last in _numbers().items() if numbers.get(name) != last}
    return _Put(went, came, reached, copy.deepcopy(result))


@transaction.atomic
def _put_back(put: _Put) -> None:
    if connection.vendor == "sqlite":
        _ask("PRAGMA defer_foreign_keys = ON")
    for table, keys in _by_table(put.went).items():
        _take_out(table, keys)
    for table, rows in _by_table(put.came).items():
        _put_in(table, rows)
    _count_from(put.numbers)


def _by_table(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for table, one in pairs:
        found.setdefault(table, []).append(one)
    return found


# ---- how each database writes a row and counts ----

_SEQUENCE = "format('%I.%I', schemaname, sequencename)::regclass"


@cache
def _tables() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give key and columns of each table; an index of words is none: its own triggers keep it."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.pk is not None:
            columns = tuple(str(one.column) for one in meta.concrete_fields)
            found[meta.db_table] = (str(meta.pk.column), columns)
    return found


def _ask(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    # Past Django, which would count the question among those of the test.
    connection.ensure_connection()
    cursor = connection.connection.execute(sql, values)
    return list(cursor.fetchall()) if cursor.description else []


def _numbers() -> Numbers:
    if connection.vendor == "sqlite":
        return dict(_ask("SELECT name, seq FROM sqlite_sequence"))
    return dict(_ask("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"))


def _count_from(numbers: Numbers) -> None:
    for name, last in numbers.items():
        if connection.vendor == "sqlite":
            _ask("DELETE FROM sqlite_sequence WHERE name = ?", [name])
            _ask("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, last])
    if connection.vendor == "postgresql" and numbers:
        names = list(numbers)
        told = "SELECT setval(quote_ident(name)::regclass, last) FROM unnest(%s::text[], %s::bigint[]) AS n(name, last)"
        _ask(told, [names, list(numbers.values())])


def _rows() -> Rows:
    found: Rows = {}
    for name, (key, columns) in _tables().items():
        if connection.vendor == "sqlite":
            # The plus keeps a value as it is stored: without it dates and the like become objects.
            asked = ", ".join(f'+"{column}"' for column in columns)
            rows = _ask(f'SELECT "{key}", {asked} FROM "{name}"')
            found |= {(name, row[0]): row[1:] for row in rows}
        else:
            rows = _ask(f'SELECT "{key}"::text, t::text FROM "{name}" AS t')
            found |= {(name, row[0]): row[1] for row in rows}
    return found


def _take_out(table: str, keys: list[Any]) -> None:
    key, _columns = _tables()[table]
    if connection.vendor == "sqlite":
        for one in keys:
            _ask(f'DELETE FROM "{table}" WHERE "{key}" = ?', [one])
    else:
        _ask(f'DELETE FROM "{table}" WHERE "{key}"::text = ANY(%s)', [keys])


def _put_in(table: str, rows: list[Any]) -> None:
    _key, columns = _tables()[table]
    if connection.vendor == "sqlite":
        names, places = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)
    else:
        _ask(f'INSERT INTO "{table}" SELECT (row::"{table}").* FROM unnest(%s::text[]) AS row', [rows])
