"""Places and industries as codes with names: the division an employer lies in, the industry it belongs to."""

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def divisions() -> dict[str, tuple[str, str, str]]:
    """Return the divisions: code of six digits → name, level, parent's code."""
    return _read("divisions.csv")


@cache
def industries() -> dict[str, tuple[str, str, str]]:
    """Return the industries of GB/T 4754-2017: letter and digits → name, level, parent's code."""
    return _read("industries.csv")


def _read(name: str) -> dict[str, tuple[str, str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["name"], row["level"], row["parent"]) for row in csv.DictReader(file)}


@cache
def former_divisions() -> dict[str, tuple[str, str, int]]:
    """Return the counties' codes that are no longer in use → former name, code of today, year.

    Only codes that went over whole to one county are held; where one was parted, nobody can say which took it over.
    """
    with (_FOLDER / "division_changes.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["old_code"]: row for row in csv.DictReader(file)}
    found = {}
    for code, row in rows.items():
        now = row["new_code"]
        while now in rows and now not in divisions():
            now = rows[now]["new_code"]
        found[code] = (row["old_name"], now, int(row["year"]))
    return found


def current_division(code: str) -> str:
    """Return the code that a county's code has become by today; any other code as it is."""
    return former_divisions()[code][1] if code in former_divisions() else code


@cache
def division_names() -> dict[str, str]:
    """Return every name a division is written by, whole path and last part, → its code.

    A last part that several divisions share (鼓楼区) leads nowhere: it does not say which one is meant.
    """
    found: dict[str, set[str]] = {}
    for code, (name, level, _parent) in divisions().items():
        path = division_path(code)
        for text in {"".join(path), "".join(path[-2:]), name} if level != "province" else {name}:
            found.setdefault(text, set()).add(code)
    return {text: next(iter(codes)) for text, codes in found.items() if len(codes) == 1}


def division_path(code: str) -> list[str]:
    """Name a division from its province down, for example 福建省、泉州市、晋江市."""
    names: list[str] = []
    while code in divisions():
        name, _, code = divisions()[code]
        names.insert(0, name)
    return names


@cache
def industry_digits() -> dict[str, str]:
    """Return codes as forms write them (digits, letter and digits, or name) → code with letter."""
    codes = {code: code for code in industries()}
    codes |= {code[1:]: code for code in industries() if len(code) > 1}
    names: dict[str, set[str]] = {}
    for code, (name, _, _) in industries().items():
        names.setdefault(name, set()).add(code)
    # Where a division and its only group share a name, the wider one is meant.
    return codes | {name: min(found, key=len) for name, found in names.items()}
