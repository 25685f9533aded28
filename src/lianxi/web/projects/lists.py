"""Pages of what comes in: lists with their rows refused one by one, likenesses to settle, rulings on 备案 projects."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import moment_text
from lianxi.projects.queries.facts import giver_refusal
from lianxi.projects.queries.gathering import confirmations
from lianxi.projects.queries.lists import (
    PAGE,
    find_list,
    list_lists,
    list_matches,
    list_rulings,
)
from lianxi.projects.rows import ListRow
from lianxi.projects.rules.lists import COLUMNS, LIST_KINDS
from lianxi.projects.rules.machines import LIST
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import own_record, seated, timeline

COUNT_WORDS = {
    "new": "新列入", "changed": "更新", "corrected": "其中更正已有内容", "same": "没有变化", "refused": "没有列入",
    "no_code": "新列入中无代码", "filings": "新列入中备案",
}  # fmt: skip


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List what came in, the latest first, with the form to send a list."""
    conference, actor = acting(request)
    rows = list_lists(actor, number_of(request.GET.get("before", "")))
    kinds = [
        (code, kind.label)
        for code, kind in LIST_KINDS.items()
        if giver_refusal(conference, actor, kind.givers, today()) is None  # type: ignore[arg-type]
    ]
    context = {
        "rows": [_line(one) for one in rows[:PAGE]],
        "next_url": f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "kinds": kinds,
        "columns": [
            (kind.label, "、".join(COLUMNS[name][0] for name in kind.columns)) for kind in LIST_KINDS.values()
        ],
        "may": offers(actor, "projects.list.send", "projects.list.gather"),
        "confirmed": confirmations(conference.pk),
    }
    return render(request, "projects/lists.html", context)


def _line(row: ListRow) -> dict[str, object]:
    return {
        "url": f"/projects/lists/{row.pk}",
        "kind": LIST_KINDS[row.kind].label,
        "name": row.name,
        "unit": row.unit.name,
        "at": moment_text(row.sent_at),
        "state": LIST.labels[row.state],
        "new": row.counts.get("new", 0),
        "refused": row.counts.get("refused", 0),
    }


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a list: what entering it would do, and every row that stays out with its reason."""
    _conference, actor = acting(request)
    row: ListRow = own_record(request, find_list, pk)
    context = {
        **_line(row),
        "list": row,
        "is_open": row.state == LIST.initial,
        "counts": [(words, row.counts.get(name, 0)) for name, words in COUNT_WORDS.items()],
        "left": row.counts.get("refused", 0) - len(row.refused),
        "may": offers(actor, "projects.list.enter", "projects.list.drop", record=row),
        "entries": timeline(actor, f"projects.projectlist:{row.pk}", of=row),
    }
    return render(request, "projects/one_list.html", context)


@require_safe
@seated
def matches(request: HttpRequest) -> HttpResponse:
    """Show the likenesses that wait for a person's word."""
    _conference, actor = acting(request)
    context = {
        "rows": list_matches(actor),
        "may": offers(actor, "projects.match.settle", "projects.match.propose"),
    }
    return render(request, "projects/matches.html", context)


@require_safe
@seated
def filings(request: HttpRequest) -> HttpResponse:
    """Show the rulings on 备案 projects, with the form of a new one."""
    conference, actor = acting(request)
    context = {
        "rows": list_rulings(conference.pk),
        "may": offers(actor, "projects.filing.rule")["projects_filing_rule"],
    }
    return render(request, "projects/filings.html", context)


urlpatterns: list[URLPattern] = [
    path("projects/lists", index, name="project-lists"),
    path("projects/lists/<int:pk>", record, name="project-list"),
    path("projects/matches", matches, name="project-matches"),
    path("projects/filings", filings, name="project-filings"),
]
