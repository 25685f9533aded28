"""Pages of imports: send a spreadsheet, look at it row by row, apply it or put it aside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.refusals import BadInput
from lianxi.core.words import moment_text
from lianxi.ledger.queries.records import find_sheet
from lianxi.ledger.queries.sheets import SheetPlan, list_sheets, plan_sheet
from lianxi.ledger.rules import SHEET
from lianxi.ledger.rules.importing import HEADINGS, NEEDED, ROW_LABELS, PlannedRow, RowState
from lianxi.papers.files import read_file
from lianxi.web.ledger.shapes import SheetsCounts, SheetsLine
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import own_record, seated
from lianxi.web.shared.tables import Column, table_response

# Rows a page shows of one state; all of them are in the file.
SHOWN = 200
MARKS = {"error": "✕", "warning": "△", "new": "＋", "changed": "≠", "same": "＝"}
REPORT = (
    Column("行", 8),
    Column("结果", 10),
    Column("事项", 48),
    Column("说明", 80),
    Column("已登记编号", 14),
)
TEMPLATE = tuple(Column(headings[0], 20) for headings in HEADINGS.values())


@require_safe
@seated
def sheets(request: HttpRequest) -> HttpResponse:
    """Show how a spreadsheet is imported, and those sent so far."""
    conference, actor = acting(request)
    rows = [
        {
            "sheet": row,
            "at": moment_text(row.sent_at),
            "state": SHEET.labels[row.state],
            "counts": _counts(row.counts),
        }
        for row in list_sheets(conference.pk, to=actor)
    ]
    columns = [
        {"name": names[0], "others": "、".join(names[1:]), "needed": column in NEEDED}
        for column, names in HEADINGS.items()
    ]
    context = {
        "title": "导入台账",
        "rows": rows,
        "columns": columns,
        "can": offers(actor, "ledger.sheet.send"),
    }
    return render(request, "ledger/sheets.html", context)


@require_safe
@seated
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what applying a spreadsheet would do now, or what it did."""
    row = own_record(request, find_sheet, pk)
    conference, actor = acting(request)
    context: dict[str, object] = {"title": f"导入“{row.name}”", "sheet": row, "at": moment_text(row.sent_at)}
    context["state"] = SHEET.labels[row.state]
    if row.state != SHEET.initial:
        context |= {
            "counts": _counts(row.counts),
            "applied": moment_text(row.applied_at) if row.applied_at else "",
        }
        return render(request, "ledger/sheet.html", context)
    try:
        plan = plan_sheet(conference, row.name, read_file(row.file), today())
    except (BadInput, ValueError, FileNotFoundError) as refusal:
        said = refusal.sentence() if isinstance(refusal, BadInput) else "存下的文件已损坏，请重新上传。"
        return render(request, "ledger/sheet.html", {**context, "unreadable": said}, status=422)
    wanted = request.GET.get("state", "")
    shown = [one for one in plan.rows if not wanted or one.state == wanted]
    shown.sort(key=lambda one: (list(RowState).index(one.state), one.number))
    context |= {
        "plan": plan,
        "counts": _counts(plan.counts, wanted),
        "rows": [_row(one) for one in shown[:SHOWN]],
        "left": max(0, len(shown) - SHOWN),
        "can": offers(actor, "ledger.sheet.apply", "ledger.sheet.discard", record=row),
        "stores": plan.counts["new"] + plan.counts["changed"] + plan.counts["warning"],
    }
    return render(request, "ledger/sheet.html", context)


def _counts(counts: dict[str, int], wanted: str = "") -> list[SheetsCounts]:
    return [
        {
            "state": state,
            "label": label,
            "mark": MARKS[state],
            "n": counts.get(state, 0),
            "chosen": state == wanted,
        }
        for state, label in ROW_LABELS.items()
    ]


def _row(row: PlannedRow) -> SheetsLine:
    return {"row": row, "label": ROW_LABELS[row.state], "mark": MARKS[row.state], "said": _said(row)}


def _said(row: PlannedRow) -> str:
    changes = "、".join(_column(name) for name in row.changes)
    return "；".join([*row.messages, *([f"改动：{changes}"] if changes else [])])


def _column(name: str) -> str:
    return {
        "title": "事项",
        "text": "内容",
        "due_on": "办理时限",
        "source_label": "来源",
        "evidence_wanted": "需要的材料",
    }[name]


@require_safe
@seated
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the row by row report of a spreadsheet as a table."""
    row = own_record(request, find_sheet, pk)
    conference, _actor = acting(request)
    plan: SheetPlan = plan_sheet(conference, row.name, read_file(row.file), today())
    lines = (
        (one.where, ROW_LABELS[one.state], one.title, _said(one), one.known.number if one.known else "")
        for one in plan.rows
    )
    return table_response(request, "导入逐行说明", REPORT, lines)


@require_safe
@seated
def template(request: HttpRequest) -> HttpResponse:
    """Send an empty table with the headings that are known."""
    return table_response(request, "台账模板", TEMPLATE, ())


urlpatterns: list[URLPattern] = [
    path("ledger/import", sheets, name="sheets"),
    path("ledger/import/template", template, name="sheet-template"),
    path("ledger/import/<int:pk>", sheet, name="sheet"),
    path("ledger/import/<int:pk>/report", report, name="sheet-report"),
]
