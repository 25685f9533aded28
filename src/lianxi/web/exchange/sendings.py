"""Pages of sendings: what came and what was sent, a new one, one with its receipts and answers."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import moment_text
from lianxi.exchange import actions
from lianxi.exchange.queries.lists import PAGE, list_sendings
from lianxi.exchange.queries.pages import SendingPage, get_sending_page
from lianxi.exchange.rows import ListedSendingRow, ReceiptRow, SendingRow
from lianxi.exchange.rules import RECEIPT, SENDING
from lianxi.exchange.rules.words import OUTCOMES, SENDING_KINDS
from lianxi.ledger.rules import HANDBACK
from lianxi.web.exchange.parts import BOXES, wanted_of
from lianxi.web.exchange.shapes import SendingsListLine, SendingsReceipt, SendingsRows
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.listing import choices_of, due_view, may, pager
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import clause_view, record_url, seated, timeline
from lianxi.web.shared.tables import offered

STATES = {"open": "未办结"}
OPEN = ("sent", "signed", "bounced")
# Beyond so many rows a page shows the first ones and says so; the file has them all.
MOST_ROWS = 200


@require_safe
@seated
def sending_list(request: HttpRequest) -> HttpResponse:
    """List what came to the own unit, what it sent, or all that the seat sees."""
    actor = actor_of(request)
    wanted = wanted_of(request, SENDING_KINDS, STATES)
    rows = list_sendings(actor, wanted)
    waiting = sum(row.own in ("sent", "signed") for row in rows[:PAGE])
    context = {
        "title": "往来",
        "rows": [_list_row(row) for row in rows[:PAGE]],
        "waiting": waiting,
        "wanted": wanted,
        "boxes": BOXES.items(),
        "kinds": SENDING_KINDS.items(),
        "states": STATES.items(),
        "can": offers(actor, "exchange.sending.send", "exchange.request.ask"),
        "files": offered(request, "/exchange/export"),
        "pager": pager(request, rows, PAGE),
    }
    return render(request, "exchange/list.html", context)


def _list_row(row: ListedSendingRow) -> SendingsListLine:
    is_open = row.own in OPEN if row.own else row.answered < row.receivers
    return {
        "row": row,
        "kind": SENDING_KINDS.get(row.kind, row.kind),
        "own": RECEIPT.labels[row.own] if row.own else "",
        "state": SENDING.labels[row.state] if row.state != "sent" else "",
        "due": due_view(row.respond_by, row.due_derivation, is_open=is_open and row.state == "sent"),
        "at": moment_text(row.sent_at),
    }


@require_safe
@seated
def sending_new(request: HttpRequest) -> HttpResponse:
    """Take a new sending."""
    actor = actor_of(request)
    context = {
        "title": "送出",
        "offer": offers(actor, "exchange.sending.send")["exchange_sending_send"],
        "kinds": SENDING_KINDS.items(),
        "draft_key": "exchange-new",
        "draft": find_draft(request, "exchange-new"),
        "about": request.GET.get("about", "")[:120],
        **choices_of(request, actor),
    }
    return render(request, "exchange/new.html", context)


@require_safe
@seated
def sending_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sending: what was sent, whose receipts, what they answered, and what the own unit can do now."""
    actor = actor_of(request)
    page = get_sending_page(actor, pk)
    if page is None:
        raise Http404("没有这件往来，或你的席位不能看。")
    sending, own, bounce = page.sending, page.own, page.open_bounce
    steps = may(sending, actor, withdraw=actions.withdraw_sending)
    if own is not None:
        steps |= may(
            own,
            actor,
            sign=actions.sign_receipt,
            answer=actions.answer_receipt,
            bounce=actions.bounce_receipt,
        )
    if bounce is not None:
        steps |= may(
            bounce,
            actor,
            take=actions.accept_bounce,
            rule=actions.rule_bounce,
            unbounce=actions.withdraw_bounce,
        )
    context = {
        "title": sending.title,
        "page": page,
        "sending": sending,
        "own": own,
        "bounce": bounce,
        "steps": steps,
        "lead": _lead(page),
        "facts": _facts(page),
        "head": [one["label"] for one in page.payload.get("fields", ())],
        "rows": _rows(page),
        "more": max(0, len(page.payload.get("rows", ())) - MOST_ROWS),
        "receipts": [_receipt(page, row) for row in page.receipts],
        "bounces": [(row, HANDBACK.labels[row.state]) for row in page.bounces],
        "outcomes": OUTCOMES.items(),
        "asks": _asks(sending, own),
        "draft": find_draft(request, f"exchange-{pk}-answer"),
        "here": f"/exchange/{pk}",
        "clause": clause_view(sending.basis) if sending.basis_clause else None,
        "own_files": page.files.get(f"exchange.sending:{pk}", []),
        "entries": timeline(actor, *_records(page)),
        **choices_of(request, actor),
    }
    return render(request, "exchange/page.html", context)


def _records(page: SendingPage) -> list[str]:
    own = [f"exchange.receipt:{row.pk}" for row in page.receipts]
    return [
        f"exchange.sending:{page.sending.pk}",
        *own,
        *(f"exchange.bounce:{row.pk}" for row in page.bounces),
    ]


def _lead(page: SendingPage) -> dict[str, str]:
    own, sending = page.own, page.sending
    if own is not None and own.state in ("sent", "signed"):
        what = "签收" if own.state == "sent" else "反馈"
        return {"plain": f"{sending.unit.name}送来，", "strong": f"等你单位{what}。"}
    if sending.state == "withdrawn":
        return {"plain": f"已撤回：{sending.reason}", "strong": ""}
    signed = sum(row.signed_at is not None for row in page.receipts)
    answered = sum(row.state == "answered" for row in page.receipts)
    if not page.is_whole:
        return {"plain": f"你单位的来件{RECEIPT.labels[own.state]}。" if own else "", "strong": ""}
    return {"plain": f"{len(page.receipts)} 个单位中 {signed} 个已签收，{answered} 个已反馈。", "strong": ""}


def _facts(page: SendingPage) -> list[Fact]:
    sending = page.sending
    is_open = sending.state == "sent" and any(row.state in OPEN for row in page.receipts)
    due = due_view(sending.respond_by, sending.due_derivation, is_open=is_open)
    by = "逾期未反馈的，次日列入台账。" if sending.binds else "没有条款要求反馈，逾期只提醒。"
    facts: list[Fact] = [
        {"label": "送出单位", "value": sending.unit.name},
        {"label": "送往", "value": "、".join(row.unit.name for row in page.receipts)},
        {"label": "类别", "value": SENDING_KINDS.get(sending.kind, sending.kind)},
        {"label": "送出时间", "value": f"{moment_text(sending.sent_at)}　{sending.sent_by}"},
    ]
    if sending.respond_by:
        lamp = due["lamp"]
        facts.append(
            {
                "label": "反馈期限",
                "value": due["words"],
                "light": lamp.get("light", ""),
                "light_words": lamp.get("words", ""),
                "why": by,
            }
        )
    if sending.about:
        facts.append({"label": "有关记录", "value": sending.about_label, "url": record_url(sending.about)})
    return facts


def _rows(page: SendingPage) -> list[SendingsRows]:
    results = page.own.results if page.own else {}
    rows = page.payload.get("rows", ())[:MOST_ROWS]
    return [
        {"place": place, "cells": cells, "result": results.get(str(place), "")}
        for place, cells in enumerate(rows)
    ]


def _receipt(page: SendingPage, row: ReceiptRow) -> SendingsReceipt:
    return {
        "row": row,
        "state": RECEIPT.labels[row.state],
        "outcome": OUTCOMES.get(row.outcome, row.outcome),
        "signed": moment_text(row.signed_at) if row.signed_at else "",
        "answered": moment_text(row.answered_at) if row.answered_at else "",
        "results": _counted(row.results),
        "told": _told(page.sending, row),
        "record": f"exchange.receipt:{row.pk}",
        "files": page.files.get(f"exchange.receipt:{row.pk}", []),
    }


def _asks(sending: SendingRow, own: ReceiptRow | None) -> list[Mapping[str, object]]:
    told = own.answers if own else {}
    return [{**one, "value": told.get(one["name"], "")} for one in sending.asks]


def _told(sending: SendingRow, row: ReceiptRow) -> list[tuple[str, str]]:
    return [(one["label"], row.answers[one["name"]]) for one in sending.asks if one["name"] in row.answers]


def _counted(results: dict[str, str]) -> list[tuple[str, int]]:
    words = list(results.values())
    return [(label, words.count(code)) for code, label in OUTCOMES.items() if code in words]


urlpatterns: list[URLPattern] = [
    path("exchange", sending_list, name="exchange"),
    path("exchange/new", sending_new, name="exchange-new"),
    path("exchange/<int:pk>", sending_page, name="exchange-sending"),
]
