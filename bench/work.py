"""Measures work: rows from the XLSX file to stored and journalled, beside a validator from a well-kept package, and the
year of acts at many rows.

Usage: python bench/work.py [rows of the sheet] [rows held for the year's page]; needs a database of its own
(DATABASE_URL, LIANXI_DATA), in which it founds the demonstration's conference.
"""

import io
import sys
import time
from datetime import date
from statistics import quantiles

import django
import xlsxwriter

django.setup()

from django.core.management import call_command
from django.utils import timezone
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from lianxi.bodies.models import Conference, Tenure, Unit
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.words import day_of
from lianxi.papers.files import Upload
from lianxi.stories.founding import found_shipped
from lianxi.work.actions import make_arrangement, propose_arrangements, start_set, switch_on, upload_rows
from lianxi.work.actions.filling import NEW_COLUMNS
from lianxi.work.models import Arrangement, Row
from lianxi.work.queries.rows import Span, values_within
from lianxi.work.queries.years import year_of
from lianxi.work.rules.periods import period_of

FIELDS = (
    "用人单位|用人单位||必填 区分",
    "检查日期|日期||必填",
    "问题数|整数|个|必填",
    "处理|选项|已整改、未整改",
    "罚款|金额|万元",
    "说明|文字",
)
HEADS = ("用人单位", "检查日期", "问题数（个）", "处理", "罚款（万元）", "说明")
TRIES = 30


class Plain(TypedDict):
    """The same row as the other validator takes it."""

    f1: str
    f2: date
    f3: int
    f4: str
    f5: float
    f6: str


def sheet(count: int, day: date) -> bytes:
    """Make a filled sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    page = book.add_worksheet("填报")
    page.write_row(0, 0, HEADS)
    for row in range(1, count + 1):
        cells = (
            f"用人单位{row:06d}",
            day.isoformat(),
            row % 7,
            "已整改" if row % 3 else "未整改",
            1.5,
            "现场检查",
        )
        page.write_row(row, 0, cells)
    book.close()
    return file.getvalue()


def seat(conference: Conference, kind: SeatKind, unit: str = "") -> Actor:
    """Give who acts from a seat."""
    rows = Tenure.objects.filter(conference=conference, seat__kind=kind, ends_before__isnull=True)
    rows = rows.filter(seat__unit__name=unit) if unit else rows
    return actor_for(rows.select_related("seat__unit").order_by("pk")[0])


def beside(count: int) -> float:
    """Validate as many rows with pydantic alone, from plain values."""
    rows = [
        {"f1": f"用人单位{n}", "f2": "2026-03-02", "f3": n % 7, "f4": "已整改", "f5": 1.5, "f6": "现场检查"}
        for n in range(count)
    ]
    adapter, start = TypeAdapter(list[Plain]), time.perf_counter()
    adapter.validate_python(rows)
    return time.perf_counter() - start


def fill(line: Arrangement, unit_id: int, count: int, day: date) -> None:
    """Hold many rows, stored past the journal: only the reads are measured."""
    from django.db import transaction

    from lianxi.journal import batches

    period, at = period_of(day, 2), timezone.now()
    values = {"f1": "甲厂", "f2": day.isoformat(), "f3": 1, "f4": "已整改"}
    with transaction.atomic():
        for start in range(0, count, 5000):
            some = [
                (line.conference_id, line.pk, unit_id, period.code, period.last, f"{start}-{n}", values, 1, 1, False, at, None, 1, "x")
                for n in range(min(5000, count - start))
            ]  # fmt: skip
            batches.insert_values(Row, NEW_COLUMNS, some)


def main() -> None:
    """Print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    held = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    call_command("migrate", verbosity=0)
    now = timezone.now()
    conference = found_shipped("QZ", now, is_demo=True)
    office, day = seat(conference, SeatKind.OFFICE_DIRECTOR), day_of(now)
    propose_arrangements(office, now)
    start_set(office, now)
    unit = Unit.objects.get(name="市住建局", region=conference.region)
    own = make_arrangement(
        office, now, clause="QZ-3-11-2", title="行业检查", unit_ids=[unit.pk], fields=FIELDS, cycle="half-yearly", pattern="check",
    )  # fmt: skip
    switch_on(office, now, arrangement_ids=[own.pk])
    file = Upload("检查.xlsx", sheet(rows, day))
    start = time.perf_counter()
    made = upload_rows(
        seat(conference, SeatKind.MEMBER, "市住建局"),
        now,
        arrangement_id=own.pk,
        period=period_of(day, 2).code,
        file=file,
    )
    took = time.perf_counter() - start
    print("| 做什么 | 行 | 秒 |\n| --- | --- | --- |")
    print(f"| XLSX 读、校、存、记日志 | {len(made)} | {took:.1f} |")
    print(f"| 同样的行，pydantic 单独校验 | {rows} | {beside(rows):.2f} |")
    fill(own, unit.pk, max(0, held - rows), day)
    times = []
    for _ in range(TRIES):
        start = time.perf_counter()
        lines = year_of(conference.pk, office, day)
        times.append((time.perf_counter() - start) * 1000)
    print(
        f"| 履职一览（{len(lines)} 行职责）p95，毫秒 | {Row.objects.count()} | {quantiles(times, n=20)[-1]:.0f} |"
    )
    start = time.perf_counter()
    period = period_of(day, 2)
    found = values_within(own.pk, Span(period.first, period.last), continues=False)
    print(f"| 一项指标的行 | {len(found)} | {time.perf_counter() - start:.1f} |")


if __name__ == "__main__":
    main()
