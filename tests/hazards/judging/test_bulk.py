"""Bulk judging gives, row for row, what judging one measurement gives; the weekly series are counted by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from math import nextafter

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxi.hazards.judging import bulk
from lianxi.hazards.judging.judge import Measurement, judge
from lianxi.hazards.limits import METRICS, find_limits, hazards
from lianxi.surveillance.rules.streams import MEASUREMENTS

NAMES = (
    "hazard",
    "metric",
    "unit",
    "sampled_on",
    "value",
    "below_loq",
    "loq",
    "hours_per_day",
    "days_per_week",
    "silica",
)
TABLE = """CREATE OR REPLACE TABLE rows (number INTEGER, hazard VARCHAR, metric VARCHAR, unit VARCHAR, sampled_on DATE,
    value DOUBLE, below_loq BOOLEAN, loq DOUBLE, hours_per_day DOUBLE, days_per_week DOUBLE, silica DOUBLE,
    division VARCHAR, industry VARCHAR)"""
Row = tuple[object, ...]
LIMITS = [limit for code in hazards() for limit in find_limits(code)]
DAYS = [
    date(2007, 10, 31),
    date(2020, 4, 1),
    date(2022, 10, 31),
    date(2022, 11, 1),
    date(2025, 4, 30),
    date(2026, 3, 18),
]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def _near(limit: float) -> st.SearchStrategy[float]:
    """Values around every border of a limit, on it, and one double beside it."""
    shares = [limit * share for share in (0.01, 0.1, 0.5, 0.941176, 1, 3, 5)]
    ends = [*shares, limit + 0.05, limit + 0.005, limit + 0.0005, limit * 3 + 0.05, limit * 5 + 0.05]
    beside = [nextafter(end, side) for end in ends for side in (0.0, 1e9)]
    return st.sampled_from([*ends, *beside]) | st.floats(0, limit * 6, allow_nan=False)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    limit = draw(st.sampled_from(LIMITS))
    odd = draw(st.integers(0, 9)) == 0
    metric = draw(st.sampled_from(sorted(METRICS))) if odd else limit.metric
    units = ["ppm", "ppb", "μg/m3", "mg/L", "dB(A)", "", "mg/m3或ppm", "V/m", "m/s²"]
    unit = draw(st.sampled_from(units)) if draw(st.integers(0, 3)) == 0 else limit.unit
    value = draw(
        _near(float(limit.value)) | st.sampled_from([None, -1.0, 0.0, 1e300, float("nan"), float("inf")])
    )
    hours = draw(st.sampled_from([None, 8.0, 8.0, 12.0, 7.5, 1.0, 0.5, 9.1, 24.0, 0.0, -1.0, float("nan")]))
    days = draw(st.sampled_from([None, 5.0, 5.0, 6.0, 7.0, 4.5, 8.0, 0.0]))
    silica = draw(
        st.sampled_from([None, None, 5.0, 9.999, 10.0, 50.0, 50.01, 80.0, 81.0, 100.0, 100.1, -1.0])
    )
    below = draw(st.sampled_from([False, False, None, True]))
    loq = draw(st.none() | _near(float(limit.value)))
    return (
        limit.hazard,
        metric,
        unit,
        draw(st.sampled_from([*DAYS, None])),
        value,
        below,
        loq,
        hours,
        days,
        silica,
    )


def _store(connection: duckdb.DuckDBPyConnection, listed: list[Row]) -> None:
    connection.execute(TABLE)
    stored = [(number, *row, "350503", "C1310") for number, row in enumerate(listed)]
    lists = [list(column) for column in zip(*stored, strict=True)]
    connection.execute(f"INSERT INTO rows SELECT {', '.join('unnest(?)' for _ in lists)}", lists)


def _alone(row: Row) -> Measurement:
    def number(value: object) -> Decimal | None:
        return None if value is None else Decimal(repr(value))

    hazard, metric, unit, day, value, below, loq, hours, days, silica = row
    assert isinstance(day, date | None)
    return Measurement(
        str(hazard),
        str(metric),
        number(value),
        str(unit),
        day,
        bool(below),
        number(loq),
        number(hours),
        number(days),
        number(silica),
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(listed=st.lists(rows(), min_size=20, max_size=40))
def test_bulk_equals_one_by_one(connection: duckdb.DuckDBPyConnection, listed: list[Row]) -> None:
    _store(connection, listed)
    bulk.load_contexts(connection, "rows")
    columns = "outcome, level, at_action, confirmed, ratio"
    found = connection.execute(
        f"SELECT {columns} FROM ({bulk.judged('rows', ('number',))}) ORDER BY number"
    ).fetchall()
    assert len(found) == len(listed)
    for row, (outcome, level, at_action, confirmed, ratio) in zip(listed, found, strict=True):
        verdict = judge(_alone(row))
        expected = (int(verdict.outcome), verdict.band, verdict.at_action)
        assert (outcome, level, at_action) == expected, (row, verdict.explain())
        if verdict.ratio is None:
            assert ratio is None
        else:
            assert (confirmed, ratio) == (verdict.confirmed, pytest.approx(float(verdict.ratio), rel=1e-12))


def test_weekly_series_count_by_hand(connection: duckdb.DuckDBPyConnection) -> None:
    monday = date(2026, 3, 16)
    acetone: Row = ("c21", "twa", "mg/m3", monday, 301.0, False, None, None, None, None)
    listed = [
        acetone,
        (*acetone[:3], monday + timedelta(days=6), 200.0, *acetone[5:]),
        (*acetone[:3], monday + timedelta(days=7), 1.0, *acetone[5:]),
        ("c21", "twa", "", monday, 1.0, *acetone[5:]),
        ("noise", "lex8h", "dB(A)", monday, 86.0, *acetone[5:]),
        (*acetone[:3], None, 301.0, *acetone[5:]),
    ]
    _store(connection, listed)
    assert bulk.load_contexts(connection, "rows") == 4
    columns = "division, hazard_group, section, week, n, exceeded, at_action, refused"
    found = connection.execute(
        f"SELECT {columns} FROM ({bulk.weekly('rows')}) ORDER BY hazard_group, week"
    ).fetchall()
    assert found == [
        ("350503", "chemical", "C", monday, 2, 1, 2, 1),
        ("350503", "chemical", "C", monday + timedelta(days=7), 1, 0, 0, 0),
        ("350503", "noise", "C", monday, 1, 1, 1, 0),
    ]


@pytest.mark.parametrize(
    ("industry", "section"),
    [
        ("C1310", "C"),
        ("1310", "C"),
        ("0610", "B"),
        ("A0111", "A"),
        ("0111", "A"),
        ("9700", "T"),
        ("98", ""),
        ("", ""),
        ("x", ""),
        ("47", "E"),
    ],
)
def test_sections_of_industries(connection: duckdb.DuckDBPyConnection, industry: str, section: str) -> None:
    found = connection.execute(
        f"SELECT {bulk.section_sql()} FROM (SELECT ?::VARCHAR AS industry)", [industry]
    ).fetchone()
    assert found == (section,)


def test_a_row_without_a_hazard_is_refused_not_lost(connection: duckdb.DuckDBPyConnection) -> None:
    _store(connection, [(None, None, None, None, None, None, None, None, None, None)])
    bulk.load_contexts(connection, "rows")
    assert connection.execute(
        f"SELECT outcome, code FROM ({bulk.judged('rows', ('number',))})"
    ).fetchall() == [(4, "date")]


def test_the_rows_that_intake_stores_are_the_rows_that_are_judged(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    columns = {"batch": "VARCHAR", "division": "VARCHAR", **MEASUREMENTS.columns}
    connection.execute(
        f"CREATE OR REPLACE TABLE stored ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
    )
    stored = "hazard, kind, metric, value, unit, sampled_on, division, industry"
    connection.execute(
        f"INSERT INTO stored ({stored}) VALUES ('c21', 'chemical', 'twa', 301, 'mg/m3', '2026-03-18', '350503', 'C1310')"
    )
    bulk.load_contexts(connection, "stored")
    found = connection.execute(f"SELECT hazard, outcome, level FROM ({bulk.judged('stored')})").fetchall()
    assert found == [("c21", 1, 4)]
