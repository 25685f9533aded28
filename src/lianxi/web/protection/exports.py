"""Lists and the list of unfinished persons as files, exactly what their pages show."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.protection.queries.lists import list_lists
from lianxi.protection.queries.steps import next_steps
from lianxi.protection.queries.unfinished import list_unfinished
from lianxi.protection.rows import RowOfList
from lianxi.protection.rules.lists import KINDS, said_of
from lianxi.protection.rules.paths import Step
from lianxi.web.protection.lists import list_filter
from lianxi.web.protection.parts import list_view, right_words, step_view
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Cells, Column, below, named, table_response

LISTS = (
    *(Column("编号", 18), Column("名单", 30), Column("月份", 10), Column("送出单位", 16)),
    *(Column("接收单位", 16), Column("人数", 8), Column("在办", 8), Column("送出日期", 12, is_day=True)),
    Column("状态", 24),
)
UNFINISHED = (
    *(Column("人员代码", 14), Column("地区", 14), Column("名单", 18), Column("类别", 30)),
    *(Column("办理情况", 20), Column("办理日期", 12, is_day=True), Column("应有进展的日期", 14, is_day=True)),
    *(
        Column("下一步", 30),
        Column("办理单位", 14),
        Column("条款", 14),
        Column("下一步最后一日", 14, is_day=True),
    ),
    Column("本人权利", 40),
)


@require_safe
@seated
def lists(request: HttpRequest) -> HttpResponse:
    """Send the lists as a file."""
    _conference, actor = acting(request)
    wanted = list_filter(request.GET)

    def rows() -> Iterator[Cells]:
        pages = below(lambda before: list_lists(actor, replace(wanted, before=before)), lambda one: one.pk)
        for one in pages:
            view = list_view(actor, one, getattr(one, "open_rows", 0))
            names = ("number", "kind", "month", "sender", "receiver", "count", "left")
            yield (*(str(view[name]) for name in names), one.sent_on, str(view["state"]))

    return table_response(request, named("名单"), LISTS, rows())


@require_safe
@seated
def unfinished(request: HttpRequest) -> HttpResponse:
    """Send the unfinished rows that a seat sees as a file: tokens, words and days."""
    conference, actor = acting(request)
    day = today()
    listed = list_unfinished(actor, day)
    steps = next_steps(actor, listed, day)
    rows = (
        (
            one.token,
            one.area,
            one.list.number,
            KINDS[one.list.kind],
            said_of(one.word, one.list.state),
            one.word_on,
            one.due_on,
            *_step(conference, one, steps.get(one.pk), day),
        )
        for one in listed
    )
    return table_response(request, named("未办结人员清单"), UNFINISHED, rows)


def _step(conference: ConferenceRow, row: RowOfList, step: Step | None, day: date) -> Cells:
    if step is None:
        return ("", "", "", None, "")
    told = step_view(conference, row, step, day)
    beside = f"；同时：{told['beside']}" if told["beside"] else ""
    rights = "；".join(right_words(one) for one in step.remedies)
    until = step.clock.due_on if step.clock else None
    return (f"{told['step']}{beside}", str(told["by"]), str(told["clause"]), until, rights)


urlpatterns: list[URLPattern] = [
    path("patients/export", lists, name="patients-export"),
    path("patients/unfinished/export", unfinished, name="patients-unfinished-export"),
]
