"""What is sent as rows: read from a pasted table, checked for size, and cut to the fields one receiver gets."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

from lianxi.core.refusals import BadInput

# {"fields": [{"name": …, "label": …}], "rows": [[…], …]}; empty where nothing is sent as rows.
Payload: TypeAlias = dict[str, Any]

MOST_ROWS, MOST_FIELDS, LONGEST_CELL = 5_000, 60, 2_000


def read_table(text: str) -> Payload:
    """Read a table pasted from a spreadsheet: tabs between cells, the first line names the columns.

    Raises BadInput for a table without rows, with a column named twice, or with a line too long.
    """
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines:
        return {}
    heads = [cell.strip() for cell in lines[0]]
    if len(lines) < 2:
        raise BadInput("粘贴的数据只有列名，没有数据行。", next_step="请连同数据行一起从表格中复制。")
    if "" in heads or len(set(heads)) != len(heads):
        raise BadInput("粘贴的数据有空的或重复的列名。", next_step="请补齐列名后重新粘贴。")
    for number, cells in enumerate(lines[1:], 2):
        if len(cells) > len(heads) and any(cell.strip() for cell in cells[len(heads) :]):
            raise BadInput(f"第 {number} 行有 {len(cells)} 格，列名只有 {len(heads)} 个。")
    rows = [[cell.strip() for cell in (*cells, *[""] * len(heads))][: len(heads)] for cells in lines[1:]]
    return checked({"fields": [{"name": head, "label": head} for head in heads], "rows": rows})


def checked(payload: Mapping[str, Any]) -> Payload:
    """Return rows that may be sent. Raises BadInput where they are too many, too wide or misshapen."""
    fields, rows = list(payload.get("fields", ())), [list(row) for row in payload.get("rows", ())]
    if not fields and not rows:
        return {}
    if len(rows) > MOST_ROWS or len(fields) > MOST_FIELDS:
        raise BadInput(
            f"一次最多送 {MOST_ROWS} 行、{MOST_FIELDS} 列，现有 {len(rows)} 行、{len(fields)} 列。",
            next_step="请分次送出，或作为文件附上。",
        )
    if any(len(row) != len(fields) for row in rows):
        raise BadInput("有的数据行与列数不符。")
    if any(len(str(cell)) > LONGEST_CELL for row in rows for cell in row):
        raise BadInput(f"有的格子超过 {LONGEST_CELL} 字。", next_step="请把长文字作为文件附上。")
    return {"fields": fields, "rows": rows}


def cut(payload: Payload, names: Collection[str] | None) -> Payload:
    """Return the rows with the named fields only, in their order; None keeps all."""
    if not payload or names is None:
        return payload
    kept = [at for at, field in enumerate(payload["fields"]) if field["name"] in names]
    fields = [payload["fields"][at] for at in kept]
    return {"fields": fields, "rows": [[row[at] for at in kept] for row in payload["rows"]]}


def count_rows(payload: Payload) -> int:
    """Count the rows of what was sent."""
    return len(payload.get("rows", ()))


def texts_of(payload: Payload) -> list[str]:
    """Return each row as one text, for scans of what it says."""
    return ["　".join(str(cell) for cell in row) for row in payload.get("rows", ())]


def read_results(given: Sequence[str], rows: int, outcomes: Collection[str]) -> dict[str, str]:
    """Read words given row by row, as `place:word` with places from 0. Raises BadInput for others."""
    found: dict[str, str] = {}
    for one in given:
        place, _, word = one.partition(":")
        if not word:
            continue
        if not place.isdecimal() or int(place) >= rows or word not in outcomes:
            raise BadInput("逐行结果不在可选范围内。", next_step="请从列出的结果中选择。")
        found[place] = word
    return found
