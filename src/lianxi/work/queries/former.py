"""What an older version kept of the clauses' duties, read from its tables by the models of its time."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import connection

from lianxi.core.basis import Basis
from lianxi.work.rules.former import FormerDuty, FormerValue

DUTIES, VALUES = "ledger_standingduty", "ledger_indicatorvalue"
# The last state of the ledger's tables that knew them.
KNEW_THEM = ("ledger", "0004_handover_records")


def are_there() -> bool:
    """Tell whether the tables of the older version are still in the database."""
    with connection.cursor() as cursor:
        return {DUTIES, VALUES} <= set(connection.introspection.table_names(cursor))


def count_former() -> tuple[int, int]:
    """Count duties and figures that wait to be carried over."""
    with connection.cursor() as cursor:
        counts = []
        for table in (DUTIES, VALUES):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - both names are written above
            counts.append(int(cursor.fetchone()[0]))
    return counts[0], counts[1]


def list_former() -> list[FormerDuty]:
    """Read every duty with its figures, by conference."""
    from django.db.migrations.loader import MigrationLoader

    apps = MigrationLoader(connection).project_state(KNEW_THEM).apps
    given: dict[int, list[FormerValue]] = defaultdict(list)
    for row in apps.get_model("ledger", "IndicatorValue").objects.order_by("at", "pk"):
        value = Decimal(row.value)
        given[row.duty_id].append(FormerValue(row.period, row.indicator, value, row.at, row.seat_id, row.by))
    rows = apps.get_model("ledger", "StandingDuty").objects.select_related("unit")
    return [_read(row, tuple(given[row.pk])) for row in rows.order_by("conference_id", "ordinal", "pk")]


def _read(row: Any, values: tuple[FormerValue, ...]) -> FormerDuty:
    return FormerDuty(
        pk=row.pk,
        conference_id=row.conference_id,
        unit_id=row.unit_id,
        unit=row.unit.name,
        ordinal=row.ordinal,
        title=row.title,
        cycle=row.cycle,
        nature=row.nature,
        indicators=tuple(row.indicators),
        trigger=row.trigger,
        origin=row.origin,
        state=row.state,
        obligation_id=row.obligation_id,
        basis=Basis(
            row.basis_instrument, row.basis_version, row.basis_clause, row.basis_start, row.basis_end
        ),
        values=values,
    )


def drop_former() -> None:
    """Take the tables away, once everything in them is carried over."""
    with connection.cursor() as cursor:
        for table in (VALUES, DUTIES):
            cursor.execute(f"DROP TABLE {table}")
