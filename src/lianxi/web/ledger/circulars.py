"""Pages of circulars: the list with the form that drafts one, the record with its figures, and their records."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.clocks.words import counted_day
from lianxi.core.actors import Actor, describe
from lianxi.core.refusals import NotFound
from lianxi.core.words import CHINA, moment_text
from lianxi.ledger.actions import (
    accept_contest,
    contest_figure,
    discard_circular,
    draft_circular,
    issue_circular,
    revise_circular,
    show_circular,
)
from lianxi.ledger.queries import list_circulars, list_figure_records
from lianxi.ledger.queries.moments import RESTS_ON, recounted
from lianxi.ledger.queries.records import find_circular, list_contests
from lianxi.ledger.rows import CircularRow
from lianxi.ledger.rules import CIRCULAR, OBLIGATION, read_light
from lianxi.ledger.rules.machines import CONTEST
from lianxi.web.ledger.shapes import CircularsContests, CircularsFigures, CircularsLine, CircularsMay
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.facts import Fact
from lianxi.web.shared.lights import acting, due_view, limits_on, today
from lianxi.web.shared.offers import offer
from lianxi.web.shared.pages import clause_view, own_record, record_url, seated, timeline
from lianxi.web.shared.tables import offered


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """List the circulars, the latest first, with the form that drafts one."""
    conference, actor = acting(request)
    found = list_circulars(conference, to=actor)
    context = {
        "rows": [_row(one) for one in found],
        "files": offered(request, "/circulars/export"),
        "drafts": sum(one.state == CIRCULAR.initial for one in found),
        "may_draft": actor.kind in draft_circular.who,
        "who_drafts": describe(draft_circular.who),
        "now": timezone.now().astimezone(CHINA).strftime("%Y-%m-%dT%H:%M"),
    }
    return render(request, "ledger/circulars.html", context)


def _row(one: CircularRow) -> CircularsLine:
    return {
        "title": one.title,
        "url": f"/circulars/{one.pk}",
        "as_of": moment_text(one.as_of),
        "state": CIRCULAR.labels[one.state],
        "number": one.paper.number if one.paper else "",
        "paper_url": record_url(f"papers.paper:{one.paper.pk}") if one.paper else "",
    }


@require_safe
@seated
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a circular as it would be issued: its text and every figure with its records."""
    _conference, actor = acting(request)
    circular = own_record(request, find_circular, pk)
    context = {
        "circular": circular,
        "standing": circular.paper.number if circular.paper else CIRCULAR.labels[circular.state],
        "facts": _facts(circular),
        **_figures(circular),
        "unsaved": _unsaved(request, circular),
        "clause": clause_view(circular.basis),
        "entries": timeline(actor, f"ledger.circular:{circular.pk}", of=circular),
        "paper_url": record_url(f"papers.paper:{circular.paper.pk}") if circular.paper else "",
        **_may(actor, circular),
        **_contests(actor, circular),
    }
    return render(request, "ledger/circular.html", context)


def _contests(actor: Actor, circular: CircularRow) -> CircularsContests:
    """Give the objections to the figures with their answers, and whether the seat may ask, answer or show."""
    contests = list_contests(circular.pk, to=actor)
    rows = [
        {
            "row": one,
            "unit": one.unit.name,
            "state": CONTEST.labels[one.state],
            "is_open": one.state == CONTEST.initial,
            "may_answer": offer(actor, accept_contest, one).ok,
        }
        for one in contests
    ]
    until = circular.contest_until
    mine = [one for one in circular.figures if _is_theirs(one["key"], actor.unit_id)]
    return {
        "contests": rows,
        "waiting": sum(one.state == "asked" for one in contests),
        "until": counted_day(until) if until else "",
        "may_show": offer(actor, show_circular, circular).ok,
        "contestable": mine if offer(actor, contest_figure, circular).ok else [],
        "early": contest_figure.hindered(circular, actor, today()) is None,
    }


def _is_theirs(key: str, unit_id: int | None) -> bool:
    return not key.startswith("unit.") or key.split(".")[1] == str(unit_id)


@require_safe
@seated
def reproduce(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the figures again for the circular's moment and say whether they are the same."""
    circular = own_record(request, find_circular, pk)
    rows = [{"label": label, "then": then, "now": now} for label, then, now in recounted(circular)]
    context = {"circular": circular, "rows": rows, "as_of": moment_text(circular.as_of)}
    return render(request, "ledger/reproduced.html", context | {"rests_on": RESTS_ON})


def _figures(circular: CircularRow) -> CircularsFigures:
    """Divide the figures into those of the whole ledger and a row for each unit."""
    overall = [one for one in circular.figures if not one["key"].startswith("unit.")]
    units: dict[str, dict[str, object]] = {}
    for one in circular.figures:
        if one["key"].startswith("unit."):
            _unit, pk, what = one["key"].split(".")
            row = units.setdefault(pk, {"name": one["label"].split("主办")[0]})
            row[what] = one
    return {"overall": overall, "by_unit": list(units.values())}


def _may(actor: Actor, circular: CircularRow) -> CircularsMay:
    """Say what the acting seat can do with a circular, and why not where it cannot."""
    is_draft = CIRCULAR.may(issue_circular.id, circular.state)
    issue = offer(actor, issue_circular, circular)
    return {
        "is_draft": is_draft,
        "may_issue": issue.ok,
        "may_revise": offer(actor, revise_circular, circular).ok,
        "may_discard": offer(actor, discard_circular, circular).ok,
        "issue_rule": "" if issue.ok or not is_draft else f"{issue.reason}。",
        "read_only": "" if is_draft else f"通报{CIRCULAR.labels[circular.state]}，不能再修改。",
    }


def _unsaved(request: HttpRequest, circular: CircularRow) -> bool:
    """Tell whether the person typed words that the circular does not hold yet: issuing would leave them out."""
    typed = find_draft(request, _key(circular)) if circular.state == CIRCULAR.initial else {}
    return any(name in typed and typed[name].strip() != getattr(circular, name) for name in ("title", "text"))


def _key(circular: CircularRow) -> str:
    return f"circular-{circular.pk}"


def _facts(circular: CircularRow) -> list[Fact]:
    facts: list[Fact] = [
        {"label": "状态", "value": CIRCULAR.labels[circular.state]},
        {"label": "统计时点", "value": moment_text(circular.as_of)},
        {"label": "起草", "value": f"{circular.drafted_by}，{moment_text(circular.drafted_at)}"},
        {"label": "发往", "value": "各成员单位"},
    ]
    paper = circular.paper
    if paper is not None:
        facts.append({"label": "文号", "value": paper.number, "url": record_url(f"papers.paper:{paper.pk}")})
        facts.append({"label": "印发", "value": f"{paper.issued_by}，{moment_text(paper.issued_at)}"})
    return facts


@require_safe
@seated
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form that changes a draft's words; it names the version that was read."""
    _conference, actor = acting(request)
    circular = own_record(request, find_circular, pk)
    stored = {"title": circular.title, "text": circular.text}
    # What was typed and not saved comes back, unless the person asks for the saved words.
    typed = {} if request.GET.get("fresh") else find_draft(request, _key(circular))
    context = {
        "circular": circular,
        "key": _key(circular),
        "values": stored | typed,
        "differs": any(typed.get(name, value).strip() != value for name, value in stored.items()),
        "who_revises": describe(revise_circular.who),
        **_may(actor, circular),
    }
    return render(request, "ledger/circular_edit.html", context)


@require_safe
@seated
def figure(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Open a figure: the obligations it was counted from, as they stand now."""
    conference, actor = acting(request)
    circular = own_record(request, find_circular, pk)
    try:
        records = list_figure_records(conference, pk, key, to=actor)
    except NotFound as missing:
        raise Http404(missing.message) from missing
    limits = limits_on(conference.pk, today())
    rows = [
        {
            "number": row.number,
            "title": row.title,
            "url": f"/ledger/{row.pk}",
            "lead": row.lead_unit.name,
            "state": OBLIGATION.labels[row.state],
            **due_view(row, read_light(row.state, row.due_on, limits, row.serious_on)),
        }
        for row in records
    ]
    label = next(one["label"] for one in circular.figures if one["key"] == key)
    told = next(one["value"] for one in circular.figures if one["key"] == key)
    context = {"circular": circular, "label": label, "rows": rows, "as_of": moment_text(circular.as_of)}
    context["left_out"] = max(0, told - len(rows)) if isinstance(told, int) else 0
    return render(request, "ledger/figure.html", context)


urlpatterns: list[URLPattern] = [
    path("circulars", index, name="circulars"),
    path("circulars/<int:pk>", record, name="circular"),
    path("circulars/<int:pk>/reproduce", reproduce, name="circular_reproduce"),
    path("circulars/<int:pk>/edit", edit, name="circular_edit"),
    path("circulars/<int:pk>/figures/<str:key>", figure, name="circular_figure"),
]
