"""Arrangements that the tests of work are made with."""

import io
from datetime import UTC, datetime
from typing import Any

from openpyxl import load_workbook

from cast import AT, Cast
from lianxi.papers.files import Upload
from lianxi.work.actions import make_arrangement, switch_on
from lianxi.work.models import Arrangement, Return

FIELDS = (
    "用人单位|用人单位||必填 区分",
    "检查日期|日期||必填",
    "问题数|整数|个|必填",
    "处理|选项|已整改、未整改|",
    "罚款|金额|万元|",
    "说明|文字||",
)
FIGURES = ("检查家数|计数", "问题数|合计|问题数", "整改率|计数|处理=已整改|占")


def made(cast: Cast, **given: Any) -> Arrangement:
    """Make an arrangement of 市住建局, half-yearly, that allows a nil return."""
    told: dict[str, Any] = {
        "clause": "QZ-3-11-2",
        "title": "行业检查",
        "unit_ids": [cast.unit("市住建局").pk],
        "fields": FIELDS,
        "figures": FIGURES,
        "cycle": "half-yearly",
        "pattern": "check",
        "nil_allowed": True,
    }
    return make_arrangement(cast.staff, AT, **{**told, **given})


def running(cast: Cast, at: datetime = AT, **given: Any) -> Arrangement:
    """Make an arrangement and switch it on."""
    row = made(cast, **given)
    switch_on(cast.staff, at, arrangement_ids=[row.pk])
    row.refresh_from_db()
    return row


def due(row: Arrangement, period: str = "2026H1") -> Return:
    """Give the return of a period."""
    return Return.objects.get(line_id=row.line_id, period=period)


def moment(year: int, month: int, day: int, hour: int = 9) -> datetime:
    """Give a moment of a day in China."""
    return datetime(year, month, day, hour - 8 if hour >= 8 else hour, tzinfo=UTC)


def filled(template: bytes, rows: list[list[Any]], name: str = "填好的.xlsx") -> Upload:
    """Fill rows into a template as a person does."""
    book = load_workbook(io.BytesIO(template))
    sheet = book["填报"]
    for number, cells in enumerate(rows, 2):
        for column, value in enumerate(cells, 1):
            if value is not None:
                sheet.cell(row=number, column=column, value=value)
    file = io.BytesIO()
    book.save(file)
    return Upload(name, file.getvalue())
