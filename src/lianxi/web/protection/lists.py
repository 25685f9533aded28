"""Lists: all that a seat sees, the form of a new one, tokens and templates as files, one list with its next step."""

import csv
import io
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.protection.queries.lists import (
    PAGE,
    ListFilter,
    find_list,
    kinds_flowing,
    kinds_sent_by,
    list_lists,
    list_rows,
    revoked_tokens,
    sees_whole,
    waiting_to_hand_on,
)
from lianxi.protection.queries.steps import next_steps
from lianxi.protection.queries.unfinished import by_area
from lianxi.protection.rows import PersonListRow
from lianxi.protection.rules.lists import FOLLOWING, KINDS, RETURNED, WORDS
from lianxi.protection.rules.machines import LIST
from lianxi.protection.rules.sheets import MOST_ROWS, template_headings
from lianxi.protection.rules.tokens import draw_tokens
from lianxi.register.queries import list_areas
from lianxi.web.protection.parts import day_words, list_view, month_words, row_view, short, step_view, tabs
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import acting, today
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import MISSING, found, seated
from lianxi.web.shared.tables import offered

_STEPS = (
    *("list.fill", "list.take_over", "list.drop", "list.send", "list.receive", "list.dispute"),
    *("list.withdraw", "list.confirm_deleted", "list.remind", "list.confirm_returns", "row.answer_sheet"),
)


def list_filter(given: QueryDict) -> ListFilter:
    """Read the filters of the list from an address; what is no kind or state filters nothing."""
    return ListFilter(
        kind=given.get("kind", "") if given.get("kind") in KINDS else "",
        state=given.get("state", "") if given.get("state") in LIST.labels else "",
        before=number_of(given.get("before", "")),
    )


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the lists that a seat sees."""
    conference, actor = acting(request)
    wanted = list_filter(request.GET)
    rows = list_lists(actor, wanted)
    kept = {name: value for name, value in (("kind", wanted.kind), ("state", wanted.state)) if value}
    context = {
        "tabs": tabs(request),
        "rows": [list_view(actor, one, getattr(one, "open_rows", 0)) for one in rows[:PAGE]],
        "wanted": wanted,
        "kinds": [(kind, KINDS[kind]) for kind in kinds_flowing(conference.pk, today())],
        "states": LIST.labels.items(),
        "sends": kinds_sent_by(actor, today()),
        "may": offers(actor, "protection.list.draft", record=conference)["protection_list_draft"],
        "files": offered(request, "/patients/export"),
        "next_url": f"?{urlencode({**kept, 'before': rows[PAGE - 1].pk})}" if len(rows) > PAGE else "",
    }
    return render(request, "patients/list.html", context)


@require_safe
@seated
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new list: which one, of which month."""
    conference, actor = acting(request)
    day = today()
    month = (day.year * 12 + day.month - 1) - 1
    months = [f"{(month - back) // 12}-{(month - back) % 12 + 1:02d}" for back in range(-1, 14)]
    context = {
        "tabs": tabs(request),
        "kinds": [(kind, KINDS[kind]) for kind in kinds_sent_by(actor, day)],
        "months": [(one, month_words(one)) for one in months],
        "last_month": months[1],
        "handed": waiting_to_hand_on(actor).count(),
        "may": offers(actor, "protection.list.draft", record=conference)["protection_list_draft"],
    }
    return render(request, "patients/new.html", context)


def _csv_file(name: str, rows: list[list[str]]) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@seated
def tokens(request: HttpRequest) -> HttpResponse:
    """Draw fresh tokens as a file: nothing of them is kept here until the sheet comes back."""
    count = min(max(number_of(request.GET.get("n", "")) or 1, 1), MOST_ROWS)
    kind = request.GET.get("kind", "")
    headings = template_headings(kind if kind in KINDS else "L1")
    blank = [""] * (len(headings) - 1)
    return _csv_file("人员代码", [headings, *([one, *blank] for one in draw_tokens(count))])


@require_safe
@seated
def template(request: HttpRequest) -> HttpResponse:
    """Give the empty sheet of a list, or of outcomes."""
    kind = request.GET.get("kind", "")
    return _csv_file("模板", [template_headings(kind if kind in KINDS else "")])


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a list: the next step, and for its two units its rows; for the office its numbers alone."""
    conference, actor = acting(request)
    row = found(find_list(actor, pk), MISSING)
    whole = sees_whole(actor, row)
    context: dict[str, object] = {
        "tabs": tabs(request),
        "list": row,
        "view": list_view(actor, row, row.rows.filter(ended_on=None, is_dropped=False).count()),
        "whole": whole,
        "received": day_words(row.received_on),
        "due": day_words(row.due_on),
    }
    if whole:
        context |= {**_steps(actor, row), **_rows(actor, row, conference)}
    return render(request, "patients/page.html", context)


def _steps(actor: Actor, row: PersonListRow) -> dict[str, object]:
    may = short(actor, row, *_STEPS)
    is_sender, is_receiver = actor.unit_id == row.sender.pk, actor.unit_id == row.receiver.pk
    return {
        "may": may,
        "kinds_of_file": ".xlsx,.xls,.ods,.csv",
        "is_sender": is_sender,
        "is_receiver": is_receiver,
        "fills": is_sender and row.state == "drafted",
        "answers": is_receiver and row.state == "received",
        "handed": waiting_to_hand_on(actor).count() if is_sender and row.kind != "L1" else 0,
    }


def _rows(actor: Actor, row: PersonListRow, conference: ConferenceRow) -> dict[str, object]:
    rows = [one for one in list_rows(actor, row) if not one.is_dropped]  # type: ignore[arg-type]
    day = today()
    steps = next_steps(actor, rows, day)
    receives, revoked = actor.unit_id == row.receiver.pk, revoked_tokens(row)  # type: ignore[arg-type]
    shown = [
        {
            **row_view(one),
            "words": [(word, WORDS[word]) for word in FOLLOWING.get(one.word, ())] if receives else [],
            "next": step_view(conference, one, steps.get(one.pk), day),
            "revoked": one.token in revoked,
            "returned": one.word in RETURNED and one.ended_on is None,
        }
        for one in rows
    ]
    names = [one.name for one in list_areas(conference.pk, on=True)]
    areas = [one for one in by_area(rows, names) if one[1]]
    return {
        "rows": shown,
        "areas": areas,
        "returned": sum(1 for one in shown if one["returned"]),
        "total": len(rows),
        "ended": sum(1 for one in rows if one.ended_on),
        "cut": len(rows) >= 500,
    }


urlpatterns: list[URLPattern] = [
    path("patients", index, name="patients"),
    path("patients/new", new, name="patients-new"),
    path("patients/tokens", tokens, name="patients-tokens"),
    path("patients/template", template, name="patients-template"),
    path("patients/lists/<int:pk>", record, name="patients-list"),
]
