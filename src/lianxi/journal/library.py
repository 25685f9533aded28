"""The database library under the journal: asserted at every connection, told by `doctor`."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from lianxi.core.doctor import Sign
from lianxi.core.refusals import Told
from lianxi.core.sqlite import WAL, journal_mode, library_sentence, may_lose_writes, running_version


class UnsafeDatabase(Told):
    """The database is in a mode in which this library can lose committed writes; nothing may be written."""


def require_safe_mode(connection: Any, **_given: Any) -> None:
    """Refuse a new connection to a database in WAL mode where the library can lose writes.

    Raises UnsafeDatabase with a sentence. Called for every connection that Django opens.
    """
    if connection.vendor != "sqlite":
        return
    if _mode(connection) == WAL and may_lose_writes(running_version()):
        connection.close()
        raise UnsafeDatabase(
            f"{library_sentence(WAL)}。数据库还在 WAL 模式，另有程序开着它：请先停止所有正在使用这个数据库的程序，再启动。"
        )


def _mode(open_connection: Any) -> str:
    with open_connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        return str(cursor.fetchone()[0])


def database_sign() -> Sign:
    """Say which database runs in which mode, and whether it keeps what it acknowledged."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return Sign(True, f"PostgreSQL {cursor.fetchone()[0]}")
    mode = _mode(connection)
    return Sign(mode == "memory" or mode == journal_mode() == WAL, library_sentence(mode))


def look_at_database(_today: date) -> Iterator[Sign]:
    """Give the sign of the database to `doctor`."""
    yield database_sign()
