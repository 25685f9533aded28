"""Small numbers are hidden so that no sum gives them back: asked of a solver that knows everything a reader knows."""

import random

import numpy as np
import pytest
from scipy.optimize import linprog

from lianxi.core.small_numbers import FEW, SMALL, WITHHELD, few, publish, publish_row

TABLES = 1_000


def _table(drawn: random.Random) -> list[list[int]]:
    """Draw a table as districts and hazards give them: many zeros, many small numbers, some large ones."""
    rows, columns = drawn.randint(1, 4), drawn.randint(1, 5)
    kinds = (
        lambda: 0,
        lambda: drawn.randint(1, 4),
        lambda: drawn.randint(5, 9),
        lambda: drawn.randint(10, 400),
    )
    return [[drawn.choice(kinds)() for _ in range(columns)] for _ in range(rows)]


def _grid(told: object) -> list[list[str]]:
    cells, rows = told.cells, told.rows  # type: ignore[attr-defined]
    body = [[*row, total] for row, total in zip(cells, rows, strict=True)]
    return [*body, [*told.columns, told.total]]  # type: ignore[attr-defined]


def _bounds(shown: list[list[str]]) -> list[tuple[float, float, str]]:
    """Ask a linear program for the least and the greatest value of every hidden cell that all sums allow.

    The sums are those of a transportation problem: the bounds it gives are whole numbers that can occur.
    """
    rows, columns = len(shown), len(shown[0])
    limits: list[tuple[float, float | None]] = []
    for row in shown:
        for cell in row:
            known = {FEW: (1.0, SMALL - 1.0), WITHHELD: (float(SMALL), None)}
            limits.append(known[cell] if cell in known else (float(cell), float(cell)))
    sums = []
    for row in range(rows):
        line = np.zeros(rows * columns)
        line[row * columns : (row + 1) * columns - 1], line[(row + 1) * columns - 1] = 1, -1
        sums.append(line)
    for column in range(columns):
        line = np.zeros(rows * columns)
        line[column : (rows - 1) * columns : columns], line[(rows - 1) * columns + column] = 1, -1
        sums.append(line)
    found = []
    for at, text in enumerate(cell for row in shown for cell in row):
        if text not in (FEW, WITHHELD):
            continue
        aim = np.zeros(rows * columns)
        aim[at] = 1
        ends = []
        for sign in (1, -1):
            solved = linprog(sign * aim, A_eq=np.array(sums), b_eq=np.zeros(len(sums)), bounds=limits)
            # Without a bound there is no greatest value: such a cell is safe.
            ends.append(sign * solved.fun if solved.status == 0 else float("inf"))
        found.append((ends[0], ends[1], text))
    return found


def test_no_sum_of_a_thousand_tables_gives_a_hidden_cell_back() -> None:
    drawn, hidden = random.Random(20261130), 0
    for _ in range(TABLES):
        table = _table(drawn)
        for least, most, text in _bounds(_grid(publish(table))):
            hidden += 1
            assert most - least > 0.5, (table, text)
    assert hidden > TABLES


def test_what_is_shown_is_true_and_every_small_number_is_hidden() -> None:
    drawn = random.Random(7)
    for _ in range(200):
        table = _table(drawn)
        told = publish(table)
        for row, shown in zip(table, told.cells, strict=True):
            for value, text in zip(row, shown, strict=True):
                assert (text == FEW) == (1 <= value < SMALL)
                assert text in (FEW, WITHHELD, str(value))
                assert value != 0 or text == "0"


def test_a_row_hides_a_second_number_beside_a_small_one() -> None:
    shown, total = publish_row([3, 20, 40])
    assert shown[0] == FEW
    assert [*shown[1:], total].count(WITHHELD) >= 1
    assert publish_row([0, 20, 40]) == (["0", "20", "40"], "60")


def test_a_table_without_small_numbers_hides_nothing() -> None:
    told = publish([[5, 6], [7, 0]])
    assert told.cells == (("5", "6"), ("7", "0"))
    assert (told.rows, told.columns, told.total) == (("11", "7"), ("12", "6"), "18")


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5")])
def test_a_number_alone(count: int, text: str) -> None:
    assert few(count) == text


def test_no_table_is_refused() -> None:
    for wrong in ([], [[]], [[1], [1, 2]]):
        with pytest.raises(ValueError, match="rows of one length"):
            publish(wrong)
