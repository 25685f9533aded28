"""Pages of slips (催办): the list, what waits to be looked at, one slip with its receipt, the form by hand, the ladder."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.clocks import words
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import Actor, describe
from lianxi.core.words import date_with_weekday, moment_text
from lianxi.core.workdays import count_workdays, day_off_name, is_workday
from lianxi.ledger.actions import issue_looked, issue_slip, receive_slip, set_ladder, void_slip
from lianxi.ledger.queries.documents import slip_document
from lianxi.ledger.queries.records import find_obligation, find_slip
from lianxi.ledger.queries.slips import (
    PAGE,
    SlipFilter,
    count_turns,
    find_turns,
    issued_steps,
    ladder_on,
    list_slips,
)
from lianxi.ledger.rows import SlipRow
from lianxi.ledger.rules.slips import PROFILES, SLIP, TO_CONVENER, out_of_turn
from lianxi.web.ledger.shapes import SlipsLine, SlipsMay
from lianxi.web.papers.issued import drawn
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, due_words, sees_all, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import clause_view, own_record, record_url, seated, timeline
from lianxi.web.shared.tables import offered


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List slips, the latest first: of the own unit for its seats, of all for the office and the convener."""
    conference, actor = acting(request)
    wanted = slip_filter(request, actor)
    whole, state = sees_all(actor), wanted.state
    rows = list_slips(conference.pk, wanted, to=actor)
    kept = {name: request.GET[name] for name in ("matter", "state") if request.GET.get(name)}
    context = {
        "rows": [_row(one) for one in rows[:PAGE]],
        "whole": whole,
        "state": state,
        "states": SLIP.labels.items(),
        "open": sum(one.state == SLIP.initial for one in rows[:PAGE]),
        "turns": count_turns(conference.pk, today(), calendar_now()) if actor.kind in issue_looked.who else 0,
        "files": offered(request, "/slips/export"),
        "next_url": f"?{urlencode({**kept, 'before': rows[PAGE - 1].pk})}" if len(rows) > PAGE else "",
    }
    return render(request, "slips/list.html", context)


def slip_filter(request: HttpRequest, actor: Actor) -> SlipFilter:
    """Read what a list of slips shows: a unit sees its own, nobody a peer's."""
    state, matter = request.GET.get("state", ""), number_of(request.GET.get("matter", ""))
    unit = None if sees_all(actor) else actor.unit_id or 0
    before = number_of(request.GET.get("before", ""))
    return SlipFilter(unit, matter, state if state in SLIP.labels else "", before)


def _row(one: SlipRow) -> SlipsLine:
    return {
        "number": one.number,
        "label": one.label,
        "url": f"/slips/{one.pk}",
        "matter": str(one.obligation),
        "matter_url": f"/ledger/{one.obligation_id}",
        "unit": one.unit.name,
        "issued": date_with_weekday(one.issued_on),
        "received": moment_text(one.received_at) if one.received_at else "",
        "state": SLIP.labels[one.state],
        "is_open": one.state == SLIP.initial,
    }


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a slip: its words, whether it was received and answered, and what can be done."""
    _conference, actor = acting(request)
    slip = _shown_to(actor, own_record(request, find_slip, pk))
    context = {
        "slip": slip,
        "state": SLIP.labels[slip.state],
        "facts": _facts(slip),
        "clause": clause_view(slip.basis),
        "entries": timeline(actor, f"ledger.slip:{slip.pk}", of=slip),
        **_may(actor, slip),
    }
    return render(request, "slips/page.html", context)


def _shown_to(actor: Actor, slip: SlipRow) -> SlipRow:
    """Give a slip to who may see it: its unit, the office, the convener. Raises Http404 for a peer."""
    if sees_all(actor) or (actor.unit_id == slip.unit_id and slip.label != TO_CONVENER):
        return slip
    raise Http404


def _facts(slip: SlipRow) -> list[Fact]:
    received = f"{slip.received_by}，{moment_text(slip.received_at)}" if slip.received_at else "待签收"
    received = "不需要签收" if slip.label == TO_CONVENER else received
    facts: list[Fact] = [
        {"label": "编号", "value": slip.number},
        {"label": "状态", "value": SLIP.labels[slip.state]},
        {
            "label": "事项",
            "value": str(slip.obligation),
            "url": record_url(f"ledger.obligation:{slip.obligation_id}"),
        },
        {"label": "发往", "value": "召集人" if slip.label == TO_CONVENER else slip.unit.name},
        {"label": "办理时限", "value": _due_of(slip)},
        {"label": "签发", "value": f"{slip.issued_by}，{moment_text(slip.issued_at)}"},
        {"label": "签收", "value": received},
    ]
    if slip.reason:
        facts.append({"label": "越级或提前的理由", "value": slip.reason})
    if slip.next_on and slip.state == SLIP.initial:
        facts.append({"label": "仍无反馈时升级", "value": words.counted_day(slip.next_on)})
    return facts


def _due_of(slip: SlipRow) -> str:
    """Give the date the slip was issued for; how it came out is known while it is still the matter's own."""
    own = slip.obligation
    return words.due_words(slip.due_on, own.due_derivation if own.due_on == slip.due_on else None)


def _may(actor: Actor, slip: SlipRow) -> SlipsMay:
    own = actor.kind in receive_slip.who and actor.unit_id == slip.unit_id and slip.label != TO_CONVENER
    return {
        "may_receive": offer(actor, receive_slip, slip).ok,
        "may_report": own and slip.state == SLIP.initial,
        "may_void": offer(actor, void_slip, slip).ok,
    }


@require_safe
@seated
def document(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Draw the slip as a document, from the words that were frozen when it was issued."""
    conference, actor = acting(request)
    slip = _shown_to(actor, own_record(request, find_slip, pk))
    return drawn(slip_document(conference, slip), f"{slip.label}{slip.number}", form)


@require_safe
@seated
def turns(request: HttpRequest) -> HttpResponse:
    """Show the office the matters whose letter, or whose way to the convener, has come, to look at one by one."""
    conference, actor = acting(request)
    if actor.kind not in issue_looked.who:
        raise Http404(f"催办函由{describe(issue_looked.who)}签发。")
    day, calendar = today(), calendar_now()
    found = find_turns(conference.pk, ladder_on(conference.pk, day).steps, day, calendar, size=PAGE + 1)
    rows = [
        {
            "pk": turn.row.pk,
            "label": turn.step.name_for(turn.row.lead_unit.name),
            "matter": str(turn.row),
            "unit": turn.row.lead_unit.name,
            "due": due_words(turn.row),
            "late": count_workdays(turn.row.due_on, day, calendar) if turn.row.due_on else 0,
        }
        for turn in found[:PAGE]
    ]
    off = "" if is_workday(day, calendar) else f"今天是{day_off_name(day, calendar)}，催办单只在工作日签发。"
    return render(request, "slips/turns.html", {"rows": rows, "more": len(found) > PAGE, "off": off})


@require_safe
@seated
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rungs of the ladder for an obligation, with the form that issues one by hand."""
    conference, actor = acting(request)
    row = own_record(request, find_obligation, pk)
    if actor.kind not in issue_slip.who:
        raise Http404(f"催办单由{describe(issue_slip.who)}签发。")
    day, ladder = today(), ladder_on(conference.pk, today())
    issued = issued_steps(row)[row.pk]
    rungs = [
        {
            "step": one.step,
            "label": one.label,
            "when": one.words(),
            "issued": date_with_weekday(issued[one.step]) if one.step in issued else "",
            "why": out_of_turn(ladder.steps, one, row.due_on, issued, day, calendar=calendar_now())
            if row.due_on
            else "",
        }
        for one in ladder.steps
    ]
    context = {"row": row, "rungs": rungs, "due": due_words(row) if row.due_on else ""}
    return render(request, "slips/issue.html", context)


@require_safe
@seated
def ladder_page(request: HttpRequest) -> HttpResponse:
    """Show the ladder in force with its source, and the form that sets another one."""
    conference, actor = acting(request)
    ladder = ladder_on(conference.pk, today())
    held = {(ladder.profile, one.step): one.workdays for one in ladder.steps}
    profiles = [
        {
            "code": code,
            "label": one.label,
            "source": one.source,
            "here": code == ladder.profile,
            "steps": [
                {
                    "label": step.label,
                    "when": "到期前"
                    if step.is_reminder
                    else ("到期后" if step.anchor == "due" else "上一级后"),
                    "days": abs(held.get((code, step.step), step.workdays)),
                }
                for step in one.steps
            ],
        }
        for code, one in PROFILES.items()
    ]
    context = {
        "ladder": ladder,
        "since": date_with_weekday(ladder.starts_on) if ladder.starts_on else "",
        "steps": [{"label": one.label, "when": one.words()} for one in ladder.steps],
        "profiles": profiles,
        "may_set": actor.kind in set_ladder.who,
        "who_sets": describe(set_ladder.who),
    }
    return render(request, "slips/ladder.html", context)


urlpatterns: list[URLPattern] = [
    path("slips", index, name="slips"),
    path("slips/ladder", ladder_page, name="ladder"),
    path("slips/turns", turns, name="slip_turns"),
    path("slips/for/<int:pk>", issue, name="slip_issue"),
    path("slips/<int:pk>", record, name="slip"),
    path("slips/<int:pk>/document.docx", document, {"form": "docx"}, name="slip_document"),
    path("slips/<int:pk>/document.pdf", document, {"form": "pdf"}, name="slip_pdf"),
]
