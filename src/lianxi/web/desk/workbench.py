"""Pages of the workbench: what waits for the acting seat, the most pressing first; and its notices."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from lianxi.core.words import moment_text
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.queries import list_acts_of_seat, notices_for
from lianxi.web.desk.waiting import Task, desk_of, list_tasks
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.pages import record_url, seated

PAGE = 50


@seated
def workbench(request: HttpRequest) -> HttpResponse:
    """Show what waits for the acting seat, the most pressing first."""
    load_catalogue()
    desk = desk_of(cast("SeatedRequest", request))
    waiting = list_tasks(desk)
    mine = [task for task in waiting.rows if task.mine]
    done = list_acts_of_seat(desk.conference.pk, desk.actor.seat_id or 0)
    context = {
        "sentence": _sentence(mine, desk.day, has_rest=bool(waiting.rest_url)),
        "tasks": mine,
        "rest_url": waiting.rest_url,
        "others": [task for task in waiting.rows if not task.mine],
        "entries": [
            {
                "at": moment_text(d.entry.at),
                "iso": d.entry.at.isoformat(),
                "text": d.title,
                "url": f"/journal/{d.entry.seq}",
            }
            for d in done
        ],
    }
    return render(request, "workbench/show.html", context)


def _sentence(tasks: list[Task], day: date, *, has_rest: bool) -> dict[str, Any]:
    """Count what waits; where only the nearest are listed, what is counted may be fewer than there are."""
    dated = [task.day for task in tasks if task.day]
    late = sum(due < day for due in dated)
    return {
        "all": len(tasks),
        "more": has_rest,
        "late": late,
        "more_late": has_rest and late == len(dated),
        "today": sum(due == day for due in dated),
    }


@seated
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices to the acting seat, the latest first."""
    rows = notices_for(cast("SeatedRequest", request).actor)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "rows": [
            {
                "title": n.title,
                "url": record_url(n.subject),
                "at": moment_text(n.at),
                "is_new": n.read_at is None,
            }
            for n in shown
        ],
        "next_url": f"/notices?before={shown[-1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "workbench/notices.html", context)


@seated
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark the notices to the acting seat as read."""
    unread = notices_for(cast("SeatedRequest", request).actor).filter(read_at__isnull=True)
    unread.update(read_at=timezone.now())
    return HttpResponseRedirect("/notices")


urlpatterns = [
    path("", workbench, name="workbench"),
    path("notices", notices, name="notices"),
    path("notices/read", read_notices, name="notices-read"),
]
