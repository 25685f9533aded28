"""The incidents as a file, exactly what their list shows."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import day_of
from lianxi.incidents.queries.grading import totals_by
from lianxi.incidents.queries.lists import detailed, list_incidents
from lianxi.web.incidents.lists import incident_filter, row_of
from lianxi.web.incidents.shapes import ListsRowOf
from lianxi.web.shared.lights import acting
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Cells, Column, below, named, table_response

INCIDENTS = (
    Column("编号", 16),
    Column("事件", 40),
    Column("地区", 12),
    Column("类别", 16),
    Column("接报日期", 12, is_day=True),
    Column("发病（含死亡）", 10),
    Column("死亡", 8),
    Column("状态", 16),
    Column("补登", 8),
)


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the incidents a seat may see, as the filters show them: never a place, an employer or a call."""
    _conference, actor = acting(request)
    wanted = incident_filter(request.GET)

    def page(before: int | None) -> list[tuple[int, ListsRowOf]]:
        found = list_incidents(actor, replace(wanted, before=before))
        known, totals = detailed(actor, found), totals_by(found)
        return [(one.pk, row_of(one, totals[one.pk], whole=one.pk in known)) for one in found]

    def rows() -> Iterator[Cells]:
        for _pk, row in below(page, lambda found: found[0]):
            yield (
                row["number"],
                row["title"],
                row["division"],
                row["kind"],
                day_of(row["told_at"]),
                row["ill"],
                row["dead"],
                row["state"],
                "补登" if row["is_late"] else "",
            )

    return table_response(request, named("群体事件"), INCIDENTS, rows())


urlpatterns: list[URLPattern] = [path("incidents/export", export, name="incidents-export")]
