"""An installation on disk for the rehearsals: its folder, its database, its commands; on SQLite or on PostgreSQL."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SOURCE = Path(__file__).parents[2] / "src"
TESTS = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from lianxi.cli import main; main()"]
SET_UP = """
from lianxi.cli.starting import start_django; start_django()
from django.core.management import call_command; call_command("migrate", verbosity=0)
from django.utils import timezone
from lianxi.stories.founding import found_shipped
conference = found_shipped("QZ", timezone.now())
from lianxi.bodies.actions import accept_invitation, invite_holder
from lianxi.bodies.models import Seat
from lianxi.core.actors import INSTALLER, Actor, SeatKind
visitor, now = Actor(kind=SeatKind.VISITOR, label="无席位"), timezone.now()
for kind in ("office_director", "convener"):
    seat = Seat.objects.get(conference=conference, kind=kind)
    _link, code = invite_holder(INSTALLER, now, seat_id=seat.pk)
    own = {"name": kind, "login": kind.replace("_", "-"), "password": "correct-horse-battery-9"}
    accept_invitation(visitor, now, token=code, **own)
from lianxi.register.vault import seal
seal("p", {"name": "x"})
"""


@dataclass(frozen=True)
class Installation:
    """One installation: where its data lie and which database it has ("" is SQLite in its folder)."""

    folder: Path
    database: str = ""

    def env(self, **more: str) -> dict[str, str]:
        """The environment of its commands; nothing of the tests' own database gets in."""
        left = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "LIANXI_"))}
        given = {"LIANXI_DATA": str(self.folder), "PYTHONPATH": str(SOURCE)}
        return {**left, **given, **({"DATABASE_URL": self.database} if self.database else {}), **more}

    def lianxi(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the product to its end."""
        return subprocess.run(
            [*COMMAND, *arguments], env=self.env(**more), capture_output=True, text=True, check=False
        )

    def python(self, code: str) -> "subprocess.CompletedProcess[str]":
        """Run a piece of code with the installation's settings."""
        return subprocess.run(
            [sys.executable, "-c", code], env=self.env(), capture_output=True, text=True, check=False
        )

    def start(self, code: str) -> "subprocess.Popen[str]":
        """Start a piece of code whose lines are read while it runs."""
        return subprocess.Popen(
            [sys.executable, "-c", code], env=self.env(), stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def set_up(self) -> None:
        """Migrate, found the shipped conference and make the keys."""
        done = self.python(SET_UP)
        if done.returncode:
            raise RuntimeError(done.stderr)


def _in_cluster(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def create_database(address: str, name: str) -> str:
    """Create an empty database in the cluster of an address, instead of one of that name; give its own address."""
    drop_database(address, name)
    with psycopg.connect(_in_cluster(address, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return _in_cluster(address, name)


def drop_database(address: str, name: str) -> None:
    """Remove a database with everybody who is in it."""
    with psycopg.connect(_in_cluster(address, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
