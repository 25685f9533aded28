"""The table of commands: a name, and the function that adds it, loaded when somebody asks for that command."""

import argparse
import os
import sys
from collections.abc import Sequence

from lianxi.cli.starting import start_django
from lianxi.core.locks import refusal_of
from lianxi.core.refusals import Refusal, Told
from lianxi.core.rooms import load, rooms, stated

# The door's own commands, in the order in which `lianxi --help` lists them; the rooms' faces name theirs.
OWN = {
    "serve": "lianxi.cli.serving:add_commands",
    "office-link": "lianxi.cli.serving:add_commands",
    "daily": "lianxi.cli.working:add_commands",
    "worker": "lianxi.cli.working:add_commands",
    "clock": "lianxi.cli.clock:add_commands",
    "rules": "lianxi.cli.rules:add_commands",
    "work": "lianxi.cli.work:add_commands",
    "actions": "lianxi.cli.acts:add_commands",
    "seats": "lianxi.cli.acts:add_commands",
    "do": "lianxi.cli.acts:add_commands",
    "tasks": "lianxi.cli.desk:add_commands",
    "journal": "lianxi.cli.journal:add_commands",
    "backup": "lianxi.cli.backup:add_commands",
    "restore": "lianxi.cli.backup:add_commands",
    "circular": "lianxi.cli.records:add_commands",
    "list": "lianxi.cli.records:add_commands",
    "clauses": "lianxi.cli.founded:add_commands",
    "demo": "lianxi.cli.demonstration:add_commands",
    "simulate": "lianxi.cli.simulate:add_commands",
    "doctor": "lianxi.cli.doctor:add_commands",
    "check": "lianxi.cli.checks:add_commands",
    "docs": "lianxi.cli.checks:add_commands",
}


def command_table() -> dict[str, str]:
    """Return every command with the function that adds it, the door's own first."""
    return OWN | {one.name: one.adds for room in rooms() for one in stated(room.commands)}


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Build the parser of the command that is asked for, or of all of them where none is known by that name."""
    parser = argparse.ArgumentParser(prog="lianxi", description="联席：部门间联席会议的工作系统")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    table = command_table()
    asked = table.get(arguments[0] if arguments else "")
    for adds in [asked] if asked else dict.fromkeys(table.values()):
        load(adds)(commands)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Run a command: exit code 0 when done, 2 when refused, with a sentence on stderr.

    A reader that has had enough (`lianxi journal show | head`) ends it quietly.
    """
    try:
        code = _run(_parser(arguments).parse_args(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; that must find somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _run(options: argparse.Namespace) -> int:
    if getattr(options, "needs_database", True):
        start_django()
    try:
        return int(options.run(options) or 0)
    except Refusal as refusal:
        print(refusal.sentence(), file=sys.stderr)
    except Told as said:
        print(str(said), file=sys.stderr)
    except Exception as error:
        told = _told(error)
        if not told:
            raise
        print(told, file=sys.stderr)
    return 2


def _told(error: Exception) -> str:
    """Say in a sentence what a database's refusal means for who runs a command; empty where nobody knows."""
    # Django is loaded where a database was asked; a command without one does not wait for it.
    errors = sys.modules.get("django.db.utils")
    if errors is None or not isinstance(error, errors.OperationalError | errors.ProgrammingError):
        return ""
    if _is_missing(error):
        return "还没有建立数据库，请先运行 make run"
    busy = refusal_of(error)
    return busy.sentence() if busy is not None else ""


def _is_missing(error: Exception) -> bool:
    """Whether a table or the database itself is not there: SQLite says so in words, PostgreSQL by a code."""
    said = str(error)
    code = getattr(error.__cause__, "sqlstate", None)
    return code in ("42P01", "3D000") or "no such table" in said or "unable to open database file" in said
