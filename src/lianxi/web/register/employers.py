"""The page of one employer: what the register knows of it, its names, and its newest data."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.actors import Actor
from lianxi.register.queries import area_codes, find_employer, list_names_of
from lianxi.register.rows import EmployerNameRow
from lianxi.register.rules import EMPLOYER_NAME
from lianxi.register.rules.areas import lies_within
from lianxi.register.rules.places import division_path, industries
from lianxi.surveillance.queries.groups import list_groups
from lianxi.surveillance.queries.newest import Newest, list_newest
from lianxi.web.register.shapes import EmployersName, EmployersStream
from lianxi.web.shared.lights import acting
from lianxi.web.shared.offers import offers
from lianxi.web.shared.pages import seated
from lianxi.web.surveillance.batches import SHOWN, fact_words

NEWEST = 20
SHOWN_GROUPS = 200
FIGURE_WORDS = {
    "gm": "几何均数",
    "gsd": "几何标准差",
    "exceedance": "超限比例",
    "exceedance_lcl95": "95%下限",
    "exceedance_ucl70": "70%上限",
    "exceedance_ucl95": "95%上限",
    "x95": "第95百分位数",
    "utl95_70": "UTL95,70",
    "utl95_95": "UTL95,95",
    "ur": "U_R",
}


@require_safe
@seated
def employer(request: HttpRequest, code: str) -> HttpResponse:
    """Show an employer of the conference by its credit code."""
    conference, actor = acting(request)
    row = find_employer(actor, code)
    if row is None:
        raise Http404("没有登记这个用人单位，或它不对本席位公开。")
    rows = [_stream(one) for one in list_newest(conference.pk, row.code, NEWEST)]
    context = {
        "employer": row,
        "place": _place(conference.pk, row.division),
        "industry": industries().get(row.industry, (row.industry,))[0],
        "names": [_name(actor, one) for one in list_names_of(row.pk)],
        "rows": rows,
    }
    return render(request, "surveillance/employer.html", context)


def _place(conference_id: int, division: str) -> str:
    areas = area_codes(conference_id)
    outside = division and areas and not lies_within(division, areas)
    return "".join(division_path(division)) + ("（不在地区清单内）" if outside else "")


def _name(actor: Actor, row: EmployerNameRow) -> EmployersName:
    can = offers(actor, "register.employer_name.accept", "register.employer_name.reject", record=row)
    return {"row": row, "state": EMPLOYER_NAME.labels[row.state], "can": can}


def _stream(one: Newest) -> EmployersStream:
    lines = [
        {
            "day": row[one.stream.day],
            "batch": row["batch"],
            "facts": " ".join(
                fact_words(name, row[name]) for name in SHOWN[1:] if row.get(name) not in (None, "")
            ),
        }
        for row in one.rows
    ]
    latest = lines[0]["day"] if lines else ""
    return {"label": one.stream.label, "n": one.count, "latest": latest, "lines": lines}


@require_safe
@seated
def exposure_groups(request: HttpRequest, code: str) -> HttpResponse:
    """Show the similar exposure groups of an employer with their statistics."""
    conference, actor = acting(request)
    row = find_employer(actor, code)
    if row is None:
        raise Http404("没有登记这个用人单位，或它不对本席位公开。")
    groups, told = list_groups(conference.pk, row.code)
    context = {
        "employer": row,
        "groups": [{"group": one, "figures": _figures(one.figures)} for one in groups[:SHOWN_GROUPS]],
        "told": [
            *told,
            *([f"只显示前 {SHOWN_GROUPS} 组，共 {len(groups)} 组。"] if len(groups) > SHOWN_GROUPS else []),
        ],
    }
    return render(request, "surveillance/groups.html", context)


def _figures(row: Mapping[str, str | float | None]) -> str:
    """Write the figures of a group that are defined, for people."""
    parts = []
    for name, label in FIGURE_WORDS.items():
        value = row[name]
        if isinstance(value, int | float):
            parts.append(f"{label} {value:.1%}" if name.startswith("exceedance") else f"{label} {value:.3g}")
    return "；".join(parts)


urlpatterns: list[URLPattern] = [
    path("surveillance/employers/<str:code>", employer, name="employer"),
    path("surveillance/employers/<str:code>/groups", exposure_groups, name="exposure-groups"),
]
