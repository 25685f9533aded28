"""The page of records that were opened to more than the rule of their kind does, and of those that wait for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.bodies.actions.disclosing import (
    end_disclosure,
    propose_disclosure,
    refuse_disclosure,
    release_disclosure,
)
from lianxi.bodies.queries import unit_names
from lianxi.core.words import moment_text
from lianxi.journal.disclosing import DISCLOSURE
from lianxi.journal.reading import DisclosureRow, list_disclosures
from lianxi.web.journal.entries import record_label
from lianxi.web.shared.lights import acting, member_units, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import record_url, seated

MOST = 200


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List what was asked, released and taken back, the latest first, with the form that asks."""
    conference, actor = acting(request)
    found = list_disclosures(actor, MOST + 1)
    names = unit_names(one.unit_id for one in found if one.unit_id)
    context = {
        "title": "扩大知悉范围",
        "rows": [_row(one, names) for one in found[:MOST]],
        "left_out": len(found) > MOST,
        "record": request.GET.get("record", "")[:120],
        "units": member_units(conference, today()),
        "propose": offer(actor, propose_disclosure),
        "release": offer(actor, release_disclosure),
        "refuse": offer(actor, refuse_disclosure),
        "end": offer(actor, end_disclosure),
    }
    return render(request, "journal/disclosures.html", context)


def _row(one: DisclosureRow, names: dict[int, str]) -> dict[str, object]:
    record = f"{one.table}:{one.record_id}"
    return {
        "row": one,
        "record": record_label(record),
        "url": record_url(record),
        "to": names.get(one.unit_id or 0, "全体席位"),
        "state": DISCLOSURE.labels[one.state],
        "asked": f"{one.proposed_by}，{moment_text(one.proposed_at)}",
        "released": moment_text(one.released_at) if one.released_at else "",
        "ended": moment_text(one.ended_at) if one.ended_at else "",
    }


urlpatterns: list[URLPattern] = [path("journal/disclosures", index, name="disclosures")]
