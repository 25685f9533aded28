"""The newest rows of one employer, stream by stream."""

from dataclasses import dataclass
from typing import Any

from lianxi.surveillance.rules.streams import STREAMS, Stream
from lianxi.surveillance.store import open_store, rows_of
from lianxi.tables.engine import Connection


@dataclass(frozen=True, slots=True)
class Newest:
    """One stream of an employer: how many rows are in force, and the newest of them by column name."""

    stream: Stream
    count: int
    rows: list[dict[str, Any]]


def list_newest(conference_id: int, employer: str, most: int) -> list[Newest]:
    """Read the newest rows of an employer in every stream, at most so many of each."""
    with open_store(conference_id, memory="512MiB") as con:
        return [
            Newest(one, _count(con, name, employer), rows_of(con, name, employer, limit=most))
            for name, one in STREAMS.items()
        ]


def _count(con: Connection, stream: str, employer: str) -> int:
    found = con.execute(f"SELECT count(*) FROM {stream} WHERE employer = ?", [employer]).fetchall()
    return int(found[0][0])
