"""docs/security.md names tests: each of them exists and is collected; each row has a state and says something."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| V(\d+\.\d+\.\d+) \| ([a-z ]+) \| (.+) \| (.+) \|$", re.MULTILINE)
STATES = {"met", "partly", "not met", "not applicable"}
ROWS = ROW.findall((ROOT / "docs" / "security.md").read_text(encoding="utf-8"))
NAMED = sorted({test.strip("`") for _id, _state, test, _words in ROWS if test != "–"})
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they are numbered from 1 on.
SECTIONS = {
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "14.1": 2,
    "14.2": 4,
    "14.3": 3,
    "16.1": 1,
    "16.2": 5,
    "16.3": 4,
    "16.4": 3,
    "16.5": 3,
}


@cache
def _tests_of(path: Path) -> frozenset[str]:
    """The tests pytest collects from a file: functions at its top named test_, unless a mark leaves them out."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    marked = {"browser", "spark", "office", "matrix", "skip"}
    return frozenset(
        one.name
        for one in body
        if isinstance(one, ast.FunctionDef)
        and one.name.startswith("test_")
        and not any(
            getattr(part, "attr", "") in marked for mark in one.decorator_list for part in ast.walk(mark)
        )
    )


@pytest.mark.parametrize("named", NAMED)
def test_a_named_test_is_there_and_collected(named: str) -> None:
    file, _, name = named.partition("::")
    path = ROOT / file
    assert path.name.startswith("test_")
    assert name in _tests_of(path)


def test_every_row_has_a_state_and_what_is_met_by_code_names_its_test() -> None:
    assert [id_ for id_, state, _test, _words in ROWS if state not in STATES] == []
    # Where a thing is met by there being nothing, no test can show it: the row says so.
    bare = {id_ for id_, state, test, _words in ROWS if state == "met" and test == "–"}
    assert bare == {"6.2.10", "6.4.2"}


def test_no_requirement_of_the_chapters_is_left_out_or_named_twice() -> None:
    ids = [id_ for id_, *_rest in ROWS]
    assert len(ids) == len(set(ids))
    wanted = {f"{section}.{n}" for section, count in SECTIONS.items() for n in range(1, count + 1)}
    assert set(ids) == wanted


def test_every_log_of_the_code_stands_in_the_inventory() -> None:
    """What is written outside of the database is named, so that nobody has to look for it in the code."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    inventory = page.partition("## What is logged")[2].partition("## ")[0]
    named = set(re.findall(r"`(lianxi[\w.]*)`", inventory))
    used = set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for own in re.findall(r"getLogger\(([^)]*)\)", path.read_text(encoding="utf-8")):
            used.add(module if own == "__name__" else own.strip("\"'"))
    assert used == named
