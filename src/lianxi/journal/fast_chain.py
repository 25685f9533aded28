"""The quick reading of a chain: hashes over bytes as they are stored, on all cores; what is wrong the slow reading tells.

An entry's own number is found in its text without taking it apart: `seq` and `subject` are the last two names of the
canonical form, and inside a JSON string no quotation mark stands unescaped.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Min

from lianxi.journal.chain import GENESIS
from lianxi.journal.models import Chain, Entry
from lianxi.journal.spreading import spread

# Entries of one reading; fewer are not worth another process.
PIECE = 250_000
ROWS = 2_000
_SUBJECT, _SEQ = b',"subject":', b',"seq":%d'


class Stretch(NamedTuple):
    """What consecutive entries of a chain were read as: the first number, its predecessor, the last number, its hash."""

    first: int
    prev: bytes
    seq: int
    last: bytes


_COLUMNS = "SELECT chain_id, seq, prev_hash, hash, body FROM journal_entry "
_BY_KEY = _COLUMNS + "WHERE id BETWEEN %s AND %s ORDER BY id"
_BY_NUMBER = _COLUMNS + "WHERE chain_id = %s AND seq BETWEEN %s AND %s ORDER BY seq"

Row = tuple[int, int, bytes, bytes, bytes]


class Walked(NamedTuple):
    """What was read of some entries: each chain's stretch, None where it does not hold; the last number after a limit."""

    stretches: dict[int, Stretch | None]
    beyond: dict[int, int]


def walk(rows: Iterable[Row], limits: Mapping[int, int]) -> Walked:
    """Read entries (chain, seq, prev, hash, body), many chains mixed, each in its order.

    Those after a chain's limit are not looked at: they may have been written since its head was read.
    """
    first: dict[int, tuple[int, bytes]] = {}
    at: dict[int, tuple[int, bytes]] = {}
    beyond: dict[int, int] = {}
    broken: set[int] = set()
    for chain, seq, prev, said, body in rows:
        if seq > limits.get(chain, seq):
            beyond[chain] = max(seq, beyond.get(chain, 0))
            continue
        before = at.get(chain)
        if before is None:
            first[chain] = seq, prev
        elif seq != before[0] or prev != before[1]:
            broken.add(chain)
        if sha256(prev + b"\n" + body).hexdigest().encode() != said or not body.endswith(
            _SEQ % seq, 0, max(body.rfind(_SUBJECT), 0)
        ):
            broken.add(chain)
        at[chain] = seq + 1, said
    found = {
        chain: None if chain in broken else Stretch(*first[chain], following - 1, said)
        for chain, (following, said) in at.items()
    }
    return Walked(found, beyond)


class Piece(NamedTuple):
    """Entries by their keys, those of all chains as they were written; or by their numbers in one chain."""

    chain: int | None
    first: int
    last: int


def _rows(piece: Piece) -> Iterator[Row]:
    query = _BY_KEY if piece.chain is None else _BY_NUMBER
    bounds = (piece.first, piece.last) if piece.chain is None else piece
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        raw: Any = connection.connection
        cursor = raw.cursor()
        cursor.row_factory = None
        for column in ("prev_hash", "hash", "body"):
            query = query.replace(f", {column}", f", CAST({column} AS BLOB)")
        cursor.execute(query.replace("%s", "?"), bounds)
        while some := cursor.fetchmany(ROWS):
            yield from some
        cursor.close()
        return
    with connection.chunked_cursor() as server:
        server.execute(query, bounds)
        while some := server.fetchmany(ROWS):
            yield from (
                (chain, seq, prev.encode(), said.encode(), body.encode())
                for chain, seq, prev, said, body in some
            )


def read_piece(limits: Mapping[int, int], piece: Piece) -> Walked:
    """Read a piece of the journal from the database."""
    return walk(_rows(piece), limits)


def is_whole(chain: int, head: tuple[int, str] | None) -> bool:
    """Tell whether a chain holds from its first entry to its head, and has no other entries."""
    return head is not None and chain in whole_chains({chain: head}, only=chain)


def whole_chains(heads: Mapping[int, tuple[int, str]], only: int | None = None) -> set[int]:
    """Name the chains that hold from the first entry to the head (number, hash), and have no other entries.

    All chains are read in the order in which their entries were written, whose keys grow with the numbers within
    each: in the order of the chains every page of the database would be fetched once for each chain on it.
    A chain whose keys do not grow with its numbers is none that an act wrote, and is left to the slow reading.
    People go on working meanwhile: entries after the given head are well where the head has followed them.
    """
    limits = {chain: seq for chain, (seq, _) in heads.items()}
    pieces = list(_pieces(only))
    found = dict(spread(partial(read_piece, limits), pieces, is_large=len(pieces) > 1))
    read: dict[int, list[Stretch | None]] = {}
    beyond: dict[int, int] = {}
    for piece in pieces:
        for chain, stretch in found[piece].stretches.items():
            read.setdefault(chain, []).append(stretch)
        beyond |= found[piece].beyond
    ahead = outrun(beyond)
    return {
        chain for chain, head in heads.items() if chain not in ahead and _joins(read.get(chain, []), head)
    }


def outrun(beyond: Mapping[int, int]) -> set[int]:
    """Name the chains that have an entry of such a number which no head has followed."""
    if not beyond:
        return set()
    now = dict(Chain.objects.filter(pk__in=list(beyond)).values_list("pk", "seq"))
    return {chain for chain, seq in beyond.items() if seq > now.get(chain, 0)}


def _pieces(only: int | None) -> Iterator[Piece]:
    """Cut the journal, or one chain, into pieces of at most `PIECE` entries, each beginning where one is found."""
    key = "pk" if only is None else "seq"
    entries = Entry.objects.order_by() if only is None else Entry.objects.filter(chain_id=only).order_by()
    at = entries.aggregate(at=Min(key))["at"]
    while at is not None:
        yield Piece(only, at, at + PIECE - 1)
        at = entries.filter(**{f"{key}__gte": at + PIECE}).aggregate(at=Min(key))["at"]


def _joins(stretches: Iterable[Stretch | None], head: tuple[int, str]) -> bool:
    """Tell whether the stretches of a chain follow each other from the beginning of all chains to its head."""
    at, before = 1, GENESIS.encode()
    for one in stretches:
        if one is None or (one.first, one.prev) != (at, before):
            return False
        at, before = one.seq + 1, one.last
    seq, said = head
    return at == seq + 1 and (before == said.encode() if seq else said == "")
