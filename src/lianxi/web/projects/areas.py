"""The page of areas: what stands in each, gaps on their way to whose they are, the month's list."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import compress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.projects.queries.lists import AreaLine, area_lines
from lianxi.projects.rules.data import gap_rules
from lianxi.projects.rules.wording import gap_label
from lianxi.register.queries import list_areas
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Cells, Column, named, offered, table_response

NO_AREA = "未归地区"


def _lines(request: HttpRequest) -> list[AreaLine]:
    conference, actor = acting(request)
    return area_lines(actor, [one.name for one in list_areas(conference.pk, on=True)])


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """Show a line an area, with the way to send what waits."""
    _conference, actor = acting(request)
    lines, last_month = _lines(request), today().replace(day=1) - timedelta(days=1)
    rows = [
        {
            "line": one,
            "name": one.area or NO_AREA,
            "link": f"/projects?area={one.area or '-'}",
            "gaps": [(gap_label(gap), count, gap, one.presumed_gaps[gap]) for gap, count in one.gaps.items()],
        }
        for one in lines
    ]
    has_any = [bool(one.projects or one.waiting or one.gaps) for one in lines]
    context = {
        "rows": list(compress(rows, has_any)),
        "without": [row for row, has in zip(rows, has_any, strict=True) if not has],
        "projects": sum(one.projects for one in lines),
        "open": sum(one.open for one in lines),
        "may": offers(actor, "projects.gap.send", "projects.gap.find", "projects.month.send"),
        "month": f"{last_month:%Y-%m}",
        "month_words": f"{last_month:%Y}年{last_month.month}月",
        "files": offered(request, "/projects/areas/export"),
    }
    return render(request, "projects/areas.html", context)


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the table of areas."""
    kinds = list(gap_rules())
    columns = (
        Column("地区"), Column("在册项目", 10), Column("按行业推定，未判断", 14), Column("未判断", 10),
        *(Column(gap_label(kind), 20) for kind in kinds), Column("未落实环节合计", 14), Column("其中按行业推定", 14),
    )  # fmt: skip

    def cells() -> Iterator[Cells]:
        for one in _lines(request):
            told = (one.gaps.get(kind, 0) for kind in kinds)
            yield (
                one.area or NO_AREA,
                one.projects,
                one.presumed,
                one.unjudged,
                *told,
                one.open,
                one.presumed_open,
            )

    return table_response(request, named("三同时未落实环节"), columns, cells())


urlpatterns: list[URLPattern] = [
    path("projects/areas", index, name="project-areas"),
    path("projects/areas/export", export, name="project-areas-export"),
]
