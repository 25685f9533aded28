"""Pages of guests' tasks: the list with a new one, one task, the link shown once, and the page of the link itself."""

from datetime import datetime
from typing import Any, Protocol, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxi.core.actors import SEAT_LABELS, Actor, SeatKind
from lianxi.core.refusals import Refusal
from lianxi.core.words import long_date, moment_text
from lianxi.guests import actions
from lianxi.guests.actions import open_task, renew_task, submit_task
from lianxi.guests.queries import find_by_link, get_guest_task, list_guest_tasks
from lianxi.guests.rules import CHANNELS, KINDS, TASK, asked_numbers
from lianxi.journal.acting import Action
from lianxi.journal.payloads import parse_payload
from lianxi.papers.files import MAX_BYTES, Upload
from lianxi.web.papers.issued import stored_file
from lianxi.web.shared.door import refused
from lianxi.web.shared.lights import today
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.offers import actor_of, offers
from lianxi.web.shared.pages import seated, timeline


@require_safe
@seated
def task_list(request: HttpRequest) -> HttpResponse:
    """List the tasks of the seat's unit, or all for the office, and take a new one."""
    actor = actor_of(request)
    rows = list_guest_tasks(actor)
    context = {
        "title": "链接填报",
        "rows": [(row, _state(row)) for row in rows],
        "waiting": sum(row.state == "submitted" for row in rows),
        "offer": offers(actor, "guests.task.open")["guests_task_open"],
        "record": request.GET.get("record", "")[:120],
    }
    return render(request, "guests/list.html", context)


class Lapsing(Protocol):
    """A task with the moment at which its link ends."""

    state: str
    expires_at: datetime


def _state(row: Lapsing) -> str:
    over = row.state in ("open", "returned") and row.expires_at <= timezone.now()
    return "未回" if over else TASK.labels[row.state]


@require_safe
@seated
def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a task with what the body gave and what its sender can do."""
    return render(request, "guests/page.html", _context(request, pk))


def _context(request: HttpRequest, pk: int) -> dict[str, object]:
    actor = actor_of(request)
    row = get_guest_task(actor, pk)
    if row is None:
        raise Http404("没有这条链接填报，或你的席位不能看。")
    steps = {
        name: one.available(row, actor, today()) is None
        for name, one in (
            ("accept", actions.accept_task),
            ("back", actions.return_task),
            ("renew", actions.renew_task),
            ("revoke", actions.revoke_task),
            ("enter", actions.enter_task),
        )
    }
    facts = [
        {"label": "填报单位", "value": row.body},
        {"label": "类别", "value": KINDS.get(row.kind, row.kind)},
        {"label": "填报期限", "value": long_date(row.due_on)},
        {"label": "发出", "value": f"{row.by}　{moment_text(row.at)}"},
        {"label": "联系电话", "value": row.phone},
    ]
    if row.submitted_at:
        facts.append({"label": "填报时间", "value": f"{moment_text(row.submitted_at)}（链接填报）"})
    if row.channel:
        told = f"由{row.looked_by}代为登记：{CHANNELS.get(row.channel, '')}，{row.told_by}"
        facts.append(
            {
                "label": "代为登记",
                "value": f"{told}，{long_date(row.happened_on)}" if row.happened_on else told,
            }
        )
    return {
        "title": row.title,
        "row": row,
        "state": _state(row),
        "steps": steps,
        "facts": facts,
        "today": today(),
        "here": f"/guests/{pk}",
        "entries": timeline(actor, f"guests.guesttask:{pk}"),
    }


@require_POST
@seated
def send(request: HttpRequest) -> HttpResponse:
    """Make a task and show its link this once."""
    return with_link(request, open_task)


@require_POST
@seated
def renew(request: HttpRequest) -> HttpResponse:
    """Make a new link for a task and show it this once."""
    return with_link(request, renew_task)


def with_link(request: HttpRequest, made_by: Action[..., Any]) -> HttpResponse:
    """Run an act that gives a task and the code of its link, and show the link this once."""
    raw: dict[str, list[object]] = {name: list(values) for name, values in request.POST.lists()}
    try:
        row, token = made_by(actor_of(request), timezone.now(), **parse_payload(made_by, raw))
    except Refusal as refusal:
        return refused(request, made_by, refusal)
    base = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    return render(request, "guests/link.html", {**_context(request, row.pk), "link": f"{base}/g/{token}"})


@require_safe
@seated
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the file that a body gave."""
    row = get_guest_task(actor_of(request), pk)
    if row is None or row.file is None:
        raise Http404("没有这份文件，或你的席位不能看。")
    return stored_file(request, row.file)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show a link's task alone, and take the answer when the form is posted; opening it changes nothing."""
    row = find_by_link(token, timezone.now())
    if row is None:
        return render(request, "guests/ended.html", {"title": "这个链接不能用了"}, status=404)
    context: dict[str, object] = {"title": row.title, "row": row, "kind": KINDS.get(row.kind, row.kind)}
    if row.kind == "count":
        given = request.POST.getlist("number")
        names = asked_numbers(row.question)
        context["numbers"] = [(name, given[at] if at < len(given) else "") for at, name in enumerate(names)]
    if request.method != "POST":
        return render(request, "guests/answer.html", context)
    chosen = request.FILES.get("file")
    upload = Upload(chosen.name or "", chosen.read(MAX_BYTES + 1)) if chosen else None
    door = cast("SeatedRequest", request).actor.door
    actor = Actor(
        kind=SeatKind.VISITOR, label=f"{row.body}（{SEAT_LABELS[SeatKind.VISITOR]}，链接填报）", door=door
    )
    typed = _typed(request, row)
    try:
        raw: dict[str, list[object]] = {"token": [token], "text": [typed]}
        submit_task(actor, timezone.now(), **parse_payload(submit_task, raw), file=upload)
    except Refusal as refusal:
        told = {"refusal": refusal, "typed": typed}
        return render(request, "guests/answer.html", {**context, **told}, status=422)
    return render(request, "guests/done.html", {"title": "已填报"})


class Asking(Protocol):
    """What a task asks for."""

    kind: str
    question: str


def _typed(request: HttpRequest, row: Asking) -> str:
    """Give what was typed as one text; numbers as a line each."""
    if row.kind != "count":
        return request.POST.get("text", "")
    lines = zip(asked_numbers(row.question), request.POST.getlist("number"), strict=False)
    return "\n".join(f"{name}：{value.strip()}" for name, value in lines)


urlpatterns: list[URLPattern] = [
    path("guests", task_list, name="guests"),
    path("guests/send", send, name="guest-send"),
    path("guests/renew", renew, name="guest-renew"),
    path("guests/<int:pk>", task_page, name="guest"),
    path("guests/<int:pk>/file", file, name="guest-file"),
    path("g/<str:token>", answer, name="guest-answer"),
]
