"""Example files: the same for a seed, right in every check digit, and taken in without an error."""

import csv
from datetime import date
from pathlib import Path

import pytest

from cast import Cast
from lianxi.core.identifiers import credit_code_fault, identity_number_fault
from lianxi.stories.example_files import credit_code, identity_number, write_examples
from surveillance.intake_stages import TODAY, applied, counts


def test_examples_are_the_same_for_a_seed(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_examples(tmp_path / "a", rows=30, seed=3, until=TODAY)]
    again = [path.read_bytes() for path in write_examples(tmp_path / "b", rows=30, seed=3, until=TODAY)]
    other = [path.read_bytes() for path in write_examples(tmp_path / "c", rows=30, seed=4, until=TODAY)]
    assert first == again
    assert first != other


def test_invented_identifiers_have_their_check_digits() -> None:
    assert credit_code_fault(credit_code("350582", 12)) == ""
    assert identity_number_fault(identity_number("350582", date(1990, 3, 7), 251), TODAY) == ""


@pytest.mark.parametrize("stream", ["measurements", "cases", "exams", "declarations"])
def test_examples_go_in_without_an_error(cast: Cast, tmp_path: Path, stream: str) -> None:
    paths = {path.stem: path for path in write_examples(tmp_path, rows=400, seed=1, until=TODAY)}
    with paths[stream].open(encoding="utf-8-sig", newline="") as file:
        lines = len(list(csv.reader(file))) - 1
    found = counts(applied(cast, stream, paths[stream]))
    assert found["lines"] == lines
    assert "error" not in found
    assert found["new"] == lines
