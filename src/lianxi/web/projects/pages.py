"""Pages of the register: the list with its filters, one project as a line of dates, the list as a file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.law.queries import citations_of
from lianxi.projects.queries.facts import facts_of, find_ruling, giver_refusal, is_in_scope
from lianxi.projects.queries.lists import (
    JUDGE_ASKS,
    PAGE,
    Wanted,
    find_project,
    gaps_of,
    list_facts,
    list_gaps,
    page_of,
    wanted_projects,
)
from lianxi.projects.queries.telling import answers_of
from lianxi.projects.rows import FactRow, GapRow, ProjectRow
from lianxi.projects.rules.codes import NEW, code_form
from lianxi.projects.rules.data import gap_rules
from lianxi.projects.rules.gaps import find_gaps
from lianxi.projects.rules.lists import COLUMNS, LIST_KINDS
from lianxi.projects.rules.risk import group_of, risk_class
from lianxi.projects.rules.standing import (
    DATE_LABELS,
    GIVERS,
    HAZARDS,
    JUDGED_HOW,
    NO_REASONS,
    ORDER,
    STATES,
    STATUSES,
    judged_how,
    state_of,
)
from lianxi.projects.rules.wording import gap_label
from lianxi.register.queries import list_areas
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, short_citation, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import own_record, seated, timeline
from lianxi.web.shared.tables import Cells, Column, named, offered, table_response

LEVELS = {"county": "县级", "city": "市级", "province": "省级"}
CONDITION = "是否不使用苯、正己烷、1,2-二氯乙烷、三氯甲烷胶粘剂和涂料（2021 年目录的条件，回答“是”为一般，“否”为严重）"
ASKS = {"code": "补项目代码", "condition": CONDITION, "province_list": "向省级部门要清单"}
# The columns of the file: as a list of nodes takes them back.
_NODES = tuple(name for name in LIST_KINDS["nodes"].columns if name not in ("code", "name"))


def asked_of(request: HttpRequest) -> Wanted:
    """Return what an address narrows the list to."""
    told = {name: request.GET.get(name, "").strip()[:60] for name in ("area", "gap", "words", "ask")}
    return Wanted(**told)


def may_judge(conference: ConferenceRow, actor: Actor) -> bool:
    """Tell whether a seat's unit judges projects."""
    return offers(actor, "projects.project.judge", record=conference)["projects_project_judge"].ok


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the projects, with their state, class and open gaps."""
    conference, actor = acting(request)
    asked, before = asked_of(request), number_of(request.GET.get("before", ""))
    rows = wanted_projects(actor, asked)
    found = page_of(rows, before)
    gaps, ruling = gaps_of([one.pk for one in found[:PAGE]]), find_ruling(conference.pk)
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    context = {
        "rows": [
            {
                **_line(one, conference.instrument, is_in_scope(one, ruling)),
                "gaps": [gap_label(gap.gap) for gap in gaps[one.pk]],
            }
            for one in found[:PAGE]
        ],
        "total": rows.count() if before is None else None,
        "asked": asked,
        "areas": [one.name for one in list_areas(conference.pk, on=True)],
        "gap_kinds": [("any", "有未落实环节"), *((one.gap, one.label) for one in gap_rules().values())],
        "next_url": f"?{urlencode({**kept, 'before': found[PAGE - 1].pk})}" if len(found) > PAGE else "",
        "judges": asked.ask in JUDGE_ASKS and may_judge(conference, actor),
        "files": offered(request, "/projects/export"),
        "sheet_url": f"/projects/export?{urlencode({**kept, 'form': 'xlsx'})}",
    }  # fmt: skip
    return render(request, "projects/list.html", context)


def _line(row: ProjectRow, instrument: str, in_scope: bool) -> Mapping[str, object]:
    facts = facts_of(row, instrument, today())  # type: ignore[arg-type]
    state = state_of(facts, judged_on=row.hazard_on, in_scope=in_scope)
    return {
        "pk": row.pk,
        "url": f"/projects/{row.pk}",
        "code": row.code or "无码",
        "name": row.name,
        "builder": row.builder,
        "area": row.area or "未归地区",
        "state": STATES[state],
        "risk": risk_class(row.industries, row.condition_clear),
        "hazard": HAZARDS[facts.hazard_effective],
        "presumed": facts.is_presumed,
        "judged": JUDGED_HOW[judged_how(facts)],
    }


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a project: the line of its dates, what is missing and whose, everything told with former values."""
    conference, actor = acting(request)
    row: ProjectRow = own_record(request, find_project, pk)
    day, ruling = today(), find_ruling(conference.pk)
    facts = facts_of(row, conference.instrument, day)  # type: ignore[arg-type]
    in_scope, told = is_in_scope(row, ruling), list_facts(row.pk)  # type: ignore[arg-type]
    found = find_gaps(facts)
    given = [
        name
        for name, kind in GIVERS.items()
        if giver_refusal(conference, actor, (kind,), day) is None  # type: ignore[arg-type]
    ]
    context = {
        **_line(row, conference.instrument, in_scope),
        "project": row,
        "level": LEVELS[row.level],
        "status": STATUSES[row.status],
        "industries": "、".join(_industry(code) for code in row.industries) or "没有写",
        "points": _points(row, told, day),
        "late": [gap_rules_late(one) for one in found.late],
        "asks": [ASKS[one] for one in found.asks],
        "in_scope": in_scope,
        "is_new_form": code_form(row.code or None) == NEW,
        "gaps": _gaps(conference, list_gaps(row.pk)),
        "told": [_told(one) for one in reversed(told)],
        "condition": "condition" in found.asks or row.condition_clear is not None,
        "condition_words": CONDITION,
        "judges": may_judge(conference, actor),
        "given": [(name, DATE_LABELS[name]) for name in given],
        "may": offers(actor, "projects.project.enter_date", "projects.project.set_status"),
        "reasons": [("", "请选择"), *NO_REASONS.items()],
        "entries": timeline(actor, f"projects.project:{row.pk}", of=row),
    }
    return render(request, "projects/page.html", context)


def gap_rules_late(name: str) -> str:
    """Name what was done after its signal."""
    rule = next(one for one in gap_rules().values() if one.late == name)
    return f"{DATE_LABELS[rule.fact]}晚于{'开工' if rule.signal == 'building' else '投产'}"


def _industry(code: str) -> str:
    group = group_of(code)
    return f"{code} {group.name}" if group else code


def _points(row: ProjectRow, told: Sequence[FactRow], day: date) -> Sequence[Mapping[str, object]]:
    """Give the line of dates in the order in which things happen; what is not there says so."""
    last = {one.fact: one for one in told}
    points = []
    for name in ORDER:
        when = getattr(row, name)
        fact = last.get(name)
        if when is None and name in (
            "contradicted_on",
            "started_on",
            "review_approved_on",
            "health_accepted_on",
        ):
            continue
        former = [one.former for one in told if one.fact == name and one.former]
        points.append(
            {
                "label": DATE_LABELS[name],
                "day": when,
                "is_ahead": when is not None and when > day,
                "paper": fact.paper if fact else "",
                "source": fact.source if fact else "",
                "former": former,
            }
        )
    return points


def _gaps(conference: ConferenceRow, rows: Sequence[GapRow]) -> Sequence[Mapping[str, object]]:
    known = citations_of(conference.instrument, conference.instrument_version)
    answers = answers_of([one.sending_id for one in rows if one.sending_id])
    return [
        {
            "gap": one,
            "label": gap_label(one.gap),
            "clause": short_citation(known.get(one.clause, one.clause)),
            "executes": "县级（情况告知）" if one.executes == "county" else "市级",
            "state": _gap_state(one),
            "answers": answers.get(one.sending_id or 0, []),
        }
        for one in rows
    ]  # fmt: skip


def _gap_state(row: GapRow) -> str:
    if row.closed_on:
        return "已消除"
    return "存量，不转办" if row.is_old else "已转办" if row.sending_id else "待转办"


_WORDS = {
    "hazard": "是否可能产生",
    "condition_clear": "不使用苯等",
    "medical_radiation": "医疗放射",
    "status": "建设状态",
}
_VALUES = {**HAZARDS, **STATUSES, "none": "无", "True": "是", "False": "否"}


def _told(row: FactRow) -> Mapping[str, object]:
    value = row.day.isoformat() if row.day else _VALUES.get(row.value, row.value)
    return {
        "fact": DATE_LABELS.get(row.fact) or _WORDS.get(row.fact, row.fact),
        "value": value,
        "former": _VALUES.get(row.former, row.former),
        "row": row,
    }


@require_safe
@seated
def export(request: HttpRequest) -> HttpResponse:
    """Send the list as a file whose empty dates can be filled in and sent back as a list of nodes."""
    conference, actor = acting(request)
    columns = (
        Column("项目代码", 28), Column("项目名称", 40), Column("建设单位", 30), Column("地区", 12), Column("状态", 10),
        Column("判断情况", 18), Column("风险分类", 10), Column("未落实环节", 30),
        *(Column(COLUMNS[name][0], 18, is_day=name in DATE_LABELS) for name in _NODES),
    )  # fmt: skip
    return table_response(
        request, named("建设项目"), columns, _cells(actor, asked_of(request), conference.instrument)
    )


def _cells(actor: Actor, asked: Wanted, instrument: str) -> Iterator[Cells]:
    rows, ruling = wanted_projects(actor, asked), find_ruling(actor.conference_id or 0)
    before: int | None = None
    while found := page_of(rows, before)[:PAGE]:
        gaps = gaps_of([one.pk for one in found])
        for one in found:
            line = _line(one, instrument, is_in_scope(one, ruling))
            labels = "、".join(gap_label(gap.gap) for gap in gaps[one.pk])
            told = (str(line[name]) for name in ("state", "judged", "risk"))
            yield (
                one.key,
                one.name,
                one.builder,
                one.area,
                *told,
                labels,
                *(_node(one, name) for name in _NODES),
            )
        before = found[-1].pk


def _node(row: ProjectRow, name: str) -> str | date | None:
    if name == "hazard":
        return {"yes": "是", "no": "否"}.get(row.hazard, "")
    if name == "condition":
        return "" if row.condition_clear is None else "是" if row.condition_clear else "否"
    found: date | None = getattr(row, name)
    return found


urlpatterns: list[URLPattern] = [
    path("projects", index, name="projects"),
    path("projects/export", export, name="projects-export"),
    path("projects/<int:pk>", record, name="project"),
]
