"""A form: what a table of one kind holds, and the headings its columns may stand under."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Form:
    """The fields of a kind of table, which of them it needs, and where its headings are listed.

    `needed` lists alternatives: of each group at least one field must be a column of the file or a default.
    `layouts` is a CSV of stream (the form's name), layout, heading, field; an empty field is known and not stored.
    `words` names fields as people know them.
    """

    name: str
    label: str
    fields: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]
    layouts: Path
    words: Mapping[str, str]


@cache
def listed_headings(path: Path) -> tuple[tuple[str, str, str], ...]:
    """Return the (form, heading, field) rows of a file of layouts."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((row["stream"], row["heading"], row["field"]) for row in csv.DictReader(file))
