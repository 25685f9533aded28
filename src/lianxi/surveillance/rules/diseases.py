"""The catalogue of occupational diseases (职业病分类和目录), its editions side by side."""

import csv
from functools import cache
from pathlib import Path


@cache
def disease_rows() -> list[dict[str, str]]:
    """Return the rows of the catalogue, the edition in force last."""
    with (Path(__file__).parent / "diseases.csv").open(encoding="utf-8", newline="") as file:
        # The edition in force last answers for a name that both have.
        return sorted(csv.DictReader(file), key=lambda row: row["edition"])


@cache
def disease_names() -> dict[str, str]:
    """Return the names of the catalogue's diseases by code."""
    return {row["code"]: row["name"] for row in disease_rows()}
