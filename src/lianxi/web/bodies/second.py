"""Pages of the second factor: the step after the password, and the own apps, keys and recovery codes."""

import json
from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lianxi.bodies.actions import add_app, add_key, end_factor
from lianxi.bodies.actions.factors import check_code
from lianxi.bodies.actions.signing import end_other_sessions, note_failure
from lianxi.bodies.queries.factors import find_active, has_second, key_credentials, list_factors, needs_second
from lianxi.bodies.queries.sign_ins import waits_until
from lianxi.bodies.rows import PersonRow
from lianxi.bodies.rules.factors import app_address, key_server, new_secret
from lianxi.core.refusals import Refusal
from lianxi.core.words import moment_text
from lianxi.web.shared.door import local_url
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.limits import address_of
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.qr import qr_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Who gave the right password and has still to show the second factor; what a security key was asked.
PENDING, ASKED, DRAWN = "second_pending", "second_asked", "second_secret"
# Seconds in which the second step has to follow the first.
PATIENCE = 300
NOBODY: dict[str, object] = {"actor": None, "signout_url": "", "account_url": ""}


def ask_second(request: HttpRequest, person: PersonRow, then: str) -> HttpResponse:
    """Keep who gave the right password, and lead to the second step; nobody is signed in yet."""
    request.session[PENDING] = {"person": person.pk, "at": timezone.now().timestamp(), "next": then}
    return HttpResponseRedirect("/sign-in/second")


def _pending(request: HttpRequest, now: datetime) -> tuple[PersonRow, str] | None:
    told = request.session.get(PENDING)
    if not told or now.timestamp() - told["at"] > PATIENCE:
        return None
    person = find_active(told["person"])
    return (person, str(told["next"])) if person else None


@never_cache
@sensitive_post_parameters("code", "response")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor after the right password, and sign in with it."""
    now = timezone.now()
    waiting = _pending(request, now)
    if waiting is None:
        return HttpResponseRedirect(settings.LOGIN_URL)
    person, then = waiting
    said, status = "", 200
    if request.method == "POST":
        address, known = address_of(request), person.login or ""
        if until := waits_until(known, address, now):
            said, status = f"失败次数太多，请在{moment_text(until)}之后再试；本次没有核对验证码。", 429
        elif _is_right(request, person, now):
            request.session.pop(PENDING)
            login(request, find_active(person.pk), backend=BACKEND)
            return HttpResponseRedirect(local_url(request, then))
        else:
            note_failure(known, address, now)
            said, status = "验证码或安全密钥不对，或已用过。", 422
    context = {"said": said, "keys": _ask_key(request, person), **NOBODY}
    return render(request, "accounts/second_step.html", context, status=status)


def _is_right(request: HttpRequest, person: PersonRow, now: datetime) -> bool:
    response = request.POST.get("response", "")
    if not response:
        return check_code(person.pk, request.POST.get("code", "")[:60], now)
    return _key_answers(request, person, response)


def _host(request: HttpRequest) -> str:
    return request.get_host().partition(":")[0]


def _credentials(person: PersonRow) -> list[object]:
    from fido2.webauthn import AttestedCredentialData

    return [AttestedCredentialData(data) for data in key_credentials(person.pk).values()]


def _ask_key(request: HttpRequest, person: PersonRow) -> str:
    """Return the question to a person's security keys as JSON; empty where there are none."""
    if not key_credentials(person.pk):
        return ""
    try:
        options, state = key_server(_host(request)).authenticate_begin(_credentials(person))
    except ImportError:
        return ""
    request.session[ASKED] = state
    return json.dumps(dict(options)["publicKey"])


def _key_answers(request: HttpRequest, person: PersonRow, response: str) -> bool:
    state = request.session.pop(ASKED, None)
    if state is None:
        return False
    try:
        key_server(_host(request)).authenticate_complete(state, _credentials(person), json.loads(response))
    except Exception:  # noqa: BLE001 - whatever the library finds wrong with an answer, it is not the key's
        return False
    return True


@never_cache
@login_required
def second(request: HttpRequest) -> HttpResponse:
    """Show the own second factors, and how to add one."""
    return _page(request)


def _page(
    request: HttpRequest, *, refusal: Refusal | None = None, codes: list[str] | None = None, status: int = 200
) -> HttpResponse:
    person = cast("PersonRow", request.user)
    secret = request.session.setdefault(DRAWN, new_secret())
    address = app_address(secret, person.login or person.name)
    context = {
        "factors": [
            {"row": one, "at": moment_text(one.added_at)}
            for one in list_factors(person.pk).exclude(kind="recovery")
        ],
        "secret": secret,
        "qr": qr_of(address),
        "address": address,
        "new_key": _new_key(request, person),
        "codes": codes or [],
        "refusal": refusal,
        "is_needed": needs_second(cast("SeatedRequest", request).tenures) and not has_second(person.pk),
    }
    return render(request, "accounts/second.html", context, status=status)


def _new_key(request: HttpRequest, person: PersonRow) -> str:
    try:
        from fido2.webauthn import PublicKeyCredentialUserEntity

        name = person.login or person.name
        user = PublicKeyCredentialUserEntity(id=str(person.pk).encode(), name=name, display_name=person.name)
        options, state = key_server(_host(request)).register_begin(user, _credentials(person))
    except (ImportError, ValueError):
        return ""
    request.session[ASKED] = state
    return json.dumps(dict(options)["publicKey"])


@sensitive_post_parameters()
@never_cache
@login_required
@require_POST
def add_factor(request: HttpRequest) -> HttpResponse:
    """Add an app by the code it shows, or a security key by its answer; show new recovery codes once."""
    actor, now, given = cast("SeatedRequest", request).actor, timezone.now(), request.POST
    own = {"password": given.get("password", ""), "name": given.get("name", "").strip()}
    try:
        if given.get("response"):
            credential = _registered(request, given["response"])
            _row, codes = add_key(actor, now, credential=credential, **own)
        else:
            secret = str(request.session.get(DRAWN, ""))
            _row, codes = add_app(actor, now, secret=secret, code=given.get("code", ""), **own)
    except Refusal as refusal:
        return _page(request, refusal=refusal, status=422)
    request.session.pop(DRAWN, None)
    # Who was signed in elsewhere with the password alone has to sign in anew.
    end_other_sessions(request.user.pk or 0, request.session.session_key or "")
    messages.success(request, "已添加。以后登录，密码之外还要用它；别处的登录已退出。")
    return _page(request, codes=codes)


def _registered(request: HttpRequest, response: str) -> str:
    """Return a new key's checked public key in hex; empty, which is refused, where its answer does not hold."""
    state = request.session.pop(ASKED, None)
    try:
        found = key_server(_host(request)).register_complete(state, json.loads(response))
    except Exception:  # noqa: BLE001 - whatever the library finds wrong with an answer, no key is added
        return ""
    return bytes(found.credential_data).hex()


@sensitive_post_parameters("password")
@login_required
@require_POST
def end_own_factor(request: HttpRequest) -> HttpResponse:
    """End one of the own factors."""
    actor, key = cast("SeatedRequest", request).actor, number_of(request.POST.get("factor_id", "")) or 0
    try:
        end_factor(actor, timezone.now(), factor_id=key, password=request.POST.get("password", ""))
    except Refusal as refusal:
        return _page(request, refusal=refusal, status=422)
    messages.success(request, "已停用。")
    return HttpResponseRedirect("/account/second")


urlpatterns: list[URLPattern] = [
    path("sign-in/second", second_step, name="second-step"),
    path("account/second", second, name="second"),
    path("account/second/add", add_factor, name="second-add"),
    path("account/second/end", end_own_factor, name="second-end"),
]
