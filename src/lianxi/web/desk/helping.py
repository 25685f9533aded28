"""Help for every page: a few sentences by the part of the menu that a page belongs to, kept as text beside this file."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.rooms import menu
from lianxi.web.shared.frame import entries_of
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import seated


@dataclass(frozen=True, slots=True)
class Topic:
    """The help of one part of the menu."""

    url: str
    title: str
    sentences: tuple[str, ...]


@cache
def help_topics() -> dict[str, Topic]:
    """Return the help by the address of the menu's entry, in the order of the file."""
    found: dict[str, Topic] = {}
    for part in files("lianxi.web.desk").joinpath("help.txt").read_text(encoding="utf-8").split("# ")[1:]:
        head, *lines = [line.strip() for line in part.splitlines() if line.strip()]
        url, _, title = head.partition(" ")
        found[url] = Topic(url, title, tuple(lines))
    return found


def topic_of(page: str) -> Topic | None:
    """Return the help of the part of the menu that an address belongs to; None where it belongs to none."""
    roots = {one.url: (one.url, *one.also) for one in menu()}
    for url, own in roots.items():
        if url != "/" and any(page == root or page.startswith(f"{root}/") for root in own):
            return help_topics().get(url)
    return help_topics().get(page if page in ("/", "/brief") else "")


@require_safe
@seated
def show(request: HttpRequest) -> HttpResponse:
    """Show the help of the page somebody came from, then that of the others which its menu leads to."""
    own = {one.url for one in entries_of(actor_of(request))}
    here = topic_of(request.GET.get("page", "")[:200])
    others = [one for one in help_topics().values() if one is not here and one.url in own]
    return render(request, "workbench/help.html", {"title": "帮助", "here": here, "others": others})


urlpatterns: list[URLPattern] = [path("help", show, name="help")]
