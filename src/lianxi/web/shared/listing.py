"""What the pages with lists share: paging by the last row, choices of units and clauses, lamps, what a seat may do."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import HttpRequest

from lianxi.clocks.words import due_words
from lianxi.core.actors import Actor
from lianxi.journal.acting import Action
from lianxi.meetings.queries.choices import list_clause_groups
from lianxi.web.shared.lights import member_units, today, usual_limits
from lianxi.web.shared.offers import clock, conference_row
from lianxi.web.shared.shapes import ListingChoices, ListingDue


class Numbered(Protocol):
    """A row with its number."""

    pk: int


def pager(request: HttpRequest, rows: Sequence[Numbered], page: int) -> dict[str, str]:
    """Return the links to the next and first page of a list that read one row more than its `page` holds."""
    query = {key: value for key, value in request.GET.items() if key != "before" and value}
    more = rows[page - 1].pk if len(rows) > page else None
    return {
        "summary": f"本页 {len(rows[:page])} 件",
        "next_url": f"{request.path}?{urlencode({**query, 'before': more})}" if more else "",
        "prev_url": f"{request.path}?{urlencode(query)}" if request.GET.get("before") else "",
    }


def choices_of(request: HttpRequest, actor: Actor, *, own: bool = False) -> ListingChoices:
    """Return the units to choose from (without the own one unless `own`) and the clauses, the own duties first."""
    conference = conference_row(request)
    units = [{"unit_id": pk, "name": name} for pk, name in member_units(conference, today())]
    mine = next((one["name"] for one in units if one["unit_id"] == actor.unit_id), "")
    kept = [one for one in units if own or actor.is_office or one["unit_id"] != actor.unit_id]
    return {"members": kept, "groups": list_clause_groups(conference, str(mine))}


def due_view(day: date | None, derivation: Mapping[str, object] | None, *, is_open: bool) -> ListingDue:
    """Return a day something is asked by with its lamp, while it is open."""
    lamp = clock(day, usual_limits(today())) if is_open and day is not None else {}
    return {"words": due_words(day, dict(derivation) if derivation else None) if day else "", "lamp": lamp}


def may(record: object, actor: Actor, **actions: Action[..., Any]) -> dict[str, bool]:
    """Tell for each action whether the seat may take it on a record."""
    return {name: one.available(record, actor, today()) is None for name, one in actions.items()}
