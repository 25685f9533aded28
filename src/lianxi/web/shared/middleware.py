"""Who is asking: the person signed in, the seats they hold today and the one they act from."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from lianxi.bodies.queries import actor_for, list_tenures_of
from lianxi.bodies.queries.factors import has_second, needs_second
from lianxi.bodies.rows import TenureRow
from lianxi.bodies.rules.secrets import short_hash
from lianxi.core.actors import SEAT_LABELS, Actor, Door, DoorKind, SeatKind
from lianxi.core.fields import File
from lianxi.core.words import day_of
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.web.shared.limits import is_over

SESSION_KEY = "seat"
# What is open before a second factor that is demanded was set up.
WITHOUT_SECOND = ("/account", "/sign-", "/invited", "/static/")
# The only addresses that an operator's seat opens; actions at /do/ name it where it may act.
OPERATORS = (
    "/operator",
    "/account/password",
    "/account/second",
    "/account/sessions",
    "/sign-in",
    "/sign-out",
    "/seat",
    "/invited",
    "/settings/invite",
    "/outbox",
    "/health",
    "/clock",
    "/do",
    "/static",
    "/demo",
)


class SeatedRequest(HttpRequest):
    """A request with its acting seat; `tenures` are all seats of the person that day."""

    actor: Actor
    tenures: Sequence[TenureRow]
    tenure: TenureRow | None


class AddressMiddleware:
    """Refuses addresses with a character that no database takes as text, before anything asks one for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = (part for name, values in request.GET.lists() for part in (name, *values))
        if any("\x00" in part for part in (request.path, *given)):
            said = "网址里有不能识别的控制字符。请从页面上的链接重新打开，或重新填写查找内容。"
            return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class SeatMiddleware:
    """Sets `request.actor` from the session's seat, if it is still held, else from the first seat held."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seated = cast("SeatedRequest", request)
        seated.tenures, seated.tenure = [], None
        visitor = Actor(kind=SeatKind.VISITOR, label=SEAT_LABELS[SeatKind.VISITOR], door=Door(DoorKind.WEB))
        seated.actor = visitor
        if request.user.is_authenticated and is_over(request, timezone.now()):
            logout(request)
        if request.user.is_authenticated:
            seated.tenures = list_tenures_of(request.user.pk, day_of(timezone.now()))
            chosen = request.session.get(SESSION_KEY)
            seated.tenure = next((t for t in seated.tenures if t.seat_id == chosen), None)
            if seated.tenure is None and seated.tenures:
                seated.tenure = seated.tenures[0]
            door = Door(DoorKind.WEB, short_hash(request.session.session_key))
            known = actor_for(seated.tenure) if seated.tenure else replace(visitor, person_id=request.user.pk)
            seated.actor = replace(known, door=door)
        if _size_of(request) > _most_of(request.path):
            said = "提交的内容太大。这一页最多 4 MB，只有附文件的办理和上传页可以更大。请减少内容后再提交。"
            return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
        # Before anything reads the body: who holds no seat must not fill the disk with it.
        if seated.tenure is None and _size_of(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            said = "没有席位的人不能上传文件。请先登录，或在右上角切换到有席位的联席会议。"
            return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
        if _lacks_second(seated) and not request.path.startswith(WITHOUT_SECOND):
            return HttpResponseRedirect("/account/second")
        if seated.actor.kind is SeatKind.OPERATOR and not _is_operators(request.path):
            return render(request, "accounts/operator_only.html", status=403)
        return self.get_response(request)


def _lacks_second(request: SeatedRequest) -> bool:
    """Tell whether somebody's seats demand a second factor that is not set up yet."""
    return needs_second(request.tenures) and not has_second(request.user.pk or 0)


def _is_operators(path: str) -> bool:
    """Tell whether a page is one of those an operator keeps the installation running by: deny by default."""
    return path in ("/", "/account") or any(path == one or path.startswith(f"{one}/") for one in OPERATORS)


def _most_of(path: str) -> float:
    """Return how many bytes a request to a page may bring: little for an act that takes no file."""
    if not path.startswith("/do/"):
        return inf
    load_catalogue()
    action = catalogue.get(path.removeprefix("/do/"))
    takes_file = action is None or any(isinstance(one.words, File) for one in action.payload.values())
    return inf if takes_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _size_of(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdecimal() and len(given) < 18 else 0
