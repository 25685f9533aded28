"""The page of the clock: what it shows, what the journal holds, and how two seats let work go on after a fast one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianxi.bodies.actions import confirm_clock_repair, propose_clock_repair, withdraw_clock_repair
from lianxi.bodies.queries import list_clock_repairs
from lianxi.core.words import moment_text
from lianxi.journal.clock import TOLERANCE, has_jumped, known_moment, last_moment
from lianxi.web.bodies.conference import View
from lianxi.web.shared.pages import seated


@require_safe
@never_cache
@seated
def clock(request: HttpRequest) -> HttpResponse:
    """Show the machine's clock beside the journal's last moment, and a return to the true time under way."""
    view, now = View(request), timezone.now()
    last, known = last_moment(view.conference.pk), known_moment()
    rows = list_clock_repairs(view.conference.pk)
    waiting = next((row for row in rows if row.state == "proposed"), None)
    refusal = confirm_clock_repair.available(waiting, view.actor, view.today) if waiting else None
    context = {
        "now": moment_text(now),
        "last": moment_text(last) if last else "",
        "known": moment_text(known) if known else "",
        "is_ahead": last is not None and last > now + TOLERANCE,
        "has_jumped": has_jumped(now),
        "waiting": waiting,
        "not_confirm": refusal,
        "propose": view.offer(propose_clock_repair),
        "withdraw": view.offer(withdraw_clock_repair),
        "done": [{"row": row, "at": moment_text(row.from_moment)} for row in rows if row != waiting],
    }
    return render(request, "conference/clock.html", context)


urlpatterns: list[URLPattern] = [path("clock", clock, name="clock")]
