"""Pages of the vault: opening one person's identity for a purpose, and looking at it while the opening lasts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.core.words import moment_text
from lianxi.register.actions import look_at_identity
from lianxi.register.queries import find_opening, list_openings
from lianxi.register.rows import IdentityOpeningRow
from lianxi.register.rules import MIN_PURPOSE, OPENING_MINUTES
from lianxi.web.register.shapes import IdentitiesLine, IdentitiesPage
from lianxi.web.shared.cutting import cut
from lianxi.web.shared.door import refused
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import own_record, seated, timeline

NEWEST = 20
LABELS = {"name": "姓名", "number": "身份证号"}


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the acting seat's openings and take a new one; `person` fills the form in."""
    _conference, actor = acting(request)
    found, told = cut(list_openings(actor, NEWEST + 1), NEWEST)
    context = {
        "cut": told,
        "may": offers(actor, "register.identity.open")["register_identity_open"],
        "person": request.GET.get("person", "")[:26],
        "rows": [_row(one) for one in found],
        "minutes": OPENING_MINUTES,
        "least": MIN_PURPOSE,
    }
    return render(request, "register/identities.html", context)


def _row(one: IdentityOpeningRow) -> IdentitiesLine:
    return {
        "url": f"/identities/{one.pk}",
        "person": one.person,
        "purpose": one.purpose,
        "opened": moment_text(one.opened_at),
        "expires": moment_text(one.expires_at),
        "is_open": timezone.now() < one.expires_at,
        "reads": one.reads,
    }


@require_safe
@seated
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an opening of the acting seat, without the identity: that takes a look of its own."""
    _conference, actor = acting(request)
    return render(request, "register/identity.html", _page(actor, _own(request, actor, pk)))


def _own(request: HttpRequest, actor: Actor, pk: int) -> IdentityOpeningRow:
    row = own_record(request, find_opening, pk)
    if row.seat_id != actor.seat_id:
        raise Http404("这次查阅不是由本席位开启的。")
    return row


def _page(actor: Actor, row: IdentityOpeningRow) -> IdentitiesPage:
    return {
        "opening": _row(row),
        "pk": row.pk,
        "may": offers(actor, "register.identity.read", record=row)["register_identity_read"],
        "entries": timeline(actor, f"register.identityopening:{row.pk}", of=row),
    }


@require_POST
@seated
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the identity once, as an act that the journal holds; the page is kept nowhere."""
    _conference, actor = acting(request)
    row = _own(request, actor, pk)
    try:
        found = look_at_identity(actor, timezone.now(), opening_id=row.pk)
    except Refusal as refusal:
        return refused(request, look_at_identity, refusal)
    row = _own(request, actor, pk)
    shown = [{"label": LABELS.get(name, name), "value": value} for name, value in found.items()]
    answer = render(request, "register/identity.html", {**_page(actor, row), "shown": shown})
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns: list[URLPattern] = [
    path("identities", index, name="identities"),
    path("identities/<int:pk>", opening, name="identity"),
    path("identities/<int:pk>/look", look, name="identity_look"),
]
