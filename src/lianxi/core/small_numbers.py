"""Small numbers in tables that others may see: 1–4 show as <5, 0 as 0, and no sum gives a hidden cell back.

A table is published with its row, column and grand totals. Whoever knows the rule knows of a hidden small number that
it is 1 to 4 and of one hidden beside it that it is 5 or more; a hidden cell is safe where, within these bounds and all
sums, it can still take another value. Changes that keep all sums run in circles through the table (a transportation
problem, so whole numbers lose nothing): a cell is safe where such a circle passes through it; where none does, the
cheapest circle is made by hiding further cells. Published one table at a time: what several tables over the same people
give together is not judged here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

SMALL, LEAST = 5, 1
FEW, WITHHELD = "<5", "—"
Cell: TypeAlias = tuple[int, int]
Grid: TypeAlias = list[list[int]]


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it is shown: its cells, the totals of rows and columns, and the grand total."""

    cells: tuple[tuple[str, ...], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    total: str


def few(count: int) -> str:
    """Write one number that stands alone: 1–4 as <5, 0 as 0."""
    return FEW if LEAST <= count < SMALL else str(count)


def publish(cells: Sequence[Sequence[int]]) -> Published:
    """Hide what is small in a table of counts, and what would give it back. Raises ValueError for no table."""
    if not cells or not cells[0] or any(len(row) != len(cells[0]) for row in cells):
        raise ValueError("a table has rows of one length")
    grid = _with_totals(cells)
    hidden = hide(grid)
    shown = [
        [_shown(value, (row, column) in hidden) for column, value in enumerate(values)]
        for row, values in enumerate(grid)
    ]
    body = tuple(tuple(row[:-1]) for row in shown[:-1])
    return Published(body, tuple(row[-1] for row in shown[:-1]), tuple(shown[-1][:-1]), shown[-1][-1])


def publish_row(counts: Sequence[int]) -> tuple[list[str], str]:
    """Hide what is small in one row of counts with its total, as `publish` does."""
    told = publish([counts])
    return list(told.cells[0]), told.total


def _shown(value: int, is_hidden: bool) -> str:
    if not is_hidden:
        return str(value)
    return few(value) if value < SMALL else WITHHELD


def _with_totals(cells: Sequence[Sequence[int]]) -> Grid:
    grid = [[*row, sum(row)] for row in cells]
    return [*grid, [sum(column) for column in zip(*grid, strict=True)]]


def hide(grid: Grid) -> set[Cell]:
    """Return which cells of a table with its totals are hidden: the small ones, and others until none can be told.

    Where no circle can be made at all, every number of the table but its zeros is hidden.
    """
    every = [(row, column) for row, values in enumerate(grid) for column in range(len(values))]
    hidden = {(row, column) for row, column in every if LEAST <= grid[row][column] < SMALL}
    for cell in sorted(hidden):
        if not _is_safe(grid, hidden, cell):
            more = _cheapest(grid, hidden, cell)
            if more is None:
                return {(row, column) for row, column in every if grid[row][column]}
            hidden |= more
    return hidden


def _is_safe(grid: Grid, hidden: set[Cell], cell: Cell) -> bool:
    return _path(grid, hidden, cell, free=True) is not None


def _cheapest(grid: Grid, hidden: set[Cell], cell: Cell) -> set[Cell] | None:
    found = _path(grid, hidden, cell, free=False)
    return None if found is None else set(found)


def _can(grid: Grid, cell: Cell, step: int, hidden: set[Cell]) -> bool:
    """Tell whether a cell can change by one within what a reader knows of it."""
    value = grid[cell[0]][cell[1]] + step
    if cell not in hidden or grid[cell[0]][cell[1]] >= SMALL:
        return value >= SMALL
    return LEAST <= value < SMALL


def _path(grid: Grid, hidden: set[Cell], cell: Cell, *, free: bool) -> list[Cell] | None:
    """Find the rest of a circle through a cell, by way of hidden cells; unless `free`, others may be hidden for it.

    In the last row and column totals stand with the opposite sign: all lines then sum to nothing, and a change goes
    from a row to a column where a signed cell grows, back where it shrinks.
    """
    best: tuple[int, list[Cell]] | None = None
    for step in (1, -1):
        if _can(grid, cell, step, hidden):
            found = _circle(grid, hidden, cell, step, free=free)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
    return None if best is None else best[1]


def _sign(grid: Grid, cell: Cell) -> int:
    last = (len(grid) - 1, len(grid[0]) - 1)
    return 1 if (cell[0] == last[0]) == (cell[1] == last[1]) else -1


def _circle(
    grid: Grid, hidden: set[Cell], cell: Cell, step: int, *, free: bool
) -> tuple[int, list[Cell]] | None:
    """Find the cheapest way from one line of a cell to the other that undoes a step of it in every sum.

    Lines are numbered rows first; the way's cost is the sum of what is hidden for it.
    """
    rows, columns = len(grid), len(grid[0])
    grows = _sign(grid, cell) * step > 0
    row_line, column_line = cell[0], rows + cell[1]
    start, goal = (column_line, row_line) if grows else (row_line, column_line)
    heap: list[tuple[int, int, list[Cell]]] = [(0, start, [])]
    done: set[int] = set()
    while heap:
        cost, line, way = heappop(heap)
        if line == goal:
            return cost, way
        if line in done:
            continue
        done.add(line)
        for other in range(rows, rows + columns) if line < rows else range(rows):
            passed = (line, other - rows) if line < rows else (other, line - rows)
            # From a row to a column a signed cell grows; from a column to a row it shrinks.
            change = _sign(grid, passed) * (1 if line < rows else -1)
            value = grid[passed[0]][passed[1]]
            if passed == cell or other in done or not value or not _can(grid, passed, change, hidden):
                continue
            if passed in hidden:
                heappush(heap, (cost, other, way))
            elif not free:
                heappush(heap, (cost + value, other, [*way, passed]))
    return None
