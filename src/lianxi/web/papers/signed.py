"""The page of acts signed on paper (登记签批): those that wait for another seat, those done, and entering one."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.queries.own import list_seats_of
from lianxi.core.actors import Actor
from lianxi.core.words import long_date, moment_text
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.papers.actions import confirm_signed, enter_signed, refuse_signed
from lianxi.papers.queries import list_signed
from lianxi.papers.rows import SignedActRow
from lianxi.papers.rules import SIGNED, SIGNED_ACTS
from lianxi.web.papers.shapes import SignedLine
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated

MOST = 100


@require_safe
@seated
def show(request: HttpRequest) -> HttpResponse:
    """List the acts entered from signed papers, the latest first."""
    conference, actor = acting(request)
    rows, count, waiting = list_signed(conference.pk, MOST)
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


@require_safe
@seated
def new(request: HttpRequest, act: str, pk: int) -> HttpResponse:
    """Show the form that enters one act from its signed paper."""
    conference, actor = acting(request)
    load_catalogue()
    if act not in SIGNED_ACTS:
        raise Http404("这一事项不能登记签批。")
    doing = catalogue[act]
    seats = list_seats_of(conference.pk, doing.who)
    given = {SIGNED_ACTS[act]: [str(pk)]}
    context = {
        "title": f"登记签批：{doing.title}",
        "offer": offer(actor, enter_signed),
        "act": act,
        "given": json.dumps(given),
        "numbered": "outside_number" in doing.payload,
        "seats": [(one.pk, one.label) for one in seats],
    }
    return render(request, "papers/signed_new.html", context)


urlpatterns: list[URLPattern] = [
    path("papers/signed", show, name="signed-acts"),
    path("papers/signed/<str:act>/<int:pk>", new, name="signed-new"),
]
