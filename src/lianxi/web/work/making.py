"""The page on which the office makes an arrangement of its own: a clause, units, and fields written in rows."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lianxi.core.refusals import Refusal
from lianxi.web.ledger.entering import clause_choices
from lianxi.web.shared.lights import acting, member_units, today
from lianxi.web.shared.pages import seated
from lianxi.web.work.shapes import MakingGiven, MakingTypedRows
from lianxi.work.actions import make_arrangement
from lianxi.work.rules.forms import KIND_LABELS
from lianxi.work.rules.making import KEY, REQUIRED
from lianxi.work.rules.periods import CYCLE_LABELS
from lianxi.work.rules.plans import PATTERN_LABELS

# Empty rows a page offers; more are typed as lines below them.
FIELDS, ANSWERS, FIGURES = 10, 3, 3
USUAL = "yearly"


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def make(request: HttpRequest) -> HttpResponse:
    """Show the form of an arrangement, or hand what was typed to the action."""
    conference, actor = acting(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            row = make_arrangement(actor, timezone.now(), **_given(request))
            return HttpResponseRedirect(f"/work/arrangements/{row.pk}")
        except Refusal as told:
            refusal = told
    post = request.POST
    context = {
        "title": "自定履职安排",
        "refusal": refusal,
        "clauses": clause_choices(conference)[1:],
        "units": member_units(conference, today()),
        "kinds": KIND_LABELS.items(),
        "cycles": CYCLE_LABELS.items(),
        "patterns": PATTERN_LABELS.items(),
        "typed": {
            "clause": post.get("clause", request.GET.get("clause", "")),
            "title": post.get("title", ""),
            "cycle": post.get("cycle", USUAL),
            "pattern": post.get("pattern", "register"),
            "units": set(post.getlist("unit_ids")),
            "receivers": set(post.getlist("receiver_ids")),
            "nil": bool(post.get("nil_allowed")) or request.method != "POST",
        },
        "fields": _typed_rows(request, "field", FIELDS),
        "answers": _typed_rows(request, "answer", ANSWERS),
        "figures": [post.get(f"figure_{n}", "") for n in range(1, FIGURES + 1)],
        "may": make_arrangement.refused_to(actor) is None,
    }
    return render(request, "work/make.html", context, status=422 if refusal else 200)


def _given(request: HttpRequest) -> MakingGiven:
    post = request.POST
    return {
        "clause": post.get("clause", ""),
        "title": post.get("title", ""),
        "unit_ids": _numbers(post.getlist("unit_ids")),
        "receiver_ids": _numbers(post.getlist("receiver_ids")),
        "fields": _lines(_typed_rows(request, "field", FIELDS)),
        "answers": _lines(_typed_rows(request, "answer", ANSWERS)),
        "figures": [one for n in range(1, FIGURES + 1) if (one := post.get(f"figure_{n}", "").strip())],
        "cycle": post.get("cycle", ""),
        "pattern": post.get("pattern", ""),
        "nil_allowed": bool(post.get("nil_allowed")),
    }


def _numbers(values: list[str]) -> list[int]:
    return [int(one) for one in values if one.isascii() and one.isdecimal() and len(one) < 18]


def _typed_rows(request: HttpRequest, name: str, count: int) -> list[MakingTypedRows]:
    post = request.POST
    return [
        {
            "n": n,
            "label": post.get(f"{name}_{n}_label", ""),
            "kind": post.get(f"{name}_{n}_kind", "text"),
            "more": post.get(f"{name}_{n}_more", ""),
            "required": bool(post.get(f"{name}_{n}_required")),
            "key": bool(post.get(f"{name}_{n}_key")),
        }
        for n in range(1, count + 1)
    ]


def _lines(rows: Sequence[MakingTypedRows]) -> list[str]:
    """Write the rows that have a name as the action takes them."""
    told = []
    for row in rows:
        if row["label"].strip():
            marks = " ".join(
                word for word, is_on in ((REQUIRED, row["required"]), (KEY, row["key"])) if is_on
            )
            told.append("|".join((row["label"].replace("|", "／"), row["kind"], row["more"], marks)))
    return told


urlpatterns: list[URLPattern] = [path("work/arrangements/new", make, name="work-make")]
