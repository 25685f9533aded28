"""Reading the tables that lie beside this module, as plain dictionaries of text."""

import csv
from functools import cache
from importlib.resources import files

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of a shipped table (`oel_dust` …). Raises FileNotFoundError for another name."""
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
