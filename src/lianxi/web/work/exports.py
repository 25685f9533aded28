"""Lists of the wing as files."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.web.shared.filters import day_asked, number_of
from lianxi.web.shared.lights import acting, sees_all, today
from lianxi.web.shared.pages import own_record, seated
from lianxi.web.shared.tables import Column, named, table_response
from lianxi.web.work.arrangements import CONFERENCE
from lianxi.web.work.returns import wanted_returns
from lianxi.web.work.rows import asked_period
from lianxi.work.queries.arrangements import list_arrangements
from lianxi.work.queries.knowing import known_for
from lianxi.work.queries.records import all_rows_seen, current, find_arrangement
from lianxi.work.queries.rows import Span
from lianxi.work.queries.years import year_of
from lianxi.work.rows import ReturnRow
from lianxi.work.rules.forms import Kind, read_form
from lianxi.work.rules.machines import ARRANGEMENT, RETURN
from lianxi.work.rules.periods import CYCLE_LABELS, period_words
from lianxi.work.rules.plans import PATTERN_LABELS
from lianxi.work.rules.rows import value_words

Line = Sequence[str | int | date | None]


@require_safe
@seated
def year(request: HttpRequest) -> HttpResponse:
    """Send the year as the page shows it: a line an act and period."""
    conference, actor = acting(request)
    day, _misread = day_asked(request.GET.get("on", ""), today(), latest=today())
    unit = number_of(request.GET.get("unit", "")) if sees_all(actor) else actor.unit_id
    columns = (
        Column("单位"),
        Column("职责事项", 48),
        Column("期次"),
        Column("情况", 14),
        Column("行数", 8),
        Column("截止日", 12, is_day=True),
    )
    rows: Iterator[Line] = (
        (line.unit, line.arrangement.title, cell.period.words, cell.words, cell.rows, cell.due_on)
        for line in year_of(conference.pk, actor, day, unit=unit)
        for cell in line.cells
    )
    return table_response(request, named("履职一览"), columns, rows)


@require_safe
@seated
def arrangements(request: HttpRequest) -> HttpResponse:
    """Send the arrangements."""
    conference, _actor = acting(request)
    columns = (
        Column("单位"), Column("职责事项编号", 18), Column("名称", 48), Column("原文", 60), Column("办理方式", 12),
        Column("周期", 10), Column("每年报送", 10), Column("起步范围", 10), Column("状态", 12),
    )  # fmt: skip
    rows: Iterator[Line] = (
        (
            row.unit.name if row.unit else CONFERENCE, row.act, row.title, row.words, PATTERN_LABELS[row.pattern],
            CYCLE_LABELS.get(row.cycle, row.cycle), row.returns, "是" if row.starts else "", ARRANGEMENT.labels[row.state],
        )
        for row in list_arrangements(conference.pk)
    )  # fmt: skip
    return table_response(request, named("履职安排"), columns, rows)


@require_safe
@seated
def returns(request: HttpRequest) -> HttpResponse:
    """Send the returns a list shows."""
    columns = (
        Column("单位"), Column("职责事项", 48), Column("期次"), Column("截止日", 12, is_day=True), Column("状态", 12),
        Column("本期无", 8), Column("行数", 8), Column("报送人", 24), Column("报送日", 12, is_day=True),
    )  # fmt: skip

    def cells(row: ReturnRow) -> Line:
        handed = row.handed_at.date() if row.handed_at else None
        return (
            row.unit.name, row.arrangement.title, period_words(row.period), row.due_on, RETURN.labels[row.state],
            "是" if row.nil else "", row.rows, row.handed_by, handed,
        )  # fmt: skip

    return table_response(request, named("履职报送"), columns, map(cells, wanted_returns(request).iterator()))


@require_safe
@seated
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the rows of a period that a seat may see."""
    row = current(own_record(request, find_arrangement, pk))
    conference, actor = acting(request)
    form, known = read_form(row.form), known_for(conference.pk, today())
    columns = [one for one in form.fields if one.kind is not Kind.FILE]
    period = asked_period(code) if (code := request.GET.get("period", "")) else None
    told = all_rows_seen(actor, row, Span(period.first, period.last) if period else None)
    heads = (Column("单位"), Column("期次"), *(Column(one.heading, 20) for one in columns))
    lines: Iterator[Line] = (
        (
            one.unit.name,
            period_words(one.period),
            *(value_words(at, one.values.get(at.name), known) for at in columns),
        )
        for one in told
    )
    return table_response(request, named(row.title[:24]), heads, lines)


urlpatterns: list[URLPattern] = [
    path("work/export", year, name="work-export"),
    path("work/arrangements/export", arrangements, name="work-arrangements-export"),
    path("work/returns/export", returns, name="work-returns-export"),
    path("work/arrangements/<int:pk>/rows/file", rows, name="work-rows-export"),
]
