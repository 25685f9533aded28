"""What the pages of the exchange share: filters, paging, choices of units and clauses, lamps, what a seat may do."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest

from lianxi.clocks.words import due_words
from lianxi.core.actors import Actor
from lianxi.exchange.queries.lists import IN, OUT, PAGE, Wanted
from lianxi.journal.acting import Action
from lianxi.meetings.queries.choices import list_clause_groups
from lianxi.web.exchange.shapes import PartsChoicesOf, PartsDueView
from lianxi.web.shared.filters import number_of
from lianxi.web.shared.lights import member_units, today, usual_limits
from lianxi.web.shared.offers import clock, conference_row

T = TypeVar("T")
BOXES = {IN: "收到", OUT: "送出"}


def wanted_of(request: HttpRequest, kinds: Mapping[str, str], states: Mapping[str, str]) -> Wanted:
    """Read the filters of a list from an address; what it does not know counts as empty."""
    get = request.GET
    return Wanted(
        box=get.get("box", "") if get.get("box", "") in BOXES else "",
        state=get.get("state", "") if get.get("state", "") in states else "",
        kind=get.get("kind", "") if get.get("kind", "") in kinds else "",
        words=get.get("q", "").strip()[:80],
        before=number_of(get.get("before", "")),
    )


class Numbered(Protocol):
    """A row with its number."""

    pk: int


def pager(request: HttpRequest, rows: Sequence[Numbered]) -> dict[str, str]:
    """Return the links to the next and first page of a list that read one row more than a page."""
    query = {key: value for key, value in request.GET.items() if key != "before" and value}
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return {
        "summary": f"本页 {len(rows[:PAGE])} 件",
        "next_url": f"{request.path}?{urlencode({**query, 'before': more})}" if more else "",
        "prev_url": f"{request.path}?{urlencode(query)}" if request.GET.get("before") else "",
    }


def choices_of(request: HttpRequest, actor: Actor, *, own: bool = False) -> PartsChoicesOf:
    """Return the units to choose from (without the own one unless `own`) and the clauses, the own duties first."""
    conference = conference_row(request)
    units = [{"unit_id": pk, "name": name} for pk, name in member_units(conference, today())]
    mine = next((one["name"] for one in units if one["unit_id"] == actor.unit_id), "")
    kept = [one for one in units if own or actor.is_office or one["unit_id"] != actor.unit_id]
    return {"members": kept, "groups": list_clause_groups(conference, str(mine))}


def due_view(day: date | None, derivation: Mapping[str, object] | None, *, is_open: bool) -> PartsDueView:
    """Return a day something is asked by with its lamp, while it is open."""
    lamp = clock(day, usual_limits(today())) if is_open and day is not None else {}
    return {"words": due_words(day, dict(derivation) if derivation else None) if day else "", "lamp": lamp}


def may(record: object, actor: Actor, **actions: Action[..., Any]) -> dict[str, bool]:
    """Tell for each action whether the seat may take it on a record."""
    return {name: one.available(record, actor, today()) is None for name, one in actions.items()}
