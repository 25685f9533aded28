"""The quick reading of a chain: hashes over bytes as they are stored, on all cores; what is wrong the slow reading tells.

An entry's own number is found in its text without taking it apart: `seq` and `subject` are the last two names of the
canonical form, and inside a JSON string no quotation mark stands unescaped.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count

from lianxi.journal.chain import GENESIS
from lianxi.journal.models import Entry
from lianxi.journal.spreading import spread

# Entries of one reading; fewer are not worth another process.
PIECE = 250_000
ROWS = 2_000
_SUBJECT, _SEQ = b',"subject":', b',"seq":%d'


class Stretch(NamedTuple):
    """What a piece of a chain was read as: the predecessor of its first entry, its last number and hash."""

    prev: bytes
    seq: int
    last: bytes


def walk(rows: Iterable[tuple[int, bytes, bytes, bytes]], first: int) -> Stretch | None:
    """Read entries (seq, prev, hash, body) from a number on; None where one does not hold or none is there."""
    expected, begun, before = first, b"", b""
    for seq, prev, said, body in rows:
        if seq != expected or (before and prev != before):
            return None
        if sha256(prev + b"\n" + body).hexdigest().encode() != said:
            return None
        if not body.endswith(_SEQ % seq, 0, max(body.rfind(_SUBJECT), 0)):
            return None
        begun, before, expected = begun or prev, said, expected + 1
    return Stretch(begun, expected - 1, before) if before else None


def _rows(chain: int, first: int, last: int) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    query = (
        "SELECT seq, prev_hash, hash, body FROM journal_entry"
        " WHERE chain_id = {0} AND seq BETWEEN {0} AND {0} ORDER BY seq"
    )
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        raw: Any = connection.connection
        cursor = raw.cursor()
        cursor.row_factory = None
        whole = query.replace("body", "CAST(body AS BLOB)").replace(
            "prev_hash, hash", "CAST(prev_hash AS BLOB), CAST(hash AS BLOB)"
        )
        cursor.execute(whole.format("?"), (chain, first, last))
        while some := cursor.fetchmany(ROWS):
            yield from some
        cursor.close()
        return
    with connection.chunked_cursor() as server:
        server.execute(query.format("%s"), [chain, first, last])
        while some := server.fetchmany(ROWS):
            yield from ((seq, prev.encode(), said.encode(), body.encode()) for seq, prev, said, body in some)


Piece = tuple[int, int, int]


def read_pieces(pieces: tuple[Piece, ...]) -> list[Stretch | None]:
    """Read pieces (chain, first, last) of chains from the database."""
    return [walk(_rows(chain, first, last), first) for chain, first, last in pieces]


def is_whole(chain: int, head: tuple[int, str] | None) -> bool:
    """Tell whether a chain holds from its first entry to its head, and has no other entries."""
    return chain in whole_chains({chain: head} if head is not None else {})


def whole_chains(heads: Mapping[int, tuple[int, str]]) -> set[int]:
    """Name the chains that hold from the first entry to the head (number, hash), and have no other entries."""
    counted = (
        Entry.objects.filter(chain_id__in=heads).order_by().values_list("chain_id").annotate(n=Count("pk"))
    )
    counts = dict(counted.values_list("chain_id", "n"))
    same = {chain: seq for chain, (seq, _) in heads.items() if counts.get(chain, 0) == seq}
    pieces = [
        (chain, first, min(first + PIECE - 1, seq))
        for chain, seq in same.items()
        for first in range(1, seq + 1, PIECE)
    ]
    found: dict[Piece, Stretch | None] = {}
    for task, read in spread(read_pieces, _tasks(pieces), is_large=sum(same.values()) > PIECE):
        found |= dict(zip(task, read, strict=True))
    return {chain for chain in same if _joins(chain, heads[chain], found)}


def _tasks(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Put short pieces together, so that each task is worth its way to another process."""
    tasks: list[tuple[Piece, ...]] = []
    some: list[Piece] = []
    for piece in pieces:
        some.append(piece)
        if sum(last - first + 1 for _, first, last in some) >= PIECE:
            tasks.append(tuple(some))
            some = []
    return [*tasks, tuple(some)] if some else tasks


def _joins(chain: int, head: tuple[int, str], found: Mapping[Piece, Stretch | None]) -> bool:
    """Tell whether the pieces of a chain follow each other from the beginning of all chains to its head."""
    seq, said = head
    if not seq:
        return said == ""
    before = GENESIS.encode()
    for first in range(1, seq + 1, PIECE):
        last = min(first + PIECE - 1, seq)
        read = found[chain, first, last]
        if read is None or read.prev != before or read.seq != last:
            return False
        before = read.last
    return before == said.encode()
