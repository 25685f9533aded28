"""The first steps of an office, on the director's desk until the first minutes are in the ledger."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.bodies.queries import find_rule, list_seats
from lianxi.bodies.queries.links import invited_seats
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor, SeatKind
from lianxi.meetings.queries.course import stages_reached
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.pages import seated


@dataclass(frozen=True, slots=True)
class OpeningStep:
    """One of the seven steps: what to do, where, and whether it is done."""

    words: str
    url: str
    done: bool


def is_opening(conference: ConferenceRow, actor: Actor) -> bool:
    """Tell whether the seat is the director's of a conference that has issued no minutes yet; not in a demonstration."""
    is_directors = actor.kind is SeatKind.OFFICE_DIRECTOR and not conference.is_demo
    return is_directors and not stages_reached(conference.pk).issued


def opening_steps(conference: ConferenceRow, day: date) -> list[OpeningStep]:
    """List the seven steps, each with whether it is done."""
    reached = stages_reached(conference.pk)
    seats = [one for one in list_seats(conference, day) if one.seat.kind != SeatKind.OPERATOR]
    without = [one.seat.pk for one in seats if one.tenure is None or not one.tenure.person.login]
    links = invited_seats(conference.pk, timezone.now())
    return [
        OpeningStep("对照原文核对并确认建立文件", "/conference", conference.confirmed_at is not None),
        OpeningStep(
            "设定发文机关代字和版头", "/settings", find_rule(conference, "number_prefix", day) is not None
        ),
        OpeningStep(
            "邀请各席位就任、开通账号", "/settings/invitations", all(seat in links for seat in without)
        ),
        OpeningStep(
            "由召集人或所在单位放行邀请",
            "/settings/invitations",
            all(links.get(seat) == "open" for seat in without),
        ),
        OpeningStep("收集并受理第一批议题", "/topics", reached.topics),
        OpeningStep("召开第一次会议", "/meetings/new", reached.held),
        OpeningStep("印发第一份纪要，议定事项进入台账", "/meetings", reached.issued),
    ]


@require_safe
@seated
def opening(request: HttpRequest) -> HttpResponse:
    """Show the seven steps of an office."""
    conference, _actor = acting(request)
    context = {"title": "开办七步", "steps": opening_steps(conference, today())}
    return render(request, "workbench/opening.html", context)


urlpatterns: list[URLPattern] = [path("opening", opening, name="opening")]
