"""A database of its own for a bench: a file in a temporary folder, or a temporary PostgreSQL cluster that writes through."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]


def database_option(parser: argparse.ArgumentParser) -> None:
    """Let a bench be told which database it runs on."""
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")


@contextmanager
def fresh_database(kind: str) -> Iterator[None]:
    """Set Django up on an empty database of a kind, and take it away afterwards."""
    from ledger import DURABLE
    from postgres import cluster

    with (
        tempfile.TemporaryDirectory(prefix="lianxi-bench-") as folder,
        cluster(*DURABLE) if kind == "postgresql" else nullcontext() as url,
    ):
        os.environ |= {"LIANXI_DATA": folder, "DJANGO_SETTINGS_MODULE": "lianxi.config.settings"}
        os.environ["DATABASE_URL"] = url or f"sqlite:///{folder}/lianxi.sqlite3"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connections.close_all()
