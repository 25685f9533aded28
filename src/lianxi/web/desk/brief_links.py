"""Links to the leader's page: made and ended by seats, opened by who has the address; such a reader sees counts only."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxi.core.actors import SEAT_LABELS, Actor, SeatKind
from lianxi.core.refusals import Refusal
from lianxi.core.words import long_date, moment_text
from lianxi.journal.payloads import parse_payload
from lianxi.ledger.actions import look_at_brief, open_brief_link, revoke_brief_link
from lianxi.ledger.queries.briefing import list_links
from lianxi.ledger.rules.briefing import BRIEF_LINK, LINK_DAYS_MOST
from lianxi.web.desk.brief import sheet_attached
from lianxi.web.desk.brief_paper import brief_pdf
from lianxi.web.desk.brief_sheet import Asked, bare_sheet
from lianxi.web.shared.lights import acting, sees_all, today
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import seated

DAYS = 30


@seated
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """List the links with how often each was opened, and show a new one's address once."""
    conference, actor = acting(request)
    if not sees_all(actor):
        return render(request, "workbench/brief_closed.html", {"title": "简况链接"}, status=403)
    refusal, address, typed = None, "", request.POST
    if request.method == "POST":
        raw: dict[str, list[object]] = {name: list(typed.getlist(name)) for name in ("reader", "until")}
        try:
            _link, token = open_brief_link(actor, timezone.now(), **parse_payload(open_brief_link, raw))
            base = settings.PUBLIC_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
            address = base + reverse("brief-linked", args=[token])
        except Refusal as told:
            refusal = told
    day = today()
    context = {
        "title": "简况链接",
        "refusal": refusal,
        "address": address,
        "typed": typed,
        "latest": (day + timedelta(days=LINK_DAYS_MOST)).isoformat(),
        "open": offer(actor, open_brief_link),
        "rows": [
            {
                "row": one,
                "until": long_date(one.until),
                "state": "已到期"
                if one.state == "open" and one.until < day
                else BRIEF_LINK.labels[one.state],
                "looked": moment_text(one.looked_at) if one.looked_at else "",
                "revoke": offer(actor, revoke_brief_link, one),
            }
            for one in list_links(conference.pk)
        ],
    }
    return render(request, "workbench/brief_links.html", context, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def linked(request: HttpRequest, token: str) -> HttpResponse:
    """Show the figures to who has the address, once the button is pressed, which is journalled; records stay closed.

    They come as PDF where that is asked for, an opening like any other.
    """
    if request.method != "POST":
        # What opens links by itself, as mail programs do, reads nothing and leaves no entry.
        return render(request, "workbench/brief_door.html", {"title": "工作简况", "actor": None})
    door = cast("SeatedRequest", request).actor.door
    reader = Actor(kind=SeatKind.VISITOR, label=f"简况链接（{SEAT_LABELS[SeatKind.VISITOR]}）", door=door)
    try:
        link = look_at_brief(reader, timezone.now(), token=token)
    except Refusal as refusal:
        context = {"title": "这个链接不能用了", "refusal": refusal, "actor": None}
        return render(request, "workbench/brief_door.html", context, status=404)
    asked = Asked(today(), DAYS)
    sheet = bare_sheet(link.conference_id, asked, timezone.now())
    if request.POST.get("form") == "pdf":
        made = brief_pdf(sheet, link.conference.name, is_demo=link.conference.is_demo)
        answer = sheet_attached(made, asked)
    else:
        context = {
            "title": "工作简况",
            "conference": link.conference,
            "sheet": sheet,
            "ends": long_date(link.until),
            "actor": None,
        }
        answer = render(request, "workbench/brief_linked.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


urlpatterns: list[URLPattern] = [
    path("brief/links", links, name="brief-links"),
    path("b/<str:token>", linked, name="brief-linked"),
]
