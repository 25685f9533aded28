"""Pages of releasing one-time links: what waits for this seat, and the codes, shown once to who released."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxi.bodies.actions import release_invitations, revoke_invitation
from lianxi.bodies.queries.links import list_releasable
from lianxi.bodies.rows import InvitationRow
from lianxi.bodies.rules.secrets import PLACES
from lianxi.core.refusals import Refusal
from lianxi.core.words import moment_text
from lianxi.web.bodies.conference import View
from lianxi.web.bodies.shapes import ReleasesSlip
from lianxi.web.shared.pages import seated
from lianxi.web.shared.qr import qr_of


@seated
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def releases(request: HttpRequest) -> HttpResponse:
    """List the links that wait for this seat, and release the chosen ones in one act."""
    view = View(request)
    if request.method != "POST":
        return _page(request, view)
    chosen = [int(one) for one in request.POST.getlist("invitation_ids") if one.isdecimal() and len(one) < 18]
    try:
        released = release_invitations(view.actor, timezone.now(), invitation_ids=chosen)
    except Refusal as refusal:
        return _page(request, view, refusal, status=422)
    slips = [slip_of(request, row, code) for row, code in released]
    context = {"view": view, "slips": slips, "door": request.build_absolute_uri(reverse("invited-code"))}
    return render(request, "conference/slips.html", context)


def slip_of(request: HttpRequest, row: InvitationRow, code: str) -> ReleasesSlip:
    """Give what the slip of a code shows, which is handed to the person."""
    url = request.build_absolute_uri(reverse("invited", args=[code]))
    return {"row": row, "code": code, "url": url, "until": moment_text(row.expires_at), "qr": qr_of(url)}


def _page(
    request: HttpRequest, view: View, refusal: Refusal | None = None, *, status: int = 200
) -> HttpResponse:
    rows = list_releasable(view.actor, timezone.now())
    context = {
        "view": view,
        "rows": [{"row": one, "until": moment_text(one.expires_at)} for one in rows],
        "release": view.offer(release_invitations),
        "revoke": view.offer(revoke_invitation),
        "refusal": refusal,
    }
    return render(request, "conference/releases.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited_code(request: HttpRequest) -> HttpResponse:
    """Take the code that the releasing seat reads out, and lead to the seat it opens."""
    code = "".join(one for one in request.POST.get("code", "") if one.isascii() and one.isalnum())[:40]
    if request.method == "POST" and code:
        groups = [code[place : place + PLACES] for place in range(0, len(code), PLACES)]
        return HttpResponseRedirect(reverse("invited", args=["-".join(groups).upper()]))
    said = {"missing": request.method == "POST", "actor": None, "signout_url": "", "account_url": ""}
    return render(request, "accounts/code.html", said, status=422 if said["missing"] else 200)


urlpatterns = [
    path("invitations", releases, name="releases"),
    path("invited", invited_code, name="invited-code"),
]
