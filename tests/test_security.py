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
# The requirements of levels 1 and 2 in each chapter.
COUNTS = {"6": 35, "7": 18, "8": 7, "14": 9, "16": 16}


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
    assert bare == {"6.2.10", "6.4.2", "16.2.3"}


def test_no_requirement_of_the_chapters_is_left_out_or_named_twice() -> None:
    ids = [id_ for id_, *_rest in ROWS]
    assert len(ids) == len(set(ids))
    assert {chapter: sum(one.startswith(f"{chapter}.") for one in ids) for chapter in COUNTS} == COUNTS
