"""The one door for acts: a form posted to /do/<action> runs that action from the seat the person acts in.

Views show pages; nothing but this door changes a record. A refusal comes back with the rule, the next
step and everything that was typed; a conflict comes back with both texts to merge.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from lianxi.core.fields import File, Passing, Secret
from lianxi.core.refusals import Busy, Conflict, NotPermitted, Refusal
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.payloads import parse_payload
from lianxi.journal.signatures import PayloadField
from lianxi.papers.files import MAX_BYTES, Upload
from lianxi.web.shared.drafts import OWN_FIELDS, end_draft, keep_draft
from lianxi.web.shared.kept import PREFIX, keep, take
from lianxi.web.shared.middleware import SeatedRequest

# What somebody tried who may not: by seat and session, without what was typed.
denied = logging.getLogger("lianxi.denied")
# In the session: the page that each act was tried from.
TRIED = "tried_from"
# Fields that a person types and can put right here; what was chosen is carried along as it is.
TYPED = ("line", "lines", "number", "day", "moment")


def _raw(request: HttpRequest) -> dict[str, list[object]]:
    raw: dict[str, list[object]] = {name: list(values) for name, values in request.POST.lists()}
    for name, values in request.POST.lists():
        # A line of a field that takes several is named field.key, and taken as key=value.
        field, dot, key = name.partition(".")
        if dot:
            raw[field] = [*raw.get(field, ()), *(f"{key}={one}" for one in values if one)]
    for name, files in request.FILES.lists():
        raw[name] = [_upload(file) for file in files]
    for name, values in request.POST.lists():
        # One cell of a sheet: the field, then row and column; a blank one stays, it may empty what stood there.
        sheet, _, place = name.partition("/")
        if place:
            raw.setdefault(sheet, []).extend(f"{place}={value}" for value in values)
    for name, tokens in request.POST.lists():
        chosen = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and chosen not in request.FILES:
            raw[chosen] = [kept for token in tokens if (kept := take(request, token)) is not None]
    return raw


def _upload(file: UploadedFile[bytes]) -> Upload:
    # One byte more than is allowed is enough for the store to say that a file is too large.
    return Upload(file.name or "", file.read(MAX_BYTES + 1), file.content_type or "application/octet-stream")


@dataclass(frozen=True, slots=True)
class Typed:
    """A field as it was typed: shown to be corrected where it has a name for people, carried along otherwise."""

    name: str
    value: str
    label: str
    is_long: bool


def _typed(request: HttpRequest, action: Action[..., Any]) -> list[Typed]:
    return [
        _as_typed(name, value, action.payload.get(name))
        for name, values in request.POST.lists()
        for value in values
        if name not in OWN_FIELDS and not name.startswith(PREFIX) and not _kept_back(action.payload.get(name))
    ]


def _as_typed(name: str, value: str, field: PayloadField | None) -> Typed:
    control = field.words.control if field else ""
    label = field.words.label if field and control in TYPED else ""
    return Typed(name, value, label, control == "lines" or len(value) > 60)


def _kept_back(field: PayloadField | None) -> bool:
    """Tell whether a field is never sent back: secrets, and files, which no browser gives back."""
    return field is not None and isinstance(field.words, Secret | File)


def local_url(request: HttpRequest, url: str) -> str:
    """Return the address if it lies in this installation, else the start page."""
    own = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if own and url else "/"


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, action_id: str) -> HttpResponse:
    """Run an action with the posted fields and go to `next` ({id} is the record made).

    Somebody not signed in can do nothing here; what visitors may do is called by pages of its own.
    """
    load_catalogue()
    action = catalogue.get(action_id)
    if action is None:
        raise Http404("没有这个动作。")
    if request.method != "POST":
        # An address reloaded or reached again after signing in: nothing is done, the record is shown.
        return HttpResponseRedirect(_record_of(request, action_id))
    if not request.user.is_authenticated:
        return expired(request, action)
    seated = cast("SeatedRequest", request)
    try:
        result = action(seated.actor, timezone.now(), **parse_payload(action, _raw(request)))
    except Refusal as refusal:
        return refused(request, action, refusal)
    end_draft(request)
    messages.success(request, request.POST.get("said") or f"已{action.title}。")
    target = local_url(request, request.POST.get("next", "/").replace("{id}", str(_key(result))))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _record_of(request: HttpRequest, action_id: str) -> str:
    """Return the page that an act was tried from, as far as it is known."""
    tried = request.session.get(TRIED, {}).get(action_id, "")
    return local_url(request, request.GET.get("next", "") or tried or request.headers.get("Referer", ""))


def _note_page(request: HttpRequest, action: Action[..., Any]) -> str:
    """Return the page a form stands on, also where this one was refused before."""
    came = _page_before(request, action)
    request.session[TRIED] = {**request.session.get(TRIED, {}), action.id: came}
    return came


def _page_before(request: HttpRequest, action: Action[..., Any]) -> str:
    came = local_url(request, request.headers.get("Referer", ""))
    return str(request.session.get(TRIED, {}).get(action.id, "/")) if "/do/" in came else came


def _kept_files(request: HttpRequest, action: Action[..., Any]) -> Sequence[Mapping[str, object]]:
    """List the fields of a refused form that take files, each with what was chosen and kept."""
    rows = []
    for name, field in action.payload.items():
        if isinstance(field.words, File) and {name, PREFIX + name} & {*request.FILES, *request.POST}:
            kept = _kept_of(request, name, field)
            needed = field.needed and not kept
            rows.append({"name": name, "label": field.words.label, "kept": kept, "needed": needed})
    return rows


def _kept_of(request: HttpRequest, name: str, field: PayloadField) -> list[tuple[str, str]]:
    """List the tokens and names of the files chosen for a field, now or when its form was refused before."""
    if isinstance(field.words, Passing):
        return []
    if name not in request.FILES:
        found = ((token, take(request, token)) for token in request.POST.getlist(PREFIX + name))
        return [(token, one.name) for token, one in found if one is not None]
    for file in request.FILES.getlist(name):
        file.seek(0)
    kept = ((keep(request, _upload(file)), file.name or "") for file in request.FILES.getlist(name))
    return [(token, called) for token, called in kept if token]


def _key(result: object) -> object:
    first = result[0] if isinstance(result, Sequence) and not isinstance(result, str) and result else result
    return getattr(first, "pk", "")


def expired(request: HttpRequest, action: Action[..., Any]) -> HttpResponse:
    """Say that the login has expired, with what was typed and the way back to its page."""
    back = local_url(request, request.headers.get("Referer", ""))
    refusal = NotPermitted(
        "登录已过期，没有提交。",
        rule="办理事项须先登录",
        next_step="请重新登录，回到原页后再次提交；你填写的内容在下面，没有丢。",
    )
    context = {
        "refusal": refusal,
        "typed": [one for one in _typed(request, action) if one.value and (one.label or one.is_long)],
        "sign_in": f"{settings.LOGIN_URL}?{urlencode({'next': back})}",
        **({"is_demo": True} if settings.IS_DEMO else {}),
    }
    return render(request, "door/expired.html", context, status=403)


def refused(request: HttpRequest, action: Action[..., Any], refusal: Refusal) -> HttpResponse:
    """Show a refusal with what was typed, or both texts where two people wrote one."""
    if isinstance(refusal, NotPermitted):
        actor = cast("SeatedRequest", request).actor
        denied.warning("%s: seat %s, session %s", action.id, actor.seat_id, actor.door.session)
    # Where the database is held by somebody else, nothing more is written: it would wait as long again.
    is_busy = isinstance(refusal, Busy)
    if (draft := request.POST.get("draft", "")) and not is_busy:
        keep_draft(request, draft)
    status = 503 if is_busy else 409 if isinstance(refusal, Conflict) else 422
    if request.headers.get("HX-Request") and getattr(refusal, "theirs", None) is None:
        # The form stands where it stood: nothing of it is kept here or sent back.
        return render(request, "parts/refusal.html", {"refusal": refusal}, status=status)
    context = {
        "draft": draft,
        "refusal": refusal,
        "back": _page_before(request, action) if is_busy else _note_page(request, action),
        "action": action,
        "typed": _typed(request, action),
        "files": _kept_files(request, action),
        "next": local_url(request, request.POST.get("next", "/")),
        "theirs": getattr(refusal, "theirs", None),
        "seen_now": getattr(refusal, "seen_now", None),
        "mine": request.POST.get("text", ""),
    }
    if context["theirs"] is not None:
        template = "door/merge.html"
    else:
        template = "door/stale.html" if isinstance(refusal, Conflict) else "door/refused.html"
    return render(request, template, context, status=status)


urlpatterns = [path("do/<str:action_id>", act, name="do")]
