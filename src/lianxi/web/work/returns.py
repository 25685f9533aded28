"""Pages of returns: the list of what is due and came in, and one return with its rows, handed in or nil by one tap."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import long_date, moment_text
from lianxi.journal.acting import Action, record_name
from lianxi.law.queries import find_words_of
from lianxi.ledger.rules import Cutoffs
from lianxi.papers.attaching import list_attachments
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, limits_on, member_units, sees_all, today
from lianxi.web.shared.offers import clock
from lianxi.web.shared.pages import own_record, seated, timeline, words_view
from lianxi.web.shared.tables import offered
from lianxi.web.work.rows import shown_rows
from lianxi.web.work.shapes import ReturnsLine
from lianxi.work import actions
from lianxi.work.queries.records import find_return
from lianxi.work.queries.returns import return_facts, returns_for
from lianxi.work.queries.rows import Span
from lianxi.work.rows import ReturnRow
from lianxi.work.rules.machines import OPEN, RETURN
from lianxi.work.rules.periods import period_words
from lianxi.work.rules.steps import NIL_WORDS

SHOWN = 300
STEPS: dict[str, Action[..., Any]] = {
    "hand_in": actions.hand_in_return,
    "submit": actions.submit_return,
    "approve": actions.approve_return,
    "refuse": actions.refuse_return,
    "nil": actions.nil_return,
    "take_back": actions.take_back_return,
    "receive": actions.receive_return,
    "send_back": actions.send_back_return,
}


def wanted_returns(request: HttpRequest) -> Any:
    """Return the returns a list or its file asks for."""
    _conference, actor = acting(request)
    rows = returns_for(actor)
    state, unit = request.GET.get("state", ""), number_of(request.GET.get("unit", ""))
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state in RETURN.labels:
        rows = rows.filter(state=state)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    return rows.order_by("due_on", "arrangement__ordinal", "pk")


@require_safe
@seated
def returns(request: HttpRequest) -> HttpResponse:
    """List what is due and what came in."""
    conference, actor = acting(request)
    at = limits_on(conference.pk, today())
    found = list(wanted_returns(request)[: SHOWN + 1])
    context = {
        "title": "报送",
        "rows": [_line(row, at) for row in found[:SHOWN]],
        "cut": len(found) > SHOWN,
        "shown": SHOWN,
        "states": {"open": "未完成", **RETURN.labels}.items(),
        "wanted": {name: request.GET.get(name, "") for name in ("state", "unit")},
        "units": member_units(conference, today()) if sees_all(actor) else (),
        "files": offered(request, "/work/returns/export"),
        "acts": [("work.return.receive", "接收所选")] if actor.kind in actions.receive_return.who else [],
    }
    return render(request, "work/returns.html", context)


def _line(row: ReturnRow, at: Cutoffs) -> ReturnsLine:
    return {
        "row": row,
        "period": period_words(row.period),
        "state": f"{RETURN.labels[row.state]}（{NIL_WORDS}）" if row.nil else RETURN.labels[row.state],
        "due": long_date(row.due_on),
        "lamp": clock(row.due_on, at) if row.state in OPEN else {},
        "handed": moment_text(row.handed_at) if row.handed_at else "",
    }


@require_safe
@seated
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one return: what is asked, its rows, and each step as a button or the reason why not."""
    row = own_record(request, find_return, pk)
    conference, actor = acting(request)
    day = today()
    facts = return_facts(row, day)
    steps = {
        name: step.available(row, actor, day, facts=facts)
        for name, step in STEPS.items()
        if actor.kind in step.who
    }
    words = find_words_of([row.arrangement.basis]).get(row.arrangement.basis)
    context = {
        "title": f"{period_words(row.period)} {row.arrangement.title}",
        "row": row,
        "period": period_words(row.period),
        "clause": words_view(words),
        "facts": _facts(row, limits_on(conference.pk, day)),
        "can": {name: refusal is None for name, refusal in steps.items()},
        "why_not": {name: refusal for name, refusal in steps.items() if refusal is not None},
        "check": facts.check,
        "nil_words": row.arrangement.nil_words or NIL_WORDS,
        "is_open": row.state in OPEN,
        "is_early": row.nil and row.state not in OPEN and day <= row.last_day,
        "may_fill": row.state in OPEN and not actions.add_row.available(row.arrangement, actor, day),
        "table": shown_rows(row.arrangement, actor, Span(row.first_day, row.last_day), unit=row.unit_id),
        "attached": list_attachments(actor, record_name(row)),
        "entries": timeline(actor, f"work.return:{row.pk}"),
    }
    return render(request, "work/return.html", context)


def _facts(row: ReturnRow, at: Cutoffs) -> list[Fact]:
    lamp = clock(row.due_on, at) if row.state in OPEN else {}
    facts: list[Fact] = [
        {"label": "报送单位", "value": row.unit.name},
        {
            "label": "截止",
            "value": long_date(row.due_on),
            "light": lamp.get("light", ""),
            "light_words": lamp.get("words", ""),
        },
        {
            "label": "状态",
            "value": f"{RETURN.labels[row.state]}（{NIL_WORDS}）" if row.nil else RETURN.labels[row.state],
        },
    ]
    told = (
        ("报送", f"{row.handed_by} {moment_text(row.handed_at)}" if row.handed_at else ""),
        ("审核", f"{row.checked_by} {moment_text(row.checked_at)}" if row.checked_at else ""),
        ("本单位同意人", row.agreed_by),
        ("说明", row.note),
        ("接收", moment_text(row.received_at) if row.received_at else ""),
        ("退回理由", row.reason if row.state in ("returned", "due") else ""),
    )
    facts += [{"label": label, "value": value} for label, value in told if value]
    if row.obligation is not None:
        facts.append(
            {"label": "逾期事项", "value": str(row.obligation), "url": f"/ledger/{row.obligation_id}"}
        )
    return facts


urlpatterns: list[URLPattern] = [
    path("work/returns", returns, name="work-returns"),
    path("work/returns/<int:pk>", show, name="work-return"),
]
