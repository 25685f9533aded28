"""Pages of the ledger: the list with its filters, and the form that enters an obligation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.law.queries import Words, find_words_of
from lianxi.ledger.actions import acknowledge_obligation, enter_obligation, verify_obligation
from lianxi.ledger.queries import (
    COUNTED,
    LedgerFilter,
    LedgerLine,
    LedgerPage,
    count_lights,
    list_obligations,
)
from lianxi.ledger.rules import LIGHT_LABELS, LIGHT_MARKS, OBLIGATION
from lianxi.web.ledger import circulars, obligations
from lianxi.web.ledger.entering import EnterForm, clause_choices
from lianxi.web.ledger.shapes import ListsFilters, ListsSentence
from lianxi.web.shared.drafts import find_draft
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import (
    LAMPS,
    acting,
    due_view,
    member_units,
    own_light,
    sees_all,
    short_citation,
    today,
)
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import offered

FILTERS = ("unit", "light", "state", "q")
LIGHTS = (
    ("late", "逾期（含严重）"),
    ("serious", LIGHT_LABELS["serious"]),
    ("overdue", "逾期（未到严重）"),
    ("near", LIGHT_LABELS["near"]),
    ("normal", LIGHT_LABELS["normal"]),
)
STATES = (*OBLIGATION.labels.items(), ("all", "全部（含结束的）"))
# How many earlier pages the address remembers for going back.
TRAIL = 20


@require_safe
@seated
def index(request: HttpRequest) -> HttpResponse:
    """Show the ledger: how it stands, and one page of what the filters in the address say."""
    conference, actor = acting(request)
    day = today()
    units = member_units(conference, day)
    refusal = None
    try:
        wanted = own_lights(actor, ledger_filter(request.GET))
        page = list_obligations(conference, day, wanted, request.GET.get("cursor", ""), to=actor)
    except BadInput as bad:
        refusal, wanted, page = bad, LedgerFilter(), LedgerPage((), "")
    context = {
        "refusal": refusal,
        "sentence": _sentence(conference, actor, _counted_for(actor, wanted), dict(units)),
        "filters": _filters(wanted, units),
        "chosen": _chosen(wanted, dict(units)),
        "rows": _rows(page, actor, dict(units).get(actor.unit_id or 0, "")),
        "pager": _pager(request.GET, page),
        "files": offered(request, "/ledger/export"),
        "own_unit": actor.unit_id if actor.unit_id != wanted.unit_id else None,
        "may_enter": actor.kind in enter_obligation.who,
        "acts": many_acts(actor),
    }
    return render(request, "ledger/list.html", context, status=400 if refusal else 200)


def many_acts(actor: Actor) -> list[tuple[str, str]]:
    """Give what a seat does with several ticked matters, each with the words of its button."""
    signs, verifies = actor.kind in acknowledge_obligation.who, actor.is_office
    return [
        *([(acknowledge_obligation.id, "签收所选")] if signs else []),
        *([(verify_obligation.id, "核对办结所选")] if verifies else []),
    ]


def ledger_filter(given: QueryDict) -> LedgerFilter:
    """Read the filters of an address. Raises BadInput for a unit that is no number."""
    unit = given.get("unit", "")
    unit_id = number_of(unit)
    if unit and unit_id is None:
        raise BadInput("没有这个单位。", next_step="请从列出的单位中选择。")
    return LedgerFilter(
        unit_id=unit_id,
        light=given.get("light", ""),
        state=given.get("state", ""),
        text=given.get("q", "").strip(),
    )


def own_lights(actor: Actor, wanted: LedgerFilter) -> LedgerFilter:
    """Look for a light among the own unit's matters only, where the seat sees no peer's."""
    if wanted.light and not sees_all(actor):
        return replace(wanted, unit_id=actor.unit_id or 0)
    return wanted


def _counted_for(actor: Actor, wanted: LedgerFilter) -> LedgerFilter:
    return wanted if sees_all(actor) else replace(wanted, unit_id=actor.unit_id or 0)


def _query(given: QueryDict, **more: str) -> str:
    """Write the filters as an address, without those that say nothing."""
    kept = {name: given.get(name, "") for name in FILTERS} | more
    return urlencode({name: value for name, value in kept.items() if value})


def _sentence(
    conference: ConferenceRow, actor: Actor, wanted: LedgerFilter, units: dict[int, str]
) -> ListsSentence:
    """Count what is under way by light; each figure leads to exactly the rows it counts."""
    counts = count_lights(conference, today(), wanted.unit_id, to=actor)
    unit = f"&unit={wanted.unit_id}" if wanted.unit_id else ""
    parts = [
        {
            "light": lamp,
            "mark": LIGHT_MARKS[light],
            "words": LIGHT_LABELS[light],
            "value": _count_words(counts.of(light)),
            "url": f"/ledger?light={light}{unit}",
        }
        for light, lamp in reversed(LAMPS.items())
        if lamp != "normal" and counts.of(light)
    ]
    whose = f"{units.get(wanted.unit_id, '该单位')}主办" if wanted.unit_id else ""
    return {
        "whose": whose,
        "total": _count_words(counts.total) if counts.total else "",
        "parts": parts,
        "unit": unit.lstrip("&"),
    }


def _count_words(count: int) -> str:
    return f"{COUNTED}+" if count >= COUNTED else str(count)


def _filters(wanted: LedgerFilter, units: list[tuple[int, str]]) -> list[ListsFilters]:
    """Give the selects of the filter, each with its options and which one holds."""
    selects = (
        (
            "unit",
            _("单位"),
            _("全部单位"),
            [(str(pk), name) for pk, name in units],
            str(wanted.unit_id or ""),
        ),
        ("light", _("灯"), _("全部"), LIGHTS, wanted.light),
        ("state", _("状态"), _("在办"), STATES, wanted.state),
    )
    return [
        {
            "name": name,
            "label": label,
            "options": [(value, text, value == now) for value, text in (("", default), *options)],
        }
        for name, label, default, options, now in selects
    ]


def _chosen(wanted: LedgerFilter, units: dict[int, str]) -> dict[str, str]:
    """Say in words what the filters show, for the table's caption and the printed page."""
    words = [units.get(wanted.unit_id, "该单位") + "主办或协办" if wanted.unit_id else ""]
    words += [dict(LIGHTS).get(wanted.light, ""), dict(STATES).get(wanted.state, "")]
    words.append(f"“{wanted.text}”" if wanted.text else "")
    return {"words": "、".join(word for word in words if word), "light": wanted.light, "text": wanted.text}


def _rows(page: LedgerPage, actor: Actor, own: str) -> Sequence[Mapping[str, object]]:
    found = find_words_of(line.obligation.basis for line in page.lines)
    return [
        _row(
            line,
            found.get(line.obligation.basis),
            lit=own_light(actor, line.obligation, line.co_units, own),
        )
        for line in page.lines
    ]


def _row(line: LedgerLine, words: Words | None, *, lit: bool) -> Mapping[str, object]:
    row = line.obligation
    shown = {
        "number": row.number,
        "title": row.title,
        "url": f"/ledger/{row.pk}",
        "lead": row.lead_unit.name,
        "co": "、".join(line.co_units),
        "state": OBLIGATION.labels[row.state],
        "pick": row.pk,
        "basis": short_citation(words.citation) if words else row.basis.clause,
        "basis_full": words.citation if words else "",
        "basis_url": f"/documents/{words.version_id}?at={words.start}-{words.end}#s{words.start}"
        if words
        else "",
    }
    return shown | due_view(row, line.reading, lit=lit)


def _pager(given: QueryDict, page: LedgerPage) -> dict[str, str] | None:
    """Give the links to the page before, whose cursors the address remembers, and to the next one."""
    cursor, trail = given.get("cursor", ""), [one for one in given.get("trail", "").split(",") if one]
    if not cursor and not page.next_cursor:
        return None
    older = {"cursor": trail[-1], "trail": ",".join(trail[:-1])} if trail else {}
    newer = {"cursor": page.next_cursor, "trail": ",".join([*trail, cursor][-TRAIL:] if cursor else [])}
    return {
        "summary": f"本页{len(page.lines)}项，按办理时限排列",
        "prev_url": f"?{_query(given, **older)}" if cursor else "",
        "next_url": f"?{_query(given, **newer)}" if page.next_cursor else "",
    }


@require_safe
@seated
def enter(request: HttpRequest) -> HttpResponse:
    """Show the form that enters an assigned, standing or proposed obligation."""
    conference, actor = acting(request)
    if actor.kind not in enter_obligation.who:
        return render(request, "ledger/new.html", {"who": enter_obligation.rule}, status=403)
    units = member_units(conference, today())
    asked = {"lead_unit_id": request.GET.get("unit", ""), "clause": request.GET.get("clause", "")}
    form = EnterForm(
        units=units,
        clauses=clause_choices(conference),
        initial={name: value for name, value in asked.items() if value} | find_draft(request, "ledger-new"),
    )
    return render(request, "ledger/new.html", {"form": form})


urlpatterns: list[URLPattern] = [
    path("ledger", index, name="ledger"),
    path("ledger/new", enter, name="ledger_new"),
    *obligations.urlpatterns,
    *circulars.urlpatterns,
]
