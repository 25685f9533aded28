"""The page of acts signed on paper (登记签批): those that wait for another seat, those done, and entering one."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from lianxi.bodies.queries.own import list_seats_of
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.words import long_date, moment_text
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.meetings.queries.choices import list_clause_groups
from lianxi.papers.actions import confirm_signed, enter_signed, refuse_signed
from lianxi.papers.queries import list_signed
from lianxi.papers.rows import SignedActRow
from lianxi.papers.rules import SIGNED, SIGNED_ACTS
from lianxi.web.papers.shapes import SignedLine
from lianxi.web.shared.door import act as door
from lianxi.web.shared.entries import TYPED, entry
from lianxi.web.shared.lights import acting, member_units, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated

MOST = 100
# How the fields of the signed act itself are called in the form, beside those of its entry.
GIVEN = "given-"


@require_safe
@seated
def show(request: HttpRequest) -> HttpResponse:
    """List the acts entered from signed papers, the latest first."""
    _conference, actor = acting(request)
    rows, count, waiting = list_signed(actor, MOST)
    context = {
        "title": "登记签批",
        "rows": [_line(one, actor) for one in rows],
        "left_out": max(0, count - MOST),
        "waiting": waiting,
    }
    return render(request, "papers/signed.html", context)


def _line(row: SignedActRow, actor: Actor) -> SignedLine:
    doing = catalogue[row.act]
    given = [
        f"{doing.payload[name].words.label}：{'、'.join(values)}"
        for name, values in row.given.items()
        if name in doing.payload and name != SIGNED_ACTS[row.act]
    ]
    waits = row.state == SIGNED.initial
    return {
        "row": row,
        "confirm": offer(actor, confirm_signed, row) if waits else None,
        "refuse": offer(actor, refuse_signed, row) if waits else None,
        "what": doing.title,
        "number": row.about.rpartition(":")[2],
        "given": given,
        "signed": f"{row.seat.label}（{row.post}），{long_date(row.signed_on)}",
        "entered": f"{row.entered_by}，{moment_text(row.entered_at)}",
        "answered": f"{row.answered_by}，{moment_text(row.answered_at)}" if row.answered_at else "",
        "state": SIGNED.labels[row.state],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def new(request: HttpRequest, act: str, pk: int) -> HttpResponse:
    """Show the form that enters one act from its signed paper; sent, its fields go to the act that enters it."""
    conference, actor = acting(request)
    load_catalogue()
    if act not in SIGNED_ACTS:
        raise Http404("这一事项不能登记签批。")
    doing = catalogue[act]
    if request.method == "POST":
        return _enter(request, doing, pk)
    seats = list_seats_of(conference.pk, doing.who)
    context = {
        "title": f"登记签批：{doing.title}",
        "offer": offer(actor, enter_signed),
        "act": act,
        "pk": pk,
        "fields": _fields(conference, doing),
        "numbered": "outside_number" in doing.payload,
        "seats": [(one.pk, one.label) for one in seats],
    }
    return render(request, "papers/signed_new.html", context)


def _enter(request: HttpRequest, doing: Action[..., Any], pk: int) -> HttpResponse:
    """Put what was typed for the act itself into one field, as the act that enters it takes it."""
    typed = {
        name: [one for one in request.POST.getlist(GIVEN + name) if one.strip()] for name in doing.payload
    }
    post = request.POST.copy()
    post["signed"] = doing.id
    own = {name: values for name, values in typed.items() if values}
    post["given"] = json.dumps({SIGNED_ACTS[doing.id]: [str(pk)]} | own)
    request.POST = post  # type: ignore[assignment]
    return door(request, enter_signed.id)


def _fields(conference: ConferenceRow, doing: Action[..., Any]) -> list[dict[str, object]]:
    """Give the act's own fields that its paper says: texts, days, the unit, the clause."""
    clauses = [one for group in list_clause_groups(conference, "") for one in group.options]
    options = {"unit_id": list(member_units(conference, today())), "clause": clauses}
    shown = []
    for name, field in doing.payload.items():
        control = field.words.control
        if name in (SIGNED_ACTS[doing.id], "outside_number") or control not in TYPED | {"choice"}:
            continue
        asked = entry(doing, name, options=options.get(name))
        shown.append({**asked, "name": GIVEN + name, "id": GIVEN + name})
    return shown


urlpatterns: list[URLPattern] = [
    path("papers/signed", show, name="signed-acts"),
    path("papers/signed/<str:act>/<int:pk>", new, name="signed-new"),
]
