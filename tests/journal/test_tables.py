"""Tables made at once from the models are those that the migrations make step by step."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.commands.migrate import Command as StepByStep
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

from lianxi.journal.management.commands.migrate import make_tables

# Emptied, then dropped, by the room that carries their rows over, on the default database alone.
CARRIED = {"ledger_standingduty", "ledger_indicatorvalue"}


@pytest.fixture
def empty(tmp_path: Path, django_db_blocker: Any) -> Iterator[tuple[str, str]]:
    """Two empty SQLite databases beside that of the tests, by their names."""
    names = ("at_once", "by_steps")
    settings = connections.settings[DEFAULT_DB_ALIAS]
    with django_db_blocker.unblock():
        for name in names:
            connections.settings[name] = settings | {
                "ENGINE": "lianxi.journal.engine" if False else "django.db.backends.sqlite3",
                "NAME": str(tmp_path / name),
            }
        yield names
        for name in names:
            connections[name].close()
            del connections[name], connections.settings[name]
