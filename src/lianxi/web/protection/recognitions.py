"""Recognitions: all that a seat sees, and one with its four facts and the steps of the seat."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.protection.queries.lists import signer_of
from lianxi.protection.queries.records import (
    find_recognition,
    list_facts,
    list_recognitions,
    sees_token,
)
from lianxi.protection.rules.machines import CAUSES, FACTS, RECOGNITION, RESULTS
from lianxi.web.protection.parts import area_choices, day_words, short, tabs
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import MISSING, found, seated


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the recognitions that a seat sees, and offer the form that asks for one."""
    conference, actor = acting(request)
    signer = signer_of(conference.pk)
    context = {
        "tabs": tabs(request),
        "rows": [
            {
                "url": f"/patients/recognitions/{one.pk}",
                "number": one.number,
                "area": one.area,
                "asked_by": one.asked_by.name,
                "state": RECOGNITION.labels[one.state],
                "result": RESULTS.get(one.result, "—"),
                "asked": day_words(one.asked_on),
            }
            for one in list_recognitions(actor)
        ],
        "signer": signer.name if signer else "",
        "areas": area_choices(conference.pk),
        "may": offers(actor, "protection.recognition.ask", record=conference)["protection_recognition_ask"],
    }
    return render(request, "patients/recognitions.html", context)


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a recognition: its facts as far as the seat sees them, what is missing, the steps of the seat."""
    _conference, actor = acting(request)
    row = found(find_recognition(actor, pk), MISSING)
    facts = list_facts(actor, row)
    steps = ("recognition.sign", "recognition.contest", "recognition.revoke")
    whole = sees_token(actor, row)
    context = {
        "tabs": tabs(request),
        "opinion": row,
        "token": row.token if whole else "",
        "state": RECOGNITION.labels[row.state],
        "result": RESULTS.get(row.result, ""),
        "asked": day_words(row.asked_on),
        "signed": day_words(row.signed_on),
        "facts": [
            {
                "fact": one,
                "label": FACTS[one.code][1],
                "word": FACTS[one.code][2].get(one.word, ""),
                "on": day_words(one.stated_on),
                "mine": one.unit_id == actor.unit_id and row.state in ("asked", "contested"),
                "words": list(FACTS[one.code][2].items()),
            }
            for one in facts
        ],
        "may": short(actor, row, *steps) if whole else {},
        "results": RESULTS.items(),
        "causes": CAUSES.items(),
    }
    return render(request, "patients/recognition.html", context)


urlpatterns: list[URLPattern] = [
    path("patients/recognitions", index, name="patients-recognitions"),
    path("patients/recognitions/<int:pk>", record, name="patients-recognition"),
]
