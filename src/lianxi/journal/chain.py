"""The chain's arithmetic, free of the database: what is hashed, and what a re-reading finds wrong."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from lianxi.core.canonical import digest

GENESIS = "0" * 64


class Link(Protocol):
    """What `broken_links` needs of a stored entry."""

    seq: int
    body: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Something wrong at `seq` (0 where no entry is known).

    `kind` is changed, removed, reordered, columns, head, touch, notice, row or file; `record` names the row
    that does not hold, where one is meant.
    """

    chain: int
    seq: int
    kind: str
    message: str
    record: str = ""


def link_hash(prev: str, body: str) -> str:
    """Return the hash that binds a body to its predecessor: SHA-256 over both.

    The body holds its own number, so an entry put at another place is told from a changed one.
    """
    return digest(f"{prev}\n{body}")


def _own_number(body: str) -> int | None:
    try:
        number = json.loads(body)["seq"]
    except (ValueError, KeyError, TypeError):
        return None
    return number if isinstance(number, int) else None


def broken_links(chain: int, links: Iterable[Link], head: tuple[int, str] | None) -> Iterator[Break]:
    """Walk a chain in order of seq and report every link that does not hold.

    `head` is the stored (seq, hash) of the last entry, None where its row is gone. Reports: a missing
    number as removed, a body that does not hash to its stored hash as changed, an entry whose own number is
    not its place, or whose predecessor is not the one before it, as reordered; a chain shorter than its head
    as removed; a head that is gone, or is not the last entry, as head.
    """
    expected = 1
    prev: str | None = GENESIS
    for link in links:
        while expected < link.seq:
            yield Break(chain, expected, "removed", f"第 {expected} 条不见了。")
            expected += 1
            prev = link.prev_hash
        own = _own_number(link.body)
        if link_hash(link.prev_hash, link.body) != link.hash:
            yield Break(chain, link.seq, "changed", f"第 {link.seq} 条的内容被改动过。")
        elif own != link.seq:
            yield Break(chain, link.seq, "reordered", f"第 {link.seq} 条的位置上是原来的第 {own} 条。")
        elif prev is not None and link.prev_hash != prev:
            yield Break(chain, link.seq, "reordered", f"第 {link.seq} 条与前一条接不上：前一条被替换过。")
        # After a misplaced entry the next one's predecessor is unknown; it is not blamed for that.
        expected, prev = link.seq + 1, link.hash if own == link.seq else None
    yield from _wrong_head(chain, expected - 1, prev, head)


def _wrong_head(chain: int, last: int, prev: str | None, head: tuple[int, str] | None) -> Iterator[Break]:
    if head is None:
        yield Break(chain, last, "head", f"链头不见了（日志到第 {last} 条）。")
        return
    head_seq, head_hash = head
    for seq in range(last + 1, head_seq + 1):
        yield Break(chain, seq, "removed", f"第 {seq} 条不见了（末尾被截去）。")
    if head_seq < last:
        yield Break(chain, last, "head", f"链头停在第 {head_seq} 条，日志却到第 {last} 条。")
    elif head_seq == last and prev is not None and head_hash != (prev if last else ""):
        yield Break(chain, last, "head", "链头与最后一条对不上。")
