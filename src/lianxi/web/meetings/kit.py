"""The kit of a meeting, to be printed: sign-in sheet, seat order, name cards and a frame of the chair's words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.core.words import day_of, moment_text
from lianxi.meetings.queries import MeetingPage, get_meeting_page
from lianxi.meetings.queries.choices import list_members
from lianxi.meetings.queries.records import find_meeting
from lianxi.meetings.rows import MeetingRow
from lianxi.web.meetings.shapes import KitSeat
from lianxi.web.meetings.sittings import expected
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import own_record, seated

# Seats of one row of the table plan.
ROW = 8


@require_safe
@seated
def kit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the office prints for a meeting; only the office sees it, since it prepares the meeting."""
    meeting = own_record(request, find_meeting, pk)
    actor, page = actor_of(request), get_meeting_page(meeting)
    if not actor.is_office:
        return render(
            request, "meetings/kit_closed.html", {"title": "会务材料", "meeting": meeting}, status=403
        )
    seats = _seats(meeting, page)
    context = {
        "title": f"{meeting.title}会务材料",
        "meeting": meeting,
        "when": moment_text(meeting.starts_at),
        "items": page.items,
        "seats": seats,
        "rows": [seats[at : at + ROW] for at in range(0, len(seats), ROW)],
    }
    return render(request, "meetings/kit.html", context)


def _seats(meeting: MeetingRow, page: MeetingPage) -> list[KitSeat]:
    """List who is expected, as the units replied, else their members, in the order in which they were called."""
    members = {one.unit_id: one for one in list_members(meeting.conference_id, day_of(timezone.now()))}
    told = [(row, expected(members.get(row.unit_id), row.reply)) for row in page.called]
    return [
        {"unit": row.unit.name, "name": name, "title": title, "is_sure": bool(row.reply)}
        for row, (name, title) in told
    ]


urlpatterns: list[URLPattern] = [path("meetings/<int:pk>/kit", kit, name="meeting-kit")]
