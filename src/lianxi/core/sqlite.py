"""Which SQLite library this process runs, and how it may keep its journal.

SQLite 3.7.0–3.51.2 can lose committed writes in WAL mode: one process checkpoints while another writes, and a later
checkpoint leaves committed pages out ("WAL-reset", published 2026-03-03; fixed in 3.51.3, carried back to 3.50.7 and
3.44.6). Interpreters mostly bring such a library, so a fixed one is put in its place where one is installed
(`pysqlite3`); where none is, the journal is kept in the older mode that has no such fault.
"""

import importlib
import sys
from typing import Any, Final

Version = tuple[int, int, int]

AFFECTED: Final[tuple[tuple[Version, Version], ...]] = (
    ((3, 7, 0), (3, 44, 5)),
    ((3, 45, 0), (3, 50, 6)),
    ((3, 51, 0), (3, 51, 2)),
)
FIXED_LIBRARY: Final = "pysqlite3"
WAL, DELETE = "wal", "delete"


def may_lose_writes(version: tuple[int, ...]) -> bool:
    """Tell whether a library of this version can lose committed writes in WAL mode."""
    return any(first <= version[:3] <= last for first, last in AFFECTED)


def take_fixed_library() -> None:
    """Put the fixed library in the place of the interpreter's, for every later `import sqlite3`.

    Nothing happens where none is installed, or the installed one is affected itself.
    """
    try:
        fixed: Any = importlib.import_module(f"{FIXED_LIBRARY}.dbapi2")
    except ImportError:
        return
    if not may_lose_writes(fixed.sqlite_version_info):
        sys.modules["sqlite3"] = importlib.import_module(FIXED_LIBRARY)
        sys.modules["sqlite3.dbapi2"] = fixed


def running_version() -> Version:
    """Return the version of the library that this process runs."""
    from sqlite3 import dbapi2

    first, second, third = dbapi2.sqlite_version_info
    return first, second, third


def journal_mode() -> str:
    """Return the mode in which this process must keep a database: `wal`, or `delete` with an affected library."""
    return DELETE if may_lose_writes(running_version()) else WAL


def library_sentence(mode: str) -> str:
    """Say which library runs in which mode, and where it falls short, what to do."""
    version = ".".join(map(str, running_version()))
    told = f"SQLite {version}，日志模式 {mode.upper()}，synchronous=FULL"
    if not may_lose_writes(running_version()):
        return told
    return (
        f"{told}：这一版本在 WAL 模式下可能丢失已提交的写入，因此不用 WAL（读写会互相等待，人多时较慢）。"
        f"请安装 {FIXED_LIBRARY}（requirements/sqlite.txt），或改用 PostgreSQL"
    )
