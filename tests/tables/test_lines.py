"""The lines of a text table: one damaged line costs itself, no other; what needs no mending stays as it is."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.tables.lines import MAX_LINE, even_out, take_census, with_one_line_end

CELL = st.text(st.sampled_from("ab3尘，.-"), min_size=1, max_size=6)
TABLE = st.integers(3, 5).flatmap(lambda width: st.lists(st.tuples(*[CELL] * width), min_size=1, max_size=12))


def _evened(content: bytes, width: int, skip: int = 0) -> tuple[list[bytes], int]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.csv"
        source.write_bytes(content)
        one = with_one_line_end(source, Path(folder) / "b.csv")
        path, last = even_out(one, Path(folder) / "c.csv", ",", width, skip)
        return path.read_bytes().splitlines(), last


def _lines(table: list[tuple[str, ...]]) -> list[bytes]:
    return [",".join(row).encode() for row in table]


@given(table=TABLE, where=st.data(), end=st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_an_open_quote_costs_its_own_line_alone(
    table: list[tuple[str, ...]], where: st.DataObject, end: bytes
) -> None:
    lines = _lines(table)
    at = where.draw(st.integers(0, len(lines) - 1))
    cell = where.draw(st.integers(0, len(table[0]) - 1))
    cells = [*table[at][:cell], '"' + table[at][cell], *table[at][cell + 1 :]]
    damaged = [*lines[:at], ",".join(cells).encode(), *lines[at + 1 :]]
    found, last = _evened(end.join(damaged) + end, len(table[0]))
    assert found == [*lines[:at], b"?", *lines[at + 1 :]]
    assert last == len(lines)


@given(table=TABLE, broken=st.lists(st.integers(0, 11), max_size=3))
def test_cells_over_several_lines_stay_rows(table: list[tuple[str, ...]], broken: list[int]) -> None:
    rows = [list(row) for row in table]
    for place in broken:
        row = rows[place % len(rows)]
        row[place % len(row)] = f'上"半\n下{place}半'
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    found, last = _evened(text.getvalue().encode(), len(rows[0]))
    assert list(csv.reader(io.StringIO("\n".join(line.decode() for line in found)))) == rows
    assert last == len(rows)


@pytest.mark.parametrize(
    ("content", "found", "last"),
    [
        (b"a,b\n\nc,d\n\n\n", [b"a,b", b",", b"c,d", b",", b","], 3),
        (b"a,b\r\nc,d\r\n", [b"a,b", b"c,d"], 2),
        (b"a,b\nc,d\r\ne,f\rg,h", [b"a,b", b"c,d", b"e,f", b"g,h"], 4),
        (b'a,5" pipe\nc,d\n', [b'a,5" pipe', b"c,d"], 2),
        (b'"a\nb",c\nd,e\n', [b'"a', b'b",c', b"d,e"], 2),
        (b'a,"b\nc,d\ne,"f\ng"\n', [b"?", b"c,d", b'e,"f', b'g"'], 3),
        ("a,b\n,\n　,\n".encode(), [b"a,b", b",", "　,".encode()], 1),
        (b'a,"' + b"x" * MAX_LINE + b"\nc,d\n", [b"?", b"c,d"], 2),
    ],
)
def test_lines_by_hand(content: bytes, found: list[bytes], last: int) -> None:
    assert _evened(content, 2) == (found, last)


def test_lines_above_the_heading_are_let_alone() -> None:
    assert _evened(b'a "title\nx,y\n"a,b\nc,d\n', 2, skip=2) == ([b'a "title', b"x,y", b"?", b"c,d"], 4)


def test_a_sound_file_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\nc,d\r\n,\r\n")
    ended = with_one_line_end(path, tmp_path / "b.csv")
    assert ended[0] == path
    assert even_out(ended, tmp_path / "b.csv", ",", 2, 1) == (path, 2)
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_found_does_not_hang_on_the_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lianxi.tables import lines

    content = b'a,b\r\n"c",d"\r\n\r\ne\rf\n\n"g\n' * 3
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    census = take_census(path)
    assert (census.feeds, census.pairs, census.returns, census.blanks, census.odd) == (18, 9, 12, 6, 6)
    whole = _evened(content, 2)
    for size in range(1, 30):
        monkeypatch.setattr(lines, "BLOCK", size)
        assert take_census(path) == census, size
        assert _evened(content, 2) == whole, size
