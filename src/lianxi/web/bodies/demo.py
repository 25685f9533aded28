"""Signing in to a demonstration: a page per seat with one button, for throw-away conferences only.

The pages exist only in a server that was started as a demonstration (`lianxi serve --demo`).
"""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from lianxi.bodies.queries import list_seats
from lianxi.bodies.queries.own import find_demo_tenure, list_demos
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.words import day_of
from lianxi.web.shared.middleware import SESSION_KEY


def seat_links(conference: ConferenceRow) -> list[tuple[str, str]]:
    """Return (seat label, address) of every held seat of a demonstration."""
    held = [row for row in list_seats(conference, day_of(timezone.now())) if row.tenure is not None]
    return [(row.seat.label, f"/demo/{row.seat.pk}") for row in held]


def _require_demo() -> None:
    if not settings.IS_DEMO:
        raise Http404("这里没有演示。")


def enter(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Show a seat's button, and sign in from it when it is pressed."""
    _require_demo()
    tenure = find_demo_tenure(seat_id, day_of(timezone.now()))
    if tenure is None:
        raise Http404("没有这个演示席位。")
    if request.method != "POST":
        return render(request, "accounts/demo.html", {"tenure": tenure, "is_demo": True})
    login(request, tenure.person, backend="django.contrib.auth.backends.ModelBackend")
    request.session[SESSION_KEY] = seat_id
    return HttpResponseRedirect("/")


def seats(request: HttpRequest) -> HttpResponse:
    """List the seats of the demonstrations in this installation."""
    _require_demo()
    groups = [(one.name, links) for one in list_demos() if (links := seat_links(one))]
    if not groups:
        raise Http404("这里没有演示。")
    return render(request, "accounts/demo_seats.html", {"groups": groups, "is_demo": True})


urlpatterns = [path("demo", seats, name="demo"), path("demo/<int:seat_id>", enter, name="demo-seat")]
