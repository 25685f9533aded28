"""How a sheet with faults is refused: whole, with every fault by its row."""

from collections.abc import Sequence
from typing import ClassVar

from lianxi.core.refusals import BadInput
from lianxi.inspections.rules.sheet_rows import RowFault, said_of


class RowsRefused(BadInput):
    """Rows with faults: none of them is stored. `faults` are all of them, by row."""

    code: ClassVar[str] = "rows_refused"
    faults: tuple[RowFault, ...] = ()


def refuse_rows(faults: Sequence[RowFault]) -> RowsRefused:
    """Refuse rows with their faults, the first few in the sentence."""
    told = RowsRefused(
        f"有 {len({one.where for one in faults})} 行不能存入：{said_of(faults)}",
        rule="一张表整体存入，有错的一行也不存",
        next_step="请按逐行说明改正后重新上传；没有存入任何内容。",
    )
    told.faults = tuple(faults)
    return told
