"""Lists read from their files: every row into values or into a sentence, within bounds of time and memory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from lianxi.core.bounded import bounded, too_much
from lianxi.core.canonical import digest
from lianxi.core.personal import find_personal
from lianxi.core.refusals import BadInput
from lianxi.projects.rules.lists import COLUMNS, LIST_KINDS, Places, read_row
from lianxi.register.queries import list_areas
from lianxi.register.rules.places import division_names, former_divisions, industry_digits
from lianxi.tables.cells import cell_text
from lianxi.tables.grids import is_text, read_book, read_text
from lianxi.tables.sheets import Sheet, SheetRow, read_sheet

MOST_ROWS = 100_000
# A number that may be a person's has so many digits.
_NUMBER = re.compile(r"(?:\d\D{0,2}){11}")
SECONDS, MEMORY = 120.0, 2 * 1024**3
# A reader's arguments are hashable: areas as (name, code) pairs.
AreaPairs: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken: where it stands in the file, and why."""

    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list that was read: (where, key, values) of every good row, the rows refused, what to say of the file."""

    rows: tuple[tuple[str, str, dict[str, Any]], ...]
    refused: tuple[Refusal, ...]
    notes: tuple[str, ...]


def area_pairs(conference_id: int) -> AreaPairs:
    """Return the areas that count, with their codes."""
    return tuple((one.name, one.code) for one in list_areas(conference_id, on=True))


def places_of(areas: AreaPairs, day: date) -> Places:
    """Put together what places and industries are called: the areas, their whole paths and former codes."""
    names = {name: name for name, _code in areas}
    codes = {code: name for name, code in areas if code}
    names |= {text: codes[code] for text, code in division_names().items() if code in codes}
    names |= {former: codes[now] for former, now, _year in former_divisions().values() if now in codes}
    codes |= {old: codes[now] for old, (_name, now, _year) in former_divisions().items() if now in codes}
    return Places(day, names, codes, _industries())


@cache
def _industries() -> dict[str, str]:
    return dict(industry_digits())


def read_list(kind: str, name: str, content: bytes, *, areas: AreaPairs, day: date) -> ReadList:
    """Read a list from its file. All arguments are plain, since an act reads outside its transaction.

    Raises BadInput for no such table.
    """
    told = LIST_KINDS[kind]
    known = {column: COLUMNS[column] for column in told.columns}

    def work() -> ReadList:
        _require_no_persons(name, content, day)
        sheet = read_sheet(name, content, known, told.needed, most=MOST_ROWS, is_bounded=True)
        return check_list(kind, sheet, places_of(areas, day))

    return bounded(work, too_much(name), seconds=SECONDS, memory=MEMORY)


def _require_no_persons(name: str, content: bytes, day: date) -> None:
    """Refuse a file with a person's number in any cell, of columns too that are not read: it would be kept with it."""
    if is_text(name):
        grids = [read_text(name, content, MOST_ROWS, len)]
    else:
        grids = list(read_book(name, content, MOST_ROWS, is_bounded=True)[0])
    for grid in grids:
        for number, cells in enumerate(grid.rows, 1):
            for at, cell in enumerate(cells, 1):
                text = cell_text(cell)
                found = next(find_personal(text, day), None) if _NUMBER.search(text) else None
                if found is not None:
                    raise BadInput(
                        f"第 {number} 行第 {at} 列有{found.kind}；整张清单没有留存。",
                        rule="项目清单不含个人的证件号码和电话",
                        next_step="请删去联系人、电话等列后重新上传。",
                    )


def check_list(kind: str, sheet: Sheet, places: Places) -> ReadList:
    """Check every row; a project that stands twice is refused the second time."""
    rows, refused = list[tuple[str, str, dict[str, Any]]](), list[Refusal]()
    first: dict[str, str] = {}
    notes = [*sheet.notes, *(f"“{one}”列没有读。" for one in sheet.unknown)]
    for row in sheet.rows:
        where = f"{row.sheet} 第 {row.number} 行" if row.sheet else f"第 {row.number} 行"
        odd = _odd(row)
        told = read_row(kind, {} if odd else row.cells, places)
        faults = odd or list(told.faults)
        if faults:
            refused.append(Refusal(where, "".join(faults)))
            continue
        key = key_of(told.values)
        if key in first:
            refused.append(Refusal(where, f"与{first[key]}是同一个项目，一张表里只能有一行。"))
            continue
        first[key] = where
        rows.append((where, key, told.values))
        notes += [f"{where}：{one}" for one in told.notes]
    return ReadList(tuple(rows), tuple(refused), tuple(notes))


def key_of(values: dict[str, Any]) -> str:
    """Give what a project is known by: its code, else its name, builder and place."""
    if told := values.get("code") or values.get("key"):
        return str(told)
    parts = (values.get(name, "") for name in ("name", "builder", "area", "place"))
    return f"无码-{digest('|'.join(str(one) for one in parts))[:20].upper()}"


def _odd(row: SheetRow) -> Sequence[str]:
    broken = [f"“{COLUMNS[name][0]}”是错误值或没有算出的公式，请改成实际的内容。" for name in row.broken]
    return [*broken, *(f"“{COLUMNS[name][0]}”{why}。" for name, why in row.unsure.items())]
