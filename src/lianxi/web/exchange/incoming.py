"""Pages of incoming papers: the register, a new entry, one with what it became; who wrote is shown by an act alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.core.words import long_date, moment_text
from lianxi.exchange import actions
from lianxi.exchange.actions import read_complainant
from lianxi.exchange.queries.lists import PAGE, list_incoming
from lianxi.exchange.queries.pages import IncomingPage, get_incoming_page
from lianxi.exchange.rules import INCOMING
from lianxi.exchange.rules.handling import scan_refusal
from lianxi.exchange.rules.words import INCOMING_KINDS, INTO, ROLES, SEALED_KINDS
from lianxi.web.exchange.parts import wanted_of
from lianxi.web.shared.door import refused
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.lights import today
from lianxi.web.shared.listing import choices_of, due_view, may, pager
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import record_url, seated, timeline
from lianxi.web.shared.tables import offered

STATES = dict(INCOMING.labels)
OPEN = ("registered", "routed")


@require_safe
@seated
def incoming_list(request: HttpRequest) -> HttpResponse:
    """List the incoming papers that the seat sees."""
    actor = actor_of(request)
    wanted = wanted_of(request, INCOMING_KINDS, STATES)
    rows = list_incoming(actor, wanted)
    context = {
        "title": "收文",
        "rows": [
            {
                "row": row,
                "kind": INCOMING_KINDS.get(row.kind, row.kind),
                "state": INCOMING.labels[row.state],
                "due": due_view(row.due_on, None, is_open=row.state in OPEN),
            }
            for row in rows[:PAGE]
        ],
        "open": sum(row.state == "registered" for row in rows[:PAGE]),
        "wanted": wanted,
        "kinds": INCOMING_KINDS.items(),
        "states": STATES.items(),
        "can": offers(actor, "exchange.incoming.register"),
        "files": offered(request, "/incoming/export"),
        "pager": pager(request, rows, PAGE),
    }
    return render(request, "incoming/list.html", context)


@require_safe
@seated
def incoming_new(request: HttpRequest) -> HttpResponse:
    """Take a new entry."""
    actor = actor_of(request)
    context = {
        "title": "收文登记",
        "offer": offers(actor, "exchange.incoming.register")["exchange_incoming_register"],
        "draft_key": "incoming-new",
        "draft": find_draft(request, "incoming-new"),
        "roles": [("", "不是建议提案"), *ROLES.items()],
        "scans": settings.SCANS,
        "today": today(),
        **choices_of(request, actor, own=True),
    }
    return render(request, "incoming/new.html", context)


@require_safe
@seated
def incoming_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an incoming paper with what it became, without who wrote."""
    return render(request, "incoming/page.html", _context(request, actor_of(request), pk))


@require_POST
@seated
def complainant(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who wrote once, as an act that the journal holds; the page is kept nowhere."""
    actor = actor_of(request)
    try:
        found = read_complainant(actor, timezone.now(), incoming_id=pk)
    except Refusal as refusal:
        return refused(request, read_complainant, refusal)
    return render(request, "incoming/page.html", {**_context(request, actor, pk), "complainant": found})


def _context(request: HttpRequest, actor: Actor, pk: int) -> dict[str, object]:
    page = get_incoming_page(actor, pk)
    if page is None:
        raise Http404("没有这件收文，或你的席位不能看。")
    row = page.incoming
    steps = may(
        row,
        actor,
        assign=actions.assign_incoming,
        matter=actions.route_to_matter,
        sending=actions.route_to_sending,
        answer=actions.answer_incoming,
        file=actions.file_incoming,
        reopen=actions.reopen_incoming,
        read=actions.read_complainant,
    )
    return {
        "title": row.title,
        "page": page,
        "row": row,
        "steps": steps,
        "state": INCOMING.labels[row.state],
        "facts": _facts(page),
        "routings": [(one, INTO.get(one.into, one.into), record_url(one.record)) for one in page.routings],
        "is_sealed": row.kind in SEALED_KINDS,
        "record": f"exchange.incoming:{pk}",
        "files": page.files.get(f"exchange.incoming:{pk}", []),
        "takes_scan": scan_refusal(row.kind, network_is_fit=settings.SCANS) is None,
        "today": today(),
        "here": f"/incoming/{pk}",
        "entries": timeline(actor, f"exchange.incoming:{pk}"),
        **choices_of(request, actor, own=True),
    }


def _facts(page: IncomingPage) -> list[Fact]:
    row = page.incoming
    due = due_view(row.due_on, None, is_open=row.state in OPEN)
    role = f"（{ROLES[row.role]}）" if row.role in ROLES else ""
    facts: list[Fact] = [
        {"label": "收文编号", "value": row.system_number},
        {"label": "类别", "value": f"{INCOMING_KINDS.get(row.kind, row.kind)}{role}"},
        {"label": "来文机关", "value": row.from_body},
        {"label": "来文字号", "value": row.doc_number},
        {"label": "收文日期", "value": long_date(row.received_on)},
        {"label": "承办单位", "value": row.handler.name if row.handler else "未指定"},
        {
            "label": "要求办结",
            "value": due["words"],
            "light": due["lamp"].get("light", ""),
            "light_words": due["lamp"].get("words", ""),
        },
        {"label": "登记", "value": f"{row.by}　{moment_text(row.at)}"},
    ]
    if row.is_petition:
        told = "自收到之日起15日内书面告知受理情况，自受理之日起60日内办结（信访工作条例第二十二条、第二十三条、第三十四条）"
        facts.append({"label": "信访事项", "value": told})
    if row.answered_on:
        facts.append(
            {
                "label": "答复",
                "value": f"{long_date(row.answered_on)}　{row.answer_number}　{row.answered_by}",
            }
        )
    if row.reason:
        facts.append({"label": "理由", "value": row.reason})
    return facts


urlpatterns: list[URLPattern] = [
    path("incoming", incoming_list, name="incoming"),
    path("incoming/new", incoming_new, name="incoming-new"),
    path("incoming/<int:pk>", incoming_page, name="incoming-page"),
    path("incoming/<int:pk>/complainant", complainant, name="incoming-complainant"),
]
