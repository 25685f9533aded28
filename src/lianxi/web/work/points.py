"""Pages of the year's work points, and of a unit's half-year: its returns, its tasks, its figures and one question."""

import io
from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.actors import Actor
from lianxi.core.words import long_date, moment_text
from lianxi.law.queries import find_words_of
from lianxi.web.ledger.entering import clause_choices
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, member_units, sees_all, short_citation, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated
from lianxi.work.actions import answer_half, finish_task, nil_return
from lianxi.work.queries.figures import figures_of
from lianxi.work.queries.halves import own_arrangements, returns_of_half
from lianxi.work.queries.points import HEADINGS, answer_of, points_of, tasks_of, years_of
from lianxi.work.rows import ReturnRow
from lianxi.work.rules.filling import HalfFacts, halves
from lianxi.work.rules.machines import POINT_TASK, RETURN
from lianxi.work.rules.periods import Period, period_words, read_period
from lianxi.work.rules.steps import NIL_WORDS

# Own figures that the half-year page shows at most.
FIGURES = 6
QUARTERS = {1: "一", 2: "二", 3: "三", 4: "四"}
BLANK_TASKS = range(6)


@require_safe
@seated
def points(request: HttpRequest) -> HttpResponse:
    """Show the work points of a year with their tasks by unit and quarter."""
    conference, actor = acting(request)
    asked = number_of(request.GET.get("year", ""))
    years = years_of(conference.pk)
    year = asked if asked is not None and 2000 <= asked <= 2100 else (years[0] if years else today().year)
    rows = points_of(conference.pk, year)
    words = find_words_of(row.basis for row in rows)
    left = [task for row in rows for task in row.tasks.all() if task.state == POINT_TASK.initial]
    context = {
        "title": f"{year}年工作要点",
        "year": year,
        "years": sorted({*years, year, today().year}, reverse=True),
        "points": [
            {
                "row": row,
                "cite": short_citation(found.citation)
                if (found := words.get(row.basis))
                else row.basis_clause,
                "tasks": [
                    {
                        "row": task,
                        "quarter": QUARTERS[task.quarter],
                        "state": POINT_TASK.labels[task.state],
                        "may": finish_task.available(task, actor, today()) is None,
                        "done": moment_text(task.done_at) if task.done_at else "",
                    }
                    for task in row.tasks.all()
                ],
            }
            for row in rows
        ],
        "left": len(left),
        "clauses": clause_choices(conference)[1:],
        "blank": BLANK_TASKS,
        "can": {
            **offers(actor, "work.point.enter", "work.point.upload"),
            **offers(actor, "work.point.carry", record=left),
        },
        "here": f"/work/points?year={year}",
    }
    return render(request, "work/points.html", context)


@require_safe
@seated
def template(_request: HttpRequest) -> HttpResponse:
    """Send the empty sheet of work points."""
    # Loaded when a sheet is made, not with the pages.
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("要点分解")
    bold = book.add_format({"bold": True, "bottom": 1})
    for at, heads in enumerate(HEADINGS.values()):
        sheet.set_column(at, at, 14 if at in (0, 2, 3, 4) else 40)
        sheet.write_string(0, at, heads[0], bold)
    sheet.data_validation(1, 4, 2000, 4, {"validate": "list", "source": ["1", "2", "3", "4"]})
    book.close()
    answer = HttpResponse(
        file.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E5%B7%A5%E4%BD%9C%E8%A6%81%E7%82%B9.xlsx"
    return answer


@require_safe
@seated
def half(request: HttpRequest) -> HttpResponse:
    """Show a unit's half-year on one page; a unit sees its own, the office any."""
    conference, actor = acting(request)
    period, misread = _period(request.GET.get("period", ""))
    names = dict(member_units(conference, today()))
    asked = number_of(request.GET.get("unit", ""))
    unit = asked if sees_all(actor) and asked is not None else actor.unit_id
    if unit not in names:
        raise Http404("当日没有这个成员单位。")
    told = answer_of(conference.pk, unit, period.code)
    context = {
        "title": f"{names[unit]}：{period.words}填报",
        "misread": misread,
        "unit": unit,
        "units": list(names.items()) if sees_all(actor) else (),
        "period": period.code,
        "periods": [(one.code, one.words) for one in halves(today())],
        "returns": [_return(row, actor) for row in returns_of_half(actor, unit, period)],
        "tasks": [
            {"row": one, "quarter": QUARTERS[one.quarter], "state": POINT_TASK.labels[one.state]}
            for one in tasks_of(conference.pk, unit, period.first.year, _quarters(period))
        ],
        "year": period.first.year,
        "figures": _figures(conference.pk, unit, period, actor),
        "told": told,
        "told_at": moment_text(told.at) if told else "",
        "may_answer": answer_half.available(HalfFacts(unit, period.code), actor, today()) is None,
        "here": f"/work/half?period={period.code}",
    }
    return render(request, "work/half.html", context)


def _period(code: str) -> tuple[Period, str]:
    """Read the half-year asked for; without one it is the last that ended, until its due day has passed."""
    now, last = halves(today())
    usual = last if today().month in (1, 7) else now
    if not code:
        return usual, ""
    found = read_period(code) if code[4:5] == "H" and code[:4].isdecimal() and len(code) == 6 else None
    return (found, "") if found else (usual, f"“{code[:12]}”不是半年，显示的是{usual.words}。")


def _quarters(period: Period) -> tuple[int, int]:
    return (1, 2) if period.first.month == 1 else (3, 4)


def _return(row: ReturnRow, actor: Actor) -> Mapping[str, object]:
    return {
        "row": row,
        "period": period_words(row.period),
        "state": f"{RETURN.labels[row.state]}（{NIL_WORDS}）" if row.nil else RETURN.labels[row.state],
        "due": long_date(row.due_on),
        "may_nil": nil_return.available(row, actor, today()) is None,
    }


def _figures(conference_id: int, unit: int, period: Period, actor: Actor) -> Sequence[Mapping[str, object]]:
    """Give the printed figures of the unit's own acts for the half-year, at most six, each with its records."""
    found: list[Mapping[str, object]] = []
    for row in own_arrangements(conference_id, unit):
        for told in figures_of(row, [period], actor=actor):
            if told and told[0].figure.printed and not told[0].reckoned.missing:
                url = f"/work/arrangements/{row.pk}"
                found.append({"label": told[0].figure.label, "words": told[0].words, "url": url})
        if len(found) >= FIGURES:
            break
    return found[:FIGURES]


urlpatterns: list[URLPattern] = [
    path("work/points", points, name="work-points"),
    path("work/points/template", template, name="work-points-template"),
    path("work/half", half, name="work-half"),
]
