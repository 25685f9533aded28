"""Reads of work points: the sheet that brings them, the points of a year, the tasks of a unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianxi.core.bounded import bounded, too_much
from lianxi.core.refusals import BadInput
from lianxi.tables.sheets import SheetRow, read_sheet
from lianxi.work.models import HalfAnswer, PointTask, WorkPoint

HEADINGS = {
    "number": ("编号", "序号"),
    "text": ("要点", "工作要点"),
    "clause": ("依据条款", "条款"),
    "unit": ("承担单位", "牵头单位", "责任单位"),
    "quarter": ("季度",),
    "task": ("任务", "任务内容"),
}
QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4}
MOST, SECONDS, MEMORY = 2_000, 60.0, 1024**3


@dataclass(frozen=True, slots=True)
class PointLine:
    """One line of the sheet: a task of a point."""

    number: str
    text: str
    clause: str
    unit: str
    quarter: int
    task: str


def read_points(name: str, content: bytes) -> Sequence[PointLine]:
    """Read the sheet of points within bounds of time and memory. Raises BadInput naming every wrong row."""

    def work() -> Sequence[PointLine]:
        sheet = read_sheet(name, content, HEADINGS, list(HEADINGS), most=MOST, is_bounded=True)
        wrong = [said for row in sheet.rows if (said := _fault(row))]
        if wrong:
            raise BadInput(
                "；".join(wrong[:5]) + "。", rule="有错的一行也不存", next_step="请改正后重新导入。"
            )
        return tuple(_line(row) for row in sheet.rows)

    return bounded(work, too_much(name), seconds=SECONDS, memory=MEMORY)


def _fault(row: SheetRow) -> str:
    blank = [heads[0] for column, heads in HEADINGS.items() if not row.text(column).strip()]
    if blank:
        return f"第 {row.number} 行缺{'、'.join(blank)}"
    if _quarter(row) is None:
        return f"第 {row.number} 行的季度“{row.text('quarter')[:10]}”不是 1 到 4"
    return ""


def _quarter(row: SheetRow) -> int | None:
    return QUARTERS.get(row.text("quarter").strip().removeprefix("第").removesuffix("季度"))


def _line(row: SheetRow) -> PointLine:
    told = {column: row.text(column).strip() for column in HEADINGS if column != "quarter"}
    return PointLine(**told, quarter=_quarter(row) or 1)


def points_of(conference_id: int, year: int) -> list[WorkPoint]:
    """List the points of a year with their tasks, in the order of their numbers."""
    rows = WorkPoint.objects.filter(conference_id=conference_id, year=year)
    return list(rows.prefetch_related("tasks__unit").order_by("number", "pk"))


def years_of(conference_id: int) -> list[int]:
    """List the years that have points, the latest first."""
    rows = WorkPoint.objects.filter(conference_id=conference_id)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def tasks_of(conference_id: int, unit_id: int, year: int, quarters: Sequence[int]) -> list[PointTask]:
    """List a unit's tasks of some quarters of a year."""
    rows = PointTask.objects.filter(conference_id=conference_id, unit_id=unit_id, point__year=year)
    rows = rows.filter(quarter__in=quarters).select_related("point", "unit")
    return list(rows.order_by("quarter", "point__number", "pk"))


def answer_of(conference_id: int, unit_id: int, period: str) -> HalfAnswer | None:
    """Find what a unit said on its half-year page."""
    rows = HalfAnswer.objects.filter(conference_id=conference_id, unit_id=unit_id, period=period)
    return rows.first()
