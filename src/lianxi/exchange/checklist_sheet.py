"""The spreadsheet of a checklist (迎检目录) as an office gets it: points with their numbers, read within bounds."""

from lianxi.core.bounded import bounded, too_much
from lianxi.tables.sheets import read_sheet

HEADINGS = {"number": ("序号", "编号"), "text": ("要点", "内容", "指标", "检查内容", "考核内容")}
MOST, SECONDS, MEMORY = 2_000, 60.0, 1024**3


def read_checklist(name: str, content: bytes) -> tuple[tuple[str, str], ...]:
    """Read (number, text) of every point; rows without a text are passed over. Raises BadInput for no such table."""

    def work() -> tuple[tuple[str, str], ...]:
        sheet = read_sheet(name, content, HEADINGS, ["text"], most=MOST, is_bounded=True)
        told = ((row.text("number").strip(), row.text("text").strip()) for row in sheet.rows)
        return tuple((number, text) for number, text in told if text)

    return bounded(work, too_much(name), seconds=SECONDS, memory=MEMORY)
