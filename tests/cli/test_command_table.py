"""The table of commands names what its functions add, and a command without database loads no framework."""

import argparse
import subprocess
import sys

from lianxi.cli.commands import command_table
from lianxi.core.rooms import load


def _added_by(adds: str) -> set[str]:
    commands = argparse.ArgumentParser().add_subparsers()
    load(adds)(commands)
    return set(commands.choices)


def test_every_command_stands_in_the_table_under_the_function_that_adds_it() -> None:
    table = command_table()
    named = {adds: {name for name, other in table.items() if other == adds} for adds in table.values()}
    assert {adds: _added_by(adds) for adds in named} == named


def test_a_command_without_database_loads_neither_framework_nor_arrays() -> None:
    code = (
        "import sys; from lianxi.cli.commands import run\n"
        "try: run(['rules', '--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('django', 'numpy', 'duckdb', 'numba', 'scipy', 'typst') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
