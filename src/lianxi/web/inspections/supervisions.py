"""Pages of supervision: the list with its form of request, and one supervision with the form the rules give and why."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.actors import Actor
from lianxi.core.words import long_date
from lianxi.inspections.actions import finish_item, give_word, leave_team, read_mandate, take_result
from lianxi.inspections.queries import (
    PAGE,
    find_supervision,
    list_items,
    list_mandates,
    list_results,
    list_steps,
    list_supervisions,
    list_team,
    sees_details,
    told_of,
)
from lianxi.inspections.queries.supervision_facts import supervision_facts
from lianxi.inspections.rows import ResultRow, SupervisionRow, TeamRow
from lianxi.inspections.rules.machines import (
    AFTER,
    ITEM,
    REPORT_PARTS,
    RESULT,
    RESULTS,
    ROLES,
    SOURCES,
    SUPERVISION,
    TARGETS,
    TRIGGERS,
    WORDS,
)
from lianxi.inspections.rules.openings import PART_LABELS, explain
from lianxi.law.queries import list_duty_clauses
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, member_units, short_citation, today
from lianxi.web.shared.offers import Offer, offer, offers
from lianxi.web.shared.pages import found, seated

MISSING = "没有这项督查，或它不属于本联席会议。"
_VERBS = (
    *("use_other", "want_mandate", "plan", "announce", "go", "report", "conclude", "review"),
    *("decide_review", "rectify", "check", "close"),
)
# Asked of the whole supervision beside its steps.
_BESIDE = ("mandate.enter", "item.add", "result.propose", "team.add")


# The steps whose forms are the fields of their action alone, in their order.
_COURSE = (".plan", ".announce", ".go", ".report", ".conclude", ".review", ".rectify", ".check", ".close")


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the supervisions and offer the form of a request."""
    _conference, actor = acting(request)
    rows = list_supervisions(actor, number_of(request.GET.get("before", "")))
    shown = [
        {
            "url": f"/supervisions/{row.pk}",
            "title": row.title,
            "object": row.object if sees_details(actor, row) else "",
            "form": str(row.answer.get("form", "")),
            "lead": row.lead_unit.name if row.lead_unit else "",
            "state": SUPERVISION.labels[row.state],
            "asked": long_date(row.asked_on),
        }
        for row in rows[:PAGE]
    ]
    context = {
        "rows": shown,
        "may": offers(actor, "inspections.supervision.ask")["inspections_supervision_ask"],
        "next_url": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }
    return render(request, "supervisions/list.html", context)


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a supervision: the form the rules give and why, what is missing, the mandate, the next step, the course."""
    conference, actor = acting(request)
    row = found(find_supervision(actor, pk), MISSING)
    context: dict[str, object] = {
        "supervision": row,
        "details": sees_details(actor, row),
        "state": SUPERVISION.labels[row.state],
    }
    if sees_details(actor, row):
        asked = [*(f"supervision.{verb}" for verb in _VERBS), *_BESIDE]
        facts = supervision_facts(row, today())
        found_ = offers(actor, *(f"inspections.{one}" for one in asked), facts=facts)
        may = {key.removeprefix("inspections_"): one for key, one in found_.items()}
        steps = [may[f"supervision_{verb}"] for verb in _VERBS]
        # A step that the state names and a fact hinders says what is missing; one that is not the seat's is left out.
        hindered = [one for one in steps if one.next_step and SUPERVISION.may(one.id, row.state)]
        mandates = list_mandates(row)
        day = today()
        context |= {
            "may": may,
            "why": explain(row.facts),
            "missing": [PART_LABELS.get(part, part) for part in row.answer.get("missing", ())],
            "target": TARGETS[row.target],
            "trigger": TRIGGERS[row.trigger],
            "mandates": [(one, SOURCES[one.source], offer(actor, read_mandate, one)) for one in mandates],
            "items": [
                (one, ITEM.labels[one.state], offer(actor, finish_item, one)) for one in list_items(row)
            ],
            "steps": list_steps(row),
            "team": [_team_row(actor, one) for one in list_team(row)],
            "members": member_units(conference, day) if actor.is_office else [],
            "clauses": _clauses(conference.instrument, conference.instrument_version),
            "members_or_none": [("", "不是成员单位"), *member_units(conference, day)],
            "parts": "\n".join(f"{part}\n" for part in REPORT_PARTS),
            "goes_on": hindered or may["mandate_enter"].ok or any(one.ok for one in steps),
            "hindered": hindered,
            "open_steps": [one for one in steps if one.ok and one.id.endswith(_COURSE)],
            "texts": [(label, text) for label, text in _texts(row) if text],
            "results": _results(actor, list_results(row)),
            "told": told_of(row) if row.state in AFTER else "",
        }
    return render(request, "supervisions/page.html", context)


def _team_row(actor: Actor, one: TeamRow) -> dict[str, object]:
    """Give a unit of the team with its word, and whether it may speak or leave now."""
    return {
        "row": one,
        "role": ROLES[one.role],
        "word": WORDS.get(one.word, ""),
        "speak": offer(actor, give_word, one),
        "leave": offer(actor, leave_team, one),
    }


def _results(actor: Actor, rows: Sequence[ResultRow]) -> list[tuple[ResultRow, str, str, Offer]]:
    """Give what a supervision proposed, with what became of it and who may enter the answer."""
    return [
        (one, RESULTS[one.kind], RESULT.labels[one.state], offer(actor, take_result, one)) for one in rows
    ]


def _clauses(instrument: str, version: int) -> Sequence[tuple[str, str]]:
    rows = list_duty_clauses(instrument, version)
    told = [
        (row.code, f"{row.unit} {short_citation(row.citation)} {row.text[:30]}") for row in rows if row.unit
    ]
    return [("", "请选择条款"), *told]


def _texts(row: SupervisionRow) -> Sequence[tuple[str, str]]:
    return (("方案", row.plan), ("督查报告", row.report), ("督查结论", row.conclusion))


urlpatterns: list[URLPattern] = [
    path("supervisions", index, name="supervisions"),
    path("supervisions/<int:pk>", record, name="supervision"),
]
