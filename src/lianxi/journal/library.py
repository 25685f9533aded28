"""The database library under the journal: asserted at every connection, told by `doctor`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from lianxi.core.doctor import Sign
from lianxi.core.refusals import Told
from lianxi.core.sqlite import WAL, journal_mode, library_sentence, may_lose_writes, running_version
from lianxi.core.words import moment_text
from lianxi.journal.chain import Break
from lianxi.journal.clock import has_jumped, known_moment


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


def look_at_clock(_today: date) -> Iterator[Sign]:
    """Say whether the clock ran on since the worker last looked, and whether somebody has to vouch for it."""
    now, known = timezone.now(), known_moment()
    if known is None:
        yield Sign(True, "后台程序还没有运行过，时钟没有可比的时刻")
    elif has_jumped(now):
        told = f"本机时钟比上次可靠的时刻（{moment_text(known)}）晚了一天以上，暂停办理"
        yield Sign(False, f"{told}：核对时钟，确实无误的运行 lianxi clock confirm")
    else:
        yield Sign(True, f"本机时钟与后台程序上次所见（{moment_text(known)}）相接")


def look_at_modes(_today: date) -> Iterator[Sign]:
    """Say whether other accounts of the machine can reach the data, the keys or the backups."""
    for folder in sorted({Path(settings.DATA_DIR), Path(settings.BACKUP_DIR)}):
        if not folder.exists():
            continue
        # Nobody reaches what lies in a folder that is closed to them.
        open_to_others = folder.stat().st_mode & 0o077
        told = f"{folder} 只有本账户能进入"
        how = f"本机其他账户能进入 {folder}：请运行 chmod -R go-rwx {folder}"
        yield Sign(not open_to_others, how if open_to_others else told)


def can_verify_database() -> bool:
    """Tell whether the database can check its own pages: SQLite always, PostgreSQL with amcheck installed."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'")
        return bool(cursor.fetchone()[0])


def verify_database() -> Iterator[Break]:
    """Ask the database whether its own pages hold: SQLite's integrity check; PostgreSQL's amcheck where it is installed."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check(20)")
            for (said,) in cursor.fetchall():
                if said != "ok":
                    yield Break(0, 0, "file", f"数据库文件不完整：{said}。请从备份恢复。")
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, parent, _key in cursor.fetchmany(20):
                yield Break(0, 0, "row", f"{table} 的第 {row} 行指向 {parent} 里没有的一行。")
            return
        if can_verify_database():
            cursor.execute(
                "SELECT bt_index_check(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                " JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relpersistence = 'p'"
                " AND c.relnamespace = current_schema()::regnamespace AND i.indisvalid"
            )
