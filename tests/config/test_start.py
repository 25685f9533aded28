"""What a start loads: libraries that are heavy wait until somebody needs them, and a database as it should be is not migrated."""

import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from lianxi.journal.management.commands import migrate

# A tenth of a second or ten megabytes each, in every process; and the readers with their thousand patterns.
HEAVY = (
    *("numpy", "scipy", "numba", "duckdb", "pyarrow", "pandas", "docx", "docxtpl", "jinja2", "pypdfium2"),
    *("pdfplumber", "xlsxwriter", "openpyxl", "python_calamine", "icalendar", "fontTools"),
    *("lianxi.law.reading.whole", "lianxi.stories"),
)
STARTS = {
    "a command without database": "from lianxi.cli.commands import run\ntry: run(['rules', '--help'])\nexcept SystemExit: pass",
    "a command": "from lianxi.cli.starting import start_django; start_django()",
    "the pages": "import lianxi.config.wsgi",
    "the worker": "import lianxi.config.wsgi, lianxi.cli.working, django_tasks_db.management.commands.db_worker",
}


def test_a_start_loads_nothing_that_is_heavy() -> None:
    found = {}
    for name, code in STARTS.items():
        told = f"{code}\nimport sys; print(*[one for one in {HEAVY!r} if one in sys.modules])"
        done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
        found[name] = done.stdout.splitlines()[-1]
    assert found == dict.fromkeys(STARTS, "")


@pytest.mark.django_db
def test_where_nothing_is_to_apply_the_rooms_are_told_and_no_migration_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []

    def hear(sender: Any, **_told: Any) -> None:
        told.append(sender.label)

    def refuse(*_args: Any) -> None:
        raise AssertionError("migrations were loaded")

    monkeypatch.setattr("django.db.migrations.loader.MigrationLoader.build_graph", refuse)
    post_migrate.connect(hear)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        post_migrate.disconnect(hear)
    assert {"ledger", "work"} <= set(told)


@pytest.mark.django_db
def test_a_migration_that_is_missing_is_seen() -> None:
    assert migrate.missing_migrations(connection) == set()
    known: type[models.Model] = MigrationRecorder.Migration
    known._default_manager.filter(app="work", name="0001_initial").delete()
    assert migrate.missing_migrations(connection) == {("work", "0001_initial")}
