"""Tables made at once from the models are those that the migrations make step by step.

Here and not beside the command, because the steps take most of a minute of processor time.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

AT_ONCE = "from django.core.management import call_command as run; run('migrate', verbosity=0)"
BY_STEPS = "from django.core.management.commands.migrate import Command as Steps; from django.core.management import call_command as run; run(Steps(), verbosity=0)"


def _made(folder: Path, how: str) -> dict[str, object]:
    """Migrate an empty database in a process of its own and give its tables, indexes and applied migrations."""
    folder.mkdir()
    address = folder / "made.sqlite3"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lianxi.config.settings",
        "LIANXI_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{address}",
    }
    subprocess.run([sys.executable, "-c", f"import django; django.setup(); {how}"], env=env, check=True)
    with sqlite3.connect(address) as opened:
        tables = [
            name
            for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not name.startswith("sqlite_")
        ]
        made: dict[str, object] = {"tables": tables}
        for name in tables:
            # Fields that a later migration added stand last there; order says nothing to whoever names columns.
            made[f"{name}: columns"] = sorted(
                row[1:6] for row in opened.execute(f"PRAGMA table_info('{name}')")
            )
            made[f"{name}: keys"] = sorted(
                row[2:7] for row in opened.execute(f"PRAGMA foreign_key_list('{name}')")
            )
            made[f"{name}: unique"] = sorted(
                (row[2:5], [one[2] for one in opened.execute(f"PRAGMA index_info('{row[1]}')")])
                for row in opened.execute(f"PRAGMA index_list('{name}')")
            )
        made["indexes"] = sorted(
            opened.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"), key=str
        )
        made["checks"] = {
            name: sorted(part.strip(" ,)") for part in sql.split("CONSTRAINT")[1:] if "CHECK" in part)
            for name, sql in opened.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        }
        # A migration that enters rows would have to be told to the one step, too. An index of words is no table here.
        plain = opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        made["rows"] = {
            name: opened.execute(f"SELECT count(*) FROM '{name}'").fetchone() for (name,) in plain.fetchall()
        }
        made["applied"] = sorted(opened.execute("SELECT app, name FROM django_migrations"))
    return made


@pytest.mark.matrix
def test_at_once_and_by_steps_make_the_same(tmp_path: Path) -> None:
    at_once, by_steps = _made(tmp_path / "once", AT_ONCE), _made(tmp_path / "steps", BY_STEPS)
    assert len(at_once["tables"]) > 150  # type: ignore[arg-type]
    assert at_once.keys() == by_steps.keys()
    assert {name: made for name, made in at_once.items() if made != by_steps[name]} == {}
