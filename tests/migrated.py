"""The tables of the tests on SQLite: migrated once, kept as a file by what the migrations say, copied into each run.

Running every migration takes about a minute of processor time; copying what they made takes a blink. The file lies
among the temporary files under a name made of the migrations' text and Django's version, so that it is made anew when
a migration changes; two runs that begin together make it once.
"""

import fcntl
import hashlib
import tempfile
from pathlib import Path
from typing import Any

import django
from django.core import management
from django.db import connections

SOURCE = Path(__file__).parents[1] / "src" / "lianxi"
_call = management.call_command


def migrate(name: str, *args: Any, **options: Any) -> Any:
    """Run a command of Django's; `migrate` on SQLite copies what an earlier run made, where there is one."""
    connection = connections[options.get("database", "default")]
    if name != "migrate" or connection.vendor != "sqlite":
        return _call(name, *args, **options)
    kept = Path(tempfile.gettempdir()) / f"lianxi-tests-{_digest()}.sqlite3"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection.ensure_connection()
        own = connection.connection
        if kept.exists():
            _copy(type(own)(str(kept)), own)
            return None
        done = _call(name, *args, **options)
        fresh = kept.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        _copy(own, type(own)(str(fresh)), closes_target=True)
        fresh.replace(kept)
        return done


def _copy(source: Any, target: Any, *, closes_target: bool = False) -> None:
    source.backup(target)
    (target if closes_target else source).close()


def _digest() -> str:
    """Name the tables by the text of every migration, and of the modules that migrations read."""
    paths = [*sorted(SOURCE.glob("*/migrations/*.py")), SOURCE / "core" / "personal.py"]
    text = b"\0".join(path.read_bytes() for path in paths)
    return hashlib.sha256(django.__version__.encode() + text).hexdigest()[:16]
