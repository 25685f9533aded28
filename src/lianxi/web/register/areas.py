"""The page of a conference's areas: which count, why others do not, and what the document's addressees say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.law.queries import addressees_of
from lianxi.register.queries import list_areas
from lianxi.register.rows import AreaRow
from lianxi.register.rules.areas import KINDS, ORIGINS
from lianxi.web.register.shapes import AreasLine
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated

ACTS = tuple(f"register.area.{act}" for act in ("propose", "switch_on", "switch_off", "add"))


@require_safe
@seated
def areas(request: HttpRequest) -> HttpResponse:
    """Show the areas by which the conference counts."""
    conference, actor = acting(request)
    rows = list_areas(conference.pk)
    context: dict[str, object] = {
        "rows": [_row(one) for one in rows],
        "on": sum(one.state == "on" for one in rows),
        "uncoded": [one.name for one in rows if one.state == "on" and not one.code],
        "region": conference.region,
        "addressees": addressees_of(conference),
        "can": offers(actor, *ACTS),
    }
    return render(request, "register/areas.html", context)


def _row(area: AreaRow) -> AreasLine:
    switch = f"register.area.switch_{'off' if area.state == 'on' else 'on'}"
    return {"row": area, "kind": KINDS[area.kind], "origin": ORIGINS[area.origin], "switch": switch}


urlpatterns: list[URLPattern] = [path("areas", areas, name="areas")]
