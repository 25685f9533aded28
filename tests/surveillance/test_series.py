"""Weekly series for the detectors: every week of every series, zeros included, from the start of the data."""

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.surveillance.rules.weeks import week_number, week_start
from lianxi.surveillance.store import weekly_counts


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("CREATE TABLE rows (division TEXT, hazard TEXT, industry TEXT, day DATE)")
    rows = [
        ("350502", "c12", "C26", date(2026, 1, 5)),
        ("350502", "c12", "C26", date(2026, 1, 7)),
        ("350503", "c12", "C26", date(2026, 1, 20)),
    ]
    made.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", rows)
    return made


def counted(con: duckdb.DuckDBPyConnection, **span: int) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for series, week, n in weekly_counts(con, "rows", "day", key=("division", "hazard"), **span).fetchall():
        found.setdefault(series, []).append((week, n))
    return found


def test_a_series_that_begins_late_has_the_zeros_before(con: duckdb.DuckDBPyConnection) -> None:
    first = week_number(date(2026, 1, 5))
    assert counted(con) == {
        "350502|c12": [(first, 2), (first + 1, 0), (first + 2, 0)],
        "350503|c12": [(first, 0), (first + 1, 0), (first + 2, 1)],
    }


def test_a_span_can_be_given(con: duckdb.DuckDBPyConnection) -> None:
    first = week_number(date(2026, 1, 5))
    found = counted(con, since=first - 2, through=first + 3)
    assert [n for _week, n in found["350502|c12"]] == [0, 0, 2, 0, 0, 0]


def test_weeks_begin_on_monday() -> None:
    assert week_start(week_number(date(2026, 1, 11))) == date(2026, 1, 5)
    assert week_number(date(2026, 1, 12)) == week_number(date(2026, 1, 11)) + 1


@given(st.dates(date(2000, 1, 3), date(2199, 12, 31)))
def test_every_day_lies_in_the_week_of_its_monday(day: date) -> None:
    monday = week_start(week_number(day))
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days < 7
