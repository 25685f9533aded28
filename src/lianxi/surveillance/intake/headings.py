"""Headings: which column of a file is which field. What a heading may read is data (`layouts.csv`), a row a heading."""

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lianxi.core.refusals import BadInput
from lianxi.surveillance.intake.faults import FIELD_NAMES
from lianxi.surveillance.intake.streams import Stream

_DROPPED = re.compile(r"[\s*＊:：\"']+")
# Fields that the person pass takes out of the file before anything is stored.
IDENTITY = ("person_name", "id_number", "id_kind")
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the fields stand: field → columns in order of preference; and the headings nobody knows."""

    columns: dict[str, tuple[int, ...]]
    unknown: tuple[str, ...]


def heading_key(text: str) -> str:
    """Write a heading as it is compared: half width, no blanks, stars or colons."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()


@cache
def layouts() -> dict[str, dict[str, str]]:
    """Return, for each stream, heading → field; an empty field is known and not stored."""
    found: dict[str, dict[str, str]] = {}
    with (Path(__file__).parent / "layouts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["stream"], {}).setdefault(heading_key(row["heading"]), row["field"])
    return found


def count_known(stream: Stream, cells: Sequence[str]) -> int:
    """Count the cells of a line that are headings of the stream's forms."""
    known = layouts()[stream.name]
    return sum(1 for cell in cells if cell and (heading_key(cell) in known or cell in stream.fields))


def find_heading_line(stream: Stream, lines: Sequence[Sequence[str]]) -> int | None:
    """Return the place of the heading among the first lines of a file, below any title."""
    counts = [count_known(stream, line) for line in lines]
    best = max(range(len(counts)), key=counts.__getitem__, default=None)
    return best if best is not None and counts[best] >= ENOUGH else None


def match_headings(stream: Stream, cells: Sequence[str]) -> Headings:
    """Say which column is which field; the stream's own field names are headings, too."""
    known = layouts()[stream.name]
    columns: dict[str, tuple[int, ...]] = {}
    unknown = []
    for place, cell in enumerate(cells):
        field = cell if cell in stream.fields else known.get(heading_key(cell))
        if field is None and cell.strip():
            unknown.append(cell.strip())
        elif field in stream.fields:
            # Identities are headings that are known and no fields: the person pass alone reads them.
            columns[field] = (*columns.get(field, ()), place)
    return Headings(columns, tuple(unknown))


def require_needed(stream: Stream, fields: frozenset[str]) -> None:
    """Refuse a file in which a needed field is neither a column nor given for the whole file."""
    missing = [group for group in stream.needed if not fields & set(group)]
    if not missing:
        return
    words = "、".join("或".join(FIELD_NAMES.get(field, field) for field in group) for group in missing)
    raise BadInput(
        f"这份文件不像“{stream.label}”：没有{words}这几列。",
        rule=f"{stream.label}的栏目要求",
        next_step="请核对数据类别，或用示例文件的表头；也可以为整份文件填写缺少的取值。",
    )
