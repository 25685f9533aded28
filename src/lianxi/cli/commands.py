"""The list of commands and their arguments; each command lives in the file of its room."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from lianxi.cli import acts, checks, demonstration, desk, doctor, records, rules, serving, simulate, working
from lianxi.cli.starting import start_django
from lianxi.core.rooms import rooms, stated

# The door's own commands; the rooms' faces name theirs.
OWN = (serving, working, rules, acts, desk, records, demonstration, simulate, doctor, checks)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lianxi", description="联席：部门间联席会议的工作系统")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for own in OWN:
        own.add_commands(commands)
    for name in (name for room in rooms() for name in stated(room.commands)):
        import_module(name).add_commands(commands)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Run a command: exit code 0 when done, 2 when refused, with a sentence on stderr.

    A reader that has had enough (`lianxi journal show | head`) ends it quietly.
    """
    try:
        code = _run(_parser().parse_args(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; that must find somewhere to write.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _run(options: argparse.Namespace) -> int:
    from django.db.utils import OperationalError, ProgrammingError

    from lianxi.core.refusals import Refusal
    from lianxi.journal.library import UnsafeDatabase
    from lianxi.law.reading import Unreadable

    if getattr(options, "needs_database", True):
        start_django()
    try:
        return int(options.run(options) or 0)
    except Refusal as refusal:
        print(refusal.sentence(), file=sys.stderr)
    except (Unreadable, UnsafeDatabase) as said:
        print(str(said), file=sys.stderr)
    except (OperationalError, ProgrammingError) as error:
        told = _told(error)
        if not told:
            raise
        print(told, file=sys.stderr)
    return 2


def _told(error: Exception) -> str:
    """Say in a sentence what a database's refusal means for who runs a command; empty where nobody knows."""
    if _is_missing(error):
        return "还没有建立数据库，请先运行 make run"
    if "database is locked" in str(error):
        return "数据库正被另一个程序占用，等了 20 秒仍没有空出来，什么也没有写入。请稍后再试，或先停止占用它的程序。"
    return ""


def _is_missing(error: Exception) -> bool:
    """Whether a table or the database itself is not there: SQLite says so in words, PostgreSQL by a code."""
    said = str(error)
    code = getattr(error.__cause__, "sqlstate", None)
    return code in ("42P01", "3D000") or "no such table" in said or "unable to open database file" in said
