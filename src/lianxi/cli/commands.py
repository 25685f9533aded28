"""The list of commands and their arguments; each command lives in the file of its room."""

import argparse
import sys
from collections.abc import Sequence

from lianxi.cli import acts, checks, demonstration, documents, records, serving
from lianxi.cli.starting import start_django


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lianxi", description="联席：部门间联席会议的工作系统")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for room in (serving, documents, acts, records, demonstration, checks):
        room.add_commands(commands)
    return parser


def run(arguments: Sequence[str]) -> int:
    """This function will run a command: exit code 0 when done, 2 when refused, with a sentence on stderr."""
    from lianxi.core.refusals import Refusal
    from lianxi.law.reading import Unreadable

    options = _parser().parse_args(arguments)
    if getattr(options, "needs_database", True):
        start_django()
    try:
        return int(options.run(options) or 0)
    except Refusal as refusal:
        print(refusal.sentence(), file=sys.stderr)
    except Unreadable as unreadable:
        print(str(unreadable), file=sys.stderr)
    return 2
