"""The engine that reads tables: DuckDB in memory, bounded, and the writing of its literals."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

# Who only hands a connection on names it so: the engine is loaded when a table is read, not with the pages.
Connection: TypeAlias = "DuckDBPyConnection"
Relation: TypeAlias = "DuckDBPyRelation"

MEMORY = "2GiB"


def connect(*, memory: str = MEMORY, threads: int | None = None, spill: Path | None = None) -> Connection:
    """Open DuckDB in memory, bounded: `memory` as DuckDB writes it, spilling to disk beyond.

    It may read and write files but loads no extension from elsewhere.
    """
    import duckdb

    con = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    folder = spill or Path(tempfile.gettempdir()) / f"lianxi-spill-{os.getpid()}"
    con.execute(f"SET memory_limit = '{memory}'")
    con.execute(f"SET temp_directory = {quoted(str(folder))}")
    if threads:
        con.execute(f"SET threads = {int(threads)}")
    return con


def quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
