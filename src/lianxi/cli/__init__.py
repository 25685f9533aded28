"""The command-line door `lianxi`: every action, the reading of documents, the demonstration, the checks."""

import sys


def main() -> None:
    """Run one `lianxi` command and leave with its exit code."""
    from lianxi.cli.commands import run

    sys.exit(run(sys.argv[1:]))
