"""Commands that need no database, each in a process of its own: nothing else has started Django for them."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lianxi.cli.commands import _parser

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "surveillance" / "data"
COUNTS, PLACES = str(DATA / "s4_cluster.csv"), str(DATA / "places.csv")
DOCUMENT = str(ROOT / "src" / "lianxi" / "law" / "instruments" / "QZ.txt")
# Command → words, exit code, what it says.
CASES: dict[str, tuple[list[str], int, str]] = {
    "surveillance example": (["{folder}", "--rows", "40"], 0, "measurements.csv"),
    "surveillance scan": (["--input", COUNTS, "--places", PLACES, "--simulations", "99"], 0, "350525"),
    "surveillance trend": (["--input", COUNTS], 0, "条序列"),
    "surveillance detect": (
        ["--method", "ears-c1", "--input", COUNTS, "--out", "{folder}/a.csv"],
        0,
        "次报警",
    ),
    "surveillance limits": (["苯"], 0, "mg/m3"),
    "surveillance judge": (["苯", "C-TWA", "2", "mg/m3", "--on", "2026-03-18"], 0, "符合"),
    "surveillance group": ([str(DATA / "groups.csv")], 0, "en689_group"),
    "surveillance average": (["0.5:2", "<0.1:6"], 0, "0.2"),
    "surveillance mixture": (["甲苯=20", "乙苯=30", "--on", "2026-03-18"], 0, "I ≤ 1"),
    "surveillance peaks": (["苯胺", "0-20:12", "--on", "2026-03-18"], 0, "15 min"),
    "archive verify": (["{folder}/none.zip"], 2, "none.zip"),
    "law read": (["{folder}/none.docx"], 2, "none.docx"),
    "route": (["{folder}/none.json"], 2, "none.json"),
    "rules": (["clocks", "--json"], 0, ""),
    "work propose": (["--document", "{folder}/none.txt", "--json"], 2, "none.txt"),
    "journal verify": (["--from", "{folder}/none.jsonl"], 2, "none.jsonl"),
    "restore": (["{folder}/none.zip"], 2, "none.zip"),
}
# Tested elsewhere: `demo` and `serve` bare, too; the other two start Django themselves and take a minute.
ELSEWHERE = {"clauses", "demo", "serve", "simulate"}


def _leaves(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    subs = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not subs:
        yield " ".join(words), parser
    for one in subs:
        for name, below in one.choices.items():
            yield from _leaves(below, (*words, name))


def test_every_command_without_a_database_is_tried_bare() -> None:
    bare = {name for name, parser in _leaves(_parser([])) if parser.get_default("needs_database") is False}
    assert bare == CASES.keys() | ELSEWHERE


@pytest.mark.parametrize("name", CASES)
def test_a_command_runs_in_a_bare_process(name: str, tmp_path: Path) -> None:
    words, code, said = CASES[name]
    command = [sys.executable, "-c", "from lianxi.cli import main; main()", *name.split()]
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [*command, *(word.format(folder=tmp_path) for word in words)],
        env={**env, "LIANXI_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_no_benchmark_bears_the_name_of_a_module_that_python_brings() -> None:
    # `python bench/x.py` puts the folder first: bench/calendar.py once took the place of Python's own.
    names = {path.stem for path in (ROOT / "bench").glob("*.py")}
    assert names
    assert names & sys.stdlib_module_names == set()
