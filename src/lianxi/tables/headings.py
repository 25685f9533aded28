"""Headings: which column of a file is which field. What a heading may read is data of its room, a row a heading."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lianxi.core.refusals import BadInput
from lianxi.tables.forms import Form, listed_headings
from lianxi.tables.numbers import visible

_DROPPED = re.compile(r"[\s*＊:：\"']+")
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the fields stand: field → columns in order of preference; the headings nobody knows, those that are known
    and not stored, and sentences on fields that several columns fill."""

    columns: dict[str, tuple[int, ...]]
    unknown: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()


def heading_key(text: str) -> str:
    """Write a heading as it is compared: half width, no blanks, stars or colons."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", visible(text))).casefold()


def known_headings(form: Form) -> dict[str, str]:
    """Return heading → field of a form; an empty field is known and not stored."""
    return _known(form.layouts, form.name)


@cache
def _known(layouts: Path, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for form, heading, field in listed_headings(layouts):
        if form == name:
            found.setdefault(heading_key(heading), field)
    return found


def count_known(form: Form, cells: Sequence[str]) -> int:
    """Count the cells of a line that are headings of the form."""
    known = known_headings(form)
    return sum(1 for cell in cells if cell and (heading_key(cell) in known or cell in form.fields))


def find_heading_line(form: Form, lines: Sequence[Sequence[str]]) -> int | None:
    """Return the place of the heading among the first lines of a file, below any title."""
    counts = [count_known(form, line) for line in lines]
    best = max(range(len(counts)), key=counts.__getitem__, default=None)
    return best if best is not None and counts[best] >= ENOUGH else None


def match_headings(form: Form, cells: Sequence[str]) -> Headings:
    """Say which column is which field; the form's own field names are headings, too."""
    known = known_headings(form)
    columns: dict[str, tuple[int, ...]] = {}
    unknown, dropped = [], []
    _require_no_twins(form, cells)
    for place, cell in enumerate(cells):
        field = cell if cell in form.fields else known.get(heading_key(cell))
        if field is None and cell.strip():
            unknown.append(cell.strip())
        elif field in form.fields:
            # Identities are headings that are known and no fields: the person pass alone reads them.
            columns[field] = (*columns.get(field, ()), place)
        elif field == "":
            dropped.append(cell.strip())
    return Headings(columns, tuple(unknown), tuple(dropped), tuple(_doubled(form, columns, cells)))


def _require_no_twins(form: Form, cells: Sequence[str]) -> None:
    """Refuse a heading that stands twice: nobody knows which column is meant."""
    known = known_headings(form)
    seen: set[str] = set()
    for cell in cells:
        key = heading_key(cell)
        if key in seen and (cell in form.fields or known.get(key) in form.fields):
            raise BadInput(
                f"表头“{cell.strip()}”出现了两次，不知道以哪一列为准。",
                rule="一个栏目只有一列",
                next_step="请删去或改名其中一列后重新上传。",
            )
        seen.add(key)


def _doubled(form: Form, columns: dict[str, tuple[int, ...]], cells: Sequence[str]) -> Iterator[str]:
    """Name the fields that several columns fill."""
    for field, places in columns.items():
        if len(places) > 1:
            named = "、".join(f"“{cells[place].strip()}”" for place in places)
            yield f"{named}是同一栏目（{form.words.get(field, field)}），每行取其中最先有内容的一列。"


def require_needed(form: Form, fields: frozenset[str]) -> None:
    """Refuse a file in which a needed field is neither a column nor given for the whole file."""
    missing = [group for group in form.needed if not fields & set(group)]
    if not missing:
        return
    words = "、".join("或".join(form.words.get(field, field) for field in group) for group in missing)
    raise BadInput(
        f"这份文件不像“{form.label}”：没有{words}这几列。",
        rule=f"{form.label}的栏目要求",
        next_step="请核对数据类别，或用示例文件的表头；也可以为整份文件填写缺少的取值。",
    )
