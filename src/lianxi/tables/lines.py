"""Making the lines of a text table even, so that one damaged line costs that line and no other.

An open quote would swallow all lines below it, mixed line ends would hide rows, a blank line would move the numbers
of those below. What needs mending is mended in a copy; how many lines were read is compared afterwards.
"""

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from lianxi.tables.cells import UNRECKONED
from lianxi.tables.numbers import INVISIBLE

BLOCK = 1 << 22
MAX_LINE = 1 << 20
QUOTE = b'"'
_BLANK = b"\r\n\t ,;|=\"'"
_WIDE = "\u3000\xa0\ufeff"
# Stands for a line that is no row. Nothing of that line is carried on: it may hold a name.
_NO_ROW = b"?\n"


@dataclass(frozen=True, slots=True)
class Census:
    """How many line ends of each kind a text has, empty lines, and lines with an odd number of quotes."""

    feeds: int = 0
    pairs: int = 0
    returns: int = 0
    blanks: int = 0
    odd: int = 0

    def __add__(self, other: "Census") -> "Census":
        return Census(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def is_mixed(self) -> bool:
        return self.returns > 0 and not self.feeds == self.pairs == self.returns


def take_census(path: Path) -> Census:
    """Count the line ends, empty lines and lines with an odd number of quotes of a file."""
    with path.open("rb") as file:
        return sum((_census(chunk) for chunk in _chunks(file)), Census())


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Give blocks of whole lines; only a line longer than any row may be cut."""
    while block := file.read(BLOCK):
        yield block if block.endswith(b"\n") else block + file.readline(MAX_LINE)


def _census(chunk: bytes) -> Census:
    # Loaded when a file is counted, not with the pages.
    import numpy as np

    returns = chunk.count(b"\r")
    held = np.frombuffer(chunk, np.uint8)
    ends = np.flatnonzero(held == ord("\n"))
    if not chunk.endswith(b"\n"):
        ends = np.append(ends, len(chunk))
    lengths = np.diff(ends, prepend=-1) - 1
    blanks = int((lengths == 0).sum())
    if returns:
        short = ends[lengths == 1]
        blanks += int((held[short - 1] == ord("\r")).sum())
    odd = 0
    if QUOTE in chunk:
        upto = np.searchsorted(np.flatnonzero(held == ord(QUOTE)), ends)
        odd = int((np.diff(upto, prepend=0) % 2).sum())
    return Census(chunk.count(b"\n"), chunk.count(b"\r\n") if returns else 0, returns, blanks, odd)


def with_one_line_end(path: Path, target: Path) -> tuple[Path, Census]:
    """Return a file whose lines all end alike: itself, or a copy with one end for all three."""
    census = take_census(path)
    if not census.is_mixed:
        return path, census
    held = b""
    with path.open("rb") as file, target.open("wb") as out:
        while (more := file.read(BLOCK)) or held:
            block = held + more
            # A pair may stand across two blocks.
            held = b"\r" if more and block.endswith(b"\r") else b""
            whole = block[: len(block) - len(held)]
            out.write(whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    return target, take_census(target)


# What may be a cell's error value, or a number as 2.02E+16, in a text.
_ODD = (b"#", b"Err:", b"E+", b"e+", UNRECKONED.encode())
_GONE = tuple(mark.encode() for mark in INVISIBLE)
_LONGEST = max(map(len, _GONE))


def without_invisible(path: Path, target: Path) -> tuple[Path, bool]:
    """Return a file without characters that show as nothing: itself, or a copy; and whether it has odd cells."""
    has_any = is_odd = False
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            has_any |= any(mark in block for mark in _GONE)
            is_odd |= any(mark in block for mark in _ODD)
            if len(block) == BLOCK:
                # A mark may stand across two blocks.
                file.seek(1 - _LONGEST, io.SEEK_CUR)
    if not has_any:
        return path, is_odd
    held = b""
    with path.open("rb") as file, target.open("wb") as out:
        while more := file.read(BLOCK):
            block = held + more
            for mark in _GONE:
                block = block.replace(mark, b"")
            held = block[1 - _LONGEST :]
            out.write(block[: len(block) - len(held)])
        out.write(held)
    return target, is_odd


def even_out(
    given: tuple[Path, Census], target: Path, delimiter: str, width: int, skip: int
) -> tuple[Path, int]:
    """Mend a table's lines: gives the file to read and the number of its last line with content.

    `width` is the number of its columns, `skip` of the lines above the data. A quote that stays open, and a line
    of more than MAX_LINE bytes, become a line with one cell, which is no row; a blank line becomes a blank row. A
    cell may still run over lines; its row counts as one line, as in a spreadsheet.
    """
    path, census = given
    if not census.odd and not census.blanks:
        return path, _last_line(path, census.feeds)
    rows, end = _Rows(delimiter, width), b"\r\n" if census.pairs else b"\n"
    no_row, blank = b"?" + end, delimiter.encode() * (width - 1) + end
    number, last = skip, 0
    with path.open("rb") as file, target.open("wb") as out:
        out.writelines(file.readline(MAX_LINE) for _ in range(skip))
        for chunk in chain(_chunks(file), [b""]):
            if chunk and not rows.held and (seen := _census(chunk)) == Census(*astuple(seen)[:3]):
                out.write(chunk)
                last = number + _last_of(chunk, seen.feeds) or last
                number += seen.feeds
                continue
            for row in rows.feed(_lines(chunk)) if chunk else rows.end():
                number += 1
                out.write(no_row if row is _NO_ROW else blank if _is_blank(row) else row)
                last = last if _is_blank(row) else number
    return target, last


def _is_blank(line: bytes) -> bool:
    left = line.strip(_BLANK)
    return not left or (left[0] > 127 and not left.decode("utf-8", "replace").strip(_WIDE))


def _last_line(path: Path, feeds: int) -> int:
    """Give the number of the last line with content of a file whose rows are lines, from its end."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - BLOCK))
        return _last_of(file.read(), feeds)


def _last_of(tail: bytes, feeds: int) -> int:
    text = tail.decode("utf-8", "replace")
    return feeds + 1 - text.count("\n", len(text.rstrip(_BLANK.decode() + _WIDE)))


def _lines(chunk: bytes) -> Iterator[bytes]:
    """Give the lines; one that is too long as a line that is no row."""
    for line in io.BytesIO(chunk):
        yield line if len(line) < MAX_LINE else _NO_ROW


class _Rows:
    """Lines fed one by one become rows, over as many lines as each takes; a line whose quote stays open is none."""

    def __init__(self, delimiter: str, width: int) -> None:
        self.delimiter, self.width = delimiter, width
        self.held: list[bytes] = []

    def feed(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        """Return the rows that end with these lines."""
        waiting = deque[bytes]()
        while line := waiting.popleft() if waiting else next(lines, b""):
            self.held.append(line)
            row = self._ended(line)
            if row is not None:
                waiting.extendleft(reversed(self.held[1:] if row is _NO_ROW else []))
                self.held = []
                yield row

    def end(self) -> Iterator[bytes]:
        """Return the rows that were waiting for a quote to close."""
        while self.held:
            below, self.held = self.held[1:], []
            yield _NO_ROW
            yield from self.feed(iter(below))

    def _ended(self, line: bytes) -> bytes | None:
        """Give the row that ends with this line, the last of those held; None while its quotes are open."""
        is_odd = line.count(QUOTE) % 2 == 1
        if len(self.held) == 1:
            return line if not is_odd or self._cells(line) is not None else None
        whole = b"".join(self.held)
        if is_odd and self._cells(whole) == self.width:
            return whole
        # It closes nothing, or is a whole row by itself: the first line's quote was never closed.
        own = self._cells(line) == self.width
        return _NO_ROW if own or len(whole) > MAX_LINE else None

    def _cells(self, row: bytes) -> int | None:
        """Count the cells of a row; None where it ends within quotes. One inside a cell is a mark of inches."""
        csv.field_size_limit(2 * MAX_LINE)
        lines = row.decode("utf-8", "replace").splitlines(keepends=True)
        try:
            return sum(len(cells) for cells in csv.reader(lines, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
