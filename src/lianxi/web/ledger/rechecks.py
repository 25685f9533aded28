"""Pages of sampling re-checks: draw a seeded sample of closed obligations, record what was found."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import long_date, moment_text
from lianxi.ledger.actions import draw_rechecks, pass_recheck
from lianxi.ledger.queries.records import find_recheck, list_rechecks
from lianxi.ledger.rows import RecheckRow, SamplingRow
from lianxi.ledger.rules import RECHECK
from lianxi.ledger.rules.sampling import digest_of
from lianxi.web.ledger.shapes import RechecksLine
from lianxi.web.shared.cutting import cut
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import own_record, seated

SHOWN = 300


class Sample(NamedTuple):
    """A sample that was drawn, with its re-checks."""

    drawn: SamplingRow
    at: str
    span: str
    rows: list[RechecksLine]


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """Show the samples drawn, the latest first, and what the re-checks found."""
    conference, actor = acting(request)
    found, told_cut = cut(list_rechecks(conference.pk, SHOWN + 1, to=actor), SHOWN)
    samples: dict[int, Sample] = {}
    for one in found:
        drawn = one.sampling
        span = f"{long_date(drawn.closed_from)}起、{long_date(drawn.closed_before)}前办结"
        sample = samples.setdefault(drawn.pk, Sample(drawn, moment_text(drawn.at), span, []))
        sample.rows.append(_row(one))
    context = {
        "samples": list(samples.values()),
        "open": sum(one.state == RECHECK.initial for one in found),
        "cut": told_cut,
        "may_draw": actor.kind in draw_rechecks.who,
    }
    return render(request, "rechecks/list.html", context)


def _row(one: RecheckRow) -> RechecksLine:
    follow = one.followed_by
    return {
        "pk": one.pk,
        "place": one.place,
        "matter": str(one.obligation),
        "url": f"/ledger/{one.obligation_id}",
        "digest": digest_of(one.sampling.seed, one.obligation.number)[:12],
        "state": RECHECK.labels[one.state],
        "open": one.state == RECHECK.initial,
        "text": one.text,
        "by": f"{one.by}，{moment_text(one.at)}" if one.at else "",
        "follow": {"label": str(follow), "url": f"/ledger/{follow.pk}"} if follow else None,
    }


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one re-check with the forms of its result."""
    row = own_record(request, find_recheck, pk)
    _conference, actor = acting(request)
    context = {"one": _row(row), "record": offer(actor, pass_recheck, row)}
    return render(request, "rechecks/show.html", context)


urlpatterns: list[URLPattern] = [
    path("rechecks", index, name="rechecks"),
    path("rechecks/<int:pk>", record, name="recheck"),
]
