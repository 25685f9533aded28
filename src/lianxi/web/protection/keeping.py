"""Checks of numbers, pairs of tokens, assessments with the notice's words, who signs recognitions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.small_numbers import publish_row
from lianxi.core.words import day_of
from lianxi.protection.queries.checks import halves_until, list_checks
from lianxi.protection.queries.lists import kinds_flowing
from lianxi.protection.queries.pairs import list_pairs
from lianxi.protection.queries.records import (
    list_assessments,
    list_rulings,
    list_signers,
)
from lianxi.protection.rules.lists import KINDS
from lianxi.protection.rules.machines import CHECK, NAMING, PAIR, PAIR_KINDS
from lianxi.protection.words import MEASURES, NOTICE, PURPOSES, RISKS
from lianxi.web.protection.parts import day_words, short, tabs
from lianxi.web.shared.lights import acting, member_units, sees_all, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated


@require_safe
@seated
def checks(request: HttpRequest) -> HttpResponse:
    """List the half-yearly checks and offer the form that signs one."""
    conference, actor = acting(request)
    day = today()
    rows = []
    for one in list_checks(actor):
        whole = not sees_all(actor) or actor.unit_id in (one.sender_id, one.receiver_id)
        sums = (one.sent, one.ended, one.open)
        shown = [str(number) for number in sums] if whole else [*_hidden(one.ended, one.open)]
        state = CHECK.labels[one.state]
        rows.append((KINDS[one.kind], one.half, one.sender.name, one.receiver.name, state, *shown))
    context = {
        "tabs": tabs(request),
        "rows": rows,
        "kinds": [(kind, KINDS[kind]) for kind in kinds_flowing(conference.pk, day)],
        "halves": halves_until(day),
        "members": member_units(conference, day),
        "may": offers(actor, "protection.check.sign")["protection_check_sign"],
    }
    return render(request, "patients/checks.html", context)


def _hidden(ended: int, left: int) -> tuple[str, str, str]:
    cells, total = publish_row([ended, left])
    return total, cells[0], cells[1]


@require_safe
@seated
def pairs(request: HttpRequest) -> HttpResponse:
    """List the pairs of the seat's unit, and offer the form that proposes one."""
    _conference, actor = acting(request)
    rows = [
        {
            "row": one,
            "kind": PAIR_KINDS[one.kind],
            "state": PAIR.labels[one.state],
            "from": day_words(one.from_on),
            "until": day_words(one.until_on),
            "may": short(actor, one, "pair.confirm", "pair.end"),
        }
        for one in list_pairs(actor)
    ]
    context = {
        "tabs": tabs(request),
        "rows": rows,
        "may": offers(actor, "protection.pair.propose")["protection_pair_propose"],
    }
    return render(request, "patients/pairs.html", context)


@require_safe
@seated
def settings_page(request: HttpRequest) -> HttpResponse:
    """Show assessments, the words of the notice, and who signs recognitions."""
    conference, actor = acting(request)
    day = today()
    signers = [
        {
            "row": one,
            "unit": one.unit.name,
            "state": NAMING.labels[one.state],
            "may": short(actor, one, "signer.agree", "signer.end"),
        }
        for one in list_signers(actor)
    ]
    context = {
        "tabs": tabs(request),
        "notice": NOTICE,
        "signers": signers,
        "assessments": [
            {
                "row": one,
                "unit": one.unit.name,
                "kinds": "、".join(KINDS[code] for code in one.kinds),
                "purposes": "；".join(PURPOSES[code] for code in one.purposes),
                "measures": "；".join(MEASURES[code] for code in one.measures),
                "risk": RISKS[one.risk],
                "done": day_words(one.done_on),
                "keep": day_words(one.keep_until),
            }
            for one in list_assessments(actor)
        ],
        "kinds": [(kind, KINDS[kind]) for kind in kinds_flowing(conference.pk, day)],
        "purposes": PURPOSES.items(),
        "measures": MEASURES.items(),
        "rulings": [
            (
                one.pk,
                f"{day_words(day_of(one.decided_at))} {'、'.join(str(unit['name']) for unit in one.answering)}",
            )
            for one in list_rulings(actor)
        ],
        "members": member_units(conference, day),
        "may": short(actor, None, "impact.enter", "signer.name"),
    }
    return render(request, "patients/settings.html", context)


urlpatterns: list[URLPattern] = [
    path("patients/checks", checks, name="patients-checks"),
    path("patients/pairs", pairs, name="patients-pairs"),
    path("patients/settings", settings_page, name="patients-settings"),
]
