"""Pages of reports owed upward and of comparisons of figures between units."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import long_date, moment_text
from lianxi.exchange import actions
from lianxi.exchange.queries.drafting import draft_text
from lianxi.exchange.queries.lists import PAGE, list_tallies, list_upward
from lianxi.exchange.queries.pages import get_tally, get_upward, receipts_of_tally
from lianxi.exchange.queries.tallies import FIGURES
from lianxi.exchange.rules import TALLY, UPWARD
from lianxi.exchange.rules.words import FORMS, REPEATS
from lianxi.web.exchange.parts import wanted_of
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.lights import today
from lianxi.web.shared.listing import choices_of, due_view, may, pager
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import seated, timeline
from lianxi.web.shared.tables import offered

STATES = dict(UPWARD.labels)
OPEN = ("planned", "drafted")


@require_safe
@seated
def upward_list(request: HttpRequest) -> HttpResponse:
    """List the reports owed upward that the seat sees, and take a new one."""
    actor = actor_of(request)
    wanted = wanted_of(request, {}, STATES)
    rows = list_upward(actor, wanted)
    context = {
        "title": "对上报送",
        "rows": [
            {
                "row": row,
                "form": FORMS.get(row.form, row.form),
                "repeats": REPEATS.get(row.repeats, row.repeats),
                "state": UPWARD.labels[row.state],
                "due": due_view(row.due_on, None, is_open=row.state in OPEN),
            }
            for row in rows[:PAGE]
        ],
        "open": sum(row.state in OPEN for row in rows[:PAGE]),
        "wanted": wanted,
        "states": STATES.items(),
        "can": offers(actor, "exchange.upward.plan"),
        "files": offered(request, "/upward/export"),
        "pager": pager(request, rows, PAGE),
        **choices_of(request, actor, own=True),
    }
    return render(request, "upward/list.html", context)


@require_safe
@seated
def upward_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report owed upward with its draft; `draft=records` fills in what the records say."""
    actor = actor_of(request)
    row = get_upward(actor, pk)
    if row is None:
        raise Http404("没有这件报送，或你的席位不能看。")
    due = due_view(row.due_on, None, is_open=row.state in OPEN)
    typed = find_draft(request, f"upward-{pk}").get("text", "")
    from_records = draft_text(actor, row, today()) if request.GET.get("draft") == "records" else ""
    facts: list[Fact] = [
        {"label": "报送对象", "value": row.to_body},
        {"label": "形式", "value": FORMS.get(row.form, row.form)},
        {"label": "周期", "value": REPEATS.get(row.repeats, row.repeats)},
        {"label": "起草单位", "value": row.unit.name},
        {
            "label": "报送期限",
            "value": due["words"],
            "light": due["lamp"].get("light", ""),
            "light_words": due["lamp"].get("words", ""),
        },
    ]
    if row.sent_on:
        facts.append({"label": "报送", "value": f"{long_date(row.sent_on)}　{row.number}　{row.sent_by}"})
    if row.reason:
        facts.append({"label": "理由", "value": row.reason})
    context = {
        "title": row.title,
        "row": row,
        "state": UPWARD.labels[row.state],
        "facts": facts,
        "steps": may(
            row, actor, draft=actions.draft_upward, send=actions.send_upward, drop=actions.drop_upward
        ),
        "text": from_records or typed or row.text,
        "from_records": bool(from_records),
        "record": f"exchange.upward:{pk}",
        "key": f"upward-{pk}",
        "here": f"/upward/{pk}",
        "today": today(),
        "entries": timeline(actor, f"exchange.upward:{pk}"),
    }
    return render(request, "upward/page.html", context)


@require_safe
@seated
def tally_list(request: HttpRequest) -> HttpResponse:
    """List comparisons of figures, and open a new one."""
    actor = actor_of(request)
    rows = list_tallies(actor, wanted_of(request, {}, {}))
    context = {
        "title": "数据核对",
        "rows": [(row, TALLY.labels[row.state]) for row in rows[:PAGE]],
        "can": offers(actor, "exchange.tally.open"),
        "pager": pager(request, rows, PAGE),
        "own": actor.unit_id,
        "today": today(),
        "year": today().replace(month=1, day=1),
        **choices_of(request, actor, own=True),
    }
    return render(request, "exchange/tallies.html", context)


@require_safe
@seated
def tally_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a comparison: each figure with the records it was counted from, and each side's word."""
    actor = actor_of(request)
    row = get_tally(actor, pk)
    if row is None:
        raise Http404("没有这份核对，或你的席位不能看。")
    found = receipts_of_tally(actor, row)
    figures = [
        {
            "label": label,
            "pieces": len(row.figures["records"].get(key, ())),
            "rows": row.figures["rows"].get(key, 0),
            "records": [found[one] for one in row.figures["records"].get(key, ()) if one in found],
        }
        for key, label in FIGURES.items()
    ]
    sides = [
        (row.unit.name, row.sender_agreed_by, row.sender_agreed_at),
        (row.to_unit.name, row.receiver_agreed_by, row.receiver_agreed_at),
    ]
    context = {
        "title": f"{row.unit.name} → {row.to_unit.name} 数据核对",
        "row": row,
        "state": TALLY.labels[row.state],
        "figures": figures,
        "sides": [(name, by, moment_text(at) if at else "") for name, by, at in sides],
        "steps": may(row, actor, agree=actions.agree_tally, dispute=actions.dispute_tally),
        "here": f"/exchange/tallies/{pk}",
        "entries": timeline(actor, f"exchange.tally:{pk}"),
    }
    return render(request, "exchange/tally.html", context)


urlpatterns: list[URLPattern] = [
    path("upward", upward_list, name="upward"),
    path("upward/<int:pk>", upward_page, name="upward-page"),
    path("exchange/tallies", tally_list, name="tallies"),
    path("exchange/tallies/<int:pk>", tally_page, name="tally"),
]
