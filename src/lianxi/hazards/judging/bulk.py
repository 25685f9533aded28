"""Judging many rows at once: every context that occurs is judged once, exactly; the rows are one join and compares.

A context is what decides a limit besides the value: hazard, metric, unit, band of free silica, working hours, and the
span of days between two changes of limits. Verdicts equal those of `judge` row for row.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from lianxi.hazards.judging.applying import AVERAGES
from lianxi.hazards.judging.judge import Measurement
from lianxi.hazards.judging.thresholds import Thresholds, thresholds_of
from lianxi.hazards.judging.verdicts import Outcome
from lianxi.hazards.limits import hazards
from lianxi.hazards.limits.register import edition_starts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The columns of a measurement row, as intake stores them.
COLUMNS = (
    "batch",
    "row",
    "report_no",
    "employer",
    "division",
    "industry",
    "workplace",
    "sampled_on",
    "hazard",
    "kind",
    "metric",
    "value",
    "unit",
    "below_loq",
    "loq",
    "hours_per_day",
    "days_per_week",
    "silica",
    "workers",
)
CONTEXTS = "judging_contexts"
# A value that lies in the band, for the exact judge; -1 not reported, -2 impossible.
_SILICA = {-1: None, -2: Decimal(101), 0: Decimal(5), 1: Decimal(30), 2: Decimal(70), 3: Decimal(90)}
_SECTIONS = (
    ("A", 5),
    ("B", 12),
    ("C", 43),
    ("D", 46),
    ("E", 50),
    ("F", 52),
    ("G", 60),
    ("H", 62),
    ("I", 65),
    ("J", 69),
    ("K", 70),
    ("L", 72),
    ("M", 75),
    ("N", 79),
    ("O", 82),
    ("P", 83),
    ("Q", 85),
    ("R", 90),
    ("S", 96),
    ("T", 97),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A context as bulk judging keys it."""

    hazard: str | None
    metric: str | None
    unit: str | None
    silica: int
    hours: float | None
    days: float | None
    edition: int


def _edition_sql() -> str:
    steps = [
        f"WHEN sampled_on >= DATE '{day.isoformat()}' THEN {number}"
        for number, day in reversed(list(enumerate(edition_starts(), start=1)))
    ]
    return f"CASE WHEN sampled_on IS NULL THEN -1 {' '.join(steps)} ELSE 0 END"


_SILICA_SQL = """CASE WHEN silica IS NULL THEN -1 WHEN NOT (silica BETWEEN 0 AND 100) THEN -2
    WHEN silica < 10 THEN 0 WHEN silica <= 50 THEN 1 WHEN silica <= 80 THEN 2 ELSE 3 END"""
KEY_COLUMNS = {
    "hazard": "hazard",
    "metric": "metric",
    "unit": "unit",
    "silica": f"({_SILICA_SQL})::TINYINT",
    "hours": "hours_per_day::DOUBLE",
    "days": "days_per_week::DOUBLE",
    "edition": f"({_edition_sql()})::TINYINT",
}


def section_sql(column: str = "industry") -> str:
    """Return the SQL for the section A–T of a GB/T 4754 code, with or without its letter; else ''."""
    steps = " ".join(f"WHEN division_of_industry <= {last} THEN '{letter}'" for letter, last in _SECTIONS)
    number = f"TRY_CAST(substr({column}, 1, 2) AS INTEGER)"
    cases = steps.replace("division_of_industry", number)
    return (
        f"CASE WHEN {column} >= 'A' AND {column} < 'U' THEN substr({column}, 1, 1)"
        f" WHEN {number} IS NULL OR {number} < 1 THEN '' {cases} ELSE '' END"
    )


def read(key: Key) -> Thresholds:
    """Judge a context: the borders for the values that occur in it."""
    starts = edition_starts()
    day = (
        None if key.edition < 0 else starts[key.edition - 1] if key.edition else starts[0] - timedelta(days=1)
    )
    return _read(_usual(key), day)


def _usual(key: Key) -> Key:
    """Return the same context with usual hours where they change nothing, so that it is judged once.

    Hours count for averages when long or very short, and for doses spread over hours; free silica for dust.
    """
    silica = key.silica if key.silica == -2 or (key.hazard or "").startswith("d") else -1
    is_average = key.metric in AVERAGES
    least, most, days = (1, 8, 5) if is_average else (0, 23, 7)
    is_usual = key.hours is None or least < key.hours <= most
    if is_usual and (key.days is None or 0 < key.days <= days) and not (key.metric or "").endswith("_other"):
        return replace(key, silica=silica, hours=None, days=None)
    return replace(key, silica=silica)


@lru_cache(maxsize=100_000)
def _read(key: Key, day: date | None) -> Thresholds:
    return thresholds_of(
        Measurement(
            hazard=key.hazard or "",
            metric=key.metric or "",
            value=None,
            unit=key.unit or "",
            sampled_on=day,
            hours_per_day=_decimal(key.hours),
            days_per_week=_decimal(key.days),
            silica=_SILICA[key.silica],
        )
    )


def _decimal(value: float | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(repr(value)) if math.isfinite(value) else Decimal("NaN")


def load_contexts(connection: "DuckDBPyConnection", rows: str) -> int:
    """Judge every context in `rows` (a SQL table expression) into the table of contexts.

    Returns how many there are. Memory grows with the number of contexts, not of rows.
    """
    keys = ", ".join(f"{sql} AS {name}" for name, sql in KEY_COLUMNS.items())
    found = connection.execute(f"SELECT DISTINCT {keys} FROM {rows}").fetchall()
    contexts = [_row(Key(*one)) for one in found]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {CONTEXTS} ({_TABLE})")
    if contexts:
        # One list a column: row by row would take milliseconds each.
        marks = ", ".join("unnest(?)" for _ in contexts[0])
        lists = [list(column) for column in zip(*contexts, strict=True)]
        connection.execute(f"INSERT INTO {CONTEXTS} SELECT {marks}", lists)
    return len(contexts)


_TABLE = """hazard VARCHAR, metric VARCHAR, unit VARCHAR, silica TINYINT, hours DOUBLE, days DOUBLE, edition TINYINT,
    fixed TINYINT, code VARCHAR, lowest DOUBLE, highest DOUBLE, exceeds DOUBLE, undetermined DOUBLE, action DOUBLE,
    level_1 DOUBLE, level_2 DOUBLE, level_3 DOUBLE, levelled BOOLEAN, limit_value DOUBLE, confirmed BOOLEAN,
    hazard_group VARCHAR"""


def _row(key: Key) -> tuple[object, ...]:
    borders = read(key)
    known = hazards().get(key.hazard or "")
    return (
        *(getattr(key, name) for name in KEY_COLUMNS),
        None if borders.outcome is None else int(borders.outcome),
        borders.code,
        borders.lowest,
        borders.highest,
        borders.exceeds,
        borders.undetermined,
        borders.action,
        *borders.levels,
        borders.levelled,
        borders.limit,
        borders.confirmed,
        known.group if known else "",
    )


_OUTCOME = f"""CASE WHEN c.fixed IS NOT NULL THEN c.fixed
    WHEN v IS NULL OR isnan(v) OR v < c.lowest OR v > c.highest OR isinf(v) THEN {int(Outcome.REFUSED)}
    WHEN v > c.exceeds THEN CASE WHEN m.below_loq THEN {int(Outcome.UNDETERMINED)} ELSE {int(Outcome.EXCEEDS)} END
    WHEN v > c.undetermined THEN {int(Outcome.UNDETERMINED)} ELSE {int(Outcome.OK)} END::TINYINT"""


def judged(rows: str, columns: Iterable[str] = COLUMNS) -> str:
    """Return the SQL of `rows` with their verdicts; `load_contexts` must have seen the same rows.

    Added columns: `outcome` (Outcome), `code` (why nothing was compared), `level` 0–4 or null, `at_action`, `ratio`
    (result over limit, null where none), `limit_value` in the row's unit, `confirmed`, `hazard_group`.
    """
    join = " AND ".join(f"m.k_{name} IS NOT DISTINCT FROM c.{name}" for name in KEY_COLUMNS)
    keys = ", ".join(f"{sql} AS k_{name}" for name, sql in KEY_COLUMNS.items())
    kept = ", ".join(f"m.{name}" for name in columns)
    return f"""SELECT {kept}, outcome, code, limit_value, confirmed, hazard_group,
        CASE WHEN levelled AND outcome = 1 THEN 4 WHEN levelled AND outcome = 0
            THEN (v > level_1)::TINYINT + (v > level_2)::TINYINT + (v > level_3)::TINYINT END::TINYINT AS level,
        fixed IS NULL AND outcome <= 2 AND NOT below_loq AND v > action AS at_action,
        CASE WHEN fixed IS NULL AND outcome <= 2 THEN v / limit_value END AS ratio
    FROM (SELECT m.*, {_OUTCOME} AS outcome, c.fixed, c.code, c.limit_value, c.confirmed, c.hazard_group, c.levelled,
            c.level_1, c.level_2, c.level_3, c.action
        FROM (SELECT * REPLACE (coalesce(below_loq, false) AS below_loq),
                CASE WHEN below_loq THEN loq ELSE value END AS v, {keys} FROM {rows}) m
        JOIN {CONTEXTS} c ON {join}) m"""


def weekly(rows: str) -> str:
    """Return the SQL of the weekly series: county × group of hazards × section of industry × week.

    Columns: `division`, `hazard_group`, `section`, `week` (its Monday), `n` rows that could be judged, `exceeded`,
    `at_action`, `undetermined`, `no_limit`, `refused`. Rows without a day are in no week.
    """
    counts = ", ".join(
        f"count(*) FILTER (outcome = {int(outcome)})::INTEGER AS {name}"
        for outcome, name in (
            (Outcome.EXCEEDS, "exceeded"),
            (Outcome.UNDETERMINED, "undetermined"),
            (Outcome.NO_LIMIT, "no_limit"),
            (Outcome.REFUSED, "refused"),
        )
    )
    inner = judged(rows, ("division", "industry", "sampled_on"))
    return f"""SELECT division, hazard_group, {section_sql()} AS section,
        (sampled_on - (isodow(sampled_on) - 1)::INTEGER)::DATE AS week,
        count(*) FILTER (outcome <= 1)::INTEGER AS n, count(*) FILTER (at_action)::INTEGER AS at_action, {counts}
    FROM ({inner}) WHERE sampled_on IS NOT NULL GROUP BY ALL"""
