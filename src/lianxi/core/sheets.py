"""Sheets: many rows of a form sent as one, each cell written row/column=value."""

from collections.abc import Collection, Sequence

from lianxi.core.refusals import BadInput

SHEET_MOST = 5_000


def read_sheet(cells: Sequence[str], columns: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the rows of a sheet by their names, each with its cells by column; blank cells are "".

    `cells` are written row/column=value. Raises BadInput for a cell that is written otherwise, of an unknown
    column, or for more cells than a form of the house sends.
    """
    if len(cells) > SHEET_MOST:
        raise BadInput(f"一次最多提交 {SHEET_MOST} 格。", next_step="请分几次提交。")
    rows: dict[str, dict[str, str]] = {}
    for cell in cells:
        place, given, value = cell.partition("=")
        row, _, column = place.partition("/")
        if not given or not row or column not in columns:
            raise BadInput("表格里有一格没有写明是哪一行、哪一栏。", next_step="请刷新页面后重新填写。")
        rows.setdefault(row, {})[column] = value.strip()
    return rows
