"""Pages between conferences: what was delegated from above, accepted or returned after a preview, and who is above."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.actions import place_conference
from lianxi.bodies.queries.own import list_children, list_others
from lianxi.clocks.words import short_due
from lianxi.core.actors import Actor
from lianxi.core.refusals import NotFound
from lianxi.core.words import date_with_weekday, long_date, moment_text
from lianxi.ledger.actions import accept_delegation, withdraw_delegation
from lianxi.ledger.queries import ObligationPage
from lianxi.ledger.queries.delegations import Delegated, facts_of_offer, get_offer_to, list_offers_to
from lianxi.ledger.rules import SHORT_KINDS
from lianxi.ledger.rules.beside import OfferFacts
from lianxi.web.ledger.shapes import DelegationsView
from lianxi.web.shared.cutting import cut
from lianxi.web.shared.lights import acting, member_units, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated

ANSWERS = {"accepted": "已接收", "returned": "已退回"}
CHOICES = 300


def delegation_rows(page: ObligationPage, actor: Actor) -> Sequence[Mapping[str, object]]:
    """Tell on the page above how far each conference below has come, and what may be taken back."""
    rows = []
    for one in page.delegations:
        answer = ANSWERS.get(one.result) or ("已撤回" if one.state == "withdrawn" else "等下级办公室接收")
        now = f"{one.number} {one.state_label}" if one.number else ""
        now += (
            f"，时限{short_due(one.child_due_on, one.child_derivation)}"
            if one.child_due_on and not one.closed_at
            else ""
        )
        now += f"，{moment_text(one.closed_at)}结束" if one.closed_at else ""
        if one.last_reported_at and not one.closed_at:
            now += f"，最近反馈{moment_text(one.last_reported_at)}"
        due = f"要求{long_date(one.due_on)}前" if one.due_on else ""
        facts = OfferFacts(one.state, is_answered=bool(one.result), has_ended=False)
        told = {
            "to": one.to_name,
            "pk": one.pk,
            "may_withdraw": offer(actor, withdraw_delegation, facts=facts).ok,
        }
        told |= {"note": one.note, "reason": one.reason, "answer": answer}
        rows.append({**told, "now": now, "due": due, "offered": moment_text(one.offered_at)})
    return rows


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List what was delegated from above, and show who is above and below."""
    conference, actor = acting(request)
    offers = [_view(one) for one in list_offers_to(conference.pk, to=actor)]
    may_place = actor.kind in place_conference.who
    below, cut_below = cut(list_children(conference.pk), CHOICES, "前")
    others, cut_others = cut(list_others(conference.pk, CHOICES + 1) if may_place else (), CHOICES, "前")
    context = {
        "cut_below": cut_below,
        "cut_others": cut_others,
        "offers": offers,
        "open": sum(one["open"] for one in offers),
        "above": conference.parent,
        "below": [one.name for one in below],
        "others": others,
        "may_place": may_place,
        "own": conference.pk,
    }
    return render(request, "delegations/list.html", context)


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an offer before anything of it is stored here, with the forms of the answer."""
    conference, actor = acting(request)
    try:
        offered = get_offer_to(conference.pk, pk)
    except NotFound as missing:
        raise Http404(missing.message) from missing
    answers = offer(actor, accept_delegation, facts=facts_of_offer(pk, today())).ok
    units = member_units(conference, today()) if answers else []
    context = {"one": _view(offered), "offer": offered, "may_answer": answers, "units": units}
    return render(request, "delegations/show.html", context)


def _view(one: Delegated) -> DelegationsView:
    is_open = one.state == "offered" and not one.result
    return {
        "pk": one.pk,
        "title": one.title,
        "from": one.from_name,
        "number": one.number,
        "offered": moment_text(one.offered_at),
        "due": date_with_weekday(one.due_on) if one.due_on else "",
        "kinds": "、".join(SHORT_KINDS[kind] for kind in one.evidence_kinds),
        "state": ANSWERS.get(one.result) or ("已被撤回" if one.state == "withdrawn" else "等本办公室接收"),
        "open": is_open,
        "url": f"/ledger/{one.obligation_id}" if one.obligation_id else "",
    }


urlpatterns: list[URLPattern] = [
    path("delegations", index, name="delegations"),
    path("delegations/<int:pk>", record, name="delegation"),
]
