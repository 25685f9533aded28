"""The migration that gives older rows the day from which they are seriously late."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from cast import Cast
from ledger.steps import at, entered
from lianxi.bodies.actions import set_rule
from lianxi.ledger.models import DueDate, Obligation

FILLING = import_module("lianxi.ledger.migrations.0005_fill_seriously_late")


def _older_rows_filled() -> None:
    with connection.cursor() as cursor:
        for table in ("ledger_obligation", "ledger_duedate"):
            cursor.execute(f"UPDATE {table} SET serious_on = NULL")
    FILLING.fill(apps, SimpleNamespace(connection=connection))


def test_rows_from_before_the_column_get_their_day_by_the_conferences_own_rule(cast: Cast) -> None:
    soon, later = entered(cast, due_on=date(2026, 3, 20)), entered(cast, due_on=date(2026, 9, 30))
    _older_rows_filled()
    days = dict(Obligation.objects.values_list("pk", "serious_on"))
    assert days == {soon.pk: date(2026, 4, 3), later.pk: date(2026, 10, 20)}  # Saturday 10 October is worked
    assert dict(DueDate.objects.values_list("obligation_id", "serious_on")) == days
    set_rule(cast.director, at(), code="serious_overdue_days", value="3")
    _older_rows_filled()
    assert Obligation.objects.get(pk=soon.pk).serious_on == date(2026, 3, 25)
