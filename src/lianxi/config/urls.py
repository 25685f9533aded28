"""Addresses of the installation: the pages, and what is shown where a page cannot be."""

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import include, path

from lianxi.core.locks import refusal_of

urlpatterns = [path("", include("lianxi.web.urls"))]


def _shown() -> dict[str, Any]:
    # The frame marks the demonstrations of people with a seat; a demonstration's server marks every page.
    return {"is_demo": True} if settings.IS_DEMO else {}


def _said(exception: Exception | None) -> str:
    """Return what our own code said, in Chinese; Django's English sentences are for programmers."""
    said = exception.args[0] if exception is not None and exception.args else ""
    return said if isinstance(said, str) and any("\u4e00" <= mark <= "\u9fff" for mark in said) else ""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page or record."""
    return render(request, "404.html", {"said": _said(exception), **_shown()}, status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page is not for this person."""
    return render(request, "403.html", {"said": _said(exception), **_shown()}, status=403)


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """Say that a form was open too long, or that cookies are off."""
    return render(request, "403_csrf.html", _shown(), status=403)


def failed(_request: HttpRequest) -> HttpResponse:
    """Show the page of a fault: no database, no frame, as either may be what failed.

    A lock that was not had in time is no fault: the page says so, with status 503.
    """
    busy = refusal_of(sys.exception())
    shown = {"is_demo": settings.IS_DEMO, "busy": busy}
    return HttpResponse(render_to_string("500.html", shown), status=503 if busy else 500)


handler403, handler404, handler500 = not_allowed, not_found, failed
