"""Pages of merged checks: the plans, one plan with what each unit gave and what became of it, and its tables on paper."""

from collections.abc import Sequence
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.core.words import long_date, moment_text
from lianxi.inspections.actions import agree_plan, answer_nil, upload_plan, upload_results
from lianxi.inspections.queries.check_facts import asked_facts_of
from lianxi.inspections.queries.checks import (
    PAGE,
    SHOWN,
    caps_left,
    count_placed,
    find_plan,
    items_by_part,
    list_asked,
    list_overlaps,
    list_plans,
    list_requests,
    list_subjects,
    list_visits,
    outcome_of,
    parts_by_visit,
    weeks_asked,
)
from lianxi.inspections.rows import CheckPlanRow, CheckRequestRow, PlanUnitRow, VisitPartRow
from lianxi.inspections.rules.plans import (
    CHECK_PLAN,
    MEASURES,
    PART,
    PLACED,
    RESULTS,
    weeks_of_plan,
)
from lianxi.inspections.rules.requests import REASONS, RULES
from lianxi.inspections.rules.sheet_rows import ITEM, PLAN, RESULT
from lianxi.papers.files import MAX_BYTES, Upload
from lianxi.web.inspections.merging import order_row
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import offer, offers
from lianxi.web.shared.pages import own_record, seated
from lianxi.web.shared.tables import Column, below, named, offered, table_response

Lines = list[dict[str, object]]
_STEPS = ("merge", "hand_over", "report", "close")
# Ordering a merge is no step of the plan: the worker's record of it is.
_STATED = {f"inspections.plan.{one}": f"inspections.plan.{one}" for one in _STEPS} | {
    "inspections.plan.merge": "inspections.merge.record"
}
# The ways to change a request, with the words of their buttons.
_CHANGES = (("approve", "补报"), ("to_paper", "改为书面"), ("move", "改日期"), ("withdraw", "撤回"))


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the plans and offer the form of a new one."""
    conference, actor = acting(request)
    rows = list_plans(actor, number_of(request.GET.get("before", "")))
    shown = [
        {
            "url": f"/checks/{row.pk}",
            "title": row.title,
            "from": long_date(row.first_day),
            "until": long_date(row.last_day),
            "state": CHECK_PLAN.labels[row.state],
            "late": row.is_late,
        }
        for row in rows[:PAGE]
    ]
    may = offers(actor, "inspections.plan.open", "inspections.subject.enter")
    context = {
        "rows": shown,
        "may": may["inspections_plan_open"],
        "subjects": list_subjects(conference.pk, today()) if may["inspections_plan_open"].ok else [],
        "files": offered(request, "/checks/export"),
        "next_url": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }
    return render(request, "checks/list.html", context)


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan."""
    return _plan_page(request, pk)


def _plan_page(request: HttpRequest, pk: int, *, refusal: Refusal | None = None) -> HttpResponse:
    plan = own_record(request, find_plan, pk)
    _conference, actor = acting(request)
    placed = count_placed(actor, plan.pk)
    wanted = request.GET.get("placed", "")
    trouble = list_requests(
        actor, plan.pk, [wanted] if wanted else ["refused", "waiting", "not_attached", "owner"]
    )
    may = offers(actor, *(f"inspections.plan.{one}" for one in _STEPS), record=plan)
    visits = visit_rows(actor, plan)
    asked = list_asked(plan.pk)
    facts = asked_facts_of(plan, asked)
    context = {
        "plan": plan,
        "state": CHECK_PLAN.labels[plan.state],
        "refusal": refusal,
        "faults": getattr(refusal, "faults", ()),
        "asked": [_asked_row(actor, one, plan, facts[one.pk]) for one in asked],
        "placed": [(word, PLACED[word], n) for word, n in sorted(placed.items()) if word != "withdrawn"],
        "wanted": wanted,
        "unmerged": placed.get("", 0) if plan.round else 0,
        "trouble": [_request_row(actor, one) for one in trouble[:SHOWN]],
        "cut": max(0, len(trouble) - SHOWN),
        "visits": visits[:SHOWN],
        "visit_count": len(visits),
        "visits_cut": max(0, len(visits) - SHOWN),
        "steps": [one for one in may.values() if one.ok],
        # A step that the plan's state names says what it still waits for.
        "hindered": [
            one for one in may.values() if one.next_step and CHECK_PLAN.may(_STATED[one.id], plan.state)
        ],
        "merged": moment_text(plan.merged_at) if plan.merged_at else "",
        "files": offered(request, f"/checks/{plan.pk}/visits.table"),
        "order": order_row(actor, plan.pk),
    }
    return render(request, "checks/plan.html", context, status=422 if refusal else 200)


def _asked_row(actor: Actor, one: PlanUnitRow, plan: CheckPlanRow, facts: object) -> dict[str, object]:
    waits = plan.state == "proposed" and not one.agreed_at and not one.is_nil
    said = "报无" if one.is_nil else "已报"
    return {
        "subject": one.subject,
        "answered": f"{said} {moment_text(one.answered_at)}" if one.answered_at else "还没有报",
        "agreed": f"已确认 {moment_text(one.agreed_at)}" if one.agreed_at else "待确认" if waits else "—",
        "own": actor.unit_id == one.subject.unit_id,
        "upload": offer(actor, upload_plan, facts=facts),
        "nil": offer(actor, answer_nil, facts=facts),
        "agree": offer(actor, agree_plan, facts=facts),
        "results": offer(actor, upload_results, facts=facts),
    }


def _request_row(actor: Actor, one: CheckRequestRow) -> dict[str, object]:
    may = offers(actor, *(f"inspections.request.{verb}" for verb, _said in _CHANGES), record=one)
    return {
        "row": one,
        "placed": PLACED[one.placed],
        "reason": reason_words(one),
        "window": f"{long_date(one.first_day)}至{long_date(one.last_day)}",
        "firm_url": firm_url(one.firm),
        "may": [
            (f"inspections.request.{verb}", said)
            for verb, said in _CHANGES
            if may[f"inspections_request_{verb}"].ok
        ],
    }


def reason_words(one: CheckRequestRow) -> str:
    """Say why a request was refused or waits, with its rule."""
    if one.placed == "waiting" and not one.reason:
        return "排不进：与同期的其他请求相持，可以改日期后重算"
    return f"{REASONS[one.reason]}（{RULES[one.reason]}）" if one.reason else ""


def firm_url(firm: str) -> str:
    """Return the page of what is known of a firm."""
    return f"/checks/firms?firm={quote(firm)}"


def visit_rows(actor: Actor, plan: CheckPlanRow) -> Lines:
    """Give the visits of a plan that a seat sees, with units, items and how far each part is."""
    visits = list_visits(actor, plan.pk)
    ids = [one.pk for one in visits]
    parts, items = parts_by_visit(ids), items_by_part(ids)
    left = caps_left(plan.first_day.year, visits, parts)
    return [
        {
            "visit": one,
            "url": f"/checks/visits/{one.pk}",
            "firm_url": firm_url(one.firm),
            "week": f"{long_date(one.week)}起",
            "day": long_date(one.day) if one.day else "",
            "lead": one.lead.body,
            "units": [part.subject.body for part in parts[one.pk]],
            "parts": [
                _part_row(part, items[one.pk, part.subject.pk])
                | {"left": left.get((part.subject.pk, one.firm)) if _told(actor, part) else None}
                for part in parts[one.pk]
            ],
            "joining": [
                row.subject.body
                for (visit_id, _subject), rows in items.items()
                for row in rows
                if visit_id == one.pk and row.placed == "attached"
            ],
        }
        for one in visits
    ]


def _told(actor: Actor, part: VisitPartRow) -> bool:
    """Tell whether a seat sees what a unit's cap leaves: the office, and the unit itself."""
    return actor.is_office or actor.unit_id == part.subject.unit_id


def _part_row(part: VisitPartRow, items: Sequence[CheckRequestRow]) -> dict[str, object]:
    return {
        "body": part.subject.body,
        "state": PART.labels[part.state],
        "result": RESULTS.get(part.result, ""),
        "items": "、".join(one.item_code for one in items),
        "types": "、".join(dict.fromkeys(one.type for one in items)),
    }


def sent_file(request: HttpRequest) -> Upload:
    """Return the file of a form; an empty one where none was chosen, which the act refuses by name."""
    file = request.FILES.get("file")
    return Upload(file.name or "", file.read(MAX_BYTES + 1)) if file else Upload("未选择的文件.xlsx", b"")


@require_POST
@seated
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a unit's plan to the act; its faults come back row by row."""
    _conference, actor = acting(request)
    told = {name: request.POST.get(name, "") for name in ("kind", "certificate", "entered_for")}
    subject = number_of(request.POST.get("subject_id", "")) or 0
    try:
        upload_plan(
            actor, timezone.now(), plan_id=pk, subject_id=subject, file=sent_file(request),
            kind=told["kind"] or "plan", certificate=told["certificate"], entered_for=told["entered_for"],
        )  # fmt: skip
    except Refusal as refusal:
        return _plan_page(request, pk, refusal=refusal)
    messages.success(request, "计划已报送。")
    return HttpResponseRedirect(f"/checks/{pk}")


@require_POST
@seated
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a unit's results to the act; their faults come back row by row."""
    _conference, actor = acting(request)
    subject_id = number_of(request.POST.get("subject_id", "")) or 0
    try:
        upload_results(actor, timezone.now(), plan_id=pk, subject_id=subject_id, file=sent_file(request))
    except Refusal as refusal:
        return _plan_page(request, pk, refusal=refusal)
    messages.success(request, "结果已导入。")
    return HttpResponseRedirect(f"/checks/{pk}")


@require_safe
@seated
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Send an empty sheet with the headings that are read."""
    headings = {"plan": PLAN, "results": RESULT, "items": ITEM}.get(kind)
    if headings is None:
        raise Http404
    names = {"plan": "检查计划表样", "results": "检查结果表样", "items": "检查事项清单表样"}
    return table_response(request, names[kind], [Column(one[0], 18) for one in headings.values()], ())


@require_safe
@seated
def overlaps(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the firms that several units asked for: who could come in which week, and the visit that was made of it."""
    plan = own_record(request, find_plan, pk)
    _conference, actor = acting(request)
    rows = list_overlaps(actor, plan)
    mondays = weeks_of_plan(plan.first_day, plan.last_day)
    shown = [
        {
            "name": one.name,
            "url": firm_url(one.firm),
            "units": [
                (body, "、".join(req.item_code for req in one.requests if req.subject.body == body))
                for body in one.subjects
            ],
            "weeks": [(monday, len(units), units) for monday, units in weeks_asked(plan, one.requests)],
            "visits": list(dict.fromkeys(req.visit for req in one.requests if req.visit)),
            "all": max(len(units) for _monday, units in weeks_asked(plan, one.requests)) == len(one.subjects),
        }
        for one in rows[:SHOWN]
    ]
    context = {
        "plan": plan,
        "rows": shown,
        "mondays": mondays,
        "count": len(rows),
        "cut": max(0, len(rows) - SHOWN),
    }
    return render(request, "checks/overlaps.html", context)


@require_safe
@seated
def arrangement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the arrangement as one sheet to be printed: week, firm, lead, units with items and types."""
    plan = own_record(request, find_plan, pk)
    _conference, actor = acting(request)
    rows = visit_rows(actor, plan)
    context = {"plan": plan, "rows": rows, "state": CHECK_PLAN.labels[plan.state]}
    return render(request, "checks/arrangement.html", context)


@require_safe
@seated
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what came of a plan: rates of problems and rectification, posts before and after; counts only."""
    plan = own_record(request, find_plan, pk)
    found = outcome_of(plan)
    measures = [(label, found.by_measure.get(code, 0)) for code, label in MEASURES.items()]
    context = {"plan": plan, "outcome": found, "measures": measures, "state": CHECK_PLAN.labels[plan.state]}
    return render(request, "checks/outcome.html", context)


ARRANGED = (
    Column("序号", 8), Column("周", 14), Column("日期", 12), Column("企业", 30), Column("统一社会信用代码", 22),
    Column("地区", 12), Column("牵头", 16), Column("单位", 40), Column("事项", 40), Column("类型", 16),
)  # fmt: skip


@require_safe
@seated
def visits_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the visits of a plan that the seat sees as a file."""
    plan = own_record(request, find_plan, pk)
    _conference, actor = acting(request)
    visits = list_visits(actor, plan.pk)
    ids = [one.pk for one in visits]
    parts, items = parts_by_visit(ids), items_by_part(ids)
    found = [(one, parts[one.pk], [row for part in parts[one.pk] for row in items[one.pk, part.subject.pk]])
             for one in visits]  # fmt: skip
    rows = (
        (
            one.number, one.week, one.day, one.firm_name, one.firm_code, one.division, one.lead.body,
            "、".join(part.subject.body for part in own),
            "；".join(f"{row.subject.body}{row.item_code}" for row in asked),
            "、".join(dict.fromkeys(row.type for row in asked)),
        )
        for one, own, asked in found
    )  # fmt: skip
    return table_response(request, named(plan.title), ARRANGED, rows)


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the list of plans as a file."""
    _conference, actor = acting(request)
    columns = (
        Column("名称", 30),
        Column("起", 12, is_day=True),
        Column("止", 12, is_day=True),
        Column("状态", 14),
    )

    def page(before: int | None) -> list[CheckPlanRow]:
        return [*list_plans(actor, before)]

    rows = (
        (one.title, one.first_day, one.last_day, CHECK_PLAN.labels[one.state])
        for one in below(page, lambda one: one.pk)
    )
    return table_response(request, named("统筹检查安排表"), columns, rows)


urlpatterns: list[URLPattern] = [
    path("checks", index, name="checks"),
    path("checks/export", export, name="checks-export"),
    path("checks/template/<slug:kind>", template, name="check-template"),
    path("checks/<int:pk>", record, name="check-plan"),
    path("checks/<int:pk>/upload", upload, name="check-upload"),
    path("checks/<int:pk>/results", results, name="check-results"),
    path("checks/<int:pk>/overlaps", overlaps, name="check-overlaps"),
    path("checks/<int:pk>/arrangement", arrangement, name="check-arrangement"),
    path("checks/<int:pk>/outcome", outcome, name="check-outcome"),
    path("checks/<int:pk>/visits.table", visits_table, name="check-visits-table"),
]
