"""The month's list: projects newly listed, and by area what is judged, built, in production and missing."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from lianxi.core.refusals import BadInput
from lianxi.exchange.rules.payload import MOST_ROWS
from lianxi.projects.models import Project, ProjectGap
from lianxi.projects.rules.risk import risk_class

FIELDS = (
    ("code", "项目代码"), ("name", "项目名称"), ("builder", "建设单位"), ("area", "地区"), ("kind", "办理类型"),
    ("approved", "审批日期"), ("risk", "职业病危害风险分类"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthList:
    """A month's list: its summary in a sentence, and its rows as the exchange sends them."""

    summary: str
    rows: int
    payload: Mapping[str, Any]


def month_of(text: str, day: date) -> tuple[date, date]:
    """Read a month written 2026-04 and give its first and last day. Raises BadInput for none, or one not begun."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text.strip())
    if found is None:
        raise BadInput("月份请写成 2026-04 这样。")
    year, month = int(found[1]), int(found[2])
    first = date(year, month, 1)
    if first > day:
        raise BadInput(f"{year}年{month}月还没有到。", next_step="请填写本月或以前的月份。")
    return first, date(year, month, calendar.monthrange(year, month)[1])


def month_rows(conference_id: int, first: date, last: date, day: date) -> MonthList:
    """Put a month's list together as of a day; more rows than may be sent at once are said, not cut silently."""
    rows = Project.objects.filter(conference_id=conference_id).exclude(hazard="no")
    fresh = rows.filter(listed_on__gte=first, listed_on__lte=last).order_by("area", "pk")
    counts = rows.filter(status="active").aggregate(
        all=Count("pk"),
        building=Count("pk", filter=Q(permit_on__lte=day) | Q(started_on__lte=day)),
        producing=Count("pk", filter=Q(production_on__lte=day)),
    )
    gaps = ProjectGap.objects.filter(conference_id=conference_id)
    still = gaps.filter(closed_on__isnull=True, is_old=False).count()
    closed = gaps.filter(closed_on__gte=first, closed_on__lte=last).count()
    new = fresh.count()
    cells = [_cells(row) for row in fresh[:MOST_ROWS]]
    summary = (
        f"本月新列入 {new} 项；在册 {counts['all']} 项，"
        f"其中已开工 {counts['building']} 项、已投产 {counts['producing']} 项；"
        f"未落实环节 {still} 个，本月消除 {closed} 个。"
        + (f"表中只列前 {MOST_ROWS} 项。" if new > MOST_ROWS else "")
    )
    payload = {"fields": [{"name": name, "label": label} for name, label in FIELDS], "rows": cells}
    return MonthList(summary, len(cells), payload)


def _cells(row: Project) -> list[str]:
    approved = row.approved_on.isoformat() if row.approved_on else ""
    risk = risk_class(row.industries, row.condition_clear)
    return [row.code or "无码", row.name, row.builder, row.area, row.kind, approved, risk]
