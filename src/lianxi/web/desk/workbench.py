"""Pages of the workbench: what waits for the acting seat, the most pressing first; and its notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.clocks.words import due_words
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.basis import Basis
from lianxi.core.desk import Alarm, Task
from lianxi.core.words import moment_text
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.queries import notices_for
from lianxi.journal.reading import list_acts_of_seat, told_titles
from lianxi.law.queries import Words, find_words_of
from lianxi.ledger.queries import count_lights
from lianxi.ledger.queries.desk import list_tasks
from lianxi.ledger.rules import LIGHT_LABELS, Cutoffs, Light
from lianxi.web.desk.opening import is_opening
from lianxi.web.desk.shapes import WorkbenchSentence
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import LAMPS, acting, sees_all, short_citation, today
from lianxi.web.shared.middleware import SeatedRequest
from lianxi.web.shared.pages import record_url, seated, words_url

PAGE = 50
WEEK = 7


@seated
def workbench(request: HttpRequest) -> HttpResponse:
    """Show what waits for the acting seat, the most pressing first."""
    load_catalogue()
    conference, actor = acting(request)
    if actor.kind is SeatKind.OPERATOR:
        return HttpResponseRedirect("/operator")
    waiting = list_tasks(actor, timezone.now())
    mine = [task for task in waiting.rows if task.mine]
    done = list_acts_of_seat(actor)
    words = find_words_of(task.cited for task in waiting.rows)
    near, later = _split(mine, waiting.day)
    context = {
        "sentence": _sentence(mine, waiting.day, has_rest=bool(waiting.rests)),
        "alarms": [*_late(conference, actor, waiting.limits), *waiting.alarms],
        "is_opening": is_opening(conference, actor),
        "near": [_row(task, words) for task in near],
        "later": [_row(task, words) for task in later],
        "tasks": [_row(task, words) for task in mine],
        "rests": waiting.rests,
        "others": [_row(task, words) for task in waiting.rows if not task.mine],
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


def _late(conference: ConferenceRow, actor: Actor, limits: Cutoffs | None) -> list[Alarm]:
    """Count what is late in the ledger: of all units for the office and the conveners, else of the own unit."""
    whole = sees_all(actor)
    if not whole and actor.unit_id is None:
        return []
    counts = count_lights(conference, today(), None if whole else actor.unit_id, to=actor, limits=limits)
    unit = "" if whole else f"&unit={actor.unit_id}"
    return [
        Alarm(f"项{LIGHT_LABELS[light]}", f"/ledger?light={light}{unit}", number)
        for light in (Light.SERIOUS, Light.OVERDUE)
        if (number := counts.of(light))
    ]


def _split(rows: Sequence[Task], day: date) -> tuple[list[Task], list[Task]]:
    """Part what waits into what is due until the end of the week to come, or first, and the rest."""
    last = day + timedelta(days=WEEK)
    near = [one for one in rows if one.first or (one.due_on is not None and one.due_on <= last)]
    return near, [one for one in rows if one not in near]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as parts/task_row.html shows it."""

    what: str
    title: str
    url: str
    why_me: str
    due: str
    light: str
    light_words: str
    why: str
    basis: str
    basis_url: str


def _row(task: Task, words: Mapping[Basis, Words]) -> TaskRow:
    cited = words.get(task.cited)
    return TaskRow(
        task.kind,
        task.title,
        task.url,
        task.why,
        due_words(task.due_on, task.derivation, ""),
        LAMPS[Light(task.light)] if task.light else "",
        task.light_words,
        task.light_why,
        short_citation(cited.citation) if cited else "",
        words_url(cited) if cited else "",
    )


def _sentence(tasks: list[Task], day: date, *, has_rest: bool) -> WorkbenchSentence:
    """Count what waits; where only the nearest are listed, what is counted may be fewer than there are."""
    dated = [task.due_on for task in tasks if task.due_on]
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
    before = number_of(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    titles = told_titles(cast("SeatedRequest", request).actor, shown)
    context = {
        "rows": [
            {
                "title": titles[n.pk],
                "url": f"/notices/{n.pk}",
                "at": moment_text(n.at),
                "is_new": n.read_at is None,
            }
            for n in shown
        ],
        "next_url": f"/notices?before={shown[-1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "workbench/notices.html", context)


@require_safe
@seated
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and lead to what it is about."""
    row = notices_for(cast("SeatedRequest", request).actor).filter(pk=pk).first()
    if row is None:
        raise Http404("没有这条消息，或它不是给本席位的。")
    if row.read_at is None and request.method == "GET":
        notices_for(cast("SeatedRequest", request).actor).filter(pk=pk).update(read_at=timezone.now())
    return HttpResponseRedirect(record_url(row.subject))


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
    path("notices/<int:pk>", open_notice, name="notice"),
    path("notices/read", read_notices, name="notices-read"),
]
