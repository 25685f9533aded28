"""One kind of act on many records: ticked in a list, looked through, then done one after another.

Every record gets its own act, by the same action and guard as on its own page: one that is refused leaves the others.
"""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.payloads import parse_payload
from lianxi.journal.picking import PICKED_MOST, Picked, pick, picking_field
from lianxi.web.shared.door import local_url
from lianxi.web.shared.entries import entry
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.pages import record_url, seated

# How many refusals are told by name after the acts; the rest are counted.
TOLD = 5


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def many(request: HttpRequest, action_id: str) -> HttpResponse:
    """Show what was ticked and what can be done with it; with `go`, do it and go back to the list."""
    load_catalogue()
    action = catalogue.get(action_id)
    if action is None or not picking_field(action):
        raise Http404("没有这个动作，或它不能一次办理多项。")
    back = local_url(request, request.POST.get("next", "/"))
    if request.method != "POST":
        return HttpResponseRedirect("/")
    actor = cast("SeatedRequest", request).actor
    keys = [key for one in request.POST.getlist("pick") if (key := number_of(one)) is not None]
    picked = pick(action, keys, actor, day_of(timezone.now()))
    if "go" in request.POST:
        _carry_out(request, action, [one for one in picked if one.refusal is None])
        return HttpResponseRedirect(back)
    return render(request, "door/many.html", _preview(action, keys, picked, back))


def _preview(action: Action[..., Any], keys: list[int], picked: list[Picked], back: str) -> dict[str, object]:
    ready = [one for one in picked if one.refusal is None]
    fields = [name for name in list(action.payload)[1:] if _is_asked(action, name)]
    return {
        "title": action.title,
        "action": action,
        "ready": [(one, record_url(one.record)) for one in ready],
        "not_ready": [(one, record_url(one.record)) for one in picked if one.refusal is not None],
        "unseen": len(set(keys)) - len(picked),
        "most": PICKED_MOST,
        "fields": [entry(action, name, help="写一次，用于下列各项") for name in fields],
        "next": back,
    }


def _is_asked(action: Action[..., Any], name: str) -> bool:
    """Tell whether a field is asked for once for all records: what must be given, and reasons."""
    field = action.payload[name]
    options = getattr(field.words, "options", {})
    control = field.words.control
    return control in {"line", "lines", "day", "number"} or (control == "choice" and bool(options))


def _carry_out(request: HttpRequest, action: Action[..., Any], ready: list[Picked]) -> None:
    raw: dict[str, list[object]] = {name: list(values) for name, values in request.POST.lists()}
    actor, done, refused = cast("SeatedRequest", request).actor, 0, []
    for one in ready:
        try:
            given = parse_payload(action, raw | {picking_field(action): [str(one.pk)]})
            action(actor, timezone.now(), **given)
            done += 1
        except Refusal as refusal:
            refused.append(f"{one.words}：{refusal.message}{refusal.next_step}")
    if done:
        messages.success(request, f"{action.title}：办了 {done} 项。")
    if refused:
        rest = f"\n另有 {len(refused) - TOLD} 项没有办。" if len(refused) > TOLD else ""
        messages.warning(request, f"{len(refused)} 项没有办：\n" + "\n".join(refused[:TOLD]) + rest)
    if not done and not refused:
        messages.warning(request, "没有可以办的事项，什么也没有改动。")


urlpatterns = [path("many/<str:action_id>", many, name="many")]
