"""The table of open decisions that goes with every agenda, as it stands now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.clocks.words import due_words
from lianxi.ledger.queries import list_open_decisions
from lianxi.ledger.rules import OBLIGATION
from lianxi.meetings.queries.documents import OPEN_DECISIONS, is_late
from lianxi.meetings.queries.records import find_meeting
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.pages import own_record, seated


@require_safe
@seated
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the decisions still under way; the notice holds them as of its own day."""
    conference, actor = acting(request)
    meeting, day = own_record(request, find_meeting, pk), today()
    found = list_open_decisions(conference, to=actor)
    late = sum(is_late(row, day) for row in found)
    rows = [
        {
            "number": row.number,
            "title": row.title,
            "url": f"/ledger/{row.pk}",
            "lead": row.lead_unit.name,
            "due": due_words(row.due_on, row.due_derivation, "未定"),
            "state": OBLIGATION.labels[row.state],
            "late": is_late(row, day),
        }
        for row in found
    ]
    context = {"title": OPEN_DECISIONS, "meeting": meeting, "rows": rows, "late": late}
    return render(request, "meetings/open_decisions.html", context)


urlpatterns: list[URLPattern] = [path("meetings/<int:pk>/open-decisions", page, name="open_decisions")]
