"""Pages of requests between units: the list, a new one, one with its days and its answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from lianxi.core.words import day_of, long_date, moment_text, with_leader
from lianxi.exchange import actions
from lianxi.exchange.queries.lists import PAGE, list_requests
from lianxi.exchange.queries.pages import RequestPage, get_request_page
from lianxi.exchange.rows import RequestRow
from lianxi.exchange.rules import REQUEST
from lianxi.exchange.rules.machines import REQUEST_OPEN
from lianxi.exchange.rules.words import REQUEST_KINDS
from lianxi.web.exchange.parts import BOXES, wanted_of
from lianxi.web.exchange.shapes import RequestsListLine
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.listing import choices_of, due_view, may, pager
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import clause_view, seated, timeline

STATES = {"open": "未办结"}


@require_safe
@seated
def request_list(request: HttpRequest) -> HttpResponse:
    """List the requests to and from the own unit, or all that the seat sees."""
    actor = actor_of(request)
    wanted = wanted_of(request, REQUEST_KINDS, STATES)
    rows = list_requests(actor, wanted)
    waiting = sum(
        row.to_unit_id == actor.unit_id and row.state in ("asked", "accepted") for row in rows[:PAGE]
    )
    context = {
        "title": "请求",
        "rows": [_list_row(row) for row in rows[:PAGE]],
        "waiting": waiting,
        "wanted": wanted,
        "boxes": BOXES.items(),
        "states": STATES.items(),
        "can": offers(actor, "exchange.request.ask"),
        "pager": pager(request, rows, PAGE),
    }
    return render(request, "exchange/requests.html", context)


def _list_row(row: RequestRow) -> RequestsListLine:
    return {
        "row": row,
        "kind": REQUEST_KINDS.get(row.kind, row.kind),
        "state": REQUEST.labels[row.state],
        "due": due_view(row.due_on, None, is_open=row.state in REQUEST_OPEN),
    }


@require_safe
@seated
def request_new(request: HttpRequest) -> HttpResponse:
    """Take a new request."""
    actor = actor_of(request)
    context = {
        "title": "提出请求",
        "offer": offers(actor, "exchange.request.ask")["exchange_request_ask"],
        "draft_key": "exchange-request-new",
        "draft": find_draft(request, "exchange-request-new"),
        **choices_of(request, actor),
    }
    return render(request, "exchange/request_new.html", context)


@require_safe
@seated
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request: the days, who stands where, the answer, and what the own unit can do now."""
    actor = actor_of(request)
    page = get_request_page(actor, pk)
    if page is None:
        raise Http404("没有这件请求，或你的席位不能看。")
    row = page.request
    steps = may(
        row,
        actor,
        accept=actions.accept_request,
        propose=actions.propose_day,
        agree=actions.agree_to_day,
        insist=actions.insist_on_day,
        answer=actions.answer_request,
        decline=actions.decline_request,
        withdraw=actions.withdraw_request,
    )
    context = {
        "title": row.title,
        "page": page,
        "row": row,
        "steps": steps,
        "state": REQUEST.labels[row.state],
        "facts": _facts(page),
        "record": f"exchange.request:{pk}",
        "files": page.files.get(f"exchange.request:{pk}", []),
        "answer_record": f"exchange.answer:{row.answer_id}",
        "answer_files": page.files.get(f"exchange.answer:{row.answer_id}", []),
        "again": [
            (one.pk, f"{long_date(day_of(one.at))}　{Truncator(one.text).chars(40)}") for one in page.earlier
        ],
        "answered_by": with_leader(row.answer.by, row.answer.unit_leader) if row.answer else "",
        "draft": find_draft(request, f"exchange-request-{pk}"),
        "key": f"exchange-request-{pk}",
        "here": f"/exchange/requests/{pk}",
        "clause": clause_view(row.basis) if row.basis_clause else None,
        "entries": timeline(actor, f"exchange.request:{pk}"),
    }
    return render(request, "exchange/request.html", context)


def _facts(page: RequestPage) -> list[Fact]:
    row = page.request
    due = due_view(row.due_on, None, is_open=row.state in REQUEST_OPEN)
    facts: list[Fact] = [
        {"label": "提出", "value": f"{row.by}　{moment_text(row.at)}"},
        {"label": "答复单位", "value": row.to_unit.name},
        {"label": "类别", "value": REQUEST_KINDS.get(row.kind, row.kind)},
        {"label": "所请日期", "value": long_date(row.asked_on)},
        {
            "label": "商定日期",
            "value": due["words"],
            "light": due["lamp"].get("light", ""),
            "light_words": due["lamp"].get("words", ""),
        },
    ]
    if row.proposed_on:
        facts.append({"label": "另提日期", "value": f"{long_date(row.proposed_on)}　{row.proposed_why}"})
    if row.accepted_at:
        facts.append({"label": "受理", "value": f"{row.accepted_by}　{moment_text(row.accepted_at)}"})
    if row.reason:
        facts.append({"label": "理由", "value": row.reason})
    return facts


urlpatterns: list[URLPattern] = [
    path("exchange/requests", request_list, name="requests"),
    path("exchange/requests/new", request_new, name="request-new"),
    path("exchange/requests/<int:pk>", request_page, name="request"),
]
